"""How the district shows what it was offered: its own words on the row, never on the article."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from school_sites import hosts
from sitehub.accounts.roles import DECIDE
from sitehub.audit import record

from .models import Submission
from .transitions import AlreadyDecided

OVERLAY = ("column", "headline", "summary", "cover_part", "show_from", "show_until")


@transaction.atomic
def arrange(submission, *, version, by, **values):
    """Set the district's overlay; ``values`` are all of OVERLAY. Returns the submission.

    The column is one of the district's own; None is the channel's. Raises
    PermissionDenied, ValidationError by field, AlreadyDecided.
    """
    if not by.has_perm(DECIDE):
        raise PermissionDenied
    values["column"] = values["column"] or submission.channel.column
    _check(values)
    before = Submission.objects.select_related("column").get(pk=submission.pk)
    rows = Submission.objects.filter(pk=submission.pk, version=version)
    changed = rows.update(**values, version=F("version") + 1)
    fresh = Submission.objects.select_related("decided_by", "site", "channel", "column").get(
        pk=submission.pk
    )
    if not changed:
        raise AlreadyDecided(fresh)
    record(
        "submission.arrange", by=by, site=fresh.site, target=fresh,
        before=_facts(before), after=_facts(fresh),
    )  # fmt: skip
    return fresh


def _check(values):
    district = hosts.table().district
    root = district.school_site.root_page.path if district else None
    if values["column"].root_path != root:
        raise ValidationError({"column": _("请选择区站自己的栏目。")})
    begin, end = values["show_from"], values["show_until"]
    if begin and end and end <= begin:
        raise ValidationError({"show_until": _("“显示到”应晚于“从何时起显示”。")})


def _facts(submission):
    facts = {name: getattr(submission, name) for name in OVERLAY}
    return facts | {"column": submission.column.title}
