"""What visitors see in the places: the first that can be seen; the next moves up by itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from school_sites.models import ColumnPage
from school_sites.queries import Window, for_site
from sitehub.placements import states
from sitehub.placements.models import Placement, SlotKind
from sitehub.placements.standing import NEXT, SHOWN, places
from sitehub.syndication import transitions
from sitehub.syndication.arranging import OVERLAY, arrange
from sitehub.syndication.models import Submission
from sitehub.syndication.outside import OutsideItem, offer_outside
from tests.factories import make_article, make_picture

from .conftest import COLUMN, HOST, line_of, top_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def somebody(editor):
    """Somebody of the school, who takes articles back."""


def titles_in(client, path):
    return [item.title for item in client.get(path, headers=HOST).context_data["items"]]


def queries_of(client, path):
    client.get(path, headers=HOST)
    with CaptureQueriesContext(connection) as captured:
        client.get(path, headers=HOST)
    return len(captured)


def test_the_newest_placed_leads_and_the_next_moves_up(client, taken, put, editor, district_editor):
    rows = [taken(f"第{n}篇") for n in range(4)]
    for row in rows:
        put(SlotKind.HEADLINE, row)
    assert top_of(client, SlotKind.HEADLINE) == ["第3篇"]
    transitions.withdraw(rows[3], by=editor)
    assert top_of(client, SlotKind.HEADLINE) == ["第2篇"]
    transitions.recall(rows[2], version=rows[2].version, by=district_editor)
    assert top_of(client, SlotKind.HEADLINE) == ["第1篇"]
    rows[1].article.unpublish()
    assert top_of(client, SlotKind.HEADLINE) == ["第0篇"]
    transitions.offer_again(rows[3], by=editor)
    assert top_of(client, SlotKind.HEADLINE) == ["第3篇"]


def test_only_in_its_own_time_and_the_page_says_when_it_changes(client, taken, put):
    now = timezone.now()
    put(SlotKind.PICKS, taken("一直"))
    put(SlotKind.PICKS, taken("以后"), show_from=now + HOUR, show_until=now + 3 * HOUR)
    put(SlotKind.PICKS, taken("现在"), show_until=now + 2 * HOUR)
    line = put(SlotKind.PICKS, taken("过期"))
    Placement.objects.filter(pk=line.pk).update(show_until=now - HOUR)
    assert top_of(client) == ["现在", "一直"]
    assert client.get("/", headers=HOST).sitehub_valid_until == now + HOUR


def test_own_articles_schools_articles_and_pages_outside_stand_together(
    client, taken, own, put, school, district, district_editor
):
    channel = taken("校内").channel
    item = OutsideItem("x", "https://example.com/1", "站外", "", timezone.now())
    (outside,) = offer_outside([item], channel=channel, school_name="外校")
    outside = transitions.accept(outside, version=outside.version, by=district_editor)
    for source in (outside, own("区里的事"), Submission.objects.get(title="校内")):
        put(SlotKind.PICKS, source)
    assert top_of(client) == ["校内", "区里的事", "站外"]
    html = client.get("/", headers=HOST).content.decode()
    assert 'href="https://example.com/1" rel="noopener external"' in html


def test_what_stands_on_top_does_not_stand_again_below(client, taken, put):
    picture = {"cover": make_picture(taken("甲").site)}
    rows = [taken(f"第{n}篇", **picture) for n in range(6)]
    put(SlotKind.HEADLINE, rows[0])
    put(SlotKind.CAROUSEL, rows[1])
    put(SlotKind.PICKS, rows[2])
    page = client.get("/", headers=HOST)
    kinds = [row["kind"] for row in page.context_data["rows"]]
    assert kinds[:2] == ["headline", "lead"]
    assert top_of(client, SlotKind.HEADLINE) == ["第0篇"]
    assert top_of(client, SlotKind.CAROUSEL)[0] == "第1篇"
    news = next(
        one
        for row in page.context_data["rows"]
        if row["kind"] == "board"
        for one in row["sections"]
        if one["title"] == "学校动态"
    )
    shown = [item.title for item in news["items"]]
    assert not {"第0篇", "第1篇", "第2篇"} & set(shown)


@pytest.mark.parametrize("count", range(1, 13))
def test_every_pick_is_drawn_whatever_their_number(count):
    from school_sites.homes.layout import picks_section
    from tests.themes.render import make_item

    section = picks_section([make_item(n) for n in range(count)], title="推荐阅读")
    drawn = [*section.get("cards", ()), *section.get("lines", ())] or section["items"]
    assert len(drawn) == count
    if count > 2:
        assert len(section["lines"]) % 2 == 0


def test_no_picks_no_box_and_homes_of_schools_ask_nothing(client, taken, school):
    taken("校运会")
    assert "推荐阅读" not in client.get("/", headers=HOST).content.decode()
    with CaptureQueriesContext(connection) as captured:
        client.get("/", headers={"host": "shiyan.localhost"})
        client.get("/xinwen/", headers={"host": "shiyan.localhost"})
    assert not [one for one in captured if "placements" in one["sql"]]


def test_pins_lead_the_first_page_and_keep_their_place_by_date(
    client, district, taken, own, put, district_editor
):
    column = district.root_page.get_descendants().get(slug="xuexiao")
    ColumnPage.objects.filter(pk=column.pk).update(page_size=5)
    now = timezone.now()
    rows = [taken(f"第{n:02}篇", publication_date=now - timedelta(days=n)) for n in range(12)]
    early = own("区里的事", publication_date=now - timedelta(days=30))
    for source in (rows[8], rows[1], early):
        put(SlotKind.PIN, source)
    pages, address = [], COLUMN
    while address:
        page = client.get(address, headers=HOST)
        pages.append([item.title for item in page.context_data["items"]])
        address = page.context_data["older_url"]
    dated = [f"第{n:02}篇" for n in range(12)]
    pins = ["区里的事", "第01篇", "第08篇"]
    assert pages[0] == [*pins, "第00篇", *dated[2:6]]
    assert [title for page in pages[1:] for title in page] == [
        *dated[6:],
        "区里的事",
    ]  # by date again, in their places
    first = client.get(COLUMN, headers=HOST).context_data["items"]
    assert [item.is_pinned for item in first][:4] == [True, True, True, False]
    feed = for_site(district, Window(limit=30, column_id=column.pk))
    assert [item.title for item in feed] == [*dated, "区里的事"]
    year = client.get(f"{COLUMN}{timezone.localdate().year}/", headers=HOST)
    assert not any(item.is_pinned for item in year.context_data["items"])


def test_a_pin_is_one_of_its_column_only(client, district, taken, put, district_editor):
    row = taken("校运会")
    put(SlotKind.PIN, row)
    target = ColumnPage.objects.get(url_path=f"{district.root_page.url_path}deyu/")
    fresh = Submission.objects.get(pk=row.pk)
    words = {name: getattr(fresh, name) for name in OVERLAY} | {"column": target}
    arrange(fresh, version=fresh.version, by=district_editor, **words)
    assert titles_in(client, "/deyu/") == ["校运会"]
    assert not client.get("/deyu/", headers=HOST).context_data["items"][0].is_pinned
    (place,) = [one for one in places() if one.kind == SlotKind.PIN]
    assert place.gone[0].reason == "已换到别的栏目"


def test_places_ask_one_query_more_however_many_stand_there(client, taken, own, put):
    first = taken("第一", cover=make_picture(taken("零").site))
    before = {path: queries_of(client, path) for path in ("/", COLUMN)}
    for kind in SlotKind:
        put(kind, first)
    few = {path: queries_of(client, path) for path in before}
    for number in range(6):
        for kind in SlotKind:
            put(kind, taken(f"{kind}{number}"))
            put(kind, own(f"区{kind}{number}"))
    many = {path: queries_of(client, path) for path in before}
    # The question is asked where nothing stands, too; sizes only where slides have covers.
    assert many[COLUMN] == few[COLUMN] == before[COLUMN]
    assert max(many["/"], few["/"]) <= before["/"] + 1
    assert many["/"] <= 20
    assert many[COLUMN] <= 14


@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(data=st.data(), limit=st.integers(1, 5))
def test_the_desk_says_what_visitors_see(client, six, data, limit, district_editor):
    """Whatever is hidden, timed and ordered: the lines it calls shown are the ones shown."""
    now = timezone.now()
    order = data.draw(st.permutations(six))
    slot = line_of("第0篇").slot
    states.set_limit(slot, limit=limit, by=district_editor)
    slot.refresh_from_db()
    states.reorder(slot, order=order, version=slot.version, by=district_editor)
    for pk in six:
        hidden, begin, end = (data.draw(st.sampled_from(one)) for one in CHOICES)
        Placement.objects.filter(pk=pk).update(
            show_from=begin and now + begin * HOUR, show_until=end and now + end * HOUR
        )
        Submission.objects.filter(placements=pk).update(**HIDINGS[None] | HIDINGS[hidden])
    desk = next(one for one in places() if one.kind == SlotKind.PICKS)
    said = [line.title for line in desk.lines if line.state == SHOWN]
    assert top_of(client) == said
    assert len(said) <= limit
    waiting = [line for line in desk.lines if line.state == NEXT]
    assert not waiting or len(said) == limit
    assert len(desk.lines) + len(desk.over) == len(six)


HIDINGS = {
    None: {"school_withdrew": False, "decision": "accepted", "is_hidden": False},
    "withdrew": {"school_withdrew": True},
    "recalled": {"decision": "recalled"},
    "changed": {"is_hidden": True},
}
CHOICES = ([None, None, None, *HIDINGS], [None, None, -1, 1], [None, None, -1, 2])


@pytest.fixture
def six(taken, put):
    """Numbers of six picks."""
    return [put(SlotKind.PICKS, taken(f"第{n}篇")).pk for n in range(6)]


def test_an_article_in_two_places_is_in_both(client, district, own, put):
    article = own("要闻", cover=make_picture(district))
    put(SlotKind.HEADLINE, article)
    put(SlotKind.CAROUSEL, article)
    make_article(district, "别的")
    assert top_of(client, SlotKind.HEADLINE) == ["要闻"]
    assert top_of(client, SlotKind.CAROUSEL)[0] == "要闻"
