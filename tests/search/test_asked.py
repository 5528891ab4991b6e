"""What visitors ask: counted without them, reported, offered to others, forgotten."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from search import upkeep
from search.asked import popular, reports, telling
from search.asked.totals import count_searches, forget_old
from search.models import BlockedQuery, SearchClick, SearchCount, SearchMark
from search.suggestions import suggest
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def nobody_was_here(monkeypatch):
    monkeypatch.setattr(telling.pace, "_seen", {})


def ask(site, text, hits=3, address="10.0.0.1", agent=PHONE):
    request = RequestFactory().get("/search/", REMOTE_ADDR=address, headers={"user-agent": agent})
    request.site_entry = SimpleNamespace(id=site.pk)
    telling.note_asked(request, text, hits)


def click(body, *, origin="http://shiyan.localhost:8000", address="10.0.0.1"):
    return Client(enforce_csrf_checks=True).post(
        "/_count/search/", body if isinstance(body, str) else json.dumps(body),
        content_type="text/plain;charset=UTF-8", REMOTE_ADDR=address,
        headers={"host": "shiyan.localhost", "user-agent": PHONE, "origin": origin},
    )  # fmt: skip


def count(site, text, *, days_ago=0, total=3, hits=1):
    day = timezone.localdate() - timedelta(days=days_ago)
    return SearchCount.objects.create(site=site, day=day, text=text, total=total, hits=hits)


def test_one_visitors_same_question_of_a_day_is_one(school, other_school):
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
        ask(school, "ＡＩ 课程", address=address)
    ask(other_school, "AI 课程")
    ask(school, "食谱", hits=0)
    ask(school, "食谱", agent="Googlebot/2.1")
    count_searches()
    count_searches()
    rows = SearchCount.objects.values_list("site", "text", "total", "hits")
    assert set(rows) == {
        (school.pk, "ai 课程", 2, 3), (other_school.pk, "ai 课程", 1, 3), (school.pk, "食谱", 1, 0),
    }  # fmt: skip
    ask(school, "食谱", hits=4, address="10.0.0.9")
    count_searches()
    assert SearchCount.objects.get(text="食谱").total == 2
    SearchMark.objects.update(at=timezone.now() - timedelta(days=2))
    count_searches()
    assert not SearchMark.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["13800138000", "张三 138 0013 8000", "１３８００１３８０００", "110101199003070", "a@b.cn",
     "微信abc", "", "x", "长" * 41, "138-0013-8000", "\x00",
     "。。"],
)  # fmt: skip
def test_what_may_be_of_a_person_is_not_kept(school, text):
    ask(school, text)
    click({"q": text, "position": 1})
    assert not SearchMark.objects.exists()


def test_nothing_that_is_kept_names_who_asked(school):
    ask(school, "食谱", address="10.9.8.7")
    count_searches()
    kept = [str(row) for model in (SearchMark, SearchCount) for row in model.objects.values()]
    assert kept
    assert not any("10.9.8.7" in row or "Chrome" in row for row in kept)


def test_clicks_are_counted_by_position(school):
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
        assert click({"q": "食谱", "position": 3}, address=address).status_code == 204
    click({"q": "食谱", "position": 12})
    count_searches()
    assert set(SearchClick.objects.values_list("position", "total")) == {(3, 2), (12, 1)}
    assert dict(reports.positions(school, None))[3] == 2
    assert reports.positions(school, None)[-1] == (0, 1)


@pytest.mark.parametrize(
    "body",
    ["", "x", "[]", "1", '{"q": 1, "position": 1}', '{"q": "食谱"}', '{"q":"食谱","position":true}',
     '{"q":"食谱","position":0}', '{"q":"食谱","position":501}', '{"q":"食谱","position":"1"}',
     "[" * 900, '{"q":"' + "食" * 2000 + '","position":1}'],
)  # fmt: skip
def test_odd_beacons_leave_nothing(school, body):
    assert click(body).status_code == 204
    assert not SearchMark.objects.exists()


def test_a_beacon_of_another_site_leaves_nothing(school):
    click({"q": "食谱", "position": 1}, origin="http://elsewhere.test")
    assert not SearchMark.objects.exists()


def test_what_is_asked_on_three_days_and_found_is_offered_unless_blocked(school, district):
    make_article(school, "本周食谱")
    for days_ago in range(3):
        count(school, "食谱", days_ago=days_ago)
        count(school, "校车", days_ago=days_ago, hits=0)  # found nothing
        count(school, "奖学金", days_ago=days_ago)  # finds nothing any more
        count(district, "食谱", days_ago=days_ago)
    count(school, "本周食谱", total=99)  # one day
    upkeep.keep_up()
    assert popular.popular(school) == popular.popular(None) == ["食谱"]
    assert suggest(school, "ship")[0] == "食谱"
    BlockedQuery.objects.create(text="食")
    assert popular.popular(school) == []
    upkeep.keep_up()
    assert popular.popular(school) == []


def test_old_and_rare_ones_are_forgotten(school, settings):
    count(school, "老", days_ago=181, total=9)
    count(school, "新", days_ago=179, total=9)
    count(school, "少", days_ago=31, total=2)
    count(school, "少而新", days_ago=29, total=2)
    forget_old()
    assert set(SearchCount.objects.values_list("text", flat=True)) == {"新", "少而新"}


REPORT = "/admin/search/report/"


def test_a_school_reads_its_own_report_and_the_district_all(
    admin_client, school, other_school, district, manager, district_editor, editor
):
    count(school, "食谱", total=5)
    count(other_school, "校服", total=4, hits=0)
    count(school, "张三的成绩", total=2)
    admin_client.force_login(manager)
    page = admin_client.get(f"{REPORT}?site={other_school.pk}").content.decode()
    assert "食谱" in page
    assert "校服" not in page
    assert "张三" not in page
    admin_client.force_login(district_editor)
    page = admin_client.get(REPORT).content.decode()
    assert "食谱" in page
    assert "校服" in page
    assert "张三" not in page
    page = admin_client.get(f"{REPORT}?site={school.pk}&month=x").content.decode()
    assert "食谱" in page
    assert "校服" not in page
    assert [row.text for row in reports.asked(None, None, in_vain=True)] == ["校服"]
    admin_client.force_login(editor)
    assert admin_client.get(REPORT).status_code == 302


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_report_is_taken_away(admin_client, school, manager, format):
    count(school, "=1+1", total=5)
    admin_client.force_login(manager)
    answer = admin_client.get(f"{REPORT}export/?format={format}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f".{format}")
    assert admin_client.get(f"{REPORT}export/?format=x").status_code == 404


def test_months_of_the_report_go_back_half_a_year():
    months = reports.months(timezone.datetime(2026, 2, 3).date())
    assert [f"{one:%Y-%m}" for one in months[:4]] == ["2026-02", "2026-01", "2025-12", "2025-11"]
