"""What both databases have in common: when a row is written, and how questions are asked."""

from django.db import transaction
from django.db.models import BigIntegerField, Case, FloatField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from modelsearch.query import MatchAll
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks
from wagtail.search.models import IndexEntry

from . import matching, texts

TABLE = IndexEntry._meta.db_table


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
        question = matching.asked(self.query)
        if not question:
            return self.queryset.none()
        text = self.language.match(question, is_typing=self.LAST_TERM_IS_PREFIX)
        found = self.queryset.filter(pk__in=self._numbers(self.matched(text)))
        score = Case(
            When(pk__in=self._numbers(self.called(text)), then=Value(1.0)),
            default=Value(0.0), output_field=FloatField(),
        )  # fmt: skip
        if score_field is not None:
            found = found.annotate(**{score_field: score})
        if self.order_by_relevance:
            found = found.order_by(score.desc(), "-pk")
        elif not found.query.order_by:
            found = found.order_by("-pk")
        return found[start:stop]

    def matched(self, text):
        """(SQL, parameters) for the numbers of rows that match ``text``."""
        raise NotImplementedError

    def called(self, text):
        """The same for those whose titles alone do."""
        raise NotImplementedError

    def _numbers(self, rows):
        kinds = get_descendants_content_types_pks(self.queryset.model)
        found = IndexEntry.objects.filter(content_type__in=kinds, pk__in=RawSQL(*rows))
        return found.annotate(number=Cast("object_id", BigIntegerField())).values("number")
