"""Whether something is found at all: asked of the index for many questions at once."""

from . import analysis, engines, questions
from .models import Entry
from .synonyms import synonyms

HERE = "@here@"  # where the condition of each question goes


def that_find(scope, asked):
    """Those of ``asked``, (text, other text), of which as a question the text finds what

    ``scope`` shows and the other, if it is not empty, does not. One query.
    """
    engine, site = engines.embedded(), scope and scope.pk

    def condition(text):
        question = questions.by_words(questions.parse(text, synonyms))
        return engine.matched_by(question, site) if question else None

    ways = [((text, other), condition(text), condition(other)) for text, other in asked]
    return _there(engine, scope, [one for one in ways if one[1]])


def that_stand(scope, texts):
    """Those of ``texts`` whose words stand in one title that ``scope`` shows. One query."""
    engine, site = engines.embedded(), scope and scope.pk
    words = [(text, questions.Reading(analysis.fold(text)).words) for text in texts]
    return _there(
        engine, scope, [(text, engine.in_titles(one, site), None) for text, one in words if one]
    )


def _there(engine, scope, ways):
    """Those of which something meets their condition and nothing the other, if there is one.

    The other first, and where something does the condition itself is not looked for.
    """
    if not ways:
        return []
    visible = Entry.objects.visible().order_by()
    if scope is not None:
        visible = visible.filter(site=scope)
    # Only the conditions differ: the rest is made into SQL once.
    first = visible.extra(tables=ways[0][1][0], where=[HERE])  # noqa: S610 (a constant)
    sql, params = first.values_list("pk", flat=True).query.sql_with_params()
    parts, values = [], []

    def exists(_tables, condition, matched):
        values.extend([*params, *matched])
        return engine.exists(sql.replace(HERE, condition))

    for place, (_text, condition, other) in enumerate(ways):
        unless = f"WHEN {exists(*other)} THEN false " if other else "WHEN false THEN false "
        parts.append(f"SELECT {place} WHERE CASE {unless}ELSE {exists(*condition)} END")
    there = {place for (place,) in engine.rows(" UNION ALL ".join(parts), values)}
    return [text for place, (text, *_conditions) in enumerate(ways) if place in there]
