"""What a poll can fail of, and how screens say it."""

from django.utils.translation import gettext as _

from sitehub.outside import Trouble

from .reading import Unreadable

GONE = "http-410"
SPOILED = "spoiled"


def of_status(status):
    """The problem that an HTTP status is."""
    return f"http-{status}"


def text_of_problem(problem):
    """``problem`` as a sentence for people; "" for none."""
    if not problem:
        return ""
    if problem == GONE:
        return _("对方说这个 feed 已永久停用（410），已自动停止抓取。")
    if problem.startswith("http-"):
        return _("对方的服务器返回错误：HTTP %s。") % problem.removeprefix("http-")
    if problem == SPOILED:
        return _("读取时程序出错，已记入日志，请告诉平台管理员。")
    for kinds in (Trouble, Unreadable):
        if problem in kinds.values:
            return str(kinds(problem).label)
    return problem
