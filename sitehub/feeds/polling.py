"""Polling: which sources are due, one poll of one source, and when the next one is.

The scheduler only queues what is due; the worker asks, outside of any transaction, and
takes in what came in one. A lease keeps two workers from one source.
"""

import logging
import random
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from sitehub.audit import record
from sitehub.syndication.outside import OutsideItem, offer_outside, update_outside

from . import fetching
from .fetching import Fetched
from .matching import Match, published_here
from .models import FeedFailure, FeedItem, FeedSource
from .problems import GONE, SPOILED

logger = logging.getLogger(__name__)

AT_ONCE = 50  # sources that one look of the scheduler queues
LEASE = timedelta(minutes=5)  # longer than the client's deadline and reading together
LOST = timedelta(minutes=15)  # after which a source is queued again that no worker took
LONGEST_WAIT = timedelta(days=1)
LONGEST_ASKED = timedelta(days=7)  # what a server may ask for
JITTER = 0.1


def poll_due(now=None):
    """Queue the sources that are due, the longest waiting first; return how many."""
    now = now or timezone.now()
    due = list(FeedSource.objects.due(now).values_list("pk", "next_poll_at")[:AT_ONCE])
    queued = 0
    for pk, planned in due:
        mine = FeedSource.objects.filter(pk=pk, next_poll_at=planned)
        if mine.update(next_poll_at=now + LOST):
            poll_source.enqueue(pk)
            queued += 1
    return queued


@task()
def poll_source(pk):
    """Poll one source, unless somebody does already or it was switched off."""
    source = _claim(pk)
    if source is None:
        return
    fetched = _fetched(source)
    try:
        _finish(source, fetched)
    except Exception:
        # The transaction is undone; the district is told, and the next poll tries again.
        logger.exception("entries of feed source %s could not be taken in", source.pk)
        _finish(source, Fetched(problem=SPOILED))


def _claim(pk):
    now = timezone.now()
    free = FeedSource.objects.filter(Q(leased_until=None) | Q(leased_until__lt=now), pk=pk)
    if not free.filter(is_active=True).update(leased_until=now + LEASE):
        return None
    return FeedSource.objects.select_related("channel", "site").get(pk=pk)


def _fetched(source):
    try:
        return fetching.fetch(source.url, etag=source.etag, last_modified=source.last_modified)
    except Exception:
        # A document nobody thought of must not stop the source for ever, silently.
        logger.exception("feed source %s could not be read", source.pk)
        return Fetched(problem=SPOILED)


@transaction.atomic
def _finish(source, fetched):
    """Take in what came and plan the next poll, if the lease is still ours."""
    now = timezone.now()
    mine = FeedSource.objects.filter(pk=source.pk, leased_until=source.leased_until)
    changes = {"leased_until": None, "last_tried_at": now}
    if fetched.problem:
        changes |= _failed(source, fetched, now)
    else:
        changes |= {
            "failures": 0, "problem": "", "last_ok_at": now, "etag": fetched.etag,
            "last_modified": fetched.last_modified, "next_poll_at": now + _interval(0),
        }  # fmt: skip
    # First, because the update also locks the row: who comes second finds no lease.
    if not mine.update(**changes):
        logger.warning("feed source %s was polled by another worker meanwhile", source.pk)
        return
    if fetched.problem:
        _note_failure(source, fetched.problem, now)
    elif fetched.feed is not None:
        take_in(source, fetched.feed.entries, now)


def _failed(source, fetched, now):
    failures = min(source.failures + 1, 1000)
    changes = {"failures": failures, "problem": fetched.problem}
    if fetched.problem == GONE:
        return changes | {"is_active": False, "next_poll_at": None}
    asked = min(timedelta(seconds=fetched.wait), LONGEST_ASKED)
    return changes | {"next_poll_at": now + max(asked, _interval(failures))}


def _interval(failures):
    """The usual time between two polls, doubled with each failure up to a day, and a bit off."""
    usual = timedelta(minutes=settings.FEED_POLL_MINUTES)
    wait = min(usual * 2 ** min(failures, 16), max(LONGEST_WAIT, usual))
    return wait * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311


def _note_failure(source, problem, now):
    FeedFailure.objects.create(source=source, at=now, problem=problem)
    newest = source.failure_list.order_by("-at", "-pk").values("pk")[: FeedFailure.KEPT]
    source.failure_list.exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    if problem == GONE:
        record("feedsource.gone", by=None, site=source.site, target=source)


@transaction.atomic
def take_in(source, entries, now=None):
    """Offer what is new in ``entries``, follow what has changed; return how many are new.

    What is no longer in the feed stays: feeds only name the newest.
    """
    now = now or timezone.now()
    match = Match(source, entries)
    for entry, keys, item in match.known:
        _follow(entry, keys, item)
    here = published_here(source.site, [entry for entry, _keys in match.new])
    # The last one first: of those without a date, a feed names the newest first.
    # Keys of entries may change hands later; the key of a submission never does.
    offered = [(entry, keys) for entry, keys in reversed(match.new) if entry not in here]
    items = [
        OutsideItem(f"feed:{source.pk}:{uuid4().hex}", entry.link, entry.title, entry.summary,
                    entry.date or now)
        for entry, keys in offered
    ]  # fmt: skip
    site = source.site if source.site is not None and source.site.opened_at else None
    made = offer_outside(items, channel=source.channel, school_name=source.school_name, site=site)
    known = [
        _item(source, *pair, submission) for pair, submission in zip(offered, made, strict=True)
    ]
    known += [_item(source, entry, keys, None) for entry, keys in match.new if entry in here]
    FeedItem.objects.bulk_create(known)
    return len(made)


def _item(source, entry, keys, submission):
    return FeedItem(
        source=source, submission=submission, guid_key=keys.guid, link_key=keys.link,
        title_key=keys.title, shown=entry.print,
    )  # fmt: skip


def _follow(entry, keys, item):
    """Note new keys of a known entry, and show it as it is now."""
    named = {
        f"{name}_key": getattr(keys, name)
        for name in ("guid", "link", "title")
        if getattr(keys, name) and getattr(keys, name) != getattr(item, f"{name}_key")
    }
    if entry.print != item.shown:
        named["shown"] = entry.print
        if item.submission is not None:
            update_outside(
                item.submission, title=entry.title, summary=entry.summary, url=entry.link
            )
    if named:
        FeedItem.objects.filter(pk=item.pk).update(**named)
