"""Home pages arranged by hand: what they show, refuse and cost."""

import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from school_sites.homes.editing import customise_home, restore_home
from school_sites.models import (
    BoardLink,
    ColumnPage,
    EventPage,
    LinkBoardPage,
    PersonPage,
    TopicPage,
    WeekMenuMeal,
    WeekMenuPage,
)
from sitehub.audit.models import AuditEntry
from sitehub.platform.schedule import count_figures
from sitehub.syndication.models import Channel, TrustedSchool
from tests.factories import column_of, lay_out, make_article, make_picture

pytestmark = pytest.mark.django_db

HOME_LIMIT = 20
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def block(kind, **value):
    return {"type": kind, "value": value}


def arrange(site, *blocks):
    """Publish ``blocks`` as the home of ``site``."""
    home = site.root_page.specific
    home.body = json.dumps(blocks)
    home.full_clean()
    home.save_revision().publish()
    return home


def get(client, site, path="/"):
    return client.get(path, headers={"host": f"{site.code}.localhost"})


def text_of(response):
    found = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL).group()
    return re.sub(r"\s+", " ", found)


def add_column(site, title, layout):
    root = site.root_page.specific
    found = ColumnPage.objects.filter(root_path=root.path, title=title).first()
    if found is not None:
        return found
    column = ColumnPage(title=title, kind="other", layout=layout, locale_id=root.locale_id)
    root.add_child(instance=column)
    column.save_revision().publish()
    return column


def add_page(column, page):
    page.locale_id = column.locale_id
    column.add_child(instance=page)
    page.save_revision().publish()
    return page


def furnish(site, many):
    """One or ``many`` of everything a home page can show beside articles."""
    now = timezone.now()
    own = ColumnPage.objects.filter(root_path=site.root_page.path, layout="people").first()
    people, topics = own or add_column(site, "名师", "people"), add_column(site, "专题栏", "topics")
    links, menus = add_column(site, "链接", "links"), add_column(site, "食谱", "menu")
    calendar = add_column(site, "日历", "calendar")
    for n in range(many):
        add_page(people, PersonPage(title=f"老师{n}", photo=make_picture(site)))
        add_page(topics, TopicPage(title=f"专题{n}", banner=make_picture(site)))
        rows = [BoardLink(title=f"网站{n}", url="https://example.com/", logo=make_picture(site))]
        add_page(links, LinkBoardPage(title=f"分组{n}", links=rows))
        starts = now + timedelta(days=n + 1)
        add_page(calendar, EventPage(title=f"活动{n}", starts_at=starts, place="操场"))
    today = timezone.localdate()
    meals = [WeekMenuMeal(name="午餐", **dict.fromkeys(DAYS, "米饭\n青菜"))] * 1
    monday = today - timedelta(days=today.weekday())
    add_page(menus, WeekMenuPage(title="本周", week_start=monday, meals=meals))
    for n in range(many * 2):
        for kind in ("news", "notice", "party"):
            make_article(
                site, f"{kind}文章{n}", kind=kind, cover=make_picture(site),
                publication_date=now - timedelta(days=n),
            )  # fmt: skip


def richest(site, many):
    """As much as one home page may hold."""
    news, party = column_of(site, "news").pk, column_of(site, "party").pk
    article = make_article(site, "挑选的文章", kind="party", cover=make_picture(site))
    slides = [
        {"article": article.pk, "image": None, "title": "", "link": ""},
        *[
            {"article": None, "image": make_picture(site).pk, "title": f"照片{n}", "link": "/"}
            for n in range(many)
        ],
    ]
    linked = "".join(
        f'<a linktype="page" id="{pk}">x</a>' for pk in (article.pk, news, site.root_page_id)
    )
    text = block("text", title="寄语", text=f"<p>寄语的话{linked}</p>", width="half")
    return [
        block("carousel", limit=8, slides=slides),
        block("headline", style="list", title="", article=None, limit=6),
        block("notices", title="", column=None, limit=6, width="full"),
        block("columns", columns=[]),
        block("column", column=news, title="新闻卡片", style="cards", limit=4, width="half"),
        block("tabs", title="页签", columns=[news, party], limit=6, width="half"),
        block("events", title="", limit=4, width="half"),
        text,
        block("people", title="", column=None, limit=6),
        block("topics", title="", column=None, limit=4),
        block("menu", title=""),
        block("links", title=""),
        block("banner", image=make_picture(site).pk, alt_text="横幅", link="", width="full"),
        block("statistics", title="", figures=["articles_year", "accepted_year", "schools"],
              numbers=[{"label": "学生", "number": 1268, "unit": "人"}]),
    ]  # fmt: skip


def queries_of(client, site):
    get(client, site)
    with CaptureQueriesContext(connection) as captured:
        response = get(client, site)
    assert response.status_code == 200
    return len(captured), "\n".join(query["sql"][:150] for query in captured), response


SHOWN = (
    "挑选的文章", "照片0", "新闻卡片", "页签", "活动0", "寄语的话", "老师0", "专题0", "青菜",
    "分组0", 'alt="横幅"', "1268", "今年", "通知公告",
)  # fmt: skip


@pytest.mark.both_databases
def test_richest_school_home_shows_everything_in_few_queries(client, school):
    furnish(school, 1)
    arrange(school, *richest(school, 1), block("text", title="二", text="<p>又一段</p>"))
    count_figures()
    few, _, _ = queries_of(client, school)
    for model in (PersonPage, TopicPage, LinkBoardPage, EventPage, WeekMenuPage):
        for page in model.objects.all():
            page.delete()
    furnish(school, 3)
    arrange(school, *richest(school, 4), block("text", title="二", text="<p>又一段</p>"))
    many, statements, response = queries_of(client, school)
    assert many == few <= HOME_LIMIT, statements
    page = text_of(response)
    assert [words for words in SHOWN if words not in page] == []


@pytest.mark.both_databases
def test_richest_district_home_stays_below_the_limit(client, district, school):
    TrustedSchool.objects.create(site=school)
    furnish(district, 2)
    for n in range(12):
        make_article(school, f"学校的{n}", kind="news", subject="maths", cover=None)
    channel = Channel.objects.get(name="学校动态").column_id
    body = [one for one in richest(district, 3) if one["type"] not in ("columns", "banner")]
    arrange(
        district, *body,
        block("latest", title="", limit=3),
        block("kinds", title="", limit=3),
        block("channel", channel=str(channel), title="频道名", style="list", limit=6, width="half"),
        block("subjects", title="", subjects=[]),
        block("schools", title=""),
    )  # fmt: skip
    count_figures()
    count, statements, response = queries_of(client, district)
    assert count <= HOME_LIMIT, statements
    page = text_of(response)
    for words in ("学校动态", "频道名", "数学", "实验小学", "今年学校发布"):
        assert words in page


def test_the_schools_news_by_kind_of_school(client, district, school, other_school):
    for site in (school, other_school):
        TrustedSchool.objects.create(site=site)
    arrange(district, block("kinds", title="", limit=3))
    for n in range(5):
        make_article(school, f"小学的{n}", kind="news")
    # One kind with news alone needs no tabs.
    (row,) = get(client, district).context_data["rows"]
    assert row["sections"][0]["shape"] == "list"
    for n in range(3):
        make_article(other_school, f"初中的{n}", kind="news")
    page = text_of(get(client, district))
    assert "各类学校动态" in page
    assert [f"小学的{n}" in page for n in range(5)] == [False, False, True, True, True]
    assert "初中的0" in page
    assert "幼儿园" not in page
    (row,) = get(client, district).context_data["rows"]
    (tabs,) = row["sections"]
    assert [(one["title"], one["url"]) for one in tabs["items"]] == [
        ("小学", "/schools/#kind-primary"),
        ("初中", "/schools/#kind-middle"),
    ]


def test_the_districts_home_shows_what_is_coming_at_schools(client, district, school):
    TrustedSchool.objects.create(site=school)
    calendar = lay_out(school, "calendar", kind="news")
    starts = timezone.now() + timedelta(days=1)
    add_page(calendar, EventPage(title="学校开放日", starts_at=starts))
    arrange(district, block("events", title="", limit=4, width="half"))
    assert "学校开放日" in text_of(get(client, district))


def test_arrangement_made_for_the_editor_looks_as_the_home_did(client, school, district, manager):
    furnish(school, 3)
    for site in (school, district):
        before = text_of(get(client, site))
        draft = customise_home(site.root_page.specific, by=_manager_of(site, manager))
        draft.latest_revision.publish()
        assert len(type(draft).objects.get(pk=draft.pk).body) > 3
        assert text_of(get(client, site)) == before


def _manager_of(site, manager):
    from tests.factories import make_user

    if not site.is_district:
        return manager
    return make_user("district.chief", site=site, role="district-administrator")


def test_restored_home_arranges_itself(client, school, manager):
    make_article(school, "校园新闻一")
    before = text_of(get(client, school))
    arrange(school, block("text", title="", text="<p>只有这句</p>", width="full"))
    assert "校园新闻一" not in text_of(get(client, school))
    draft = restore_home(school.root_page.specific, by=manager)
    assert "只有这句" in text_of(get(client, school))  # a draft changes nothing
    draft.latest_revision.publish()
    assert text_of(get(client, school)) == before
    assert AuditEntry.objects.filter(action="home.restore", site_code="shiyan").count() == 1


def test_only_the_manager_arranges_the_home(admin_client, school, editor, stranger, manager):
    page = school.root_page.specific
    for person in (editor, stranger):
        with pytest.raises(PermissionDenied):
            customise_home(page, by=person)
        admin_client.force_login(person)
        response = admin_client.post(reverse("home_customise", args=[page.pk]))
        assert response.status_code in (302, 403)
        assert not page.get_latest_revision_as_object().body
    admin_client.force_login(manager)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "自定义首页" in admin_client.get(edit).content.decode()
    assert (
        "开始自定义" in admin_client.get(reverse("home_customise", args=[page.pk])).content.decode()
    )
    response = admin_client.post(reverse("home_customise", args=[page.pk]), follow=True)
    assert "恢复自动首页" in response.content.decode()
    with pytest.raises(ValidationError):
        customise_home(page, by=manager)


def test_empty_blocks_show_in_the_preview_only(client, school, admin_client, manager):
    news = column_of(school, "news").pk
    home = arrange(
        school,
        block("events", title="即将举行", limit=4, width="half"),
        block("column", column=news, title="空栏目", style="list", limit=6, width="half"),
        block("text", title="", text="<p>欢迎</p>", width="full"),
    )
    page = text_of(get(client, school))
    assert "欢迎" in page
    assert "即将举行" not in page
    assert "空栏目" not in page
    admin_client.force_login(manager)
    preview = admin_client.get(
        reverse("wagtailadmin_pages:view_draft", args=[home.pk])
    ).content.decode()
    assert "即将举行" in preview
    assert preview.count("（暂无内容）") == 2


@pytest.mark.parametrize(
    "name",
    ["column", "columns", "tabs", "notices", "people", "headline", "carousel"],
)
def test_what_belongs_to_another_school_is_refused_by_name(school, other_school, name):
    column = column_of(other_school, "news").pk
    own = column_of(school, "news").pk
    article = make_article(other_school).pk
    slide = {"article": article, "image": None, "title": "", "link": ""}
    wrong = {
        "column": block("column", column=column, title="别校新闻"),
        "columns": block("columns", columns=[own, column]),
        "tabs": block("tabs", title="别校页签", columns=[own, column]),
        "notices": block("notices", title="别校通知", column=column),
        "people": block("people", title="不是人物", column=own),
        "headline": block("headline", title="别校头条", style="list", article=article, limit=3),
        "carousel": block("carousel", slides=[slide], limit=3),
    }[name]
    home = school.root_page.specific
    home.body = json.dumps([block("text", title="", text="<p>好</p>"), wrong])
    with pytest.raises(ValidationError) as caught:
        home.full_clean()
    words = wrong["value"].get("title") or {"columns": "各栏目", "carousel": "图片轮播"}[name]
    (message,) = caught.value.message_dict["body"]
    assert message.startswith(f"“{words}")


def test_the_editor_reads_the_refusal_at_the_block(
    admin_client, school, other_school, administrator, manager
):
    home = school.root_page.specific
    draft = customise_home(home, by=manager)
    data = {
        "title": home.title, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
        "body-count": 1, "body-0-deleted": "", "body-0-order": 0, "body-0-type": "column",
        "body-0-id": "", "body-0-value-column": column_of(other_school, "news").pk,
        "body-0-value-title": "别校新闻", "body-0-value-style": "list", "body-0-value-limit": 6,
        "body-0-value-width": "half",
    }  # fmt: skip
    edit = reverse("wagtailadmin_pages:edit", args=[home.pk])
    admin_client.force_login(manager)  # who may not see the other school reads nothing about it
    assert "别校" not in admin_client.post(edit, data, follow=True).content.decode()
    admin_client.force_login(administrator)
    response = admin_client.post(edit, data)
    (error,) = response.context["form"].errors.as_data()["body"]
    (message,) = error.block_errors[0].block_errors["column"].messages
    assert message == "“别校新闻”版块：只能选择本站的栏目。"
    assert list(home.revisions.all()) == [draft.latest_revision]


def test_chosen_articles_are_not_repeated_and_vanish_with_their_article(client, school):
    now = timezone.now()
    articles = [
        make_article(school, f"新闻{n}", cover=make_picture(school),
                     publication_date=now - timedelta(days=n))
        for n in range(6)
    ]  # fmt: skip
    slide = {"article": articles[0].pk, "image": None, "title": "换了标题", "link": ""}
    arrange(
        school,
        block("headline", style="list", title="", article=articles[3].pk, limit=6),
        block("carousel", limit=5, slides=[slide]),
    )
    page = text_of(get(client, school))
    assert "换了标题" in page
    assert "新闻0" not in page
    for n in range(1, 6):
        assert page.count(f"/a/{articles[n].pk}/") == 1
    articles[0].unpublish()
    assert "换了标题" not in text_of(get(client, school))


def test_private_columns_keep_their_people_off_the_home(client, school):
    from wagtail.models import PageViewRestriction

    column = add_column(school, "名师", "people")
    add_page(column, PersonPage(title="张老师"))
    arrange(school, block("people", title="师资", column=column.pk, limit=6))
    assert "张老师" in text_of(get(client, school))
    PageViewRestriction.objects.create(page=column, restriction_type="password", password="x")
    assert "张老师" not in text_of(get(client, school))


def test_cards_that_fill_no_row_become_one_picture_and_lines(client, school):
    arrange(school, block("column", column=column_of(school, "news").pk, style="cards", limit=4,
                          title="", width="full"))  # fmt: skip
    shapes = []
    for n in range(3):
        make_article(school, f"新闻{n}")
        [section] = get(client, school).context_data["rows"][-1]["sections"]
        shapes.append(section["shape"])
    assert shapes == ["feature", "feature", "cards"]


@pytest.mark.both_databases
def test_a_private_column_keeps_its_people_off_the_public_one_above_it(client, school):
    from wagtail.models import PageViewRestriction

    column = add_column(school, "名师", "people")
    inner = ColumnPage(title="内部", kind="other", layout="people", locale_id=column.locale_id)
    column.add_child(instance=inner)
    add_page(column, PersonPage(title="张老师"))
    add_page(inner, PersonPage(title="李老师"))
    arrange(school, block("people", title="师资", column=column.pk, limit=6))
    paths = ("/", column.site_path(column.site_entry))
    for path in paths:
        assert "李老师" in text_of(get(client, school, path))
    PageViewRestriction.objects.create(page=inner, restriction_type="password", password="x")
    for path in paths:
        text = text_of(get(client, school, path))
        assert "张老师" in text
        assert "李老师" not in text


@pytest.mark.both_databases
def test_figures_are_this_years_and_follow_what_visitors_see(client, school, district):
    TrustedSchool.objects.create(site=school)
    article = make_article(school, "今年的")
    make_article(school, "去年的", publication_date=timezone.now() - timedelta(days=370))
    arrange(school, block("statistics", title="", figures=["articles_year", "accepted_year"]))
    assert "今年发布文章" not in text_of(get(client, school))  # not counted yet
    count_figures()
    values = get(client, school).context_data["rows"][0]["sections"][0]["items"]
    assert [one["number"] for one in values] == [1, 1]
    article.unpublish()
    count_figures()
    assert "今年发布文章" not in text_of(get(client, school))
