"""Reminding those who let a text wait: by e-mail, once in so many hours."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import get_connection, send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites.models import SiteGroup
from sitehub.accounts.roles import Step

from .models import Delegation, ReviewState
from .rights import TAKERS, authors_of, deciders_of

logger = logging.getLogger(__name__)

LIMIT = 500  # steps in one run; the rest is for the next


def remind(now=None):
    """Tell everybody who can decide a step that has waited too long; return how many were told.

    Each person gets one letter about all of theirs. Steps are marked in the same
    transaction, so two schedulers do not tell twice; a letter that fails is logged.
    """
    now = now or timezone.now()
    moment = now - timedelta(hours=settings.REVIEW_REMIND_HOURS)
    with transaction.atomic():
        rows = ReviewState.objects.overdue(moment).select_for_update(of=("self",), skip_locked=True)
        states = list(rows.select_related("page", "site", "workflow_state")[:LIMIT])
        pks = [state.pk for state in states]
        ReviewState.objects.filter(pk__in=pks).update(reminded_at=now)
    letters = _letters(states)
    _send(letters)
    return len(letters)


def _letters(states):
    """``{person: [state, …]}`` of whom to tell what."""
    if not states:
        return {}
    holders, stand_ins = _holders({state.site_id for state in states}), _stand_ins()
    letters = {}
    for state in states:
        page = state.page
        barred = authors_of(page, state.workflow_state) | deciders_of(state.workflow_state)
        told = set()
        for person in holders.get((_place(state), state.step), ()):
            told.add(stand_ins.get((person.pk, _place(state)), person))
        for person in told:
            if person.pk not in barred and person.is_active and person.email:
                letters.setdefault(person, []).append(state)
    return letters


def _place(state):
    return None if state.step == Step.DISTRICT else state.site_id


def _holders(site_ids):
    """``{(site id, step): people}``; the district's step has no site."""
    found = {}
    rows = SiteGroup.objects.filter(site__in=site_ids) | SiteGroup.objects.filter(
        role__in=TAKERS[Step.DISTRICT]
    )
    rows = {row.group_id: row for row in rows}
    memberships = get_user_model().groups.through.objects.filter(group__in=rows)
    for membership in memberships.select_related("user"):
        row = rows[membership.group_id]
        for step in Step:
            if row.role in TAKERS[step]:
                place = None if step == Step.DISTRICT else row.site_id
                found.setdefault((place, step), []).append(membership.user)
    return found


def _stand_ins():
    """``{(absent person's id, site id or None): colleague}`` of today."""
    found = {}
    for row in Delegation.objects.in_force().select_related("colleague", "site"):
        found[row.person_id, row.site_id] = row.colleague
        if row.site.is_district:
            found[row.person_id, None] = row.colleague
    return found


def _send(letters):
    if not letters:
        return
    connection = get_connection()
    address = settings.WAGTAILADMIN_BASE_URL + reverse("reviews:index")
    for person, states in letters.items():
        lines = [_line(state) for state in states]
        subject = _("有 %d 篇文章等您审核") % len(states)
        body = "\n".join([str(person), "", *lines, "", address])
        try:
            send_mail(subject, body, None, [person.email], connection=connection)
        except OSError:  # of which SMTP errors are a kind: the others are told all the same
            logger.exception("reminder of reviews to user %s failed", person.pk)


def _line(state):
    return _("《%(title)s》（%(site)s）%(step)s，%(since)s 起等候") % {
        "title": state.page.draft_title,
        "site": state.site.short_name,
        "step": state.get_step_display(),
        "since": timezone.localtime(state.started_at).strftime("%Y-%m-%d %H:%M"),
    }
