"""An index of Elasticsearch against the entries, and how it is mended.

Both are read in chunks by number, so that memory does not grow with the install.
"""

from elasticsearch import dsl

from . import outbox
from .engines import cluster
from .models import Change, Entry

CHUNK = 1000  # entries without their texts


def count(index):
    """How many can be found in ``index``, with all it was told up to now."""
    cluster.client().indices.refresh(index=index)
    found = cluster.client().count(index=index, query={"term": {"listed": True}})
    return found["count"]


def find(index):
    """Yield the numbers of entries that ``index`` has wrong, too many or not.

    What it is still to be told is not wrong.
    """
    cluster.client().indices.refresh(index=index)
    last = 0
    while True:
        ours = _ours(Entry.objects.filter(pk__gt=last).order_by("pk")[:CHUNK])
        upper = max(ours) if len(ours) == CHUNK else None
        theirs = _theirs(index, last, upper)
        ours = {number: facts for number, facts in ours.items() if facts}
        suspects = [one for one in ours.keys() | theirs.keys() if ours.get(one) != theirs.get(one)]
        yield from sorted(_confirmed(index, suspects))
        if upper is None:
            return
        last = upper


def _ours(found):
    """{number: its facts, None where it may not be found}."""
    return {
        entry.pk: cluster.facts(entry) if entry.listed else None
        for entry in found.select_related("text").defer("text__body", "text__files")
    }


def _theirs(index, last, upper):
    """{number: its facts} of what can be found from beyond ``last`` to ``upper``, page by page."""
    between = {"gt": last} | ({"lte": upper} if upper else {})
    search = dsl.Search(using=cluster.client(), index=index).source([*cluster.FACTS, "listed"])
    search = search.filter("term", listed=True).filter("range", number=between)
    search = search.sort("number").extra(size=CHUNK, track_total_hits=False)
    found, page = {}, search
    while hits := page.execute().hits.hits:
        found |= {int(hit["_id"]): _facts_in(hit["_source"].to_dict()) for hit in hits}
        page = search.extra(search_after=list(hits[-1]["sort"]))
    return found


def _confirmed(index, suspects):
    """Those of ``suspects`` that are wrong still, and that nobody is about to tell.

    Ours is read before and after: what changes meanwhile is told, but perhaps not yet.
    """
    if not suspects:
        return set()
    before = _ours(Entry.objects.filter(pk__in=suspects))
    waiting = Change.objects.filter(entry_number__in=suspects)
    waiting = set(waiting.values_list("entry_number", flat=True))
    answer = cluster.client().mget(index=index, ids=suspects)
    theirs = {int(one["_id"]): one["_source"] for one in answer["docs"] if one.get("found")}
    after = _ours(Entry.objects.filter(pk__in=suspects))
    return {
        number
        for number in set(suspects) - waiting
        if before.get(number) == after.get(number) != _facts_in(theirs.get(number))
    }


def _facts_in(document):
    if document is None or not document["listed"]:
        return None
    return {name: document[name] for name in cluster.FACTS}


def mend(numbers):
    """Have Elasticsearch told of the entries ``numbers``; returns whether it took it."""
    outbox.note(numbers)
    return outbox.tell()
