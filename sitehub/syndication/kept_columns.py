"""District columns that cannot be deleted, because submissions go or stand there."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from school_sites.tree import at_or_below

from .models import Channel, Submission

TITLES = 3  # named in a message


def refuse_to_delete(request, pages):
    """Tell what hangs on ``pages`` and lead back; None where nothing does."""
    for page in pages:
        text = _taken_by_channels(page) or _shown_below(page)
        if text:
            messages.error(request, text)
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def _taken_by_channels(page):
    channels = Channel.objects.filter(at_or_below(page.path, "column__path"))
    names = "、".join(channels.values_list("name", flat=True))
    if not names:
        return ""
    text = _(
        "“%(page)s”没有删除：学校报送的文章显示在这个栏目或它下面的栏目里（频道：%(names)s）。"
        "请区管理员先在“报送设置”的“频道”里为频道换一个栏目。"
    )
    return text % {"page": page.title, "names": names}


def _shown_below(page):
    """Articles an editor put there: in no channel of these columns."""
    rows = Submission.objects.filter(at_or_below(page.path, "column__path")).order_by("-pk")
    titles = rows.values_list("title", flat=True)[:TITLES]
    if not titles:
        return ""
    text = _(
        "“%(page)s”没有删除：学校报送的文章显示在这个栏目或它下面的栏目里"
        "（共 %(count)d 篇：%(titles)s）。"
        "请区编辑先在“报送处理”的“查看编排”里为它们换一个栏目。"
    )
    listed = "、".join(f"《{title}》" for title in titles)
    return text % {"page": page.title, "count": rows.count(), "titles": listed}
