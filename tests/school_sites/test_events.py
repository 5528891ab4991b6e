"""Events: what is coming, months, calendar files; in the school's time zone."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from wagtail.models import PageViewRestriction

from school_sites import event_times
from school_sites.event_lists import EventWindow, coming_events
from school_sites.models import EventPage, Listing
from sitehub.syndication.models import TrustedSchool
from tests.factories import make_article, make_column

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SHIYAN = {"host": "shiyan.localhost"}


def local(*numbers):
    return datetime(*numbers, tzinfo=timezone.get_current_timezone())


@pytest.fixture
def calendar(school):
    """A column of events."""
    return make_column(school, "活动日历", "calendar", slug="huodong")


@pytest.fixture
def hold(school, calendar):
    """Make an event: ``hold(title, start, end)``."""

    def make(title, starts_at, ends_at=None, **fields):
        fields.setdefault("column", calendar)
        return make_article(
            school, title, model=EventPage, starts_at=starts_at, ends_at=ends_at, **fields
        )

    return make


def text_of(client, path, status=200):
    response = client.get(path, headers=SHIYAN)
    assert response.status_code == status
    return response.content.decode()


def in_days(days, **hours):
    return timezone.now() + timedelta(days=days, **hours)


def test_coming_events_are_in_order_and_past_ones_are_marked(client, hold):
    hold("后天", in_days(2))
    hold("昨天", in_days(-2), in_days(-1))
    hold("正在进行", in_days(-3), in_days(1))
    response = client.get("/huodong/", headers=SHIYAN)
    context = response.context_data
    assert [item.title for item in context["section_items"]] == ["正在进行", "后天"]
    assert [item.title for item in context["items"]] == ["昨天"]
    page = response.content.decode()
    assert "已结束" in page
    assert "进行中" in page
    assert response.sitehub_valid_until is not None


def test_an_event_without_an_end_lasts_until_the_day_is_over(school, hold):
    today = timezone.localtime()
    hold("今天零点开始", today.replace(hour=0, minute=0, second=0, microsecond=0))
    hold("昨天", today - timedelta(days=1))
    assert [item.title for item in coming_events(school, 9)] == ["今天零点开始"]


@pytest.mark.parametrize(
    ("start", "end", "all_day", "words"),
    [
        ((2026, 3, 5, 14), (2026, 3, 5, 16, 30), False, "2026年3月5日（周四）14:00—16:30"),
        ((2026, 3, 5, 14), None, False, "2026年3月5日（周四）14:00"),
        ((2026, 3, 5, 14), None, True, "2026年3月5日（周四）"),
        ((2026, 3, 5), (2026, 3, 7), True, "2026年3月5日（周四）至3月7日（周六）"),
        ((2026, 12, 31, 20), (2027, 1, 1, 1), False,
         "2026年12月31日（周四）20:00至2027年1月1日（周五）01:00"),
    ],
)  # fmt: skip
def test_times_in_words(start, end, all_day, words):
    span = event_times.span_of(local(*start), end and local(*end), all_day)
    assert event_times.words(*span, all_day) == words


def test_a_month_has_its_events_also_those_that_reach_into_it(client, hold):
    hold("跨月", local(2026, 2, 27, 9), local(2026, 4, 2, 17))
    hold("三月", local(2026, 3, 5, 14), place="操场")
    hold("三月底", local(2026, 3, 31, 23, 30))
    hold("四月", local(2026, 4, 1, 0, 30))
    hold("去年", local(2025, 6, 1), all_day=True)
    hold("明年", local(2027, 9, 1), all_day=True)
    response = client.get("/huodong/month/2026-03/", headers=SHIYAN)
    context = response.context_data
    assert [item.title for item in context["events"]] == ["跨月", "三月", "三月底"]
    assert context["previous_url"] == "/huodong/month/2026-02/"
    assert context["next_url"] == "/huodong/month/2026-04/"
    days = {day["date"].day: day for week in context["weeks"] for day in week if day["inside"]}
    assert [e.title for e in days[31]["events"]] == ["跨月", "三月底"]
    assert [e.title for e in days[5]["events"]] == ["跨月", "三月"]
    assert len(context["weeks"][0]) == 7
    edges = client.get("/huodong/month/2026-02/", headers=SHIYAN).context_data
    assert edges["previous_url"] == "/huodong/month/2025-06/"
    edges = client.get("/huodong/month/2026-04/", headers=SHIYAN).context_data
    assert edges["next_url"] == "/huodong/month/2027-09/"
    last = client.get("/huodong/month/2027-09/", headers=SHIYAN).context_data
    assert (last["previous_url"], last["next_url"]) == ("/huodong/month/2026-04/", "")


@pytest.mark.parametrize(
    "path",
    ["/huodong/month/2026-13/", "/huodong/month/2026-3/", "/huodong/month/9999-12/",
     "/huodong/month/x/", "/xinwen/month/2026-03/", "/xinwen/calendar.ics", "/a/1/event.ics",
     "/huodong/calendar.ics/", "/huodong/event.ics", "/huodong/month/２０２６-03/"],
)  # fmt: skip
def test_addresses_without_a_calendar_are_not_found(client, calendar, path):
    text_of(client, path, status=404)


def test_an_empty_month_and_an_empty_column_say_so(client, calendar):
    assert "这个月没有活动" in text_of(client, "/huodong/month/2026-03/")
    assert "还没有安排活动" in text_of(client, "/huodong/")


def test_the_event_page_tells_when_where_and_for_whom(client, hold):
    event = hold("家长会", in_days(1), place="报告厅", audience="一年级家长", contact="0000-1")
    page = text_of(client, f"/a/{event.pk}/")
    for words in ("报告厅", "一年级家长", "0000-1", '"@type": "Event"', '"startDate"'):
        assert words in page
    over = text_of(client, f"/a/{hold('旧事', in_days(-9)).pk}/")
    assert "活动已结束" in over
    assert "加入手机日历" not in over


def test_the_file_of_an_event_is_read_by_a_calendar(client, hold):
    event = hold("家长会", local(2026, 3, 5, 14), local(2026, 3, 5, 16), place="报告厅, 二楼",
                 contact="王老师 0000-1", author="王老师")  # fmt: skip
    response = client.get(f"/a/{event.pk}/event.ics", headers=SHIYAN)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "王老师" not in response.content.decode()
    (found,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert found["UID"] == f"article-{event.pk}@shiyan.sitehub"
    assert found["LOCATION"] == "报告厅, 二楼"
    assert found.decoded("DTSTART") == datetime(2026, 3, 5, 6, tzinfo=UTC)
    assert found["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert b"BEGIN:VTIMEZONE" in response.content
    assert found["URL"] == f"http://shiyan.localhost:8000/a/{event.pk}/"
    again = client.get(f"/a/{event.pk}/event.ics", headers=SHIYAN)
    assert again.content == response.content


def test_days_in_a_file_end_on_the_day_after(client, hold):
    event = hold("艺术节", local(2026, 3, 5, 9), local(2026, 3, 7, 9), all_day=True)
    file = client.get(f"/a/{event.pk}/event.ics", headers=SHIYAN).content
    (found,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert str(found.decoded("DTSTART")) == "2026-03-05"
    assert str(found.decoded("DTEND")) == "2026-03-08"


def test_a_subscription_has_what_is_coming_and_nothing_private(client, hold, school):
    hold("将来", in_days(3))
    hold("很久以前", in_days(-200))
    secret = hold("内部", in_days(4))
    PageViewRestriction.objects.create(page=secret, restriction_type="password", password="x")
    file = client.get("/huodong/calendar.ics", headers=SHIYAN).content
    found = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in found] == ["将来"]
    assert b"VEVENT" not in client.get(f"/a/{secret.pk}/event.ics", headers=SHIYAN).content


def test_the_districts_calendar_has_what_it_took_from_schools(client, district, school):
    TrustedSchool.objects.create(site=school)
    channel = district.root_page.get_descendants().get(slug="xuexiao").specific
    channel.layout = "calendar"
    channel.save_revision().publish()
    start = in_days(5)
    event = make_article(school, "校园开放日", model=EventPage, starts_at=start)
    host = {"host": "district.localhost"}
    coming = client.get("/xinwen/xuexiao/", headers=host).context_data["section_items"]
    assert [item.title for item in coming] == ["校园开放日"]
    month = f"{timezone.localtime(start):%Y-%m}"
    page = client.get(f"/xinwen/xuexiao/month/{month}/", headers=host).content.decode()
    assert "校园开放日" in page
    file = client.get("/xinwen/xuexiao/calendar.ics", headers=host).content
    (found,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert found["UID"] == f"article-{event.pk}@shiyan.sitehub"


def test_an_event_cannot_end_before_it_begins():
    page = EventPage(title="反", starts_at=in_days(2), ends_at=in_days(1))
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert list(refused.value.message_dict) == ["ends_at"]


def test_coming_events_and_months_use_the_index(calendar, school):
    for window in (
        EventWindow(limit=9, since=timezone.now()),
        EventWindow(limit=9, column_id=calendar.pk, since=timezone.now()),
        EventWindow(limit=1, column_id=calendar.pk, ended_before=timezone.now(),
                    latest_first=True),
    ):  # fmt: skip
        listings = Listing.objects.for_site(school).visible().filter(window.condition())
        if window.column_id:
            listings = listings.filter(column=window.column_id)
        plan = listings.order_by(*window.order())[: window.limit].explain()
        # PostgreSQL decides by what a table holds; only SQLite's plan is the same for an empty one.
        assert "listing_site_event" in plan or connection.vendor != "sqlite"
