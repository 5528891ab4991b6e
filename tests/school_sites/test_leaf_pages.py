"""Pages that stand still: plain pages, people, weekly menus, links."""

import json
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from school_sites import weeks
from school_sites.models import LinkBoardPage, PersonPage, PlainPage, WeekMenuPage
from tests.factories import (
    lay_out,
    make_article,
    make_board,
    make_leaf,
    make_picture,
    make_week,
)
from tests.school_sites.test_home_blocks import arrange, block

HOST = "shiyan.localhost"
MONDAY = date(2026, 3, 2)


@pytest.fixture
def today(monkeypatch):
    """Set the date the platform believes it is."""

    def set_to(day):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day)

    set_to(MONDAY + timedelta(days=2))
    return set_to


@pytest.fixture
def canteen(school, today):
    """A column of menus, on a Wednesday in March 2026."""
    return lay_out(school, "menu")


def get(client, path):
    response = client.get(path, headers={"host": HOST})
    assert response.status_code == 200
    return response


def text_of(client, path):
    return get(client, path).content.decode()


def json_ld(page):
    return json.loads(re.search(r'ld\+json">(.*?)</script>', page).group(1))


# --- plain pages


def test_a_column_of_pages_opens_with_the_first_and_leads_to_the_others(client, school):
    column = lay_out(school, "pages")
    first = make_leaf(column, PlainPage, "学校简介", body=[("text", "<p>建校七十年。</p>")])
    second = make_leaf(column, PlainPage, "校长致辞", body=[("text", "<p>欢迎。</p>")])
    page = text_of(client, "/deyu/")
    assert "建校七十年" in page
    assert "欢迎。" not in page
    assert page.index(f"/a/{first.pk}/") < page.index(f"/a/{second.pk}/")
    beside = get(client, f"/a/{second.pk}/").context_data["siblings"]
    assert [(one["title"], one["current"]) for one in beside] == [
        ("学校简介", False),
        ("校长致辞", True),
    ]


def test_one_page_alone_has_no_navigation_beside_it(client, school):
    make_leaf(lay_out(school, "pages"), PlainPage, "学校简介")
    assert "本栏目的页面" not in text_of(client, "/deyu/")


def test_what_is_private_shows_nowhere_in_its_column(client, school):
    column = lay_out(school, "pages")
    secret = make_leaf(column, PlainPage, "内部", body=[("text", "<p>不公开的话</p>")])
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    page = text_of(client, "/deyu/")
    assert "不公开的话" not in page
    assert "内部" not in page


@pytest.mark.parametrize("layout", ["pages", "people", "menu", "links"])
def test_an_empty_column_says_so_and_shows_articles_when_there_are_some(client, school, layout):
    lay_out(school, layout)
    assert "empty__title" in text_of(client, "/deyu/")
    make_article(school, "栏目里的文章", kind="moral")
    page = text_of(client, "/deyu/")
    assert "栏目里的文章" in page
    assert "empty__title" not in page


# --- people


def test_people_stand_by_group_in_the_order_of_first_appearance(client, school):
    column = lay_out(school, "people")
    for name, group in [("甲", "名师"), ("乙", "学校领导"), ("丙", "名师"), ("丁", "")]:
        make_leaf(column, PersonPage, name, group=group)
    groups = get(client, "/deyu/").context_data["section_items"]
    found = [(group["title"], [one["name"] for one in group["people"]]) for group in groups]
    assert found == [("名师", ["甲", "丙"]), ("学校领导", ["乙"]), ("其他", ["丁"])]


def test_a_persons_page_has_facts_picture_neighbours_and_articles(client, school, run_jobs):
    column = lay_out(school, "people")
    before = make_leaf(column, PersonPage, "林晓岚", group="名师")
    other = make_leaf(column, PersonPage, "王校长", group="学校领导")
    person = make_leaf(
        column, PersonPage, "欧阳静", group="名师", position="特级教师", subject="chinese",
        photo=make_picture(school, size=(1000, 640)), summary="爱读书。",
    )  # fmt: skip
    make_article(school, "欧阳静老师获奖", keywords="欧阳静，名师")
    make_article(school, "别人的新闻", keywords="名师")
    response = get(client, f"/a/{person.pk}/")
    page = response.content.decode()
    assert "特级教师" in page
    assert "语文" in page
    assert response.context_data["before"]["url"] == f"/a/{before.pk}/"
    assert response.context_data["after"]["url"] == f"/a/{other.pk}/"
    assert [one["title"] for one in response.context_data["articles"]] == ["欧阳静老师获奖"]
    photo = response.context_data["person"]["photo"]
    assert (photo.width, photo.height) == (512, 640)  # all there is of 1000 × 640 in 4:5
    assert f'property="og:image" content="http://{HOST}:8000{photo.url}"' in page
    assert json_ld(page)["mainEntity"]["jobTitle"] == "特级教师"


@pytest.mark.parametrize(
    ("name", "initial"), [("欧阳静", "欧"), ("Anna Berg", "AB"), ("李", "李"), ("Bo", "B")]
)
def test_without_a_photograph_the_name_stands_for_it(client, school, name, initial):
    person = make_leaf(lay_out(school, "people"), PersonPage, name)
    assert get(client, f"/a/{person.pk}/").context_data["person"]["initial"] == initial


# --- menus


@pytest.mark.parametrize(
    ("monday", "text"),
    [
        (date(2026, 3, 2), "2026 年 3 月 2 日—6 日"),
        (date(2026, 3, 30), "2026 年 3 月 30 日—4 月 3 日"),
        (date(2026, 12, 28), "2026 年 12 月 28 日—2027 年 1 月 1 日"),
    ],
)
def test_a_week_is_named_by_its_days(monday, text):
    assert weeks.week_text(monday) == text


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (0, ["本周食谱", "下周食谱"]),
        (4, ["本周食谱", "下周食谱"]),
        (5, ["下周食谱"]),
        (6, ["下周食谱"]),
        (14, [""]),  # nothing published for that week: the newest there is
    ],
)
def test_the_column_shows_the_week_that_matters(client, canteen, today, day, shown):
    for number in (-2, -1, 0, 1):
        make_week(canteen, MONDAY + timedelta(weeks=number))
    today(MONDAY + timedelta(days=day))
    context = get(client, "/deyu/").context_data
    assert [week["name"] for week in context["section_items"]] == shown
    assert len(context["section_items"]) + len(context["earlier"]) == 4


def test_the_coming_week_at_the_weekend_only_when_it_is_published(client, canteen, today):
    make_week(canteen, MONDAY)
    today(MONDAY + timedelta(days=5))
    assert [w["name"] for w in get(client, "/deyu/").context_data["section_items"]] == ["本周食谱"]


def test_a_stored_page_does_not_say_which_day_is_today(client, canteen, today):
    make_week(canteen, MONDAY)
    wednesday = text_of(client, "/deyu/")
    today(MONDAY + timedelta(days=3))
    assert text_of(client, "/deyu/") == wednesday
    assert 'data-day="2026-03-04"' in wednesday


def test_every_dish_stands_in_the_table_and_by_day(client, canteen):
    week = make_week(canteen, MONDAY, {"午餐": "米饭\n\n 番茄牛腩 "})
    values = get(client, f"/a/{week.pk}/").context_data["week"]
    assert values["rows"][0]["cells"][4]["dishes"] == ["米饭", "番茄牛腩"]
    assert values["days"][4]["meals"] == [{"name": "午餐", "dishes": ["米饭", "番茄牛腩"]}]


def test_earlier_weeks_are_reached_by_year_and_week_by_week(client, canteen):
    menus = [make_week(canteen, MONDAY - timedelta(weeks=number)) for number in range(12)]
    context = get(client, "/deyu/").context_data
    assert [one["year"] for one in context["years"]] == [2026, 2025]
    assert len(context["earlier"]) == 8
    last_year = get(client, "/deyu/2025/").context_data["section_items"]
    assert [month["month"] for month in last_year] == [12]
    beside = get(client, f"/a/{menus[5].pk}/").context_data
    assert beside["before"]["url"] == f"/a/{menus[6].pk}/"
    assert beside["after"]["url"] == f"/a/{menus[4].pk}/"


# --- menus in the admin


def meal(number, name, **days):
    fields = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "") | days
    fields |= {"name": name, "id": "", "ORDER": str(number + 1), "DELETE": ""}
    return {f"meals-{number}-{field}": value for field, value in fields.items()}


def menu_form(week_start, **changes):
    count = {"TOTAL": 1, "INITIAL": 0, "MIN_NUM": 1, "MAX_NUM": 8}
    forms = {f"meals-{name}_FORMS": value for name, value in count.items()}
    comments = {f"comments-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    own = {"title": "", "week_start": week_start, "note": "", "action-publish": "1"}
    return own | forms | comments | meal(0, "午餐", monday="米饭") | changes


@pytest.fixture
def cook(admin_client, school, canteen):
    """Post a new menu as the school's manager; returns the response."""
    from tests.factories import make_user

    manager = make_user("shiyan.manager", site=school, role="school-manager")
    admin_client.force_login(manager)
    admin_client.address = reverse(
        "wagtailadmin_pages:add", args=("school_sites", "weekmenupage", canteen.pk)
    )
    return admin_client


def test_a_menu_without_a_title_is_named_after_its_week(cook):
    assert cook.post(cook.address, menu_form("2026-03-02")).status_code == 302
    menu = WeekMenuPage.objects.get()
    assert (menu.title, menu.live) == ("2026 年 3 月 2 日—6 日食谱", True)


def test_a_title_that_was_given_by_itself_follows_the_week_and_a_written_one_stays(cook, canteen):
    own = make_week(canteen, MONDAY)
    edit = reverse("wagtailadmin_pages:edit", args=(own.pk,))
    cook.post(edit, menu_form("2026-03-09", title=own.title))
    own.refresh_from_db()
    assert own.title == "2026 年 3 月 9 日—13 日食谱"
    cook.post(edit, menu_form("2026-03-09", title="开学第一周"))
    cook.post(edit, menu_form("2026-03-16", title="开学第一周"))
    own.refresh_from_db()
    assert own.title == "开学第一周"


@pytest.mark.parametrize(
    ("week_start", "words"),
    [
        ("2026-03-02", "已经有这一周的食谱"),
        ("2026-03-11", "这一周的星期一是 3 月 9 日"),
        ("0001-01-01", "请填写正确的年份"),
        ("", "必需"),
    ],
)
def test_a_week_that_cannot_be_is_refused_in_words(cook, canteen, week_start, words):
    make_week(canteen, MONDAY)
    response = cook.post(cook.address, menu_form(week_start))
    assert response.status_code == 200
    assert words in str(response.context["form"].errors["week_start"])
    assert WeekMenuPage.objects.count() == 1


def test_a_new_menu_begins_where_the_last_one_ended(cook, canteen):
    form = cook.get(cook.address).context["form"]
    assert [one.instance.name for one in form.formsets["meals"]] == ["早餐", "午餐", "午点"]
    make_week(canteen, MONDAY + timedelta(weeks=1), {"早餐": "粥", "晚餐": "面"})
    form = cook.get(cook.address).context["form"]
    assert [one.instance.name for one in form.formsets["meals"]] == ["早餐", "晚餐"]
    assert form.instance.week_start == MONDAY + timedelta(weeks=2)


def test_a_menu_is_not_copied_into_a_second_of_its_week(cook, canteen):
    menu = make_week(canteen, MONDAY)
    data = {"new_title": "副本", "new_slug": "fuben", "new_parent_page": canteen.pk}
    answer = cook.post(f"/admin/pages/{menu.pk}/copy/", data, follow=True)
    assert "食谱不能复制" in answer.content.decode()
    assert WeekMenuPage.objects.count() == 1


def test_at_the_weekend_the_home_names_next_weeks_menu_so(client, school, canteen, today):
    today(MONDAY + timedelta(days=5))
    make_week(canteen, MONDAY)
    make_week(canteen, MONDAY + timedelta(weeks=1))
    arrange(school, block("menu", title=""))
    page = text_of(client, "/")
    assert "下周食谱" in page
    assert "本周食谱" not in page


# --- links


def test_links_out_of_the_site_open_apart_and_say_nothing_of_where_they_were(client, school):
    column = lay_out(school, "links")
    make_board(column, "教育部门", 2)
    make_leaf(column, LinkBoardPage, "还没有链接的分组")
    page = text_of(client, "/deyu/")
    link = re.search(r'<a class="link-card"[^>]*>', page).group()
    assert 'href="https://example.com/0"' in link
    assert 'rel="noopener"' in link
    assert "还没有链接的分组" not in page
