"""What a school changes on an article that the district has accepted."""

from collections import Counter

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from school_sites.checklist.reading import read
from sitehub.audit import record

from .models import Decision, Submission, TrustedSchool

GRAM = 3  # characters


@transaction.atomic
def note_change(article):
    """Flag the accepted submission of ``article``, just published, after a large change.

    What is compared is the text that was accepted, so many small edits count together,
    and an edit that takes the change back takes the flag back. Where the channel wants
    it, the district hides the article until it was looked at again. Returns the
    submission where something changed for it, else None.
    """
    row = (
        Submission.objects.select_related("accepted_revision", "channel", "site")
        .filter(article=article.pk, decision=Decision.ACCEPTED, set_aside=False)
        .exclude(accepted_revision=None)
        .exclude(accepted_revision=F("article__live_revision"), changed_at=None)
        .first()
    )
    if row is None:
        return None
    is_large = is_material(row.accepted_revision.as_object(), article)
    if is_large == (row.changed_at is not None):
        return None
    flags = after_change(row) if is_large else {"changed_at": None, "is_hidden": False}
    Submission.objects.filter(pk=row.pk).update(**flags, version=F("version") + 1)
    row.changed_at, row.is_hidden = flags["changed_at"], flags["is_hidden"]
    details = {"hidden": row.is_hidden, "taken_back": not is_large}
    record("submission.changed", by=None, site=row.site, target=row, details=details)
    return row


def after_change(row):
    """What a large change of what stands behind the accepted ``row`` writes there.

    A page outside is nobody's who is trusted: what it shows is not in our hands.
    """
    trusted = not row.outside_url and _is_trusted(row)
    return {
        "changed_at": timezone.now(),
        "is_hidden": row.channel.hides_changed and not trusted,
    }


def is_material(old, new):
    """Whether ``new`` differs from ``old`` (both articles) in title, pictures, or much text."""
    if old.title.split() != new.title.split():
        return True
    before, after = read(old), read(new)
    if _pictures(old, before) != _pictures(new, after):
        return True
    return changed_share(_words(before), _words(after)) * 100 > settings.SUBMISSION_CHANGE_PERCENT


def changed_share(old, new):
    """How much of the longer text is not in the other: 0 for the same, 1 for nothing in common.

    By runs of three characters, which takes as long as the texts are, and does not
    mind paragraphs that changed places.
    """
    a, b = _grams(old), _grams(new)
    longer = max(a.total(), b.total())
    return 1 - (a & b).total() / longer if longer else 0.0


def _grams(text):
    padded = f" {text} "
    return Counter(padded[at : at + GRAM] for at in range(len(padded) - GRAM + 1))


def _words(reading):
    return "".join("".join(piece.text for piece in reading.pieces[1:]).split())


def _pictures(article, reading):
    found = {getattr(picture, "pk", picture) for picture, *_rest in reading.pictures}
    return found | {article.cover_id}


def _is_trusted(submission):
    return TrustedSchool.objects.filter(site=submission.site_id).exists()
