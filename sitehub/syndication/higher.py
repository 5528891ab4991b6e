"""Articles that the city, the province or the nation took: lines of the ledger, nothing else."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitehub.accounts.roles import DECIDE
from sitehub.audit import record

from . import ledger
from .ledger_entries import HIGHER, Event, LedgerEntry, Level
from .models import Submission


def taken_higher(submission):
    """The lines that say where ``submission`` was taken higher and that stand, the oldest first."""
    events = (Event.TAKEN_HIGHER, Event.NOT_HIGHER)
    lines = LedgerEntry.objects.filter(submission_id=submission.pk, event__in=events)
    lines = list(lines.order_by("pk"))
    undone = {one.undoes for one in lines}
    return [one for one in lines if one.event == Event.TAKEN_HIGHER and one.pk not in undone]


@transaction.atomic
def take_higher(submission, *, level, place, on, link="", by):
    """Note that ``place`` (a newspaper, a site) at ``level`` took the article on the day ``on``.

    It counts for the school in the month of that day. Returns the line. Raises
    PermissionDenied, and ValidationError by field.
    """
    row = _locked(submission, by)
    _check(row, level, place, on)
    facts = {"level": level, "place": place, "link": link, "counts_on": on}
    (line,) = ledger.write([row], Event.TAKEN_HIGHER, by=by, **facts)
    record(
        "submission.taken_higher", by=by, site=row.site, target=row,
        details={"level": level, "place": place, "on": on, "link": link},
    )  # fmt: skip
    return line


@transaction.atomic
def take_back_higher(submission, *, line, by):
    """It was noted in error: the number of the ``line`` counts no more. Returns the new line.

    Raises PermissionDenied, and ValidationError where there is no such line, or not any more.
    """
    row = _locked(submission, by)
    old = next((one for one in taken_higher(row) if one.pk == line), None)
    if old is None:
        raise ValidationError(_("这一条上级采用已经取消。"))
    facts = {"level": old.level, "place": old.place, "counts_on": old.counts_on}
    (new,) = ledger.write([row], Event.NOT_HIGHER, by=by, undoes=old.pk, **facts)
    record(
        "submission.not_higher", by=by, site=row.site, target=row,
        details={"level": old.level, "place": old.place, "on": old.counts_on},
    )  # fmt: skip
    return new


def _locked(submission, by):
    """The row, so that lines of one submission follow each other."""
    if not by.has_perm(DECIDE):
        raise PermissionDenied
    return Submission.objects.select_for_update().get(pk=submission.pk)


def _check(row, level, place, on):
    if level not in dict(HIGHER):
        raise ValidationError({"level": _("请选择市级、省级或国家级。")})
    if not timezone.localdate(row.first_published_at) <= on <= timezone.localdate():
        raise ValidationError({"on": _("日期应在文章发布之后、今天或以前。")})
    same = (level, place, on)
    if same in [(one.level, one.place, one.counts_on) for one in taken_higher(row)]:
        text = _("已经记过：%(level)s，%(place)s，同一天。")
        raise ValidationError({"place": text % {"level": Level(level).label, "place": place}})
