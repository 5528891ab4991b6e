"""Reminding schools that have not signed: by e-mail, and on their managers' start page."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import get_connection, send_mail
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sitehub.accounts.roles import Role
from sitehub.audit import record

from . import tasks
from .models import DistrictNotice
from .reach import unsigned
from .states import require_sender

logger = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(hours=1)  # a second click, or an impatient colleague


def remind(notice, *, by, now=None):
    """Remind the schools that have not signed for ``notice``; return how many there are.

    Raises PermissionDenied, and ValidationError where there is nothing to remind of
    or somebody did so within the hour.
    """
    require_sender(by)
    now = now or timezone.now()
    with transaction.atomic():
        open_ones = DistrictNotice.objects.not_over(now).filter(requires_acknowledgement=True)
        open_ones = open_ones.filter(pk=notice.pk, show_from__lte=now)
        if not open_ones.exists():
            raise ValidationError(_("这条通知现在不需要提醒。"))
        count = unsigned(notice).count()
        if not count:
            raise ValidationError(_("所有学校都已签收。"))
        unsaid = Q(reminded_at=None) | Q(reminded_at__lte=now - AGAIN_AFTER)
        if not open_ones.filter(unsaid).update(reminded_at=now):
            raise ValidationError(_("一小时内已经提醒过，请过一会儿再提醒。"))
        record("notice.remind", by=by, target=notice, details={"schools": count})
        tasks.send_reminders.enqueue(notice.pk)
    notice.reminded_at = now
    return count


def remind_due(now=None):
    """Remind of what is to be signed within a day, each once; return how many notices.

    The scheduler's job. Each is marked in the transaction that queues its letters,
    so two schedulers do not tell twice.
    """
    now = now or timezone.now()
    told = 0
    for notice in DistrictNotice.objects.due_for_reminder(now):
        with transaction.atomic():
            rows = DistrictNotice.objects.due_for_reminder(now).filter(pk=notice.pk)
            if not rows.update(remind_at=None, reminded_at=now):
                continue
            record("notice.remind_due", by=None, target=notice)
            tasks.send_reminders.enqueue(notice.pk)
            told += 1
    return told


def send_letters(notice):
    """Write to the managers, with an address, of schools that have not signed; return how many."""
    people = get_user_model().objects.filter(
        groups__site_group__site__in=unsigned(notice).values("pk"),
        groups__site_group__role=Role.SCHOOL_MANAGER,
        is_active=True,
    )
    addresses = list(people.exclude(email="").values_list("email", flat=True).distinct())
    subject = _("请签收区里通知：%s") % notice.title
    lines = [_("区里通知《%s》等贵校签收。") % notice.title]
    if notice.acknowledge_by:
        due = timezone.localtime(notice.acknowledge_by).strftime("%Y-%m-%d %H:%M")
        lines.append(_("请在 %s 前签收。") % due)
    lines += ["", settings.WAGTAILADMIN_BASE_URL + reverse("downward:received")]
    sent, connection = 0, get_connection()
    for address in addresses:
        try:
            send_mail(subject, "\n".join(lines), None, [address], connection=connection)
        except OSError:  # of which SMTP errors are a kind: the others are told all the same
            logger.exception("reminder of notice %s to one manager failed", notice.pk)
        else:
            sent += 1
    return sent
