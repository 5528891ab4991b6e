"""推荐位 in the admin: what it shows, what it takes, and who never sees it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from school_sites.homes.editing import customise_home
from school_sites.models import ArticlePage
from sitehub.placements.models import LIMITS, Placement, Slot, SlotKind
from sitehub.syndication import transitions
from tests.factories import make_article

from .conftest import line_of, top_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
INDEX, ADD, PREVIEW = "/admin/placements/", "/admin/placements/add/", "/admin/placements/preview/"
HOUR = timedelta(hours=1)


def text_of(desk, address, **values):
    return desk.get(address, values).content.decode()


def minute(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_from_the_desk_of_submissions_to_the_home_page(desk, client, taken):
    row = taken("校运会")
    item = text_of(desk, f"/admin/submissions/{row.pk}/")
    assert f'href="{ADD}?source=s{row.pk}"' in item
    page = text_of(desk, ADD, source=f"s{row.pk}")
    assert "校运会" in page
    assert "checked" in page.split(f'value="s{row.pk}"')[1][:20]
    answer = desk.post(ADD, {"source": f"s{row.pk}", "kind": "picks"}, follow=True)
    assert answer.redirect_chain[0][0] == f"{INDEX}#slot-picks"
    assert "《校运会》放到了“推荐”的最前面" in answer.content.decode()
    assert top_of(desk) == ["校运会"]


def test_articles_are_found_by_title(desk, taken, own, school):
    taken("科技节开幕")
    own("科技节通知")
    taken("校运会")
    make_article(school, "科技节花絮")  # waits for the district
    page = text_of(desk, ADD, q="科技节")
    assert "科技节开幕" in page
    assert "科技节通知" in page
    assert "校运会" not in page
    assert "科技节花絮" not in page


def test_what_cannot_be_placed_is_named_and_changes_nothing(desk, taken, own, school):
    row, waiting = taken("校运会"), make_article(school, "待处理")
    past, far = minute(timezone.now() - HOUR), "0001-01-01T00:00"
    good = {"source": f"s{row.pk}", "kind": "picks"}
    for data in (
        good | {"source": ""},
        good | {"source": "s99999999"},
        good | {"source": f"a{waiting.pk}"},
        good | {"source": "s" + "9" * 18},
        good | {"source": "s1' or 1=1"},
        good | {"kind": "front"},
        good | {"show_until": past},
        good | {"show_until": far},
        good | {"show_from": "昨天"},
    ):
        page = desk.post(ADD, data)
        assert page.status_code == 200, data
        assert "hub-error" in page.content.decode(), data
    assert not Placement.objects.exists()


def test_lines_are_moved_by_buttons_and_by_a_whole_order(desk, taken, put):
    first, second, third = (put(SlotKind.PICKS, taken(title)).pk for title in "丙乙甲")
    address = f"{INDEX}slots/picks/order/"
    shown = [third, second, first]
    version = line_of("甲").slot.version
    answer = desk.post(address, {"line": shown, "move": f"down:{third}", "version": version})
    assert answer["Location"] == f"{INDEX}#down-{third}"
    assert top_of(desk) == ["乙", "甲", "丙"]
    dropped = {"line": [first, second, third], "at": f"handle-{first}", "version": version + 1}
    assert desk.post(address, dropped)["Location"] == f"{INDEX}#handle-{first}"
    assert top_of(desk) == ["丙", "乙", "甲"]
    stale = desk.post(address, {"line": shown, "version": version}, follow=True).content.decode()
    assert "“推荐”刚才被别人改过" in stale
    assert top_of(desk) == ["丙", "乙", "甲"]


def test_times_limits_and_taking_away(desk, client, taken, put):
    line = put(SlotKind.HEADLINE, taken("甲"))
    later = minute(timezone.now() + 2 * HOUR)
    address = f"{INDEX}{line.pk}/"
    wrong = {"line_version": f"{line.pk}:0", "show_until": minute(timezone.now() - HOUR)}
    assert "已经过去了" in desk.post(address, wrong).content.decode()
    right = {"line_version": f"{line.pk}:0", "show_from": later}
    assert desk.post(address, right)["Location"] == f"{INDEX}#slot-headline"
    page = text_of(desk, INDEX)
    assert "起显示" in page
    old = desk.post(f"{address}remove/", {"line_version": f"{line.pk}:0"}, follow=True)
    assert "刚才被别人改过" in old.content.decode()
    for limit, says in (("9", "应为 1 到 3"), ("x", "应为 1 到 3"), ("2", "现在显示 2 条")):
        answer = desk.post(f"{INDEX}slots/headline/limit/", {"limit": limit}, follow=True)
        assert says in answer.content.decode()
    assert Slot.objects.get(kind="headline").limit == 2
    desk.post(f"{address}remove/", {"line_version": f"{line.pk}:1"})
    assert not Placement.objects.exists()


def test_what_is_over_folds_away_and_is_cleared(desk, taken, put):
    line = put(SlotKind.PICKS, taken("旧闻"))
    Placement.objects.filter(pk=line.pk).update(show_until=timezone.now() - HOUR)
    assert "已过期 1 条" in text_of(desk, INDEX)
    answer = desk.post(f"{INDEX}slots/picks/clear/", follow=True).content.decode()
    assert "清除了 1 条" in answer
    assert not Placement.objects.exists()


def test_a_home_without_the_block_is_told(desk, district, administrator, put, own):
    put(SlotKind.PICKS, own("甲"))
    words = "区站首页现在没有“推荐”版块"
    assert words not in text_of(desk, INDEX)
    draft = customise_home(district.root_page.specific, by=administrator)
    draft.body = [(one.block_type, one.value) for one in draft.body if one.block_type != "picks"]
    draft.save_revision().publish()
    page = text_of(desk, INDEX)
    assert words in page
    assert "首页没有这个版块" in page


def test_the_start_page_tells_what_vanished(desk, taken, put, editor):
    row = taken("校运会")
    put(SlotKind.HEADLINE, taken("科技节"))
    put(SlotKind.HEADLINE, row)
    assert "推荐位有变化" not in text_of(desk, "/admin/")
    transitions.withdraw(row, by=editor)
    page = text_of(desk, "/admin/")
    assert "头条《校运会》不再显示：学校已撤回" in page
    assert "《科技节》已递补" in page


def test_the_desk_asks_no_more_for_more_lines(desk, taken, own, put):
    def count(address):
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            desk.get(address)
        return len(captured)

    for kind in SlotKind:
        put(kind, taken(f"先{kind}"))
    addresses = (INDEX, ADD, "/admin/")
    few = [count(one) for one in addresses]
    for kind in SlotKind:
        for number in range(3):
            put(kind, taken(f"{kind}{number}"))
            put(kind, own(f"区{kind}{number}"))
    assert [count(one) for one in addresses] == few


def test_unknown_places_are_not_found(desk, district):
    for key in ("front", "pin", "pin-1", "pin-99999999999999999999", "headline-1", "pin-x"):
        for what in ("order", "limit", "clear"):
            assert desk.post(f"{INDEX}slots/{key}/{what}/").status_code == 404
    for address in (f"{INDEX}1/", f"{INDEX}1/remove/"):
        assert desk.post(address).status_code == 404


@pytest.mark.parametrize("who", ["editor", "manager", "security"])
def test_nobody_else_gets_near(admin_client, request, who, taken, put):
    line = put(SlotKind.PICKS, taken("甲"))
    before = Placement.objects.values().get()
    admin_client.force_login(request.getfixturevalue(who))
    assert INDEX not in admin_client.get("/admin/").content.decode()
    for address in (INDEX, ADD, PREVIEW, f"{PREVIEW}home/", f"{INDEX}{line.pk}/"):
        assert admin_client.get(address).status_code in (302, 403, 404)
    for address in ("slots/picks/order/", "slots/picks/limit/", f"{line.pk}/remove/", "add/"):
        data = {"line": [line.pk], "version": 1, "limit": 2, "line_version": f"{line.pk}:0"}
        assert admin_client.post(INDEX + address, data).status_code in (302, 403, 404)
    assert Placement.objects.values().get() == before


# --- the home page at a moment


def frame(desk, moment):
    return desk.get(f"{PREVIEW}home/", {"at": minute(moment)})


def test_the_home_page_as_it_will_be(desk, taken, own, put, district):
    now = timezone.now()
    put(SlotKind.HEADLINE, own("今天的头条"), show_until=now + 2 * HOUR)
    put(SlotKind.HEADLINE, own("明天的头条"), show_from=now + 3 * HOUR)
    fades = taken("会失效的")
    ArticlePage.objects.filter(pk=fades.article_id).update(expire_at=now + 2 * HOUR)
    fades.article.listing.__class__.objects.filter(pk=fades.article_id).update(
        expires_at=now + 2 * HOUR
    )
    put(SlotKind.PICKS, fades)
    today = frame(desk, now + HOUR).content.decode()
    tomorrow = frame(desk, now + 4 * HOUR)
    assert "今天的头条" in today.split("headline__title")[1][:200]
    assert "会失效的" in today
    text = tomorrow.content.decode()
    assert "明天的头条" in text.split("headline__title")[1][:200]
    assert "会失效的" not in text
    assert "no-store" in tomorrow["Cache-Control"]
    assert tomorrow["X-Robots-Tag"] == "noindex"
    assert tomorrow["X-Frame-Options"] == "SAMEORIGIN"
    assert tomorrow.sitehub_unstored
    # Nothing of it stays: the next visitor reads the page of now.
    assert top_of(desk, SlotKind.HEADLINE) == ["今天的头条"]


def test_a_banner_of_the_district_begins_in_the_preview(desk, district, district_editor):
    from sitehub.downward import states as sending
    from sitehub.downward.reach import recipients_of, seal_of

    now = timezone.now()
    notice = sending.draft(
        kind="banner", level="emergency", title="台风停课", text="明天停课。", article=None,
        audience="all", kinds=[], sites=[], on_district=True, show_from=now + 2 * HOUR,
        show_until=now + 5 * HOUR, requires_acknowledgement=False, acknowledge_by=None,
        by=district_editor,
    )  # fmt: skip
    seal = seal_of(list(recipients_of(notice)))
    sending.send(notice, version=notice.version, seal=seal, by=district_editor)
    found = ["台风停课" in frame(desk, now + n * HOUR).content.decode() for n in (1, 3, 6)]
    assert found == [False, True, False]


def test_scheduled_articles_are_named_and_shown_where_they_are_placed(desk, own, put):
    now = timezone.now()
    article = own("下周的通知", publish=False)
    article.go_live_at = now + 2 * HOUR
    article.save_revision().publish()
    put(SlotKind.HEADLINE, own("现在的头条"))
    put(SlotKind.HEADLINE, article)
    assert "文章定于" in text_of(desk, INDEX)
    heads = [
        frame(desk, now + n * HOUR).content.decode().split("headline__title")[1][:200]
        for n in (1, 3)
    ]
    assert "现在的头条" in heads[0]
    assert "下周的通知" in heads[1]
    early = text_of(desk, PREVIEW, at=minute(now + HOUR))
    late = text_of(desk, PREVIEW, at=minute(now + 3 * HOUR))
    assert "下周的通知" not in early
    assert "《下周的通知》" in late
    assert f"{PREVIEW}home/?at=" in late
    assert not ArticlePage.objects.get(pk=article.pk).live


@pytest.mark.parametrize(
    "at",
    ["", "昨天", "2020-01-01T00:00", "9999-12-31T23:59", "2999-12-31T23:59", "0001-01-01T00:00"],
)
def test_a_moment_that_cannot_be_shown_is_told(desk, district, at):
    page = text_of(desk, PREVIEW, at=at)
    assert "hub-error" in page
    assert "<iframe" not in page
    assert desk.get(f"{PREVIEW}home/", {"at": at}).status_code == 404


def test_the_preview_says_now_unless_told(desk, district):
    page = text_of(desk, PREVIEW)
    assert "<iframe" in page
    assert set(LIMITS) == set(SlotKind)
