"""A school offers by hand, in a hurry or not, and takes it back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sitehub.syndication import transitions
from sitehub.syndication.models import Channel, Decision, Submission, TrustedSchool
from tests.factories import column_of, make_article

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OFFER = "/admin/my-submissions/offer/"


@pytest.fixture
def as_editor(admin_client, editor):
    """A client of the admin host, signed in as the school's editor."""
    admin_client.force_login(editor)
    return admin_client


@pytest.fixture
def menu(school):
    """A published article in a column that no rule offers."""
    article = make_article(school, "食堂开放日", kind="notice")
    assert not Submission.objects.filter(article=article).exists()
    return article


def form(article, channel="学校动态", **fields):
    number = Channel.objects.get(name=channel).pk if channel else ""
    return {"article": article.pk, "channel": number} | fields


def test_an_article_no_rule_offers_is_offered_by_hand(as_editor, client, menu, district_editor):
    assert "食堂开放日" in as_editor.get(OFFER).content.decode()
    page = as_editor.post(OFFER, form(menu, urgent="1"), follow=True).content.decode()
    assert "已把《食堂开放日》报送到“学校动态”" in page
    row = Submission.objects.get(article=menu)
    assert (row.decision, row.is_urgent) == (Decision.WAITING, True)
    transitions.accept(row, version=row.version, by=district_editor)
    page = client.get("/xinwen/xuexiao/", headers={"host": "district.localhost"})
    assert "食堂开放日" in page.content.decode()


def test_publishing_again_leaves_it_in_the_channel_chosen_by_hand(as_editor, menu, school):
    as_editor.post(OFFER, form(menu, "教学研究"))
    menu.move(column_of(school, "news"), pos="last-child")
    type(menu).objects.get(pk=menu.pk).save_revision().publish()
    row = Submission.objects.get(article=menu)
    assert (row.channel.name, row.set_aside) == ("教学研究", False)


def test_a_second_offer_a_missing_channel_and_a_draft_are_named(as_editor, menu, school):
    page = as_editor.post(OFFER, form(menu, ""), follow=True).content.decode()
    assert "请选择频道" in page
    as_editor.post(OFFER, form(menu))
    page = as_editor.post(OFFER, form(menu, "教学研究"), follow=True).content.decode()
    assert "已经报送到“学校动态”" in page
    menu.unpublish()
    Submission.objects.all().delete()
    page = as_editor.post(OFFER, form(menu), follow=True).content.decode()
    assert "现在没有公开，不能报送" in page
    assert not Submission.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "district_editor"])
def test_nobody_elses_article_can_be_offered(admin_client, request, menu, who):
    admin_client.force_login(request.getfixturevalue(who))
    assert "食堂开放日" not in admin_client.get(OFFER).content.decode()
    assert admin_client.post(OFFER, form(menu)).status_code == 404
    assert not Submission.objects.exists()


def test_a_trusted_schools_offer_is_accepted_at_once(as_editor, menu, school):
    TrustedSchool.objects.create(site=school)
    as_editor.post(OFFER, form(menu, urgent="1"))
    row = Submission.objects.get(article=menu)
    assert (row.decision, row.is_urgent) == (Decision.ACCEPTED, False)
    assert row.accepted_revision_id == row.article.live_revision_id


def test_urgent_leads_the_districts_start_page_while_it_waits(
    as_editor, client, school, district_editor, stranger
):
    rows = [Submission.objects.get(article=make_article(school, t)) for t in ("甲文", "乙文")]
    address = f"/admin/my-submissions/{rows[0].pk}/urgent/"
    as_editor.post(address, {"urgent": "1"})
    client.force_login(district_editor)
    home = client.get("/admin/").content.decode()
    assert home.index("甲文") < home.index("乙文")
    assert f"/admin/submissions/{rows[0].pk}/" in home
    as_editor.force_login(stranger)
    assert as_editor.post(address, {"urgent": "0"}).status_code == 404
    rows[0].refresh_from_db()
    assert rows[0].is_urgent


def test_what_is_decided_cannot_be_urgent(as_editor, school, district_editor):
    row = Submission.objects.get(article=make_article(school, "甲文"))
    transitions.accept(row, version=row.version, by=district_editor)
    address = f"/admin/my-submissions/{row.pk}/urgent/"
    page = as_editor.post(address, {"urgent": "1"}, follow=True).content.decode()
    assert "已经处理，不用加急" in page


def test_same_queries_for_few_articles_and_many(as_editor, school):
    counts = []
    for upto in (3, 12):
        for number in range(upto):
            make_article(school, f"文章 {upto} {number}", kind="notice")
        as_editor.get(OFFER)
        with CaptureQueriesContext(connection) as captured:
            as_editor.get(OFFER)
        counts.append(len(captured))
    assert counts[0] == counts[1]
