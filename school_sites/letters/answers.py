"""Questions and answers that were published: what an editor wrote, nothing of the sender's."""

from school_sites.models import Letter
from school_sites.paging import newest


def newest_answers(site, boxes, limit, after=None):
    """``(answers, cursor)``: the newest ``limit`` answers of the boxes of these ids.

    ``after`` is a Cursor: only older ones. The cursor leads to the next part, or
    is None. One query.
    """
    if not boxes:
        return [], None
    rows = Letter.objects.for_site(site).published().filter(box__in=boxes)
    rows = rows.only("public_question", "public_answer", "published_at")
    shown, older = newest(rows, date_field="published_at", limit=limit, after=after)
    answers = [
        {"question": one.public_question, "answer": one.public_answer, "date": one.published_at}
        for one in shown
    ]
    return answers, older
