"""What a school and the district can rely on once an article was offered."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from school_sites.copying import copy_to_column
from school_sites.models import ArticlePage
from sitehub.syndication import transitions
from sitehub.syndication.models import Channel, Decision, Submission, TrustedSchool
from tests.factories import column_of, make_picture

from .helpers import offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DISTRICT_LIST = "/xinwen/xuexiao/"
SENTENCE = "<p>今天上午，全校师生在操场上举行了升旗仪式，第%d组同学发言。</p>"
LONG = [("text", "".join(SENTENCE % number for number in range(30)))]


def accepted(site, by, title="校运会", **fields):
    row = offer(site, title, **fields)
    return transitions.accept(row, version=row.version, by=by)


def edit(submission, **fields):
    """The school edits the article and publishes it again; returns the row as it is now."""
    page = ArticlePage.objects.get(pk=submission.article_id)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return Submission.objects.get(pk=submission.pk)


def is_shown(client, title):
    page = client.get(DISTRICT_LIST, headers={"host": "district.localhost"})
    return title in page.content.decode()


# --- a decision is sticky


@pytest.mark.parametrize("decide", [transitions.return_to_school, transitions.recall])
def test_publishing_again_revives_nothing(client, school, district_editor, decide):
    row = accepted(school, district_editor)
    decide(row, version=row.version, by=district_editor, reason="照片里有电话")
    now = edit(row, title="校运会（修改）", body=LONG)
    assert now.decision in (Decision.RETURNED, Decision.RECALLED)
    assert not now.changed_at
    assert not is_shown(client, "校运会")


# --- a material change after acceptance

CHANGES = {
    "title": (lambda site: {"title": "另一个标题"}, True),
    "text": (lambda site: {"body": [("text", LONG[0][1][:600])]}, True),
    "cover": (lambda site: {"cover": make_picture(site, "新照片")}, True),
    "picture in the text": (
        lambda site: {"body": [*LONG, ("image", {"image": make_picture(site), "caption": ""})]},
        True,
    ),
    "a word": (lambda site: {"body": [("text", LONG[0][1].replace("第7组", "第七组"))]}, False),
    "paragraphs change places": (
        lambda site: {
            "body": [("text", "".join(SENTENCE % number for number in reversed(range(30))))]
        },
        False,
    ),
    "keywords": (lambda site: {"keywords": "升旗 操场"}, False),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_counts_as_a_change(school, district_editor, change):
    fields, counts = CHANGES[change]
    row = edit(accepted(school, district_editor, body=LONG), **fields(school))
    assert bool(row.changed_at) is counts
    assert row.decision == Decision.ACCEPTED
    assert not row.is_hidden  # the channel does not ask for it


@pytest.mark.parametrize("is_trusted", [False, True])
def test_a_channel_may_hide_what_changed_until_it_was_looked_at(
    client, desk, school, district_editor, is_trusted
):
    Channel.objects.update(hides_changed=True)
    row = accepted(school, district_editor)
    if is_trusted:
        TrustedSchool.objects.create(site=school)
    row = edit(row, title="校运会改期")
    assert is_shown(client, "校运会改期") is is_trusted
    page = desk.get("/admin/submissions/?state=changed").content.decode()
    assert "校运会改期" in page
    desk.post("/admin/submissions/", {"one": f"accept:{row.pk}:{row.version}"})
    assert is_shown(client, "校运会改期")
    assert "校运会改期" not in desk.get("/admin/submissions/?state=changed").content.decode()


def test_small_edits_add_up_and_taking_them_back_takes_the_flag_back(school, district_editor):
    row = accepted(school, district_editor, body=LONG)
    sentences = [SENTENCE % number for number in range(30)]
    flags = []
    for cut in (27, 24, 21, 18, 30):
        row = edit(row, body=[("text", "".join(sentences[:cut]))])
        flags.append(bool(row.changed_at))
    assert flags[0] is False
    assert flags[3] is True
    assert flags[4] is False


def test_another_text_put_online_after_acceptance_offline_is_flagged(school, district_editor):
    row = offer(school, "校运会", body=LONG)
    ArticlePage.objects.get(pk=row.article_id).unpublish()
    transitions.accept(row, version=row.version, by=district_editor)
    assert not edit(row, keywords="操场").changed_at
    assert edit(row, body=[("text", "<p>广告</p>")]).changed_at


def test_keeping_what_changed_makes_it_what_is_compared(school, district_editor):
    row = edit(accepted(school, district_editor), title="改过的标题")
    first = row.accepted_at
    row = transitions.accept(row, version=row.version, by=district_editor)
    assert row.accepted_at == first
    assert not edit(row, keywords="操场").changed_at
    assert edit(row, title="校运会").changed_at


# --- dates


def test_first_dates_never_change_and_an_edit_lifts_nothing(client, school, district_editor):
    old = timezone.now() - timedelta(days=400)
    row = accepted(school, district_editor, "旧闻", publication_date=old)
    accepted(school, district_editor, "新闻")
    names = ("submitted_at", "accepted_at", "first_published_at")
    before = [getattr(row, name) for name in names]
    row = edit(row, publication_date=timezone.now() + timedelta(seconds=-1))
    row = transitions.recall(row, version=row.version, by=district_editor)
    row = transitions.accept(row, version=row.version, by=district_editor)
    row.refresh_from_db()
    assert [getattr(row, name) for name in names] == before
    page = client.get(DISTRICT_LIST, headers={"host": "district.localhost"}).content.decode()
    assert page.index("新闻") < page.index("旧闻")


# --- copies, moves, deletions


def test_a_copy_is_offered_for_itself_a_move_keeps_the_decision_a_deletion_the_row(
    school, editor, district_editor
):
    row = accepted(school, district_editor)
    page = ArticlePage.objects.get(pk=row.article_id)
    copy = copy_to_column(page, column=column_of(school, "moral"), by=editor)
    assert not Submission.objects.filter(article=copy.pk).exists()
    page.move(column_of(school, "research"), pos="last-child")
    assert Submission.objects.get(article=page.pk, set_aside=False).pk == row.pk
    ArticlePage.objects.get(pk=page.pk).delete()
    row = Submission.objects.get(pk=row.pk)
    assert (row.article_id, row.title, row.school_name) == (None, "校运会", school.name)


# --- rights


def test_each_side_needs_its_own_right_only(school, editor, district_editor):
    assert not school.groups.filter(group__user=district_editor).exists()
    row = accepted(school, district_editor)
    with pytest.raises(PermissionDenied):
        transitions.recall(row, version=row.version, by=editor)
    with pytest.raises(PermissionDenied):
        transitions.withdraw(row, by=district_editor)
    assert transitions.withdraw(row, by=editor).school_withdrew


def test_a_return_has_a_reason(school, district_editor):
    row = offer(school, "校运会")
    with pytest.raises(ValidationError):
        transitions.return_to_school(row, version=row.version, by=district_editor, reason=" ")
