"""Whether something is found at all: asked of the index for many questions at once."""

from . import analysis, engines, questions
from .models import Entry
from .synonyms import synonyms

HERE = "@here@"  # where the condition of each question goes


def that_find(scope, texts):
    """Those of ``texts``, read as questions, that find what ``scope`` shows. One query."""
    engine, site = engines.embedded(), scope and scope.pk
    asked = [(text, questions.by_words(questions.parse(text, synonyms))) for text in texts]
    return _there(
        engine, scope, [(text, engine.matched_by(one, site)) for text, one in asked if one]
    )


def that_stand(scope, texts):
    """Those of ``texts`` whose words stand in one title that ``scope`` shows. One query."""
    engine, site = engines.embedded(), scope and scope.pk
    words = [(text, questions.Reading(analysis.fold(text)).words) for text in texts]
    return _there(
        engine, scope, [(text, engine.in_titles(one, site)) for text, one in words if one]
    )


def _there(engine, scope, conditions):
    if not conditions:
        return []
    visible = Entry.objects.visible().order_by()
    if scope is not None:
        visible = visible.filter(site=scope)
    # Only the condition differs: the rest is made into SQL once.
    first = visible.extra(tables=conditions[0][1][0], where=[HERE])  # noqa: S610 (a constant)
    sql, params = first.values_list("pk", flat=True).query.sql_with_params()
    parts, values = [], []
    for place, (_text, (_tables, condition, matched)) in enumerate(conditions):
        parts.append(f"SELECT {place} WHERE {engine.exists(sql.replace(HERE, condition))}")
        values += [*params, *matched]
    there = {place for (place,) in engine.rows(" UNION ALL ".join(parts), values)}
    return [text for place, (text, _condition) in enumerate(conditions) if place in there]
