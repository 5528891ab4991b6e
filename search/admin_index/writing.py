"""When the admin's index is written: with what is saved, and by walking over everything."""

from modelsearch.index import get_indexed_models
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from . import texts

CHUNK = 100  # things whose words are in memory


def saved(thing, update_fields=None):
    """Index ``thing``, which is being saved, in the same transaction."""
    # A draft is kept in its revision; of the page itself only these fields are written.
    is_draft = update_fields is not None and "latest_revision" in update_fields
    thing = thing.get_indexed_instance()
    if thing is not None:
        words = texts.words_of(thing, is_draft=is_draft)
        get_search_backend().get_index_for_object(thing).keep(type(thing), [(thing, words)])


def how_many():
    """How many things the admin searches."""
    return sum(model.get_indexed_objects().count() for model in get_indexed_models())


def chunks(after=("", 0)):
    """Compare the index with all that the admin searches, from behind ``after``, and mend it.

    Yields (how many there were, how many were wrong, (their model's label, the last number)).
    """
    label, last = after
    for model in sorted(get_indexed_models(), key=lambda model: model._meta.label):
        if model._meta.label < label:
            continue
        last = last if model._meta.label == label else 0
        index = get_search_backend().get_index_for_model(model)
        while things := _chunk(model, last):
            last = things[-1].pk
            wrong = index.keep(model, [(one, texts.words_of(one)) for one in things])
            yield len(things), wrong, (model._meta.label, last)


def _chunk(model, last):
    things = model.get_indexed_objects().filter(pk__gt=last).order_by("pk")
    if issubclass(model, Page):
        things = things.select_related("latest_revision")
    return list(things[:CHUNK])
