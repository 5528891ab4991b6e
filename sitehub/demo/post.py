"""Demo mailboxes and forms, and what visitors sent: answered, waiting, overdue."""

import hashlib
from datetime import timedelta

from django.utils import timezone

from school_sites.letters import states
from school_sites.models import ColumnLayout, FormPage, FormQuestion, Letter, MailboxPage

from .making import column_of, show, some_days_ago

WRITTEN = ("topic", "title", "text", "sender", "contact", "may_publish")


def fill_boxes(content, sites, editors):
    """Open the mailboxes and forms of ``content`` (letters.toml) and send what it names."""
    for row in content["mailboxes"]:
        _fill_mailbox(sites[row["site"]], row, editors[row["site"]])
    for row in content["forms"]:
        _fill_form(sites[row["site"]], row, editors[row["site"]])


def _fill_mailbox(site, row, by):
    box = MailboxPage(
        title=row["title"],
        kind=row["kind"],
        introduction=row["introduction"],
        reply_days=row["reply_days"],
        publishes_answers=row["publishes_answers"],
        topics="\n".join(row["topics"]),
    )
    show(column_of(site, layout=ColumnLayout.FORMS), box, by)
    for letter in row["letters"]:
        _send(site, box, letter, by)


def _send(site, box, row, by):
    fields = {name: row[name] for name in WRITTEN if name in row}
    sending = _sending(box, row["title"])
    letter, _code = states.receive(box=box, site=site, sending=sending, **fields)
    if row.get("taken"):
        letter = states.take_up(letter, version=letter.version, by=by)
    if "reply" in row:
        letter = states.reply(letter, version=letter.version, by=by, text=row["reply"])
    if "question" in row:
        letter = states.publish_answer(
            letter,
            version=letter.version,
            by=by,
            question=row["question"],
            answer=row["answer"],
        )
    _date_back(letter, row["days_ago"], box.reply_days)


def _sending(box, what):
    return hashlib.sha256(f"demo {box.pk} {what}".encode()).hexdigest()


def _date_back(letter, days_ago, reply_days=None):
    """Let ``letter`` have come that long ago, and been answered two days later."""
    received = some_days_ago(days_ago, hour=8, minute=20)
    settled = min(received + timedelta(days=2, hours=3), timezone.now())
    times = {"received_at": received}
    if reply_days is not None:
        times["due_on"] = timezone.localdate(received) + timedelta(days=reply_days)
    if letter.settled_at is not None:
        times["settled_at"] = settled
    if letter.published_at is not None:
        times["published_at"] = settled
    Letter.objects.filter(pk=letter.pk).update(**times)


def _fill_form(site, row, by):
    form = FormPage(
        title=row["title"],
        introduction=row["introduction"],
        thanks=row["thanks"],
        closes_at=timezone.now() + timedelta(days=row["closes_in_days"]),
    )
    form.questions = [
        FormQuestion(sort_order=order, **question)
        for order, question in enumerate(row["questions"])
    ]
    show(column_of(site, layout=ColumnLayout.FORMS), form, by)
    questions = list(form.questions.all())
    for number, values in enumerate(row["answers"]):
        answers = [
            {"question": question.pk, "label": question.label, "value": value}
            for question, value in zip(questions, values, strict=True)
        ]
        sending = _sending(form, number)
        letter, _code = states.receive(box=form, site=site, sending=sending, answers=answers)
        _date_back(letter, number + max(0, -row["closes_in_days"]) + 1)
