"""Every public page, full and empty, phone and desktop: valid HTML, no barrier, no side scroll."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from media.models import SiteDocument
from school_sites.models import (
    ColumnLayout,
    EventPage,
    LinkBoardPage,
    PersonPage,
    PlainPage,
    TopicPage,
)
from school_sites.weeks import coming_monday
from sitehub.district.models import SubjectPage, SubjectPerson, SubjectResource
from sitehub.provisioning.sites import archive, change_site_facts, suspend
from sitehub.syndication.models import TrustedSchool
from tests.browser.conftest import axe, nu_check, scrolls_sideways
from tests.factories import (
    column_of,
    make_article,
    make_board,
    make_leaf,
    make_picture,
    make_school,
    make_week,
)

LONG = (
    "关于进一步做好冬春季校园传染病防控和食品安全工作暨期末各项安排致全体家长的一封信（2026年修订）"
)


@pytest.fixture
def world(district, client):
    """Schools in every state; returns {name: (host, path)}."""
    full = make_school("shiyan", name="云澜区实验小学", short_name="实验小学", motto="勤学善问")
    TrustedSchool.objects.create(site=full)
    change_site_facts(
        full, by=None, icp_number="示例ICP备1号", police_number="示例公网安备2号", phone="0000-1",
        address="梧桐街18号", sponsor="云澜区教育局", operator="实验小学", site_identifier="3204",
    )  # fmt: skip
    article = fill(full)
    for kind in ("notice", "subject", "news"):
        make_article(district, f"{LONG}{kind}", kind=kind, cover=make_picture(district))
    make_school("kongbai", name="云澜区空白学校", kind="kindergarten")
    old = make_school("laoxiao", name="云澜区老学校")
    make_article(old, "老学校的新闻")
    archive(old, by=None)
    suspend(make_school("zanting", name="云澜区暂停学校"), by=None)
    bare = make_article(full, "只有标题", kind="moral", body=[])
    secret = make_article(full, "需要密码", kind="moral")
    PageViewRestriction.objects.create(page=secret, restriction_type="password", password="x")
    leaves = leaf_pages(make_school("yeshu", name="云澜区叶书幼儿园", kind="kindergarten"))
    topics = fill_topics(district, article)
    subjects = fill_subjects(district, full)
    year = timezone.localtime().year
    shiyan, region = "shiyan.localhost", "district.localhost"
    return {
        "district home": (region, "/"),
        "district column": (region, "/jiaoyan/xueke/"),
        "district empty column": (region, "/zhaosheng/"),
        "topics": (region, "/zhuanti/"),
        "topic": (region, f"/a/{topics[0].pk}/"),
        "empty topic": (region, f"/a/{topics[1].pk}/"),
        "subject": (region, f"/a/{subjects[0].pk}/"),
        "older of a subject": (region, older_of(client, region, f"/a/{subjects[0].pk}/")),
        "empty subject": (region, f"/a/{subjects[1].pk}/"),
        "school list": (region, "/schools/"),
        "school home": (shiyan, "/"),
        "cards": (shiyan, "/xinwen/"),
        "older": (shiyan, older_of(client, shiyan, "/xinwen/")),
        "list": (shiyan, "/jiaoyan/"),
        "year": (shiyan, f"/xinwen/{year}/"),
        "empty year": (shiyan, "/xinwen/2001/"),
        "article": (shiyan, f"/a/{article.pk}/"),
        "bare article": (shiyan, f"/a/{bare.pk}/"),
        "password": (shiyan, f"/a/{secret.pk}/"),
        "not found": (shiyan, "/nothing/"),
        "gone": (shiyan, gone(full)),
        "search": (shiyan, "/search/"),
        "found": (shiyan, "/search/?q=2026"),
        "nothing found": (shiyan, "/search/?q=zzz"),
        "found everywhere": (region, "/search/?q=2026 本周&sort=newest&year=x&from=shiyan"),
        "members only": (shiyan, "/_util/login/"),
        "empty home": ("kongbai.localhost", "/"),
        "empty column": ("kongbai.localhost", "/xinwen/"),
        "archived": ("laoxiao.localhost", "/"),
        "suspended": ("zanting.localhost", "/"),
        "unknown host": ("nobody.localhost", "/"),
        "no plain page": ("kongbai.localhost", "/gaikuang/"),
        "no people": ("kongbai.localhost", "/jiaoshi/"),
        "no menu": ("kongbai.localhost", "/shipu/"),
        "no links": ("kongbai.localhost", "/lianjie/"),
        **{name: ("yeshu.localhost", path) for name, path in leaves.items()},
    }


def leaf_pages(site):
    """Plain pages, people, menus and links, full and bare; returns {name: path}."""
    picture = {"image": make_picture(site), "alt_text": "校园", "caption": "校园一角"}
    body = [("image", picture), ("text", "<p>正文</p>"), ("gallery", {"pictures": [picture] * 3})]
    pages, people, menus, links = (
        column_of(site, kind) for kind in ("profile", "teachers", "menu", "links")
    )
    plain = make_leaf(pages, PlainPage, LONG, body=body)
    bare = make_leaf(pages, PlainPage, "只有标题")
    person = make_leaf(
        people, PersonPage, "欧阳静", group="名师", position="特级教师" * 5, subject="chinese",
        photo=make_picture(site), summary="一句话。" * 20, body=body,
    )  # fmt: skip
    nobody = make_leaf(people, PersonPage, "无照片")
    make_article(site, "欧阳静老师获奖", kind="news", keywords="欧阳静")
    weeks = [make_week(menus, coming_monday() - timedelta(weeks=n)) for n in range(4)]
    board = make_board(links, "教育部门", 3, logo=make_picture(site))
    unlinked = make_leaf(links, LinkBoardPage, "没有链接的分组")
    return {
        "plain pages": "/gaikuang/", "plain page": f"/a/{plain.pk}/",
        "bare plain page": f"/a/{bare.pk}/", "people": "/jiaoshi/",
        "person": f"/a/{person.pk}/", "bare person": f"/a/{nobody.pk}/", "menus": "/shipu/",
        "menus of a year": f"/shipu/{weeks[0].week_start.year}/", "menu": f"/a/{weeks[1].pk}/",
        "links": "/lianjie/", "link board": f"/a/{board.pk}/",
        "empty link board": f"/a/{unlinked.pk}/",
    }  # fmt: skip


def gone(site):
    article = make_article(site, "删掉的文章", kind="moral")
    article.delete()
    return f"/a/{article.pk}/"


def fill(site):
    """Articles in every column; returns one that uses every block."""
    now = timezone.now()
    news = column_of(site, "news")
    news.page_size = 5
    news.save_revision().publish()
    for number in range(8):
        cover = make_picture(site) if number % 3 else None
        make_article(
            site, f"{LONG}{number}", column=news, cover=cover, summary="一段摘要。" * 12,
            publication_date=now - timedelta(days=number),
        )  # fmt: skip
    for kind in ("notice", "party", "moral", "research", "research", "students", "home-school"):
        make_article(site, f"{kind}：本周安排", kind=kind)
    document = SiteDocument.objects.create(title="报名表", file="x.docx", file_size=20480)
    picture = {"image": make_picture(site), "alt_text": "操场", "caption": "同学们在操场上"}
    table = {
        "data": [["周次", "内容", "负责人"], ["1", "开学" * 30, "王老师"]],
        "table_header_choice": "row", "first_row_is_table_header": True,
        "first_col_is_header": False, "table_caption": "日程",
    }  # fmt: skip
    return make_article(
        site, LONG, kind="research", author="教导处", source="教育局", writer="林老师",
        photographer="周老师", reviewer="陈校长", document_date=now.date(), summary="摘要。" * 30,
        keywords="传染病，食品安全，期末", cover=make_picture(site),
        body=[
            ("heading", {"level": "2", "text": "一、总体安排"}),
            ("text", "<p>正文<b>加粗</b><a href='https://example.com/'>链接</a></p><ul><li>一</li></ul>"),
            ("heading", {"level": "3", "text": "（一）时间"}),
            ("image", picture),
            ("gallery", {"pictures": [picture] * 5, "caption": "活动照片"}),
            ("table", table),
            ("quote", {"text": "勤学善问，日日有进。", "attribution": "校训"}),
            ("attachments", [{"document": document, "title": ""}]),
        ],
    )  # fmt: skip


def fill_topics(district, article):
    """Two topics of the district, one with every kind of section and one without any."""
    column = lay_out(column_of(district, "topic"), ColumnLayout.TOPICS)
    news, picture = column_of(district, "news"), make_picture(district)
    sources = [("tag", {"word": "食品安全"}), ("column", {"column": news})]
    fed = [
        (kind, {"title": f"{kind}{layout}", "layout": layout, "limit": 8, **source})
        for kind, source in sources
        for layout in ("list", "cards", "lines")
    ]
    by_hand = "hand", {"title": "精选", "layout": "cards", "articles": [article] * 3}
    full = TopicPage(
        title="书香云澜·全民阅读", tagline="读万卷书，行万里路", summary="一段导语。" * 20,
        banner=picture, begins=timezone.localdate(), ends=timezone.localdate(),
        sections=[
            ("text", "<p>四月是读书的季节。</p>"),
            *fed,
            ("image", {"image": picture, "alt_text": "同学们在读书", "caption": "晨读"}),
            by_hand,
        ],
    )  # fmt: skip
    return [publish(column, page) for page in (full, TopicPage(title=LONG), TopicPage(title="丙"))]


def fill_subjects(district, school):
    """Two subjects of the district, one with people, files, activities and older articles."""
    column = lay_out(column_of(district, "subject"), ColumnLayout.SUBJECTS)
    full = SubjectPage(title="小学数学", subject="maths", introduction="<p>简介文字。</p>" * 3)
    full.people = [
        SubjectPerson(
            name="林老师", school=school.name, role="学科教研员", photo=make_picture(district)
        ),
        SubjectPerson(name="周老师"),
    ]
    document = SiteDocument.objects.create(title=LONG, file="x.docx", file_size=20480)
    full.resources = [SubjectResource(document=document) for _ in range(2)]
    for number in range(22):
        kind = "research" if number % 2 else "moral"
        make_article(school, f"{LONG}{number}", kind=kind, subject="maths", summary="摘要。" * 9)
    for days in (-3, 3, 9):
        begins = timezone.now() + timedelta(days=days)
        event = EventPage(
            title=f"{LONG}（活动）", subject="maths", place="报告厅", starts_at=begins
        )
        publish(column_of(district, "news"), event)
    return [publish(column, page) for page in (full, SubjectPage(title="美术", subject="art"))]


def lay_out(column, layout):
    column.layout = layout
    column.save()
    return column


def publish(column, page):
    page.locale_id = column.locale_id
    column.add_child(instance=page)
    page.save_revision().publish()
    return page


def older_of(client, host, path):
    return client.get(path, headers={"host": host}).context_data["older_url"]


def test_every_page_is_valid_reachable_and_narrow_enough(server, page, world, tmp_path):
    sources, faults = {}, []
    for name, (host, path) in world.items():
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            answer = page.goto(server.url_of(host, path))
            assert answer.status in (200, 403, 404, 410, 503), name
            sources[name] = answer.text()
            faults += [f"{name} at {width}: {line}" for line in axe(page)]
            if scrolls_sideways(page):
                faults.append(f"{name} at {width}: scrolls sideways")
    faults += nu_check(sources, tmp_path)
    page.troubles[:] = [line for line in page.troubles if "status of" not in line]
    assert faults == []


def test_today_stands_out_by_the_visitors_own_clock(server, phone, district):
    site = make_school("yeshu", kind="kindergarten")
    week = make_week(column_of(site, "menu"), coming_monday())
    tuesday = week.week_start + timedelta(days=1)
    phone.clock.set_fixed_time(f"{tuesday}T10:00:00")
    phone.goto(server.url_of(site, f"/a/{week.pk}/"))
    marked = phone.locator(".day.is-today")
    assert marked.count() == 1
    assert "星期二" in marked.inner_text()
    assert "今天" in marked.inner_text()
    assert axe(phone) == []
    phone.set_viewport_size({"width": 1280, "height": 800})
    assert "星期二" in phone.locator("th.is-today").inner_text()
    phone.clock.set_fixed_time(f"{tuesday + timedelta(days=30)}T10:00:00")
    phone.reload()
    assert phone.locator(".is-today").count() == 0
