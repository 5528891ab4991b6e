"""Made-up contexts for every base template, and a harness that writes them as files.

    python tests/themes/render.py [directory [theme]]

writes the pages, the static files and drawn pictures to a directory (default
var/looks), so that a theme can be worked on without a database. Serve it with
``python -m http.server --directory var/looks``.
"""

import os
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from django.utils.html import format_html

ROOT = Path(__file__).resolve().parents[2]
START = datetime(2025, 3, 15, 9, 30)

TITLES = [
    "区教育局召开2025年春季学期教学工作会议",
    "实验小学举行第十二届校园读书节开幕式",
    "关于做好2025年义务教育阶段学校招生工作的通知",
    "我区三项课题获省“十四五”教育科学规划立项",
    "春风十里，不如一起种下一棵树——云河中学开展植树节主题活动",
    "向阳幼儿园：今天我们在菜地里上课",
    "关于2025年清明节放假安排及安全提醒（致全区中小学生和幼儿家长的一封信）",
    "青年教师基本功竞赛落幕，42位教师获奖",
    "食堂开放日",
    "Python与AI进课堂：信息科技学科研讨在第二中学举行",
]
LONG_TITLE = (
    "关于转发省教育厅等七部门《关于进一步加强中小学（幼儿园）校园安全管理与学生心理健康服务工作"
    "的实施意见》并做好2025年春季学期开学前后安全隐患排查整治工作的通知"
)
SUMMARY = (
    "会议总结了上一学年的教学研究工作，部署了本学期课堂教学改革、作业管理和课后服务三项重点任务，"
    "并就青年教师培养听取了各校的意见。"
)
SCHOOLS = ["云河区实验小学", "云河中学", "向阳幼儿园", "云河区第二中学附属初级中学"]
COLUMNS = ["校园新闻", "通知公告", "党建工作", "教学科研", "德育活动", "家校共育"]
NAV = [
    "学校概况",
    "校园新闻",
    "通知公告",
    "校务公开",
    "党建工作",
    "德育活动",
    "教学科研",
    "教师风采",
    "学生天地",
    "家校共育",
    "招生信息",
    "云上校史馆",
]
META = [
    {"name": "SiteName", "content": "云河区实验小学"},
    {"name": "SiteDomain", "content": "syxx.localhost"},
    {"name": "SiteIDCode", "content": "3204020001"},
]


class FakeImage:
    """Stands where a template expects a picture of which no rendition was made yet."""

    focal_point_x = focal_point_y = focal_point_width = focal_point_height = None

    def __init__(self, number):
        shown = picture(number)
        self.file = SimpleNamespace(url=shown["url"])
        self.width, self.height = shown["width"], shown["height"]
        self.renditions = SimpleNamespace(all=list)


class FakeFile:
    """Stands where a template expects a Wagtail document."""

    def __init__(self, title, extension, size):
        self.title = title
        self.url = f"/documents/{size}/"
        self.file_extension = extension
        self._size = size

    def get_file_size(self):
        return self._size


class FakeBlock:
    """One block of a body, rendered by its real template."""

    def __init__(self, block_type, value):
        self.block_type = block_type
        self.value = value

    def render_as_block(self, context=None):
        from django.template.loader import render_to_string

        name = f"themes/base/blocks/{self.block_type}.html"
        return render_to_string(name, {"value": self.value, "self": self.value})


def picture(number):
    """Address and size of one of the drawn pictures."""
    width, height = [(1200, 800), (1200, 750), (800, 1067)][number % 3]
    return {"url": f"/pictures/{number % 6}.jpg", "width": width, "height": height}


def make_item(number, *, cover=True, school=False, summary=True, title=None):
    """An item of a list, as the queries give it."""
    return {
        "title": title or TITLES[number % len(TITLES)],
        "url": f"/a/{number + 1}/",
        "date": START - timedelta(days=3 * number, hours=number),
        "summary": SUMMARY if summary else "",
        "cover": picture(number) if cover else None,
        "school": SCHOOLS[number % len(SCHOOLS)] if school else "",
        "school_url": f"//school-{number % 4}.localhost/" if school else "",
        "column": COLUMNS[number % len(COLUMNS)],
    }


def items(count, start=0, **options):
    """Several items; every third has no cover of its own."""
    cover = options.pop("cover", None)
    return [
        make_item(n, cover=(n % 3 != 2) if cover is None else cover, **options)
        for n in range(start, start + count)
    ]


def make_site(kind="primary", *, name="云河区实验小学", short_name="实验小学", **facts):
    """A site with every footer fact, unless told otherwise."""
    return {
        "name": name,
        "short_name": short_name,
        "code": kind,
        "kind": kind,
        "is_district": kind == "district",
        "archived": False,
        "home_url": "/",
        "logo_url": "",
        "icon_url": "",
        "touch_icon_url": "",
        "motto": "博学笃行 知行合一",
        "icp": "苏ICP备05000001号-1",
        "police_record": "苏公网安备32040202000001号",
        "site_id_code": "3204020001",
        "sponsor": "云河区教育局",
        "operator": "云河区教师发展中心",
        "address": "云河区文化路88号",
        "phone": "0500-88880000",
    } | facts


def make_nav(titles=NAV):
    """Twelve entries, some with children; the second is the current one."""
    children = ["要闻速递", "媒体关注", "图片新闻", "校园广播站"]
    return [
        {
            "title": title,
            "url": f"/c/{number}/",
            "current": number == 1,
            "children": [
                {"title": child, "url": f"/c/{number}/{n}/", "current": number == 1 and n == 0}
                for n, child in enumerate(children)
            ]
            if number in (0, 1, 3, 11)
            else [],
        }
        for number, title in enumerate(titles)
    ]


def furniture(site=None, *, breadcrumb=(), title="", nav=None, **head):
    """What every page is given."""
    site = site or make_site()
    return {
        "site": site,
        "nav": make_nav() if nav is None else nav,
        "breadcrumb": [{"title": t, "url": u} for t, u in breadcrumb],
        "meta": META,
        "head": {
            "title": f"{title} - {site['name']}" if title else site["name"],
            "description": "云河区实验小学的新闻、通知和教学研究。",
            "canonical": "https://syxx.example.cn/",
            "og": [{"property": "og:title", "content": site["name"]}],
            "json_ld": '{"@context":"https://schema.org","@type":"School","name":"云河区实验小学"}',
            "feed_url": "/feed/",
            "prev_url": "",
            "next_url": "",
            "number": None,
        }
        | head,
        "language": "zh-Hans",
        "district": {"name": "云河区教育信息网", "url": "https://district.example.cn/"},
    }


def bare(site):
    """The same site with nothing filled in."""
    facts = ("motto", "icp", "police_record", "site_id_code", "sponsor", "operator")
    return site | dict.fromkeys((*facts, "address", "phone"), "")


def make_body():
    """A body with a block of every kind."""
    return [
        FakeBlock(
            "text",
            "<p>3月15日下午，区教育局在实验小学报告厅召开2025年春季学期教学工作会议。全区42所中小学、"
            "38所幼儿园的校（园）长和教学副校长参加，会议由局长主持。</p>"
            "<p>会上，<b>实验小学</b>、云河中学等4所学校交流了经验。详见"
            '<a href="/a/2/">上一学年教学质量分析报告</a>，阅读约需8 min。</p>',
        ),
        FakeBlock("heading", {"level": 2, "text": "一、明确三项重点任务"}),
        FakeBlock(
            "text",
            "<p>会议提出，本学期要抓好以下工作：</p><ol><li>课堂教学改革，以“学为中心”推进常态课研究；"
            "</li><li>作业管理，控制总量、提高质量；</li><li>课后服务，做到“5+2”全覆盖。</li></ol>",
        ),
        FakeBlock(
            "image",
            {"image": FakeImage(0), "alt_text": "会议现场", "caption": "会议现场。王小明 摄"},
        ),
        FakeBlock("heading", {"level": "3", "text": "（一）时间安排"}),
        FakeBlock(
            "table",
            {
                "rows": [
                    ["活动", "时间", "地点", "参加对象", "负责科室", "联系电话"],
                    [
                        "语文学科研讨",
                        "3月20日",
                        "实验小学",
                        "全区小学语文教师",
                        "教研室",
                        "88880001",
                    ],
                    [
                        "数学学科研讨",
                        "3月27日",
                        "云河中学",
                        "全区初中数学教师",
                        "教研室",
                        "88880002",
                    ],
                    ["园长沙龙", "4月3日", "向阳幼儿园", "各园园长", "基教科", "88880003"],
                ],
                "header_row": True,
                "header_column": True,
                "caption": "2025年春季教研活动安排",
            },
        ),
        FakeBlock(
            "quote",
            {"text": "好的课堂，应当让每个孩子都有话想说、有事可做。", "attribution": "与会教师"},
        ),
        FakeBlock("heading", {"level": 4, "text": "活动剪影"}),
        FakeBlock(
            "gallery",
            {
                "pictures": [
                    {"image": FakeImage(n), "alt_text": f"第{n}张", "caption": caption}
                    for n, caption in enumerate(["分组讨论", "", "学生作品展示", "校园一角"])
                ],
                "caption": "会后参观校园",
            },
        ),
        FakeBlock(
            "attachments",
            [
                {"document": FakeFile("工作要点", "pdf", 1_482_000), "title": ""},
                {
                    "document": FakeFile("回执", "docx", 38_400),
                    "title": "附件2：2025年春季学期教学工作会议参会回执（请于3月20日前交教研室）",
                },
            ],
        ),
    ]


def make_article(**changes):
    """An article with every fact."""
    return {
        "title": TITLES[0],
        "short_title": TITLES[0],
        "author": "李文",
        "source": "云河区实验小学",
        "credits": [
            {"label": "撰稿", "name": "李文"},
            {"label": "摄影", "name": "王小明"},
            {"label": "审核", "name": "陈静"},
        ],
        "published_at": START,
        "document_date": date(2025, 3, 12),
        "summary": SUMMARY,
        "keywords": ["教学工作", "课后服务", "教研"],
        "cover": None,
        "url": "/a/1/",
    } | changes


def district(**facts):
    """The district's own site."""
    return make_site(
        "district",
        name="云河区教育信息网",
        short_name="云河教育",
        motto="办人民满意的教育",
        **facts,
    )


def district_nav():
    """The district's columns."""
    return make_nav(
        [
            "机构概况",
            "政务公开",
            "新闻中心",
            "通知公告",
            "教学研究",
            "德育体艺",
            "招生考试",
            "校园安全",
            "党建工作",
            "专题专栏",
            "互动交流",
        ]
    )


def school_kinds():
    """Five hundred schools by kind."""
    counts = {
        "幼儿园": 210,
        "小学": 160,
        "初中": 70,
        "九年一贯制学校": 24,
        "高中": 30,
        "特殊教育学校": 6,
    }
    places = ["云河", "向阳", "文化路", "青年", "解放路", "新桥", "东风", "清潭", "红梅", "翠竹"]
    return [
        {
            "kind": f"kind-{number}",
            "kind_label": label,
            "schools": [
                {
                    "name": f"{places[n % 10]}{'' if n % 7 else '实验'}{label}（第{n + 1}校区）",
                    "url": f"https://s{n}.example.cn/",
                    "short_name": f"{places[n % 10]}{n + 1}",
                }
                for n in range(count)
            ],
        }
        for number, (label, count) in enumerate(counts.items())
    ]


def section(shape, title, *, wide=False, **values):
    """A section of a home page, as the layout gives it."""
    return {"shape": shape, "title": title, "url": "/c/1/", "wide": wide} | values


def digest(count, *, wide=True):
    """Lines of several columns."""
    lines = [
        {"label": COLUMNS[n % len(COLUMNS)], "label_url": f"/c/{n}/", "item": item}
        for n, item in enumerate(items(count, 1))
    ]
    return section("digest", "各栏目动态", wide=wide, items=lines) | {"url": ""}


def lead(carousel, notices=None, headlines=None, title="校园头条"):
    """The top row of a home page."""
    shown = {"title": title, "featured": headlines[:1], "lines": headlines[1:]} if headlines else {}
    return {"kind": "lead", "carousel": carousel, "headlines": shown, "notices": notices}


def board(*sections):
    """Sections that stand together."""
    return {"kind": "board", "sections": sections}


def _school_home(kind="primary", *, headlines=None, **site):
    headlines = items(6, 1) if headlines is None else headlines
    return furniture(make_site(kind, **site)) | {
        "rows": [
            lead(items(4, cover=None), headlines=headlines),
            board(
                section("notices", "通知公告", wide=True, items=items(6, 2)),
                section("cards", "校园新闻", wide=True, items=items(4, 1)),
                section("list", "教学科研", items=items(6, 3)),
                section("list", "德育活动", items=items(6, 4)),
                digest(5),
            ),
        ],
    }


def _kindergarten():
    return _school_home(
        "kindergarten", name="云河区向阳幼儿园", short_name="向阳幼儿园", motto="让每个孩子向阳生长"
    )


def _school_home_plain():
    """No pictures, long titles, few facts."""
    site = bare(
        make_site("high", name="云河区第二中学附属高级中学（城南新校区）", short_name="附属高中")
    )
    long_items = [make_item(n, title=LONG_TITLE, cover=False) for n in range(2)]
    return furniture(site) | {
        "rows": [
            lead([], headlines=[*long_items, *items(3, 1, cover=False)]),
            board(
                section("notices", "通知公告", wide=True, items=long_items),
                section("cards", "校园新闻", wide=True, items=items(3, cover=False)),
                section("list", "教学科研", wide=True, items=items(3, 3)),
            ),
        ],
    }


def _custom_home(kind="middle"):
    """Every block an editor can put on a home page."""
    link = {"title": "国家中小学智慧教育平台", "url": "https://example.com/", "logo": None}
    person = {"name": "欧阳文华", "initial": "欧", "url": "/a/5/", "position": "语文高级教师"}
    meals = [{"name": "午餐", "dishes": ["米饭", "红烧鸡腿", "清炒西兰花"]}]
    days = [
        {"weekday": f"星期{day}", "date": date(2025, 3, 17 + n), "meals": meals}
        for n, day in enumerate("一二三四五")
    ]
    event = {
        "title": TITLES[1], "url": "/a/9/", "starts_at": START, "weekday": "星期六",
        "all_day": False, "place": "学校操场",
    }  # fmt: skip
    numbers = [{"label": "在校学生", "number": 1268, "unit": "人"}] * 3
    tabs = [
        {"title": title, "url": f"/{n}/", "items": items(5, n)} for n, title in enumerate(NAV[:4])
    ]
    topics = [
        {"title": TITLES[n], "url": "/a/7/", "tagline": "春风十里", "cover": n and picture(n)}
        for n in range(3)
    ]
    people = [person, person | {"photo": picture(1)}]
    slide = {"title": "欢迎报名", "url": "", "cover": picture(2), "column": "", "school": ""}
    return furniture(make_site(kind)) | {
        "section_styles": ["home-blocks"],
        "rows": [
            lead([slide], headlines=items(4, 1)),
            {"kind": "headline", "item": make_item(0)},
            board(
                section("statistics", "学校数字", wide=True, items=numbers),
                section("tabs", "", items=tabs),
                section("events", "近期活动", items=[event] * 4),
                section("feature", "教学科研", items=items(5, 3)),
                section("cards", "学生天地", items=items(4, 2)),
                section("people", "名师风采", wide=True, items=people),
                section("topics", "专题专栏", wide=True, items=topics),
                section("menu", "本周食谱", wide=True, items=days, note="周三改为自助餐。"),
                section("text", "校长寄语", html="愿每一个孩子都被看见。"),
                section("banner", "", picture=picture(3) | {"alt": "校门"}),
                section("subjects", "学科教研", wide=True,
                        items=[{"subject": "道德与法治", "item": make_item(2, school=True)}] * 3),
                section("links", "友情链接", wide=True,
                        items=[{"title": "教育部门", "links": [link] * 5}] * 2),
                section("nothing", "近期活动", wide=True),
            ),
        ],
    }  # fmt: skip


def schools_row(shape="schools"):
    """The district's schools on its home page."""
    return {
        "kind": "row", "shape": shape, "title": "学校网站", "schools": school_kinds(),
        "url": "/schools/",
    }  # fmt: skip


def _district_home(shape="schools"):
    notices = section("notices", "通知公告", items=items(5, 2))
    news = {"cards": items(4, 1, school=True), "lines": items(4, 5, school=True)}
    return furniture(district(), nav=district_nav()) | {
        "rows": [
            {"kind": "headline", "item": make_item(0, school=True)},
            lead(items(5, cover=None, school=True), notices=notices),
            board(
                section("news", "学校动态", wide=True, **news),
                *[
                    section("list", title, items=items(6, n, school=n % 2 == 0))
                    for n, title in enumerate(["教育要闻", "教学研究", "德育体艺"])
                ],
                digest(6, wide=False),
            ),
            schools_row(shape),
        ],
    }


def _home_empty(site):
    text = "老师们正在准备内容，欢迎过些日子再来看看。"
    return _everything_empty(site) | {"rows": [{"kind": "row", "shape": "empty", "text": text}]}


def _column(layout="list", **changes):
    trail = [("云河区实验小学", "/"), ("校园新闻", "/c/1/"), ("要闻速递", "")]
    return (
        furniture(breadcrumb=trail, title="校园新闻", next_url="/c/1/?before=9")
        | {
            "column": {
                "title": "校园新闻",
                "description": "记录校园里每天发生的事。",
                "kind": "工作动态",
                "url": "/c/1/",
            },
            "subcolumns": [
                {"title": title, "url": f"/c/1/{n}/"}
                for n, title in enumerate(["要闻速递", "媒体关注", "图片新闻", "校园广播站"])
            ],
            "items": [make_item(6, title=LONG_TITLE) | {"is_pinned": True}, *items(9)],
            "older_url": "/c/1/?before=9",
            "newest_url": "/c/1/",
            "years": [
                {"year": y, "url": f"/c/1/{y}/", "current": y == 2024}
                for y in range(2025, 2013, -1)
            ],
            "year": 2024,
            "layout": layout,
        }
        | changes
    )


def _column_empty():
    nothing = {"description": "", "kind": "", "title": "每周食谱", "url": "/c/7/"}
    return _column(
        column=nothing, subcolumns=[], items=[], older_url="", newest_url="", years=[], year=None
    )


def _article(**changes):
    trail = [("云河区实验小学", "/"), ("校园新闻", "/c/1/"), ("正文", "")]
    tags = [
        *META,
        {"name": "ArticleTitle", "content": TITLES[0]},
        {"name": "PubDate", "content": "2025-03-15 09:30"},
        {"name": "ContentSource", "content": "云河区实验小学"},
        {"name": "Description", "content": SUMMARY},
    ]
    return (
        furniture(breadcrumb=trail, title=TITLES[0], number=1)
        | {"meta": tags}
        | {
            "article": make_article(),
            "body": make_body(),
            "is_text": True,
            "attachments": [
                {"title": "工作要点", "url": "/documents/1/a.pdf", "kind": "PDF", "size": 1_482_000}
            ],
            "newer": make_item(4),
            "older": make_item(2),
            "related": items(6, 2),
        }
        | changes
    )


def _article_plain():
    """A notice with an endless title and no facts but its time."""
    article = make_article(
        title=LONG_TITLE,
        author="",
        source="",
        credits=[],
        document_date=None,
        summary="",
        keywords=[],
        cover=picture(0) | {"alt": "校门"},
    )
    body = [FakeBlock("text", "<p>各中小学、幼儿园：</p>" + f"<p>{SUMMARY * 2}</p>" * 3)]
    return _article(article=article, body=body, newer=None, older=None, related=[])


def _hit(item, **changes):
    """One hit of a search, as search.showing gives it."""
    site = SimpleNamespace(short_name="实验小学")
    hit = SimpleNamespace(url=item["url"], date=item["date"], site=site, featured=[])
    values = {"type_label": "", "files": [], "passage": format_html("关于<mark>{}</mark>…", "会议")}
    return {
        "hit": hit,
        "item": item,
        "title": item["title"],
        "home_url": "/",
        "trail": [{"title": "校园新闻", "url": "/xinwen/"}],
        **values,
        **changes,
    }


def _search(**changes):
    """The second page of what was found."""
    file = {"title": "议程.docx", "url": "/documents/1/x", "kind": "docx", "passage": "会议议程"}
    hits = [_hit(one) for one in [make_item(6, title=LONG_TITLE), *items(8)]]
    schools = [
        {"value": f"s{n}", "label": f"第{n}小学", "words": f"云河区第{n}小学", "count": 40 - n,
         "selected": n == 3}
        for n in range(30)
    ]  # fmt: skip
    types = [{"value": "notice", "label": "通知", "words": "", "count": 3, "selected": False}]
    return (
        furniture(breadcrumb=[("云河区实验小学", "/"), ("搜索", "")], title="搜索：会议")
        | {
            "is_search": True,
            "section_styles": ["search"],
            "search_text": "会议",
            "search_kept": [("sort", "newest")],
            "search_notes": ["“年份”里没有“去年”，已忽略。"],
            "scopes": [("只搜本校", "/search/?q=1", True), ("在全区搜索", "/search/?q=2", False)],
            "sorts": [("相关度", "/search/?q=1", True), ("时间", "/search/?q=2", False)],
            "facets": [
                {"parameter": "school", "label": "学校", "options": schools, "chosen": 1},
                {"parameter": "type", "label": "内容类型", "options": types, "chosen": 0},
                {"parameter": "year", "label": "年份", "options": [], "chosen": 0},
            ],
            "has_facets": True,
            "chosen": [{"label": "学校：第3小学", "url": "/search/?q=1"}],
            "archived_count": 4,
            "archived": False,
            "archived_url": "/search/?archived=1",
            "clear_url": "/search/?q=clear",
            "feed_url": "/search.atom?q=1",
            "corrected": [("会议通知", "/search/?q=corrected"), ("会议", "/search/?q=x")],
            "hits": hits,
            "loose_hits": [_hit(make_item(9), type_label="通知", files=[file])],
            "first_number": 11,
            "first_loose_number": 20,
            "total": 46,
            "loose": 3,
            "page": 2,
            "pages": 6,
            "numbers": [(1, "/search/?q=1", False), (2, "/search/?q=2", True), None,
                        (6, "/search/?q=6", False)],
            "previous_url": "/search/?q=1",
            "next_url": "/search/?q=3",
        }
        | changes
    )  # fmt: skip


def _nothing_found():
    return _search(hits=[], loose_hits=[], total=0, loose=0, pages=1, page=1, numbers=[],
                   previous_url="", next_url="", newest=items(4),
                   popular=[("食谱", "/search/?q=menu")])  # fmt: skip


def _everything_empty(site):
    return furniture(
        bare(site), nav=[], feed_url="", description="", json_ld="", canonical="", og=[]
    ) | {"meta": []}


def pages():
    """Every page in its states: name of the state -> (template, context)."""
    home = "home"
    archived = make_site("middle", name="云河区老城中学", short_name="老城中学", archived=True)
    states = {
        "school_home": (home, _school_home()),
        "school_home_kindergarten": (home, _kindergarten()),
        "school_home_plain": (home, _school_home_plain()),
        "school_home_empty": (home, _home_empty(make_site())),
        "school_home_archived": (home, _school_home() | {"site": archived}),
        "school_home_logo": (home, _school_home("special", logo_url="/pictures/logo.png")),
        "school_home_nine_year": (home, _school_home("nine-year")),
        "school_home_other": (home, _school_home("other", headlines=[])),
        "school_home_custom": (home, _custom_home()),
        "district_home": (home, _district_home()),
        "district_home_many_schools": (home, _district_home("school_kinds")),
        "schools": ("schools", furniture(title="学校网站") | {"schools": school_kinds()}),
        "schools_empty": ("schools", furniture(title="学校网站") | {"schools": []}),
        "members_only": ("members_only", furniture(title="本页内容不公开")),
        "notice_preparing": ("notice_503", {"site_name": "云河区实验小学", "preparing": True}),
        "district_home_empty": (home, _home_empty(district())),
        "column_list": ("column", _column()),
        "column_cards": ("column", _column("cards", subcolumns=[], years=[], year=None)),
        "column_empty": ("column", _column_empty()),
        "article": ("article", _article()),
        "article_plain": ("article", _article_plain()),
        "search": ("search", _search()),
        "search_start": ("search", _search(search_text="", scopes=[], search_notes=[])),
        "search_not_asked": ("search", _search(not_asked="excluded")),
        "search_nothing": ("search", _nothing_found()),
        "search_unavailable": ("search", _search(unavailable=True)),
        "429": ("429", furniture(title="搜索太频繁")),
        "notice_503": ("notice_503", {"site_name": "云河区实验小学"}),
        "404_site": ("404", furniture(title="页面不存在")),
        "404_unknown_host": ("404", {}),
        "405": ("405", furniture(title="这里只能浏览")),
        "403": ("403", furniture(title="不能访问")),
        "410": (
            "410",
            furniture(title="该内容已删除") | {"column": {"title": "校园新闻", "url": "/c/1/"}},
        ),
        "500": ("500", {}),
        "500_in_dress": ("500_in_dress", furniture(title="服务器出错了")),
    }
    return {
        state: (f"themes/base/pages/{name}.html", context)
        for state, (name, context) in states.items()
    }


def draw_pictures(folder):
    """Soft landscapes, so that pages are judged with pictures in them."""
    from PIL import Image, ImageDraw, ImageFilter

    folder.mkdir(parents=True, exist_ok=True)
    skies = ["#bfe3ee", "#ffe2b8", "#cfe8d5", "#d9d4f0", "#f7d0c4", "#c6dcf2"]
    hills = ["#2f7d6b", "#c06a35", "#4c8a52", "#5a5fa8", "#a84e4e", "#2e6698"]
    for number, (sky, hill) in enumerate(zip(skies, hills, strict=True)):
        size = picture(number)["width"], picture(number)["height"]
        image = Image.new("RGB", size, sky)
        draw = ImageDraw.Draw(image)
        w, h = size
        draw.ellipse((w * 0.65, h * 0.12, w * 0.65 + 160, h * 0.12 + 160), fill="#fff6dc")
        draw.ellipse((-w * 0.3, h * 0.5, w * 0.7, h * 1.6), fill=hill)
        draw.ellipse((w * 0.3, h * 0.62, w * 1.4, h * 1.8), fill="#33505a")
        draw.rectangle((w * 0.32, h * 0.44, w * 0.58, h * 0.72), fill="#f4efe6")
        draw.polygon(
            [(w * 0.3, h * 0.45), (w * 0.45, h * 0.32), (w * 0.6, h * 0.45)], fill="#9c3d2b"
        )
        image.filter(ImageFilter.GaussianBlur(2)).save(folder / f"{number}.jpg", quality=82)
    logo = Image.new("RGBA", (320, 100), (0, 0, 0, 0))
    ImageDraw.Draw(logo).rounded_rectangle(
        (0, 0, 319, 99), 20, fill="#ffffff", outline="#442459", width=6
    )
    logo.save(folder / "logo.png")


def main(folder="var/looks", theme="base"):
    import shutil

    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sitehub.settings.test")
    django.setup()
    from django.template.loader import render_to_string

    folder = Path(folder)
    draw_pictures(folder / "pictures")
    from themes import registry
    from themes.force import Look, using

    shutil.copytree(ROOT / "themes/static", folder / "static", dirs_exist_ok=True)
    for one in registry.all_themes():
        shutil.copytree(one.folder, folder / "static/themes" / one.slug, dirs_exist_ok=True)
    for state, (template, context) in pages().items():
        with using(Look(theme)):
            html = render_to_string(template, context)
        (folder / f"{state}.html").write_text(html, encoding="utf-8")
        print(state)


if __name__ == "__main__":
    main(*sys.argv[1:])
