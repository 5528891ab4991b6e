"""What the admin finds a thing by: what it is called, and all its other words."""

import hashlib
from dataclasses import dataclass

from django.db.models import Manager
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from wagtail.models import Page

from search import analysis
from search.texts import text_of

VERSION = 1  # rises where the functions here say something else of the same thing


@dataclass(frozen=True, slots=True)
class Words:
    """``title`` is what it is called: title, file name, tags. ``rest`` is found after that."""

    title: str
    rest: str

    @property
    def digest(self):
        """Differs where the index would differ."""
        words = "\0".join((self.title, self.rest))
        return f"{version()}:{hashlib.sha256(words.encode()).hexdigest()[:40]}"

    def pairs(self):
        """Pairs of characters of title and rest."""
        return [analysis.pairs_of(analysis.fold(text)) for text in (self.title, self.rest)]


def version():
    """Names what was indexed by this code and vocabulary."""
    return f"{VERSION}.{analysis.version()}"


def words_of(thing, *, is_draft=False):
    """The Words of ``thing``, a specific page or another that Wagtail's admin searches.

    Of a page they are its newest draft's, which it holds itself where it ``is_draft``.
    """
    if isinstance(thing, Page):
        return _of_page(thing, is_draft)
    found = {}
    for field in thing.get_search_fields():
        for name, value in _values(thing, field):
            found.setdefault(name, []).append(value)
    rest = found.pop("description", [])
    return Words(_joined(value for values in found.values() for value in values), _joined(rest))


def _of_page(page, is_draft):
    titles = [page.title]
    if page.has_unpublished_changes:
        if page.live and is_draft:
            titles += Page.objects.filter(pk=page.pk).values_list("title", flat=True)
        elif not is_draft:
            page = page.get_latest_revision_as_object()
            titles.insert(0, page.title)
    text = text_of(page)
    return Words(_joined(titles), f"{text.keywords}\n{text.body}")


def _values(thing, field):
    """(field's name, text) of what a field of Wagtail's list says of ``thing``."""
    if isinstance(field, SearchField | AutocompleteField):
        yield field.field_name, str(field.get_value(thing) or "")
    elif isinstance(field, RelatedFields):
        related = field.get_value(thing)
        for one in related.all() if isinstance(related, Manager) else filter(None, [related]):
            for inner in field.fields:
                yield from _values(one, inner)


def _joined(texts):
    return "\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
