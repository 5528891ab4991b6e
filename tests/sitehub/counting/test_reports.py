"""The league, a school's page, exports, the bulletin: what they show, and to whom."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from school_sites import hosts
from sitehub.audit.models import AuditEntry
from sitehub.counting.models import ScoreRules
from sitehub.counting.rules import read
from sitehub.syndication import transitions
from sitehub.syndication.higher import take_higher
from tests.factories import make_school, make_user
from tests.sitehub.syndication.helpers import offer

pytestmark = pytest.mark.django_db
DENIED = 302  # the admin leads back to the start page
LEAGUE, OWN = "/admin/points/", "/admin/points/own/"


@pytest.fixture(autouse=True)
def november(monkeypatch):
    """Today is 20 November 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 11, 20))


@pytest.fixture
def desk(admin_client, district_editor, league):
    """A client signed in as the district's editor, with the league."""
    admin_client.force_login(district_editor)
    return admin_client


def shown(response):
    """{short name: (rank, submitted, accepted, rate, points)} in the order of the table."""
    return {
        row.site.short_name: (row.rank, row.submitted, row.accepted, row.rate, row.points)
        for row in response.context["rows"]
    }


def text_of(response):
    return response.content.decode()


# --- the league


@pytest.mark.both_databases
def test_the_league_ranks_schools_of_a_kind_in_a_period(desk):
    year = shown(desk.get(LEAGUE))
    assert list(year.items()) == [
        ("实验小学", (1, 10, 5, 50, 24)),
        ("chaoyang小学", (1, 3, 3, 100, 24)),  # the same points, the same rank
        ("明德中学", (3, 10, 1, 10, 5)),
        ("hongqi小学", (4, 0, 0, None, 0)),
    ]
    november = shown(desk.get(LEAGUE + "?period=month:2026-11&kind=primary"))
    assert november["实验小学"] == (2, 6, 3, 50, 14)
    assert "明德中学" not in november
    before = shown(desk.get(LEAGUE + "?period=year:2025-01"))
    assert before["明德中学"] == (1, 1, 1, 100, 4)


def test_terms_and_school_years_are_as_the_rules_say(desk, use_rules):
    term = desk.get(LEAGUE + "?period=term:2026-11").context["period"]
    assert (term.start, term.end) == (date(2026, 9, 1), date(2027, 2, 1))
    assert term.label == "2026–2027 学年第一学期"
    second = desk.get(LEAGUE + "?period=term:2027-01").context["period"]
    assert second == term
    spring = desk.get(LEAGUE + "?period=term:2026-08").context["period"]
    assert (spring.start, spring.label) == (date(2026, 2, 1), "2025–2026 学年第二学期")
    use_rules(year_kind="school")
    year = desk.get(LEAGUE).context["period"]
    assert (year.start, year.label) == (date(2026, 9, 1), "2026–2027 学年")
    assert shown(desk.get(LEAGUE))["实验小学"][4] == 14


@pytest.mark.parametrize(
    ("sort", "first"),
    [("submitted", "明德中学"), ("rate", "chaoyang小学"), ("school", "chaoyang小学"),
     ("done", "实验小学"), ("nonsense", "chaoyang小学")],
)  # fmt: skip
def test_it_is_sorted_by_any_column_and_keeps_ranks(desk, sort, first):
    response = desk.get(f"{LEAGUE}?period=month:2026-11&sort={sort}")
    assert next(iter(shown(response))) == first
    assert shown(response)["chaoyang小学"][0] == 1


def test_the_quota_is_of_the_year_whatever_the_period(desk):
    response = desk.get(LEAGUE + "?period=month:2026-11")
    row = next(one for one in response.context["rows"] if one.site.short_name == "实验小学")
    assert (row.year_accepted, row.quota, row.done, row.points_done) == (5, 10, 50, 24)
    assert "5/10" in text_of(response)


@pytest.mark.parametrize(
    "period", ["month:2026-13", "week:2026-11", "year:99999-01", "month:", "x"]
)
def test_a_period_that_is_none_is_this_year(desk, period):
    assert desk.get(LEAGUE + f"?period={period}&kind=nobody").context["period"].value == (
        "year:2026-01"
    )


@pytest.mark.both_databases
def test_the_league_asks_no_more_for_more_schools(desk, add_total):
    def asked():
        desk.get(LEAGUE)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(LEAGUE + "?period=month:2026-11").status_code == 200
        own = [one for one in captured if "counting_" in one["sql"]]
        return len(captured), len(own)

    few = asked()
    for number in range(6):
        add_total(make_school(f"school-{number}"), "2026-11", 3, 2, number)
    assert asked() == few
    assert few == (10, 2)  # the others are what every screen of the admin asks


# --- a school


def test_a_school_sees_its_own_numbers_and_the_median(admin_client, league, editor):
    admin_client.force_login(editor)
    response = admin_client.get(OWN)
    report = response.context["report"]
    assert (report.total.points, report.total.rate, report.total.done) == (24, 50, 50)
    assert report.median == 24  # of 24, 24 and 0
    months = {one.month.month: (one.points, one.median) for one in report.months}
    assert (months[3], months[11]) == ((10, 0), (14, 14))
    assert len(months) == 11  # December is still to come
    text = text_of(response)
    assert "chaoyang" not in text
    assert "明德" not in text


def test_a_median_that_would_tell_another_schools_number_is_not_shown(
    admin_client, league, stranger, administrator
):
    admin_client.force_login(stranger)  # of the only middle school
    response = admin_client.get(OWN)
    assert response.context["report"].median is None
    assert "不足 3 所" in text_of(response)
    admin_client.force_login(administrator)
    site = league["mingde"]
    assert admin_client.get(f"{LEAGUE}schools/{site.pk}/").context["report"].median == 5


def test_a_school_reaches_nothing_of_others(admin_client, league, editor, use_rules):
    admin_client.force_login(editor)
    others = [LEAGUE, f"{LEAGUE}export/?format=csv", f"{LEAGUE}bulletin/", f"{LEAGUE}rules/",
              f"{LEAGUE}schools/{league['mingde'].pk}/"]  # fmt: skip
    assert [admin_client.get(one).status_code for one in others] == [DENIED] * 5
    use_rules(schools_see_table=True)
    # Now the league, read-only; still nobody's page, no bulletin, no rules.
    assert [admin_client.get(one).status_code for one in others] == [200, 200, *[DENIED] * 3]
    text = text_of(admin_client.get(LEAGUE))
    assert "chaoyang小学" in text
    assert "/admin/points/schools/" not in text
    assert "bulletin" not in text


def test_who_belongs_to_no_school_has_no_own_page(admin_client, league, district_editor, security):
    for person in (district_editor, security):
        admin_client.force_login(person)
        assert admin_client.get(OWN).status_code == DENIED
    assert admin_client.get(LEAGUE).status_code == DENIED  # the security administrator


def test_the_menu_has_the_item_of_the_role(admin_client, league, editor, district_editor):
    admin_client.force_login(editor)
    home = text_of(admin_client.get("/admin/"))
    assert "/admin/points/own/" in home
    assert '"/admin/points/"' not in home
    admin_client.force_login(district_editor)
    home = text_of(admin_client.get("/admin/"))
    assert '"/admin/points/"' in home
    assert "/admin/points/own/" not in home


def test_charts_have_their_numbers_in_a_table_and_run_nothing(admin_client, league, editor):
    admin_client.force_login(editor)
    response = admin_client.get(OWN)
    text = text_of(response)
    for name in ("curve", "work", "mix"):
        assert f'<script id="chart-{name}" type="application/json">' in text
        assert f'data-chart="{name}"' in text
    assert text.count("points-table") == 2


def test_a_school_without_figures_is_told_how_they_come(admin_client, league, district_editor):
    person = make_user("hongqi", site=league["hongqi"], role="school-editor")
    admin_client.force_login(person)
    assert "这一年还没有报送" in text_of(admin_client.get(OWN))


def test_the_lines_of_a_month_say_where_its_points_come_from(
    admin_client, school, editor, stranger, district_editor
):
    body = [("text", f"<p>{'字' * 1200}</p>")]
    row = offer(school, "长稿一篇", body=body)
    transitions.withdraw(transitions.accept(row, version=1, by=district_editor), by=editor)
    take_higher(row, level="city", place="云州日报", on=date(2026, 11, 20), by=district_editor)
    admin_client.force_login(editor)
    response = admin_client.get(OWN + "?year=2026-01&month=2026-11")
    lines = [(one.event, one.place, one.points) for one in response.context["details"]]
    assert lines == [
        ("上级采用", "市级 云州日报", 20), ("学校撤回", "", -8), ("采用", "", 6), ("报送", "", 2),
    ]  # fmt: skip
    assert sum(points for _event, _place, points in lines) == (
        response.context["report"].total.points
    )
    assert "长稿一篇" in text_of(response)
    assert "这个月没有记录" in text_of(admin_client.get(OWN + "?year=2026-01&month=2026-01"))
    assert admin_client.get(OWN + "?year=2026-01&month=2019-01").context["month"] is None
    admin_client.force_login(stranger)
    assert "长稿一篇" not in text_of(admin_client.get(OWN + "?year=2026-01&month=2026-11"))


# --- to take away


def test_exports_hold_the_league_and_no_formula(desk, league):
    site = league["chaoyang"]
    site.name = "=HYPERLINK(1)"
    site.save()
    hosts.forget()
    response = desk.get(LEAGUE + "export/?format=csv&period=year:2026-01")
    table = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert table[2][:9] == ["1", "'=HYPERLINK(1)", "小学", "2026 年", "3", "3", "0", "100", "24"]
    response = desk.get(LEAGUE + "export/?format=xlsx&kind=middle")
    sheet = load_workbook(io.BytesIO(b"".join(response))).active
    assert [cell.value for cell in sheet[2]][:9] == [
        1, "云澜区明德中学", "初中", "2026 年", 10, 1, 0, 10, 5,
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="points.export").count() == 2
    assert desk.get(LEAGUE + "export/?format=pdf").status_code == 404


def test_a_school_takes_its_own_months_away(admin_client, league, editor):
    admin_client.force_login(editor)
    response = admin_client.get(OWN + "?format=csv&year=2026-01")
    table = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert table[11] == ["2026-11", "6", "3", "1", "14", "14"]
    assert table[-1] == ["合计", "10", "5", "1", "24", "24"]
    assert AuditEntry.objects.get(action="points.export").site_id == league["shiyan"].pk


def test_the_bulletin_is_a_page_to_print_and_sign(desk):
    text = text_of(desk.get(LEAGUE + "bulletin/?period=month:2026-11&kind=primary"))
    for words in ("2026 年 11 月信息报送情况通报", "小学共 3 所，报送 9 篇，采用 6 篇，退回 1 次",
                  "云澜区实验小学", "签发：", "2026 年 11 月 20 日"):  # fmt: skip
        assert words in text
    assert "明德" not in text


# --- the rules' screen


def sent(**changes):
    """The form as the screen shows it first, some of it changed."""
    state = ScoreRules.objects.get()
    data = {
        "duplicates": state.duplicates, "returned_points": 0, "late_after_days": 30,
        "late_points": 0, "year_kind": "calendar", "first_term_month": 9, "second_term_month": 2,
        "lengths-TOTAL_FORMS": 2, "lengths-INITIAL_FORMS": 1,
        **{f"lengths-0-{name}": value for name, value in {
            "name": "全部", "from_characters": 0, "school": 1, "district": 5, "city": 20,
            "province": 40, "nation": 80}.items()},
        **{f"lengths-1-{name}": "" for name in ("name", "from_characters")},
        **{f"lengths-1-{name}": 0 for name in ("school", "district", "city", "province", "nation")},
        "quota-primary-articles": 12,
    }  # fmt: skip
    return data | changes


def test_the_rules_are_changed_on_one_screen(admin_client, administrator):
    admin_client.force_login(administrator)
    assert admin_client.get(LEAGUE + "rules/").status_code == 200
    response = admin_client.post(LEAGUE + "rules/", sent(duplicates="highest"))
    assert response.status_code == 302
    now = read()
    assert now.rules.current.classes == (
        (0, {"school": 1, "district": 5, "city": 20, "province": 40, "nation": 80}),
    )
    assert (now.rules.current.cumulative, now.quotas) == (False, {"primary": (12, 0)})
    line = AuditEntry.objects.get(action="scorerules.change")
    assert (line.before["duplicates"], line.after["duplicates"]) == ("cumulative", "highest")
    assert "重新计算" in text_of(admin_client.get(LEAGUE + "rules/"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"returned_points": 5}, "小于或等于"),
        ({"second_term_month": 9}, "两个学期不能从同一个月起"),
        ({"lengths-0-from_characters": 10}, "要有一种篇幅从 0 字起"),
        ({"lengths-0-city": -1}, "市级"),
        ({"lengths-1-name": "全部", "lengths-1-from_characters": 5}, "有重复"),
        ({"lengths-0-DELETE": "on"}, "要有一种篇幅从 0 字起"),
        ({"quota-primary-articles": -1}, "全年采用篇数"),
        ({"since": "2026-99-99"}, "从哪天起的报送用新规则"),
    ],
)
def test_a_wrong_field_changes_no_rule(admin_client, administrator, change, message):
    admin_client.force_login(administrator)
    response = admin_client.post(LEAGUE + "rules/", sent(duplicates="highest", **change))
    assert response.status_code == 200
    assert message in text_of(response)
    assert ScoreRules.objects.get().duplicates == "cumulative"
    assert not AuditEntry.objects.filter(action="scorerules.change").exists()


def test_the_districts_editor_reads_but_does_not_change_rules(desk):
    assert desk.get(LEAGUE + "rules/").status_code == DENIED
    assert "/admin/points/rules/" not in text_of(desk.get(LEAGUE))
