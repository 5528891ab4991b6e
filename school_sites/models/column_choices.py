"""What a column can be for, and how it can show what is in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ColumnKind(models.TextChoices):
    """What a column is for. Channels, defaults and health rules go by it."""

    PROFILE = "profile", _("概况")
    NEWS = "news", _("新闻")
    NOTICE = "notice", _("通知公告")
    OPEN = "open", _("信息公开")
    POLICY = "policy", _("政策文件")
    PARTY = "party", _("党建")
    MORAL = "moral", _("德育")
    RESEARCH = "research", _("教学科研")
    SUBJECT = "subject", _("学科教研")
    TEACHERS = "teachers", _("教师风采")
    STUDENTS = "students", _("学生天地")
    HOME_SCHOOL = "home-school", _("家校共育")
    CARE = "care", _("保教活动")
    MENU = "menu", _("每周食谱")
    HEALTH = "health", _("卫生保健")
    ENROLMENT = "enrolment", _("招生")
    SAFETY = "safety", _("校园安全")
    MEDIA = "media", _("媒体关注")
    TOPIC = "topic", _("专题")
    INTERACTION = "interaction", _("互动交流")
    ALBUM = "album", _("影像")
    EVENTS = "events", _("活动")
    LINKS = "links", _("链接")
    OTHER = "other", _("其他")


# META ColumnType of a column kind, by the rules for government sites' META tags.
COLUMN_TYPE_OF_KIND = {
    ColumnKind.PROFILE: "概况信息",
    ColumnKind.NOTICE: "通知公告",
    ColumnKind.OPEN: "信息公开",
    ColumnKind.POLICY: "政策文件",
    ColumnKind.RESEARCH: "教学科研",
    ColumnKind.SUBJECT: "教学科研",
    ColumnKind.INTERACTION: "咨询投诉",
    ColumnKind.ENROLMENT: "办事服务",
    ColumnKind.TEACHERS: "概况信息",
    ColumnKind.LINKS: "办事服务",
}
DEFAULT_COLUMN_TYPE = "工作动态"


class ColumnLayout(models.TextChoices):
    """How a column shows what is in it.

    The first four show articles, each in its way. The others show first what
    ``school_sites.sections`` gathers for them, then articles, if there are any.
    """

    LIST = "list", _("标题列表")
    CARDS = "cards", _("图文卡片")
    WALL = "wall", _("相册与视频墙")
    DOCUMENTS = "documents", _("文件目录（文号、类别、日期）")
    CALENDAR = "calendar", _("活动日历")
    PAGES = "pages", _("图文页面（概况）")
    PEOPLE = "people", _("人物")
    MENU = "menu", _("每周食谱")
    TOPICS = "topics", _("专题")
    SUBJECTS = "subjects", _("学科教研")
    LINKS = "links", _("友情链接")
    FORMS = "forms", _("信箱与表单")


DISTRICT_LAYOUTS = (ColumnLayout.SUBJECTS,)  # offered on the district's site only
ARTICLE_LAYOUTS = (ColumnLayout.LIST, ColumnLayout.CARDS, ColumnLayout.WALL, ColumnLayout.DOCUMENTS)
