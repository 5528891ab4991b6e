"""Telling a school by e-mail what the district returned: at once, once a day, or never."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from .models import Decision, MailWish, Submission

TOLD = (Decision.RETURNED, Decision.RECALLED)
LONGEST = timedelta(days=7)  # a scheduler that stood still for longer leaves the rest to the list
LIMIT = 30  # lines in one letter


def tell_later(submission):
    """Queue the letters to those who want them at once, in the caller's transaction."""
    if submission.decision in TOLD and submission.site_id:
        tell_at_once.enqueue(pk=submission.pk, version=submission.version)


@task()
def tell_at_once(pk, version):
    """Mail one return, unless something else was decided meanwhile."""
    rows = Submission.objects.filter(pk=pk, version=version, decision__in=TOLD)
    submission = rows.select_related("channel").first()
    if submission is None:
        return
    is_return = submission.decision == Decision.RETURNED
    subject = _("区站退回了《%s》") if is_return else _("区站撤下了《%s》")
    for person in _people(MailWish.Returns.AT_ONCE).filter(_at(submission.site_id)).distinct():
        _mail(person, subject % submission.title, [submission])


def mail_digests(now=None):
    """Mail each person who wants it what was returned since their last digest; return how many.

    What a person was told is marked before the letter goes: nobody is told twice.
    """
    now = now or timezone.now()
    rows = Submission.objects.filter(decision__in=TOLD, decided_at__gt=now - LONGEST)
    rows = rows.exclude(site=None).select_related("channel").order_by("decided_at", "pk")
    by_site = {}
    for row in rows:
        by_site.setdefault(row.site_id, []).append(row)
    told = 0
    people = _people(MailWish.Returns.DAILY).filter(_at(*by_site)).distinct()
    for person in people.select_related("mail_wish").iterator(chunk_size=500):
        told += _digest(person, by_site, now)
    return told


def _digest(person, by_site, now):
    with transaction.atomic():
        wish, _created = MailWish.objects.get_or_create(user=person)
        wish = MailWish.objects.select_for_update().get(pk=wish.pk)
        since = wish.told_until or now - timedelta(days=1)
        wish.told_until = now
        wish.save(update_fields=["told_until"])
    sites = person.groups.values_list("site_group__site", flat=True)
    news = [
        row for pk in set(sites) for row in by_site.get(pk, ()) if since < row.decided_at <= now
    ]
    if news:
        _mail(person, _("区站退回或撤下了 %d 篇文章") % len(news), news)
    return bool(news)


def _people(wish):
    """Active people with an address who want to be told in this way; daily where nothing is set."""
    people = get_user_model().objects.filter(is_active=True).exclude(email="")
    if wish == MailWish.Returns.DAILY:
        others = MailWish.objects.exclude(returns=wish).values("user")
        return people.exclude(pk__in=others)
    return people.filter(mail_wish__returns=wish)


def _at(*site_ids):
    return Q(groups__site_group__site__in=site_ids)


def _mail(person, subject, rows):
    lines = [_line(row) for row in rows[:LIMIT]]
    if len(rows) > LIMIT:
        lines.append(_("还有 %d 篇，见“我的报送”。") % (len(rows) - LIMIT))
    address = settings.WAGTAILADMIN_BASE_URL + reverse("syndication:school")
    text = _(
        "%(name)s，您好：\n\n%(lines)s\n\n改好并发布后，可以在“我的报送”里重新报送：\n%(address)s\n\n"
        "不想收到这样的信，请在“账号”的“通知”里修改。\n"
    )
    values = {"name": person, "lines": "\n".join(lines), "address": address}
    send_mail(subject, text % values, None, [person.email])


def _line(row):
    reason = row.reason or _("没有写理由")
    return f"《{row.title}》（{row.channel}） {row.get_decision_display()}：{reason}"
