"""Whether something is found at all: asked of the index for many questions at once."""

from django.db import connection

from . import analysis, engines, questions
from .models import Entry
from .synonyms import synonyms

HERE = "@here@"  # where the condition of each question goes


def that_find(scope, texts):
    """Those of ``texts``, read as questions, that find what ``scope`` shows. One query."""
    return _that_find(scope, [(text, questions.parse(text, synonyms)) for text in texts])


def that_stand(scope, texts):
    """The same for ``texts`` as they are, without other ways to say them."""
    return _that_find(scope, [(text, _as_it_is(text)) for text in texts])


def _as_it_is(text):
    folded = analysis.fold(text)
    readings = (questions.Reading(folded),) if analysis.RUN.search(folded) else ()
    return questions.Question(text, (questions.Term(readings),) if readings else ())


def _that_find(scope, asked):
    asked = [(text, question) for text, question in asked if question]
    if not asked:
        return []
    engine = engines.embedded()
    conditions = [engine.matched_by(question) for _text, question in asked]
    visible = Entry.objects.visible().order_by()
    if scope is not None:
        visible = visible.filter(site=scope)
    # Only the condition differs: the rest is made into SQL once.
    first = visible.extra(tables=conditions[0][0], where=[HERE])  # noqa: S610 (a constant)
    sql, params = first.values_list("pk", flat=True)[:1].query.sql_with_params()
    parts, values = [], []
    for place, (_tables, condition, matched) in enumerate(conditions):
        parts.append(f"SELECT {place} WHERE EXISTS ({sql.replace(HERE, condition)})")
        values += [*params, *matched]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        there = {place for (place,) in cursor.fetchall()}
    return [text for place, (text, _question) in enumerate(asked) if place in there]
