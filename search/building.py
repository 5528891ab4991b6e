"""A new index of Elasticsearch, filled beside the one that is searched, then put in its place.

What changes meanwhile reaches both (search.outbox), and a copy never replaces a change: copies
have the lowest version. Broken off at any moment, building goes on where it was: what is there
is not copied again. Nothing is taken away before the new index is proved equal to the database.
"""

import time
from contextlib import contextmanager

from django.core.cache import cache
from elasticsearch import helpers

from . import index_drift, outbox
from .engines import breaker, cluster
from .models import Entry

CHUNK = 200  # entries
BUILDING, LEASE = "search.building", 300  # seconds without a chunk after which another may build
LOOK_SECONDS = 3  # the scheduler has other things to do
RETRIES = 8  # of what Elasticsearch is too busy for: 1, 2, 4 … 30 seconds apart
PROOFS = 20  # attempts to catch it between two changes


class NotBuilt(RuntimeError):
    """The new index could not be made equal; the old one serves on. Try again later."""


class Busy(NotBuilt):
    """Somebody else is building."""


@contextmanager
def alone():
    """Raises Busy."""
    if not cache.add(BUILDING, True, LEASE):
        raise Busy("another rebuild is under way")
    try:
        yield
    finally:
        cache.delete(BUILDING)


def is_missing():
    """Whether there is nothing that could be searched."""
    return cluster.serving() not in set().union(*cluster.indexes(LOOK_SECONDS).values())


def build(progress=lambda total: None, seconds=float("inf")):
    """Fill a new index and put it in the old one's place; returns how many can be found in it.

    None where that took longer than ``seconds``: call it again. ``progress(total)`` returns an
    object whose ``update(how many)`` is called. Raises NotBuilt.
    """
    end = time.monotonic() + seconds
    with alone():
        name = begin()
        bar = progress(Entry.objects.filter(listed=True).count())
        for entries in _chunks():
            if time.monotonic() > end:
                return None
            _copy(name, entries)
            if bar is not None:
                bar.update(len(entries))
        found = prove(name)
        swap(name)
        return found


def begin():
    """The name of the index to fill: one that was begun, or a new one."""
    for name, aliases in cluster.indexes().items():
        if cluster.following() in aliases:
            return name
    start = f"{cluster.serving()}."
    numbers = [name.removeprefix(start) for name in cluster.indexes() if name.startswith(start)]
    name = f"{start}{max((int(one) for one in numbers if one.isdecimal()), default=0) + 1}"
    cluster.make(name)
    return name


def _chunks():
    """Listed entries with their texts, of which memory holds one chunk."""
    last = 0
    while True:
        listed = Entry.objects.filter(listed=True, pk__gt=last).order_by("pk")
        chunk = list(listed.select_related("text")[:CHUNK])
        if not chunk:
            return
        last = chunk[-1].pk
        cache.set(BUILDING, True, LEASE)
        yield chunk


def _copy(name, entries):
    """Give the index those of ``entries`` that it lacks."""
    answer = cluster.client().mget(index=name, ids=[entry.pk for entry in entries], source=False)
    there = {int(one["_id"]) for one in answer["docs"] if one.get("found")}
    actions = (
        cluster.action(cluster.following(), cluster.document(entry.pk, entry), cluster.COPIED)
        for entry in entries
        if entry.pk not in there
    )
    answers = helpers.streaming_bulk(
        cluster.client(), actions, max_chunk_bytes=outbox.BYTES_AT_ONCE, require_alias=True,
        max_retries=RETRIES, initial_backoff=1, max_backoff=30, raise_on_error=False,
    )  # fmt: skip
    for _ok, answer in answers:
        answer = answer["index"]
        if answer["status"] not in (200, 201, 409):  # 409: a change of it was faster
            raise NotBuilt(f"{name}: entry {answer['_id']}: {answer.get('error')}")


def prove(name):
    """Return how many the index ``name`` finds, once it is what the database says.

    Every entry is compared, then the numbers of all. Raises NotBuilt.
    """
    for _attempt in range(3):
        outbox.tell()
        wrong = list(index_drift.find(name))
        if not wrong:
            break
        outbox.note(wrong)
    else:
        # Begun before a backup was put back, it knows later versions than there are now.
        cluster.client().indices.delete(index=name)
        raise NotBuilt(f"{name}: {len(wrong)} entries differ, the first is {wrong[0]}")
    for attempt in range(PROOFS):
        outbox.tell()
        listed = Entry.objects.filter(listed=True).count()
        found = index_drift.count(name)
        if listed == found == Entry.objects.filter(listed=True).count():
            return found
        time.sleep(0.1 * attempt)
    raise NotBuilt(f"{name}: {found} entries instead of {listed}")


def swap(name):
    """Let the index ``name`` be searched and remove all others of this install, in one step."""
    others = cluster.indexes().keys() - {name}
    cluster.client().indices.update_aliases(
        actions=[
            {"remove": {"index": name, "alias": cluster.following()}},
            {"add": {"index": name, "alias": cluster.serving()}},
            *({"remove_index": {"index": one}} for one in sorted(others)),
        ]
    )
    breaker.close()
    # In one piece, as every question looks up all its words in each: a third of the time.
    cluster.client().indices.forcemerge(index=name, max_num_segments=1, wait_for_completion=False)


def mend():
    """Tell Elasticsearch anew what it has wrong; returns these numbers of entries.

    Where that does not help, as after a backup was put back, a new index is built.
    """
    wrong = list(index_drift.find(cluster.serving()))
    if wrong and not (index_drift.mend(wrong) and not any(index_drift.find(cluster.serving()))):
        build()
    return wrong
