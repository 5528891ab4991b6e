"""Every change of a letter: one function each.

All take part in the caller's transaction, ask who is asking, write an audit line
without a word of the sender's, and return the letter. A change is a conditional
update on the version it was made on: where a colleague was faster,
``HandledMeanwhile`` tells, and nothing is overwritten.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites.models import Letter, LetterState, SiteStatus
from school_sites.models.letters import OPEN_STATES, sites_answered_by
from school_sites.plain_text import without_control
from sitehub.audit import record

from . import attachments, tasks
from .codes import digest_of, new_code

REPLY_LIMIT = 5000
# Which states each change begins in.
FROM = {
    "take_up": (LetterState.RECEIVED,),
    "reply": OPEN_STATES,
    "close": (*OPEN_STATES, LetterState.ANSWERED),
    "mark_spam": OPEN_STATES,
    "not_spam": (LetterState.SPAM,),
    "publish_answer": (LetterState.ANSWERED, LetterState.CLOSED),
    "take_down_answer": tuple(LetterState),
    "delete_personal_data": tuple(LetterState),
}
NOTHING_PERSONAL = {
    "sender": "", "contact": "", "topic": "", "title": "", "text": "", "answers": [],
    "file": "", "file_name": "", "reply": "",
}  # fmt: skip


class NotTaken(Exception):
    """The site or the box takes no letters now; the message is for the sender."""


class HandledMeanwhile(Exception):
    """A colleague changed the letter first; ``letter`` is as it is now."""

    def __init__(self, letter):
        self.letter = letter
        who = str(letter.handler) if letter.handler_id else _("系统")
        text = _("这封信刚才已由%(who)s处理为“%(state)s”，您的操作没有生效。")
        super().__init__(text % {"who": who, "state": letter.get_state_display()})


class OutOfTurn(Exception):
    """The letter's state does not allow the change; the message says what it is."""

    def __init__(self, letter):
        text = _("这封信现在是“%(state)s”，不能这样处理。")
        super().__init__(text % {"state": letter.get_state_display()})


def receive(*, box, site, sending, answers=(), file=None, **fields):
    """Keep a letter to ``box`` (a MailboxPage or FormPage); return ``(letter, code)``.

    ``sending`` is a text that only this sending has: the same one again returns
    the letter it made, and None for the code. ``fields`` are those of a letter's
    content; ``file`` is a checked upload. Raises NotTaken.
    """
    if site.status != SiteStatus.OPEN:
        raise NotTaken("本网站现在不接收来信。")
    code = new_code()
    stored, shown = "", ""
    try:
        if (earlier := _sent_before(site, sending)) is not None:
            return earlier, None
        if file is not None:
            stored, shown = attachments.store(file)
        letter = _keep(
            box,
            site=site,
            due_on=_due_on(box),
            code_digest=digest_of(code),
            sending_digest=sending,
            answers=list(answers),
            file=stored,
            file_name=shown,
            **fields,
        )
    except BaseException as error:
        attachments.remove(stored)
        # The same letter was sent twice in the same moment, and the other one is kept.
        if isinstance(error, IntegrityError) and (earlier := _sent_before(site, sending)):
            return earlier, None
        raise
    return letter, code


def _sent_before(site, sending):
    return Letter.objects.for_site(site).filter(sending_digest=sending).first()


@transaction.atomic
def _keep(box, **values):
    letter = Letter.objects.create(box_id=box.pk, box_title=box.title, box_kind=box.kind, **values)
    record("letter.receive", by=None, site=letter.site, target=letter)
    if box.notified:
        transaction.on_commit(lambda: tasks.tell.enqueue(letter.pk))
    return letter


def _due_on(box):
    days = getattr(box, "reply_days", None)
    return timezone.localdate() + timedelta(days=days) if days else None


def take_up(letter, *, version, by):
    """Somebody looks after the letter; its sender sees 处理中."""
    return _change("take_up", letter, version, by, state=LetterState.IN_HAND, handler=by)


def reply(letter, *, version, by, text):
    """Answer the letter; its sender reads ``text``. Raises ValidationError on ``text``."""
    text = _needed(text, "text", _("请填写答复。"))
    now = timezone.now()
    return _change(
        "reply", letter, version, by,
        state=LetterState.ANSWERED, reply=text, settled_at=now, handler=by,
    )  # fmt: skip


def close(letter, *, version, by):
    """Nothing more is done. The time its personal data is kept begins, if it has not."""
    settled = letter.settled_at or timezone.now()
    return _change(
        "close", letter, version, by, state=LetterState.CLOSED, settled_at=settled, handler=by
    )


def mark_spam(letter, *, version, by):
    """Not a letter. Its sender sees 已关闭."""
    return _change(
        "mark_spam", letter, version, by,
        state=LetterState.SPAM, settled_at=timezone.now(), handler=by,
    )  # fmt: skip


def not_spam(letter, *, version, by):
    """A letter after all."""
    return _change(
        "not_spam", letter, version, by, state=LetterState.RECEIVED, settled_at=None, handler=by
    )


def publish_answer(letter, *, version, by, question, answer):
    """Show an edited question and answer to everybody, or change what is shown.

    Raises ValidationError where the sender did not agree, the box publishes
    nothing, or a text is missing.
    """
    question = _needed(question, "question", _("请填写公开的问题。"))
    answer = _needed(answer, "answer", _("请填写公开的答复。"))
    if not letter.may_publish:
        raise ValidationError(_("写信人没有同意公开，不能公开。"))
    if not may_show_answers(letter):
        raise ValidationError(_("这个信箱没有开启“可以公开答复”。"))
    return _change(
        "publish_answer", letter, version, by, public_question=question, public_answer=answer,
        published_at=letter.published_at or timezone.now(),
    )  # fmt: skip


def take_down_answer(letter, *, version, by):
    """Show the question and answer to nobody any more."""
    nothing = {"public_question": "", "public_answer": "", "published_at": None}
    return _change("take_down_answer", letter, version, by, **nothing)


def delete_personal_data(letter, *, version, by):
    """Erase what the sender wrote and who it was, the reply and the file; end the letter.

    What was published stays: it was edited to be read by everybody.
    """
    now = timezone.now()
    state = letter.state if letter.state == LetterState.SPAM else LetterState.CLOSED
    settled = letter.settled_at or now
    name = letter.file
    erased = _change(
        "delete_personal_data", letter, version, by,
        state=state, settled_at=settled, erased_at=now, **NOTHING_PERSONAL,
    )  # fmt: skip
    # The file last, and only when nothing can be rolled back any more.
    transaction.on_commit(lambda: attachments.remove(name))
    return erased


def may_show_answers(letter):
    """Whether the letter's box publishes answers."""
    box = letter.box.specific if letter.box_id else None
    return getattr(box, "publishes_answers", False)


@transaction.atomic
def _change(name, letter, version, by, **changes):
    """Make one change; ``by`` is None for the platform itself (retention)."""
    if by is not None and not sites_answered_by(by).filter(pk=letter.site_id).exists():
        raise PermissionDenied
    fresh = Letter.objects.select_related("site", "handler").get(pk=letter.pk)
    if fresh.version != version:
        raise HandledMeanwhile(fresh)
    if fresh.state not in FROM[name] or (name != "take_down_answer" and fresh.erased_at):
        raise OutOfTurn(fresh)
    rows = Letter.objects.filter(pk=letter.pk, version=version)
    if not rows.update(version=F("version") + 1, **changes):
        fresh.refresh_from_db()
        raise HandledMeanwhile(fresh)
    changed = Letter.objects.select_related("site", "handler").get(pk=letter.pk)
    details = {"before": fresh.state, "after": changed.state}
    record(f"letter.{name}", by=by, site=changed.site, target=changed, details=details)
    return changed


def _needed(text, field, message):
    text = without_control(text or "").strip()
    if not text:
        raise ValidationError({field: message})
    if len(text) > REPLY_LIMIT:
        text = _("不能超过 %(limit)d 字。") % {"limit": REPLY_LIMIT}
        raise ValidationError({field: text})
    return text
