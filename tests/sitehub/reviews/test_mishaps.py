"""What happens around a round while it waits: nothing gets stuck, nothing slips through."""

from datetime import timedelta

import pytest
from django.utils import timezone

from school_sites.models import ArticlePage
from sitehub.audit.models import AuditEntry
from sitehub.provisioning.sites import archive
from sitehub.reviews import engine
from sitehub.reviews.models import ReviewState
from sitehub.reviews.reminders import remind
from sitehub.reviews.rights import waiting_for

from .conftest import again, approve_all, draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(school, news, editor):
    """An article of the editor's that waits for its first step."""
    article = draft_of(school, editor)
    engine.submit(article, by=editor)
    return article


def schedule(article, editor):
    """Give the draft a time to come, before it is submitted."""
    article.go_live_at = timezone.now() + timedelta(hours=1)
    article.save_revision(user=editor)
    engine.submit(article, by=editor)
    return article


def save_unchanged(article, user):
    article.get_latest_revision_as_object().save_revision(user=again(user))


def test_a_reviewer_who_saves_the_same_text_counts_as_its_author(waiting, people):
    article = approve_all(waiting, people["first"])
    save_unchanged(article, people["first"])
    assert engine.waiting_step(article).step == "first"
    article = approve_all(article, people["second"], people["spare"], people["final"])
    assert article.live


def test_so_does_one_who_saves_what_waits_for_its_time(school, news, editor, people):
    article = schedule(draft_of(school, editor), editor)
    article = approve_all(article, people["first"], people["second"], people["final"])
    save_unchanged(article, people["second"])
    article = ArticlePage.objects.get(pk=article.pk)
    assert (article.approved_schedule, engine.waiting_step(article).step) == (False, "first")


def test_an_approval_goes_with_the_account_and_the_round_begins_again(waiting, people):
    approve_all(waiting, people["first"], people["second"])
    people["first"].delete()
    assert engine.waiting_step(waiting).step == "first"
    assert AuditEntry.objects.filter(action="review.begin_again").count() == 1
    sheet = ReviewState.objects.filter(page=waiting).order_by("pk").first()
    assert sheet.decided_by_name == "何初审"
    article = approve_all(waiting, people["second"], people["spare"], people["final"])
    assert article.live


def test_what_waits_for_its_time_is_reviewed_again_when_a_reviewer_is_deleted(
    school, news, editor, people
):
    article = schedule(draft_of(school, editor), editor)
    approve_all(article, people["first"], people["second"], people["final"])
    people["final"].delete()
    article = ArticlePage.objects.get(pk=article.pk)
    assert (article.approved_schedule, engine.waiting_step(article).step) == (False, "first")


def test_what_was_published_stays_when_its_reviewer_is_deleted(waiting, people):
    approve_all(waiting, people["first"], people["second"], people["final"])
    people["final"].delete()
    assert ArticlePage.objects.get(pk=waiting.pk).live
    assert engine.waiting_step(waiting) is None


def test_a_text_whose_author_is_deleted_goes_on(waiting, editor, people):
    approve_all(waiting, people["first"])
    editor.delete()
    assert approve_all(waiting, people["second"], people["final"]).live


def test_nobody_is_asked_for_what_an_archived_site_cannot_publish(
    waiting, school, people, administrator
):
    people["first"].email = "first@example.cn"
    people["first"].save()
    later = timezone.now() + timedelta(days=30)
    archive(school, by=administrator)
    assert remind(later) == 0
    assert not waiting_for(again(people["first"])).exists()
