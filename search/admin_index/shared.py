"""What both databases have in common: when a row is written, and how questions are asked."""

import json

from django.db import transaction
from django.db.models import BooleanField, Case, F, FloatField, Func, When
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from modelsearch.query import MatchAll
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks
from wagtail.search.models import IndexEntry

from . import matching, texts

TABLE = IndexEntry._meta.db_table
FEW = 2_000  # things that are looked into one by one, as those of most schools are


class Index:
    """Writes a row for each thing, and a digest of its words beside it.

    ``digest_field`` names the column of Wagtail's table that the digest stands in.
    """

    digest_field = ""

    def add_items(self, model, objs):
        """Index ``objs``, all of ``model``."""
        self.keep(model, [(one, texts.words_of(one)) for one in objs])

    @transaction.atomic
    def keep(self, model, things):
        """Write the rows of ``things``, (thing, its Words), that say something else; how many."""
        kind = get_content_type_pk(model)
        rows = {str(thing.pk): words for thing, words in things}
        known = IndexEntry.objects.filter(content_type=kind, object_id__in=rows)
        known = dict(known.values_list("object_id", self.digest_field))
        wrong = {pk: words for pk, words in rows.items() if known.get(pk) != words.digest}
        if wrong:
            self.write(kind, wrong)
        return len(wrong)

    def write(self, kind, rows):
        """Write ``rows``, {object's number: its Words}, of the content type ``kind``."""
        raise NotImplementedError

    def _refresh_title_norms(self, full=False):
        """Nothing: it would read the whole table at every save, for an order that we don't use."""


class Compiler:
    """Finds what a question means: what is called so first, the newest first among equals."""

    language = None
    LAST_TERM_IS_PREFIX = False

    def search(self, config, start, stop, score_field=None, backend=None):
        """The part of the given queryset that matches, in its order."""
        if isinstance(self.query, MatchAll):
            return self.queryset[start:stop]
        if not self._hits:
            return self.queryset.none()
        found = self.queryset.filter(Among(self._hits))
        called = Among([number for number, is_called in self._hits.items() if is_called])
        score = Cast(Case(When(called, then=1), default=0), FloatField())
        if score_field is not None:
            found = found.annotate(**{score_field: score})
        if self.order_by_relevance:
            found = found.order_by(score.desc(), "-pk")
        elif not found.query.order_by:
            found = found.order_by("-pk")
        return found[start:stop]

    @cached_property
    def _hits(self):
        """{number of a thing that matches: whether what it is called does}; others' may be in it.

        The index is asked once, and not again to count and to sort.
        """
        question = matching.asked(self.query)
        if not question:
            return {}
        text = self.language.match(question, is_typing=self.LAST_TERM_IS_PREFIX)
        few = list(self.queryset.order_by().values_list("pk", flat=True)[: FEW + 1])
        kinds = get_descendants_content_types_pks(self.queryset.model)
        rows = self.rows(text, kinds, few if len(few) <= FEW else None)
        return {int(number): is_called for number, is_called in rows}

    def rows(self, text, kinds, few):
        """(object's number, whether its title matches) of what matches ``text``.

        Of the content types ``kinds``, and among the numbers ``few`` where they are given.
        """
        raise NotImplementedError


class Among(Func):
    """Whether an object's number is one of ``numbers``, of which there may be very many."""

    output_field = BooleanField()

    def __init__(self, numbers):
        super().__init__(F("pk"))
        self.numbers = numbers

    def as_postgresql(self, compiler, connection):
        """An array of the column's own type is looked up by its hash."""
        [pk] = self.source_expressions
        sql, params = compiler.compile(pk)
        kind = pk.target.rel_db_type(connection)
        return f"{sql} = ANY(%s::{kind}[])", [*params, f"{{{','.join(map(str, self.numbers))}}}"]

    def as_sqlite(self, compiler, connection):
        """One parameter, of which there may not be as many as numbers."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"{sql} IN (SELECT value FROM json_each(%s))", [*params, json.dumps([*self.numbers])]
