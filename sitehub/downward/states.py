"""Every change of a notice: one function each.

All take part in the caller's transaction, ask who is asking, write an audit line
and return the notice. A change is a conditional update on the version it was
made on: where a colleague was faster, ``ChangedMeanwhile`` tells, and nothing is
overwritten.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites import handed_down
from school_sites.models import SiteGroup
from sitehub.accounts.roles import SCHOOL_ROLES, SEND_NOTICE
from sitehub.accounts.working import groups_in_force
from sitehub.audit import record

from .models import Acknowledgement, DistrictNotice, Kind, Recipient, Status
from .reach import by_kind, recipients_of, seal_of
from .rules import tidy, wrong_end

REMIND_BEFORE = timedelta(hours=24)  # the end of the time to sign
PLAIN = (
    "kind", "level", "title", "text", "article", "audience", "on_district", "show_from",
    "show_until", "requires_acknowledgement", "acknowledge_by",
)  # fmt: skip


class ChangedMeanwhile(Exception):
    """A colleague changed or sent it first, or the schools it is for are others now."""


def draft(*, by, **facts):
    """Write a notice that nobody sees yet. Raises ValidationError by field, PermissionDenied."""
    require_sender(by)
    facts = tidy(facts)
    with transaction.atomic():
        notice = DistrictNotice.objects.create(created_by_name=_name(by), **_columns(facts))
        _choose(notice, facts["sites"])
        record("notice.draft", by=by, target=notice)
    return notice


def change(notice, *, version, by, **facts):
    """Write a draft anew. Raises as ``draft``, and ChangedMeanwhile."""
    require_sender(by)
    facts = tidy(facts)
    with transaction.atomic():
        _update(notice, version, Status.DRAFT, **_columns(facts))
        _choose(notice, facts["sites"])
        record("notice.change", by=by, target=notice)
    return notice


def discard(notice, *, version, by):
    """Delete a draft."""
    require_sender(by)
    with transaction.atomic():
        _update(notice, version, Status.DRAFT)
        record("notice.discard", by=by, target=notice)
        DistrictNotice.objects.filter(pk=notice.pk).delete()


def send(notice, *, version, seal, by, now=None):
    """Send a draft to exactly the schools the sender was shown (``reach.seal_of``).

    Raises ValidationError where it can no longer be sent as it is written,
    ChangedMeanwhile where it or the schools changed since they were shown.
    """
    require_sender(by)
    now = now or timezone.now()
    with transaction.atomic():
        schools = list(recipients_of(notice))
        if not schools and not notice.on_district:
            raise ValidationError(_("没有可以接收的学校，请修改“发给”。"))
        if seal != seal_of(schools):
            raise ChangedMeanwhile(_("学校刚才有变化，请重新核对接收的学校。"))
        begins = max(notice.show_from, now) if notice.show_from else now
        if error := wrong_end(notice.kind, notice.show_until, begins):
            raise ValidationError({"show_until": error})
        due, remind_at = notice.acknowledge_by, None
        if due is not None and due <= begins:
            raise ValidationError({"acknowledge_by": _("签收期限已过，请修改。")})
        if due is not None and due - REMIND_BEFORE > now:
            remind_at = due - REMIND_BEFORE
        _update(
            notice,
            version,
            Status.DRAFT,
            status=Status.SENT,
            show_from=begins,
            sent_by=by,
            sent_by_name=_name(by),
            sent_at=now,
            recipients=by_kind(schools),
            recipient_count=len(schools),
            remind_at=remind_at,
        )
        codes = [school.code for school in schools]
        record("notice.send", by=by, target=notice, details={"schools": codes})
        handed_down.changed()
    return notice


def extend(notice, *, version, until, by, now=None):
    """Show what was sent until another time, later or earlier, also when it was over."""
    require_sender(by)
    now = now or timezone.now()
    if error := wrong_end(notice.kind, until, max(notice.show_from, now)):
        raise ValidationError({"show_until": error})
    before = notice.show_until
    with transaction.atomic():
        _update(notice, version, Status.SENT, show_until=until)
        record(
            "notice.extend", by=by, target=notice,
            before={"show_until": before}, after={"show_until": until},
        )  # fmt: skip
        handed_down.changed()
    return notice


def withdraw(notice, *, version, by):
    """Take what was sent off every page; who signed stays on record."""
    require_sender(by)
    with transaction.atomic():
        _update(
            notice,
            version,
            Status.SENT,
            status=Status.WITHDRAWN,
            withdrawn_by_name=_name(by),
            withdrawn_at=timezone.now(),
            remind_at=None,
        )
        record("notice.withdraw", by=by, target=notice)
        handed_down.changed()
    return notice


def acknowledge(notice, *, site, by):
    """``by`` signs for the school ``site``, by name; return the Acknowledgement.

    A school signs once: who comes second gets the first one's. Raises
    PermissionDenied for whoever has no role at the school now, and
    ValidationError where there is nothing to sign.
    """
    if not signs_for(by, site):
        raise PermissionDenied
    received = DistrictNotice.objects.received_by(site).filter(pk=notice.pk).first()
    if received is None or not received.takes_signatures or site.is_archived:
        raise ValidationError(_("这条通知现在不能签收。"))
    if earlier := Acknowledgement.objects.filter(notice=notice, site=site).first():
        return earlier
    try:
        with transaction.atomic():
            signed = Acknowledgement.objects.create(
                notice=received, site=site, person=by, name=_name(by)
            )
            record("notice.acknowledge", by=by, site=site, target=received)
    except IntegrityError:  # a colleague in the same moment
        return Acknowledgement.objects.get(notice=notice, site=site)
    return signed


def signs_for(user, site):
    """Whether ``user`` has a role at the school ``site`` and works there now."""
    groups = SiteGroup.objects.filter(site=site, role__in=SCHOOL_ROLES)
    return not site.is_district and groups.filter(group__in=groups_in_force(user)).exists()


def require_sender(by):
    """Raise PermissionDenied for whoever may not write to schools."""
    if by is None or not by.has_perm(SEND_NOTICE):
        raise PermissionDenied


def _columns(facts):
    kinds = "|".join(facts["kinds"])
    values = {name: facts[name] for name in PLAIN}
    return values | {"kinds": f"|{kinds}|" if kinds else "", "kind": Kind(facts["kind"])}


def _choose(notice, sites):
    Recipient.objects.filter(notice=notice).delete()
    Recipient.objects.bulk_create(Recipient(notice=notice, site=site) for site in sites)


def _update(notice, version, expected, /, **values):
    """Change the row if it is as it was shown, and ``notice`` with it."""
    rows = DistrictNotice.objects.filter(pk=notice.pk, version=version, status=expected)
    if not rows.update(version=version + 1, **values):
        raise ChangedMeanwhile(_("“%s”刚才被别人改过或发出，您的操作没有生效。") % notice.title)
    notice.version = version + 1
    for name, value in values.items():
        setattr(notice, name, value)


def _name(user):
    return str(user)[:150]
