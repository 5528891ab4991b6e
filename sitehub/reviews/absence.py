"""Reviewing in a colleague's place while they are away.

The colleague holds the step anyway: what changes is whom the reminders reach,
and that the sheet says in whose place they decided.
"""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites.models import SiteGroup
from sitehub.accounts.roles import RIGHTS, Step
from sitehub.audit import record

from .models import Delegation
from .rights import TAKERS, authors_of, deciders_of

LONGEST_DAYS = 366


@transaction.atomic
def delegate(*, site, person, colleague, first_day, last_day, by):
    """Let ``colleague`` review in the place of ``person`` at ``site``, both days included.

    Raises PermissionDenied where it is not one's own, ValidationError by field where the
    days are wrong, overlap an earlier delegation, or the colleague shares no step.
    """
    if by != person or not steps_of(person, site):
        raise PermissionDenied
    if colleague == person or not steps_of(colleague, site) & steps_of(person, site):
        raise ValidationError({"colleague": _("请选择在本站承担同一步审核的同事。")})
    if last_day < first_day or last_day < timezone.localdate():
        raise ValidationError({"last_day": _("结束日期不能早于开始日期，也不能早于今天。")})
    if (last_day - first_day).days > LONGEST_DAYS:
        raise ValidationError({"last_day": _("代审最长一年。")})
    # Two windows at once: the second waits here, and then sees the first one's days.
    get_user_model().objects.select_for_update().get(pk=person.pk)
    own = Delegation.objects.to_come().filter(site=site, person=person)
    if own.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
        raise ValidationError({"first_day": _("这段时间已经委托过了，请先结束原来的委托。")})
    delegation = Delegation.objects.create(
        site=site, person=person, colleague=colleague, first_day=first_day, last_day=last_day
    )
    details = {
        "colleague": colleague.pk,
        "name": str(colleague),
        "from": first_day.isoformat(),
        "to": last_day.isoformat(),
    }
    record("review.delegate", by=by, site=site, target=delegation, details=details)
    return delegation


@transaction.atomic
def end_delegation(delegation, *, by):
    """End a delegation of one's own before its time. Raises PermissionDenied."""
    if by != delegation.person:
        raise PermissionDenied
    if delegation.ended_at is None:
        delegation.ended_at = timezone.now()
        delegation.save(update_fields=["ended_at"])
        record("review.delegation_end", by=by, site=delegation.site, target=delegation)
    return delegation


def steps_of(user, site):
    """The steps ``user`` holds at ``site`` by any role there, in force or not."""
    roles = SiteGroup.objects.filter(site=site, group__user=user).values_list("role", flat=True)
    return {step for role in roles for step in RIGHTS[role].steps}


def colleagues_of(user, site):
    """Active people of ``site`` who share a step with ``user``, by name."""
    steps = steps_of(user, site)
    roles = {role for step in steps for role in TAKERS[step]}
    groups = SiteGroup.objects.filter(site=site, role__in=roles).values("group")
    people = get_user_model().objects.filter(groups__in=groups, is_active=True)
    return people.exclude(pk=user.pk).distinct().order_by("first_name", "username")


def in_place_of(state, user):
    """The absent colleague in whose place ``user`` decides ``state``; None where there is none.

    Nobody stands in for an author, or for one who took an earlier step.
    """
    rows = Delegation.objects.in_force().filter(colleague=user).select_related("person", "site")
    barred = authors_of(state.page, state.workflow_state) | deciders_of(state.workflow_state)
    for row in rows.order_by("-pk"):
        at_its_place = row.site_id == state.site_id or state.step == Step.DISTRICT
        if (
            at_its_place
            and row.person_id not in barred
            and state.step in steps_of(row.person, row.site)
        ):
            return row.person
    return None
