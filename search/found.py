"""Whether something is found at all: asked of the index for many questions at once."""

from django.db import connection

from . import engines, questions
from .models import Entry
from .synonyms import synonyms


def that_find(scope, texts):
    """Those of ``texts`` that find something ``scope`` shows (None: all sites). One query."""
    asked = [(text, questions.parse(text, synonyms)) for text in texts]
    asked = [(text, question) for text, question in asked if question]
    if not asked:
        return []
    visible = Entry.objects.visible()
    if scope is not None:
        visible = visible.filter(site=scope)
    engine = engines.embedded()
    parts, params = [], []
    for place, (_text, question) in enumerate(asked):
        first = engine.matching(visible, question).values_list("pk", flat=True)[:1]
        sql, values = first.query.sql_with_params()
        parts.append(f"SELECT {place} WHERE EXISTS ({sql})")
        params += values
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        there = {place for (place,) in cursor.fetchall()}
    return [text for place, (text, _question) in enumerate(asked) if place in there]
