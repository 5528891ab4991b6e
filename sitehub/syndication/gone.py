"""What the district's feeds showed of schools and show no longer."""

from django.db.models import Q

from school_sites.models import GonePage
from school_sites.models.school_site import SHOWN_STATUSES
from school_sites.tombstones import MOST, Tombstone, article_guid, outside_guid

from .filing import page_source_key
from .models import Channel, Decision, Submission

FIELDS = ("pk", "article", "site", "outside_url", "source_key")


def gone_submissions(site, column_id, since):
    """Tombstones of submissions that were shown and are not, since then. Five queries at most.

    Taken down by the district, withdrawn or moved away by the school; not public at the
    school's own site any more; deleted there.
    """
    rows = Submission.objects.all()
    if column_id is not None:
        rows = rows.filter(channel__in=Channel.objects.filter(column=column_id).values("pk"))
    ways = (_taken_down, _hidden, _suspended, _deleted)
    return [one for way in ways for one in way(rows, since)]


def _taken_down(rows, since):
    """Of those that were taken once, whatever the row says now.

    What waits again in another channel has forgotten that it was taken; its place has
    changed, though, and a tombstone too many harms nobody.
    """
    moved = Q(decision=Decision.WAITING, version__gt=1, outside_url="")
    was_taken = Q(accepted_at__isnull=False) | moved
    hidden = ~Q(decision=Decision.ACCEPTED) | Q(school_withdrew=True) | Q(set_aside=True)
    return _read(rows.filter(was_taken, hidden, standing_at__gte=since), "standing_at")


def _hidden(rows, since):
    moment = "article__listing__listed_changed_at"
    hidden = {"article__listing__listed": False, f"{moment}__gte": since}
    return _read(rows.accepted().filter(**hidden), moment)


def _suspended(rows, since):
    moment = "site__shown_changed_at"
    rows = rows.accepted().exclude(site__status__in=SHOWN_STATUSES)
    return _read(rows.filter(**{f"{moment}__gte": since}), moment)


def _read(rows, moment):
    rows = rows.order_by(f"-{moment}").values_list(*FIELDS, moment)[:MOST]
    return [Tombstone(_guid(*facts), gone_at) for *facts, gone_at in rows]


def _deleted(rows, since):
    gone = GonePage.objects.filter(was_listed=True, gone_at__gte=since).order_by("-gone_at")
    pages = {
        page_source_key(number): (number, site, moment)
        for number, site, moment in gone.values_list("number", "site", "gone_at")[:MOST]
    }
    keys = rows.accepted().filter(article=None, source_key__in=pages) if pages else rows.none()
    return [
        Tombstone(article_guid(site, number), moment)
        for number, site, moment in (
            pages[key] for key in keys.values_list("source_key", flat=True)
        )
    ]


def _guid(pk, article, site, outside_url, source_key):
    if outside_url:
        return outside_guid(pk)
    number = article or source_key.rpartition(":")[2]
    return article_guid(site, number)
