"""Questions and answers that were published: what an editor wrote, nothing of the sender's."""

from school_sites.models import Letter
from school_sites.queries import Cursor, Window


def newest_answers(site, boxes, limit, after=None):
    """``(answers, cursor)``: the newest ``limit`` answers of the boxes of these ids.

    ``after`` is a Cursor: only older ones. The cursor leads to the next part, or
    is None. One query.
    """
    if not boxes:
        return [], None
    window = Window(limit=limit, after=after)
    condition = window.condition(rank=0, date_field="published_at", id_field="pk")
    rows = list(
        Letter.objects.for_site(site)
        .published()
        .filter(condition, box__in=boxes)
        .order_by("-published_at", "-pk")
        .values_list("pk", "public_question", "public_answer", "published_at")[: limit + 1]
    )
    shown = rows[:limit]
    answers = [
        {"question": question, "answer": answer, "date": date}
        for _pk, question, answer, date in shown
    ]
    last = shown[-1] if len(rows) > limit else None
    return answers, Cursor(last[3], 0, last[0]) if last else None
