"""Default column trees by kind of site (DOMAIN: what districts and schools usually have).

Each column is (title, slug, kind, children). The words are the field's own.
"""

from dataclasses import dataclass

from school_sites.models import ColumnKind as K
from school_sites.models import SiteKind


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """A column to be made; ``cards`` shows its list as pictures."""

    title: str
    slug: str
    kind: str
    children: tuple["ColumnPlan", ...] = ()
    cards: bool = False


C = ColumnPlan

SCHOOL = (
    C("学校概况", "gaikuang", K.PROFILE),
    C("校园新闻", "xinwen", K.NEWS, cards=True),
    C("通知公告", "tongzhi", K.NOTICE),
    C("校务公开", "gongkai", K.OPEN),
    C("党建工作", "dangjian", K.PARTY),
    C("德育活动", "deyu", K.MORAL),
    C("教学科研", "jiaoyan", K.RESEARCH),
    C("教师风采", "jiaoshi", K.TEACHERS, cards=True),
    C("学生天地", "xuesheng", K.STUDENTS, cards=True),
    C("家校共育", "jiaxiao", K.HOME_SCHOOL),
)
KINDERGARTEN = (
    C("园所概况", "gaikuang", K.PROFILE),
    C("园所新闻", "xinwen", K.NEWS, cards=True),
    C("通知公告", "tongzhi", K.NOTICE),
    C("园务公开", "gongkai", K.OPEN),
    C("保教活动", "baojiao", K.CARE, cards=True),
    C("每周食谱", "shipu", K.MENU),
    C("卫生保健", "baojian", K.HEALTH),
    C("家园共育", "jiayuan", K.HOME_SCHOOL),
    C("招生信息", "zhaosheng", K.ENROLMENT),
)
OTHER = (
    C("单位概况", "gaikuang", K.PROFILE),
    C("工作动态", "xinwen", K.NEWS, cards=True),
    C("通知公告", "tongzhi", K.NOTICE),
    C("信息公开", "gongkai", K.OPEN),
    C("党建工作", "dangjian", K.PARTY),
    C("教学科研", "jiaoyan", K.RESEARCH),
    C("学员天地", "xuesheng", K.STUDENTS, cards=True),
)
DISTRICT = (
    C("机构概况", "jigou", K.PROFILE),
    C("政务公开", "gongkai", K.OPEN, (C("政策文件", "zhengce", K.POLICY),)),
    C(
        "新闻中心",
        "xinwen",
        K.NEWS,
        (
            C("教育要闻", "yaowen", K.NEWS, cards=True),
            C("学校动态", "xuexiao", K.NEWS, cards=True),
            C("媒体关注", "meiti", K.MEDIA),
        ),
    ),
    C("通知公告", "tongzhi", K.NOTICE),
    C(
        "教学研究",
        "jiaoyan",
        K.RESEARCH,
        (
            C("学科教研", "xueke", K.SUBJECT),
            C("课题研究", "keti", K.RESEARCH),
            C("名师工作室", "mingshi", K.TEACHERS),
            C("竞赛评比", "jingsai", K.RESEARCH),
        ),
    ),
    C("德育体艺", "deyu", K.MORAL, cards=True),
    C("招生考试", "zhaosheng", K.ENROLMENT),
    C("校园安全", "anquan", K.SAFETY),
    C("党建工作", "dangjian", K.PARTY),
    C("专题专栏", "zhuanti", K.TOPIC),
    C("互动交流", "hudong", K.INTERACTION),
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
