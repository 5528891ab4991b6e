"""Default column trees by kind of site (DOMAIN: what districts and schools usually have).

Each column is (title, slug, kind, layout, children). The words are the field's own.
A menu has room for twelve columns at the top; more go below one of them or out of the menu.
"""

from dataclasses import dataclass

from school_sites.models import ColumnKind as K
from school_sites.models import ColumnLayout as L
from school_sites.models import SiteKind


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """A column to be made, and the columns below it."""

    title: str
    slug: str
    kind: str
    layout: str = L.LIST
    children: tuple["ColumnPlan", ...] = ()
    in_menu: bool = True


C = ColumnPlan

LINKS = C("友情链接", "lianjie", K.LINKS, L.LINKS, in_menu=False)

SCHOOL = (
    C("学校概况", "gaikuang", K.PROFILE, L.PAGES),
    C("校园新闻", "xinwen", K.NEWS, L.CARDS),
    C("通知公告", "tongzhi", K.NOTICE),
    C("校务公开", "gongkai", K.OPEN, L.DOCUMENTS),
    C("党建工作", "dangjian", K.PARTY),
    C("德育活动", "deyu", K.MORAL),
    C("教学科研", "jiaoyan", K.RESEARCH),
    C("教师风采", "jiaoshi", K.TEACHERS, L.PEOPLE),
    C(
        "学生天地",
        "xuesheng",
        K.STUDENTS,
        L.CARDS,
        (C("校园活动", "huodong", K.EVENTS, L.CALENDAR),),
    ),
    C("影像校园", "yingxiang", K.ALBUM, L.WALL),
    C("家校共育", "jiaxiao", K.HOME_SCHOOL),
    C("互动交流", "hudong", K.INTERACTION, L.FORMS),
    LINKS,
)
KINDERGARTEN = (
    C("园所概况", "gaikuang", K.PROFILE, L.PAGES),
    C("园所新闻", "xinwen", K.NEWS, L.CARDS),
    C("通知公告", "tongzhi", K.NOTICE),
    C("园务公开", "gongkai", K.OPEN, L.DOCUMENTS),
    C(
        "保教活动",
        "baojiao",
        K.CARE,
        L.CARDS,
        (C("活动日历", "huodong", K.EVENTS, L.CALENDAR),),
    ),
    C("每周食谱", "shipu", K.MENU, L.MENU),
    C("卫生保健", "baojian", K.HEALTH),
    C("教师风采", "jiaoshi", K.TEACHERS, L.PEOPLE),
    C("精彩瞬间", "yingxiang", K.ALBUM, L.WALL),
    C("家园共育", "jiayuan", K.HOME_SCHOOL),
    C("招生信息", "zhaosheng", K.ENROLMENT),
    C("互动交流", "hudong", K.INTERACTION, L.FORMS),
    LINKS,
)
OTHER = (
    C("单位概况", "gaikuang", K.PROFILE, L.PAGES),
    C("工作动态", "xinwen", K.NEWS, L.CARDS),
    C("通知公告", "tongzhi", K.NOTICE),
    C("信息公开", "gongkai", K.OPEN, L.DOCUMENTS),
    C("党建工作", "dangjian", K.PARTY),
    C("教学科研", "jiaoyan", K.RESEARCH),
    C("教师风采", "jiaoshi", K.TEACHERS, L.PEOPLE),
    C("学员天地", "xuesheng", K.STUDENTS, L.CARDS),
    C("活动安排", "huodong", K.EVENTS, L.CALENDAR),
    C("影像资料", "yingxiang", K.ALBUM, L.WALL),
    C("互动交流", "hudong", K.INTERACTION, L.FORMS),
    LINKS,
)
DISTRICT = (
    C("机构概况", "jigou", K.PROFILE, L.PAGES),
    C(
        "政务公开",
        "gongkai",
        K.OPEN,
        L.DOCUMENTS,
        (C("政策文件", "zhengce", K.POLICY, L.DOCUMENTS),),
    ),
    C(
        "新闻中心",
        "xinwen",
        K.NEWS,
        L.LIST,
        (
            C("教育要闻", "yaowen", K.NEWS, L.CARDS),
            C("学校动态", "xuexiao", K.NEWS, L.CARDS),
            C("媒体关注", "meiti", K.MEDIA),
        ),
    ),
    C("通知公告", "tongzhi", K.NOTICE),
    C(
        "教学研究",
        "jiaoyan",
        K.RESEARCH,
        L.LIST,
        (
            C("学科教研", "xueke", K.SUBJECT, layout=L.SUBJECTS),
            C("课题研究", "keti", K.RESEARCH),
            C("名师工作室", "mingshi", K.TEACHERS),
            C("竞赛评比", "jingsai", K.RESEARCH),
        ),
    ),
    C("德育体艺", "deyu", K.MORAL, L.CARDS),
    C("招生考试", "zhaosheng", K.ENROLMENT),
    C("校园安全", "anquan", K.SAFETY),
    C("党建工作", "dangjian", K.PARTY),
    C("专题专栏", "zhuanti", K.TOPIC, L.TOPICS),
    C("互动交流", "hudong", K.INTERACTION, L.FORMS),
    LINKS,
)
TREES = {
    SiteKind.DISTRICT: DISTRICT,
    SiteKind.KINDERGARTEN: KINDERGARTEN,
    SiteKind.PRIMARY: SCHOOL,
    SiteKind.MIDDLE: SCHOOL,
    SiteKind.NINE_YEAR: SCHOOL,
    SiteKind.HIGH: SCHOOL,
    SiteKind.SPECIAL: SCHOOL,
    SiteKind.OTHER: OTHER,
}
