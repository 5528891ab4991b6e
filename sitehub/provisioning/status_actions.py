"""Changes of status as the screens offer them, each with what it does to people."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy

from school_sites.models import SiteStatus

from .sites import archive, reopen, suspend


@dataclass(frozen=True)
class Action:
    """A change of status as the screens show it. ``consequences`` are told before it is done."""

    name: str
    label: str
    run: object
    done: str
    consequences: tuple[str, ...]
    is_serious: bool = False


SUSPEND = Action(
    "suspend",
    gettext_lazy("暂停"),
    suspend,
    gettext_lazy("已暂停：%s"),
    (
        gettext_lazy("访客打开网站的任何页面，都只看到“本网站暂停访问”的通知。"),
        gettext_lazy("本校已被区站采用的文章，在区站上同时隐藏；恢复后自动重新显示。"),
        gettext_lazy("本校编辑仍可登录准备草稿，但不能发布。"),
        gettext_lazy("内容、文件和账号都保留，随时可以恢复。"),
    ),
    is_serious=True,
)
OPEN = Action(
    "reopen",
    gettext_lazy("正式开通"),
    reopen,
    gettext_lazy("已开通：%s"),
    (gettext_lazy("访客马上可以打开网站，看到已经发布的全部内容。"),),
)
REOPEN = Action(
    "reopen",
    gettext_lazy("恢复"),
    reopen,
    gettext_lazy("已恢复：%s"),
    (
        gettext_lazy("访客马上可以重新打开网站，内容与原来一样。"),
        gettext_lazy("本校编辑可以重新发布文章、向区站报送。"),
    ),
)
UNARCHIVE = replace(
    REOPEN,
    consequences=(
        gettext_lazy("网站不再注明“已归档”，访客看到的内容与原来一样。"),
        gettext_lazy("本校编辑可以重新发布文章、向区站报送。"),
        gettext_lazy("归档时取消的定时发布不会恢复，需要重新设定。"),
    ),
)
ARCHIVE = Action(
    "archive",
    gettext_lazy("归档"),
    archive,
    gettext_lazy("已归档：%s"),
    (
        gettext_lazy("网站保持可读，每页注明“已归档”。"),
        gettext_lazy("本校编辑不能再新建、修改或发布；出了问题的页面仍可撤下。"),
        gettext_lazy("已设定的定时发布全部取消，草稿保留。"),
        gettext_lazy("区站已采用的文章照常显示，不再接受新的报送。"),
        gettext_lazy("学校撤并时用；以后仍可恢复。"),
    ),
    is_serious=True,
)
ACTION_NAMES = ("suspend", "reopen", "archive")
ACTIONS = {
    SiteStatus.PREPARING: (OPEN, SUSPEND, ARCHIVE),
    SiteStatus.OPEN: (SUSPEND, ARCHIVE),
    SiteStatus.SUSPENDED: (REOPEN, ARCHIVE),
    SiteStatus.ARCHIVED: (UNARCHIVE, SUSPEND),
}


def actions_for(site):
    """Changes of status that ``site`` allows now; the district's site allows none."""
    return () if site.is_district else ACTIONS[site.status]
