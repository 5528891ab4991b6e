"""Mailboxes and forms: cards that lead to them, and the answers that were published."""

from django.utils import timezone

from school_sites.letters.addresses import answers_url, fill_url, state_url
from school_sites.letters.answers import newest_answers
from school_sites.letters.filling import form_for, why_closed
from school_sites.models import ColumnLayout, FormPage, MailboxPage

from . import Section, pages_of, register

ANSWERS_IN_COLUMN = 10
ANSWERS_ON_PAGE = 20
TEXT_ON_CARD = 120


def column_values(request, entry, column):
    """A card for each mailbox and form of the column, and its newest public answers."""
    boxes = [*pages_of(MailboxPage, column.path), *pages_of(FormPage, column.path)]
    boxes.sort(key=lambda box: box.path)
    asked = [box.pk for box in boxes if box.publishes_answers]
    answers, _older = newest_answers(entry.school_site, asked, ANSWERS_IN_COLUMN)
    return {
        "section_items": [card(entry, box) for box in boxes],
        "changes_at": min(filter(None, map(opens_or_closes, boxes)), default=None),
        "answers": answers,
        "state_url": state_url(),
    }


def page_values(request, entry, page):
    """One mailbox or form, with its newest public answers.

    The form itself is on a page that nobody stores; only an editor's preview
    shows it here.
    """
    asked = [page.pk] if page.publishes_answers and page.pk else []
    answers, older = newest_answers(entry.school_site, asked, ANSWERS_ON_PAGE)
    return {
        "box": card(entry, page) | {"text": page.introduction},
        "changes_at": opens_or_closes(page),
        "answers": answers,
        "older_url": answers_url(page.pk, older) if older else "",
        "state_url": state_url(),
        "form": form_for(page) if request.is_preview else None,
        "description": page.introduction[:TEXT_ON_CARD],
    }


def opens_or_closes(box):
    """The next moment at which a box begins or ceases to take letters, or None."""
    moments = (getattr(box, "opens_at", None), getattr(box, "closes_at", None))
    return min((one for one in moments if one and one > timezone.now()), default=None)


def card(entry, box):
    """A box as the column shows it; values that are empty are not shown."""
    text = box.introduction
    return {
        "title": box.title,
        "url": box.site_path(),
        "fill_url": fill_url(box.pk),
        "action": action_of(box),
        "closed": why_closed(entry.school_site, box, timezone.now()),
        "kind": box.kind,
        "text": text[:TEXT_ON_CARD] + "…" if len(text) > TEXT_ON_CARD else text,
        "takes_letters": isinstance(box, MailboxPage),
        "reply_days": getattr(box, "reply_days", None),
        "opens_at": getattr(box, "opens_at", None),
        "closes_at": getattr(box, "closes_at", None),
        "topics": getattr(box, "topic_list", []),
    }


def action_of(box):
    """The words on the button that leads to the form."""
    if isinstance(box, FormPage):
        return "填写表单"
    return "我要投稿" if box.takes_file else "我要写信"


for model in (MailboxPage, FormPage):
    register(
        Section(
            layout=ColumnLayout.FORMS,
            column=column_values,
            page_model=model,
            page=page_values,
            template="themes/base/pages/box.html",
            styles=("forms",),
        )
    )
