"""Tell a WebSub hub which feeds have changed, if one is configured (WEBSUB_HUB).

A change writes one row for each feed in its own transaction, however often the feed
changes; the scheduler queues the rows that are there, and the worker tells the hub.
Telling too much harms nobody: the hub reads the feed and compares.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from sitehub.outside import OutsideClient, OutsideError

from . import hosts
from .feeds import ATOM, JSON
from .models import ColumnPage, FeedPing

AT_ONCE = 100  # feeds that one look of the scheduler queues
LOST = timedelta(minutes=15)  # after which a feed is queued again that no worker took
FIRST_WAIT = timedelta(minutes=1)  # doubled with each failure
MAX_ATTEMPTS = 10  # about seventeen hours
client = OutsideClient()


class HubRefuses(RuntimeError):
    """The hub took no notice for so long that a person should look; the task fails with it."""


def feeds_changed(pairs):
    """Note that the feeds of ``pairs`` (site id, column id or None) have changed.

    With a column its site's feed, and with a school's the district's, which shows what
    schools contribute. One statement; none where there is no hub.
    """
    if not settings.WEBSUB_HUB:
        return
    district = hosts.table().district
    named = {(site, column or 0) for site, column in pairs}
    named |= {(site, 0) for site, _column in named}
    if named and district is not None:
        named.add((district.id, 0))
    now = timezone.now()
    FeedPing.objects.bulk_create(
        [
            FeedPing(site_id=site, column_number=column, changed_at=now, next_try_at=now)
            for site, column in sorted(named)
        ],
        update_conflicts=True,
        unique_fields=["site", "column_number"],
        update_fields=["changed_at"],
    )


def announce_due(now=None):
    """Queue the feeds the hub is to be told of; return how many."""
    if not settings.WEBSUB_HUB:
        FeedPing.objects.all().delete()
        return 0
    now = now or timezone.now()
    due = FeedPing.objects.filter(next_try_at__lte=now).order_by("next_try_at")[:AT_ONCE]
    queued = 0
    for pk, planned in list(due.values_list("pk", "next_try_at")):
        mine = FeedPing.objects.filter(pk=pk, next_try_at=planned)
        if mine.update(next_try_at=now + LOST, attempts=F("attempts") + 1):
            announce.enqueue(pk)
            queued += 1
    return queued


@task()
def announce(pk):
    """Tell the hub of one feed, in both its forms. Raises HubRefuses after MAX_ATTEMPTS."""
    ping = FeedPing.objects.filter(pk=pk).first()
    if ping is None:
        return
    addresses = addresses_of(ping)
    trouble = _tell(addresses) if addresses and settings.WEBSUB_HUB else ""
    now = timezone.now()
    mine = FeedPing.objects.filter(pk=pk)
    if not trouble:
        # What changed after we read the row is told of once more.
        if not mine.filter(changed_at=ping.changed_at).delete()[0]:
            mine.update(next_try_at=now, attempts=0)
    elif ping.attempts < MAX_ATTEMPTS:
        mine.update(next_try_at=now + FIRST_WAIT * 2**ping.attempts)
    else:
        mine.delete()
        raise HubRefuses(f"{settings.WEBSUB_HUB}: {trouble}: {addresses[0]}")


def _tell(addresses):
    """What went wrong; "" for nothing."""
    form = [("hub.mode", "publish"), *(("hub.url", one) for one in addresses)]
    try:
        reply = client.post(settings.WEBSUB_HUB, form)
    except OutsideError as error:
        return error.trouble.value
    return "" if 200 <= reply.status < 300 else f"HTTP {reply.status}"


def addresses_of(ping):
    """Addresses of the feed's two forms; none where the site or the column is gone."""
    entry = hosts.table().by_id.get(ping.site_id)
    if entry is None:
        return []
    path = "/"
    if ping.column_number:
        column = ColumnPage.objects.filter(pk=ping.column_number, live=True).first()
        if column is None:
            return []
        path = column.site_path(entry)
    return [entry.url(path + form) for form in (ATOM, JSON)]
