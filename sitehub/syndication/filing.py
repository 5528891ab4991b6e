"""Where an article's submission belongs: offered, taken to another channel, set aside.

An article has at most one live submission. The kind of the school's column
chooses the channel, once: the row remembers the kind it was filed under, and
only another kind (the article moved, or its column changed) files it anew.
Rules say where articles go from now on; changing one moves nothing. What a
person offered by hand stays where they offered it.

Everything works on a set of listings, so that one article and all articles of
a column or a site go the same way, in the same few statements.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone

from school_sites import hosts
from school_sites.models import Listing, SiteStatus
from school_sites.tree import at_or_below
from sitehub.audit import record

from . import ledger, outside
from .ledger_entries import Event
from .lengths import length_of
from .models import Decision, Submission, TrustedSchool
from .rules import admits, rules_of

BATCH = 500


@dataclass(frozen=True)
class Filed:
    """How many submissions a change of place touched."""

    offered: int = 0
    moved: int = 0
    waits_again: int = 0  # of those moved: taken in the old channel, undecided in the new one
    set_aside: int = 0
    taken_back: int = 0
    made: list = field(default_factory=list, compare=False)  # the submissions that were offered


def page_source_key(article_id):
    """The source key of an article in this install."""
    return f"page:{article_id}"


@transaction.atomic
def file_article(listing, *, article=None):
    """File the submission of an article that was published or moved; return it, or None.

    Republishing never revives a decision. An article that visitors cannot see
    is not offered, but what was offered before follows it. With ``article`` in hand
    its length is not asked for.
    """
    if listing.site.is_district:
        return None
    own = Listing.objects.filter(pk=listing.pk)
    lengths = None if article is None else {article.pk: length_of(article)}
    filed = _file(own, listing.site, listing.column.kind, lengths)
    if filed.made:
        submission = filed.made[0]
    else:
        rows = Submission.objects.filter(article=listing.pk)
        submission = rows.order_by("set_aside", "-pk").first()
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
    listings = Listing.objects.filter(column=column.pk)
    filed = _file(listings, entry.school_site, column.kind)
    _record(filed, site=entry.school_site, target=column)
    return filed


@transaction.atomic
def offer_site(site):
    """Offer what an open school published while it was not open. Returns Filed."""
    if site.is_district or site.status != SiteStatus.OPEN:
        return Filed()
    made = offer_listed(Listing.objects.for_site(site), rules_of(site))
    filed = Filed(len(made), made=made)
    _record(filed, site=site, target=site)
    return filed


@transaction.atomic
def offer_below(page):
    """Offer what visitors may see at or below ``page`` since a restriction was lifted.

    Returns Filed. What was offered before it was hidden stands as it was, under the
    title the school gave it meanwhile.
    """
    entry = hosts.entry_for_path(page.path)
    if entry is None or entry.school_site.is_district:
        return Filed()
    site = entry.school_site
    below = Listing.objects.for_site(site).filter(at_or_below(page.path, "article__path"))
    follow_listings(below)
    made = offer_listed(below, rules_of(site))
    filed = Filed(len(made), made=made)
    _record(filed, site=site, target=page)
    return filed


@transaction.atomic
def follow_channel(channel, *, left):
    """Take to the channel's column what stands in the one it left; return how many.

    What the district put into another column stays there.
    """
    rows = Submission.objects.filter(channel=channel, column=left)
    return rows.update(column=channel.column_id, version=F("version") + 1)


def follow_listings(listings):
    """Keep the titles of the submissions of ``listings``' articles as their own site shows them.

    The date only where the school sets an earlier one: an edit never lifts an old
    article to the top of the district's lists. Two statements.
    """
    own = Listing.objects.filter(pk=OuterRef("article"))
    title, date = (Subquery(own.values(name)[:1]) for name in ("title", "published_at"))
    # What a school hides is not told to the district.
    shown = Submission.objects.filter(article__in=listings.filter(listed=True).values("pk"))
    shown.exclude(title=title).update(title=title)
    rows = Submission.objects.filter(article__in=listings.values("pk"))
    rows.filter(first_published_at__gt=date).update(first_published_at=date)


def _file(listings, site, kind, lengths=None):
    """File the submissions of ``listings``, all in columns of ``kind``, and offer the others."""
    rules = rules_of(site)
    settled = Submission.objects.filter(
        article=OuterRef("article"), set_aside=False, filed_kind=kind
    )
    unsettled = Submission.objects.filter(
        ~Exists(settled), offered_by=None, article__in=listings.values("article_id")
    )
    if kind not in rules:
        return Filed(set_aside=_set_aside(unsettled.filter(set_aside=False)))
    aside = back = moved = waits_again = 0
    if unsettled.exists():
        aside, back = _settle_in(rules[kind].channel, unsettled, kind)
        moved, waits_again = _move_to(rules[kind], unsettled, kind)
    made = offer_listed(listings, rules, lengths)
    return Filed(len(made), moved, waits_again, aside, back, made)


def _settle_in(channel, unsettled, kind):
    """Where ``channel`` has a row already, that one stands: its decision was made there."""
    there = Submission.objects.filter(channel=channel, article=OuterRef("article"))
    aside = _set_aside(unsettled.filter(Exists(there), set_aside=False).exclude(channel=channel))
    stands = unsettled.filter(channel=channel)
    back = _change(
        stands.filter(set_aside=True), Event.TAKEN_BACK, set_aside=False, filed_kind=kind
    )
    stands.update(filed_kind=kind)
    return aside, back


def _set_aside(rows):
    return _change(rows, Event.SET_ASIDE, set_aside=True)


def _change(rows, event, **values):
    """Update ``rows``, write it into the ledger, and return how many they were."""
    return sum(_write(part, event, part.update(**values, **_moved_now())) for part in _parts(rows))


def _write(part, event, count):
    ledger.write(part, event)
    return count


def _parts(rows):
    """``rows`` as they are now, by number, BATCH at a time: what happens to them changes none."""
    numbers = sorted(rows.order_by().values_list("pk", flat=True))
    for start in range(0, len(numbers), BATCH):
        yield Submission.objects.filter(pk__in=numbers[start : start + BATCH])


def _move_to(rule, unsettled, kind):
    """Take the other rows to the rule's channel: one for each article, the live one if any.

    What another channel accepted waits for this one's decision, unless the rule or
    the school needs none. Other decisions stay: a move is no way around them.
    """
    channel = rule.channel
    rows_of_article = Submission.objects.filter(article=OuterRef("article"))
    chosen = rows_of_article.order_by("set_aside", "-pk").values("pk")[:1]
    trusted = TrustedSchool.objects.filter(site=OuterRef("site"))
    undecided = {
        "decision": Decision.WAITING, "decided_by": None, "decided_at": None,
        "accepted_revision": None, "changed_at": None, "is_hidden": False,
    }  # fmt: skip
    place = {
        "channel": channel, "column": channel.column_id, "filed_kind": kind, "set_aside": False,
    }  # fmt: skip
    moved = waits_again = 0
    for part in _parts(unsettled.filter(pk=Subquery(chosen))):
        if not rule.at_once:
            accepted = part.filter(~Exists(trusted), decision=Decision.ACCEPTED)
            waits_again += accepted.update(**undecided)
        moved += _write(part, Event.MOVED, part.update(**place, **_moved_now()))
    return moved, waits_again


def _moved_now():
    """What every change of place writes."""
    return {"version": F("version") + 1, "standing_at": timezone.now()}


def offer_listed(listings, rules, lengths=None):
    """Offer each listed article of an open school that was never offered; return the submissions.

    ``rules`` are those of the listings' school. A trusted school's articles, and those
    of a rule that asks for no decision, are accepted at once. ``lengths`` are characters
    by article, where they are known.
    """
    outside.take_over(listings.filter(column__kind__in=rules), key_of=page_source_key)
    rows = (
        listings.filter(listed=True, site__status=SiteStatus.OPEN, column__kind__in=rules)
        .filter(~Exists(Submission.objects.filter(article=OuterRef("pk"))))
        .annotate(trusted=Exists(TrustedSchool.objects.filter(site=OuterRef("site"))))
        .values_list(
            "article_id", "site_id", "site__name", "title", "published_at", "column__kind",
            "article__live_revision", "trusted",
        )
    )  # fmt: skip
    offers = [
        offer_of(
            rules[kind].channel,
            article=article,
            site=site,
            school=school,
            title=title,
            date=date,
            kind=kind,
            revision=revision,
            at_once=trusted or rules[kind].at_once,
        )
        for article, site, school, title, date, kind, revision, trusted in rows
        if admits(rules[kind], date)
    ]
    # Someone may publish the same article at the same moment: then one of the two is enough.
    Submission.objects.bulk_create(offers, batch_size=BATCH, ignore_conflicts=True)
    return [row for part in _batches(offers) for row in _begin(part, lengths)]


def _batches(offers):
    return (offers[start : start + BATCH] for start in range(0, len(offers), BATCH))


def _begin(offers, lengths):
    """Begin the ledger of what was just offered; return the rows, with their numbers.

    The row somebody else made in the same moment is theirs, and so is its line: it was
    offered at another microsecond.
    """
    by_key = {one.source_key: one for one in offers}
    rows = Submission.objects.filter(source_key__in=by_key, set_aside=False)
    made = [row for row in rows if row.submitted_at == by_key[row.source_key].submitted_at]
    for row in made:
        row.channel = by_key[row.source_key].channel
    ledger.write(made, Event.SUBMITTED, begins=True, lengths=lengths)
    return made


def offer_of(channel, *, article, site, school, title, date, kind, revision, at_once, **facts):
    """A new, unsaved submission of an article of this install."""
    now = timezone.now() if at_once else None
    return Submission(
        channel=channel,
        column_id=channel.column_id,
        source_key=page_source_key(article),
        article_id=article,
        site_id=site,
        title=title,
        school_name=school,
        filed_kind=kind,
        first_published_at=date,
        decision=Decision.ACCEPTED if at_once else Decision.WAITING,
        accepted_at=now,
        decided_at=now,
        standing_at=now,
        accepted_revision_id=revision if at_once else None,
        **facts,
    )


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
