"""Submissions of pages outside: what schools without a site here show on a site of their own.

A page outside is decided by the same transitions as an article. It has no article and no
listing: title, summary and address are kept on the row. When the school has opened its
site here and the same article is published there, the article takes the row over, so
that it keeps its decision and its place in the district's lists.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from sitehub.audit import record

from . import ledger
from .changes import after_change, changed_share
from .ledger_entries import Event
from .models import Decision, Submission

BATCH = 500
UNDECIDED = (Decision.WAITING, Decision.ON_HOLD)


@dataclass(frozen=True)
class OutsideItem:
    """A page outside. ``key`` names it in this install for ever (at most 200 characters)."""

    key: str
    url: str
    title: str
    summary: str
    date: datetime


@transaction.atomic
def offer_outside(items, *, channel, school_name, site=None):
    """Offer pages of a school to ``channel``; return their submissions, in the order of ``items``.

    ``site`` is the school's own here, if it has one already. They wait for the district
    even if the school is trusted: what the page shows is not in our hands.
    """
    offers = [
        Submission(
            channel=channel,
            column_id=channel.column_id,
            source_key=item.key,
            site=site,
            school_name=school_name,
            title=item.title,
            outside_url=item.url,
            outside_summary=item.summary,
            first_published_at=item.date,
        )
        for item in items
    ]
    made = Submission.objects.bulk_create(offers, batch_size=BATCH)
    ledger.write(made, Event.SUBMITTED, begins=True)
    if made:
        details = {"offered": len(made), "channel": channel.name, "school": school_name}
        record("submission.submit_outside", by=None, site=site, target=channel, details=details)
    return made


@transaction.atomic
def update_outside(submission, *, title, summary, url):
    """The page has changed outside: show it as it is now. Returns whether anything changed.

    Decision, channel and date stay. Whoever is deciding just now is told to look again.
    An accepted page keeps its address unless the new one is at the same host: what was
    accepted cannot be turned into a link to somewhere else. A large change of an accepted
    page is flagged like that of an article, and hidden where the channel wants it.
    """
    rows = Submission.objects.select_for_update(of=("self",)).select_related("channel")
    row = rows.get(pk=submission.pk)
    if not row.outside_url:  # an article here has taken it over
        return False
    if row.decision not in UNDECIDED and host_of(url) != host_of(row.outside_url):
        url = row.outside_url
    before = {"title": row.title, "summary": row.outside_summary, "url": row.outside_url}
    after = {"title": title, "summary": summary, "url": url}
    if before == after:
        return False
    changes = (
        after_change(row) if row.decision == Decision.ACCEPTED and _is_large(row, after) else {}
    )
    Submission.objects.filter(pk=row.pk).update(
        title=title,
        outside_summary=summary,
        outside_url=url,
        standing_at=timezone.now(),
        version=F("version") + 1,
        **changes,
    )
    record(
        "submission.update_outside", by=None, site=row.site, target=row, before=before, after=after
    )
    return True


def _is_large(row, after):
    """As ``changes.is_material``; of a page outside there is a summary, no text."""
    if row.title.split() != after["title"].split() or row.outside_url != after["url"]:
        return True
    share = changed_share(row.outside_summary, after["summary"])
    return share * 100 > settings.SUBMISSION_CHANGE_PERCENT


def host_of(url):
    """The host of an absolute address."""
    return url.partition("://")[2].partition("/")[0].lower()


@transaction.atomic
def give_to_site(submissions, site):
    """The school of ``submissions`` (a queryset) has its own site here now: ``site``.

    Returns how many were not given to it before.
    """
    others = submissions.filter(~Q(site=site) | Q(site=None)).order_by("pk")
    numbers = list(others.values_list("pk", flat=True))
    for start in range(0, len(numbers), BATCH):
        rows = Submission.objects.filter(pk__in=numbers[start : start + BATCH])
        rows.update(site=site)
        ledger.write(rows, Event.GIVEN)
    return len(numbers)


@transaction.atomic
def take_over(listings, *, key_of):
    """Let articles of ``listings`` take over their school's pages outside; return how many.

    The same title on the same day is the same article: schools bring old articles along.
    ``key_of`` gives the source key of an article's number.
    """
    twin = (
        Submission.objects.filter(
            site=OuterRef("site"), outside_url__gt="", article=None, title=OuterRef("title")
        )
        .annotate(day=TruncDate("first_published_at"))
        .filter(day=OuterRef("day"))
        .order_by("pk")
    )
    pairs = (
        listings.filter(listed=True, article__submissions=None)
        .annotate(day=TruncDate("published_at"))
        .annotate(twin=Subquery(twin.values("pk")[:1]))
        .filter(twin__isnull=False)
        .values_list("article_id", "twin", "column__kind", "published_at")
    )
    taken = set()
    for article, submission, kind, date in pairs:
        if submission in taken:
            continue
        taken.add(submission)
        Submission.objects.filter(pk=submission).update(
            article=article, source_key=key_of(article), filed_kind=kind, outside_url="",
            outside_summary="", first_published_at=date, version=F("version") + 1,
        )  # fmt: skip
    return len(taken)
