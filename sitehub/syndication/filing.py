"""Where an article's submission belongs: offered, taken to another channel, set aside.

An article has at most one live submission. The kind of the school's column
chooses the channel, once: the row remembers the kind it was filed under, and
only another kind (the article moved, or its column changed) files it anew.
Rules say where articles go from now on; changing one moves nothing.

Everything works on a set of listings, so that one article and all articles of
a column or a site go the same way, in the same few statements.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone

from school_sites import hosts
from school_sites.models import Listing, SiteStatus
from sitehub.audit import record

from . import outside
from .models import ChannelRule, Decision, Submission, TrustedSchool

BATCH = 500


@dataclass(frozen=True)
class Filed:
    """How many submissions a change of place touched."""

    offered: int = 0
    moved: int = 0
    waits_again: int = 0  # of those moved: taken in the old channel, undecided in the new one
    set_aside: int = 0
    taken_back: int = 0


def page_source_key(article_id):
    """The source key of an article in this install."""
    return f"page:{article_id}"


@transaction.atomic
def file_article(listing):
    """File the submission of an article that was published or moved; return it, or None.

    Republishing never revives a decision. An article that visitors cannot see
    is not offered, but what was offered before follows it.
    """
    if listing.site.is_district:
        return None
    own = Listing.objects.filter(pk=listing.pk)
    filed = _file(own, listing.column.kind)
    submission = Submission.objects.filter(article=listing.pk).order_by("set_aside", "-pk").first()
    _record(filed, site=listing.site, target=submission)
    return submission


@transaction.atomic
def file_column(column):
    """File the submissions of every article of a school's column as its kind says now.

    The number of statements does not grow with the articles. Returns Filed.
    """
    entry = hosts.entry_for_path(column.path)
    if entry is None or entry.school_site.is_district:
        return Filed()
    filed = _file(Listing.objects.filter(column=column.pk), column.kind)
    _record(filed, site=entry.school_site, target=column)
    return filed


@transaction.atomic
def offer_site(site):
    """Offer what an open school published while it was not open. Returns Filed."""
    if site.is_district or site.status != SiteStatus.OPEN:
        return Filed()
    filed = Filed(offered=_offer(Listing.objects.for_site(site), _channels()))
    _record(filed, site=site, target=site)
    return filed


def follow_listing(listing):
    """Keep title and date of an article's submissions as its own site shows them.

    Lists of the district are ordered by the same date they show.
    """
    shown = {"title": listing.title, "first_published_at": listing.published_at}
    Submission.objects.filter(article=listing.pk).exclude(**shown).update(**shown)


def _channels():
    """{kind of school column: Channel} by the rules."""
    rules = ChannelRule.objects.select_related("channel")
    return {rule.column_kind: rule.channel for rule in rules}


def _file(listings, kind):
    """File the submissions of ``listings``, all in columns of ``kind``, and offer the others."""
    channels = _channels()
    settled = Submission.objects.filter(
        article=OuterRef("article"), set_aside=False, filed_kind=kind
    )
    unsettled = Submission.objects.filter(
        ~Exists(settled), article__in=listings.values("article_id")
    )
    if kind not in channels:
        aside = unsettled.filter(set_aside=False).update(set_aside=True, **_moved_now())
        return Filed(set_aside=aside)
    aside = back = moved = waits_again = 0
    if unsettled.exists():
        aside, back = _settle_in(channels[kind], unsettled, kind)
        moved, waits_again = _move_to(channels[kind], unsettled, kind)
    return Filed(_offer(listings, channels), moved, waits_again, aside, back)


def _settle_in(channel, unsettled, kind):
    """Where ``channel`` has a row already, that one stands: its decision was made there."""
    there = Submission.objects.filter(channel=channel, article=OuterRef("article"))
    aside = unsettled.filter(Exists(there), set_aside=False).exclude(channel=channel)
    aside = aside.update(set_aside=True, **_moved_now())
    stands = unsettled.filter(channel=channel)
    back = stands.filter(set_aside=True).update(set_aside=False, filed_kind=kind, **_moved_now())
    stands.update(filed_kind=kind)
    return aside, back


def _move_to(channel, unsettled, kind):
    """Take the other rows to ``channel``: one for each article, the live one if there is one.

    What another channel accepted waits for this one's decision, unless the
    school is trusted. Other decisions stay: a move is no way around them.
    """
    rows_of_article = Submission.objects.filter(article=OuterRef("article"))
    chosen = rows_of_article.order_by("set_aside", "-pk").values("pk")[:1]
    moving = unsettled.filter(pk=Subquery(chosen))
    trusted = TrustedSchool.objects.filter(site=OuterRef("site"))
    undecided = {
        "decision": Decision.WAITING, "decided_by": None, "decided_at": None, "accepted_at": None
    }  # fmt: skip
    accepted = moving.filter(~Exists(trusted), decision=Decision.ACCEPTED)
    waits_again = accepted.update(**undecided)
    moved = moving.update(channel=channel, filed_kind=kind, set_aside=False, **_moved_now())
    return moved, waits_again


def _moved_now():
    """What every change of place writes."""
    return {"version": F("version") + 1, "standing_at": timezone.now()}


def _offer(listings, channels):
    """Offer each listed article of an open school that was never offered; return how many.

    A trusted school's are accepted at once.
    """
    outside.take_over(listings.filter(column__kind__in=channels), key_of=page_source_key)
    now = timezone.now()
    rows = (
        listings.filter(listed=True, site__status=SiteStatus.OPEN, column__kind__in=channels)
        .filter(~Exists(Submission.objects.filter(article=OuterRef("pk"))))
        .annotate(trusted=Exists(TrustedSchool.objects.filter(site=OuterRef("site"))))
        .values_list(
            "article_id", "site_id", "site__name", "title", "published_at", "column__kind",
            "trusted",
        )
    )  # fmt: skip
    offers = [
        Submission(
            channel=channels[kind],
            source_key=page_source_key(article),
            article_id=article,
            site_id=site,
            title=title,
            school_name=school,
            filed_kind=kind,
            first_published_at=date,
            decision=Decision.ACCEPTED if trusted else Decision.WAITING,
            accepted_at=now if trusted else None,
            decided_at=now if trusted else None,
            standing_at=now if trusted else None,
        )
        for article, site, school, title, date, kind, trusted in rows
    ]
    # Someone may publish the same article at the same moment: then one of the two is enough.
    Submission.objects.bulk_create(offers, batch_size=BATCH, ignore_conflicts=True)
    return len(offers)


def _record(filed, *, site, target):
    """One audit line for what was offered, one for what was filed anew; none for nothing."""
    channel = target.channel.name if isinstance(target, Submission) else ""
    if filed.offered:
        details = {"offered": filed.offered} | ({"channel": channel} if channel else {})
        record("submission.submit", by=None, site=site, target=target, details=details)
    counts = {
        name: getattr(filed, name)
        for name in ("moved", "waits_again", "set_aside", "taken_back")
        if getattr(filed, name)
    }
    if counts:
        details = counts | ({"channel": channel} if channel else {})
        record("submission.refile", by=None, site=site, target=target, details=details)
