"""Notices of the district to its schools, and who signed for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school_sites.models import ArticlePage, SchoolSite

TITLE_LIMIT = 100
NAME_LIMIT = 150


class Kind(models.TextChoices):
    """Where visitors meet it."""

    NOTICE = "notice", _("通知")
    BANNER = "banner", _("横幅通告")


class Level(models.TextChoices):
    """How grave a banner is, the gravest last."""

    INFO = "info", _("提示")
    WARNING = "warning", _("注意")
    EMERGENCY = "emergency", _("紧急")


class Audience(models.TextChoices):
    """How the recipients were asked for: by rule, or one by one."""

    ALL = "all", _("全部学校")
    KINDS = "kinds", _("几类学校")
    CHOSEN = "chosen", _("选定的学校")


class Status(models.TextChoices):
    """What became of it. Whether it is over is told by the clock."""

    DRAFT = "draft", _("草稿")
    SENT = "sent", _("已发出")
    WITHDRAWN = "withdrawn", _("已撤回")


class NoticeQuerySet(models.QuerySet):
    """Named states of notices."""

    def drafts(self):
        """Those that nobody has sent yet."""
        return self.filter(status=Status.DRAFT)

    def not_over(self, now=None):
        """Those sent that visitors see now, or will."""
        return self.filter(status=Status.SENT, show_until__gt=now or timezone.now())

    def over(self, now=None):
        """Those sent whose time is over."""
        return self.filter(status=Status.SENT, show_until__lte=now or timezone.now())

    def received_by(self, site, now=None):
        """Notices that ``site`` was sent and could read, withdrawn ones too; no banners.

        A school opened later receives what was not over by then.
        """
        now = now or timezone.now()
        rows = self.filter(kind=Kind.NOTICE, show_from__lte=now).exclude(status=Status.DRAFT)
        if site.opened_at is not None:
            rows = rows.filter(show_until__gt=site.opened_at)
        return rows.filter(reaching(site))

    def to_sign(self, site, now=None):
        """Notices in force that ``site`` has to sign for and has not."""
        rows = self.received_by(site, now).not_over(now).filter(requires_acknowledgement=True)
        return rows.exclude(acknowledgements__site=site)

    def due_for_reminder(self, now):
        """Notices whose schools are to be reminded by the clock, once."""
        return self.not_over(now).filter(remind_at__lte=now)


def reaching(site):
    """The condition "is for ``site``", by the rule or by name."""
    return (
        Q(audience=Audience.ALL)
        | Q(audience=Audience.KINDS, kinds__contains=f"|{site.kind}|")
        | Q(audience=Audience.CHOSEN, pk__in=Recipient.objects.filter(site=site).values("notice"))
    )


class DistrictNotice(models.Model):
    """A notice or banner of the district, and the schools it is for.

    What was asked for (``audience`` with ``kinds`` or recipients by name) decides who sees it;
    ``recipients`` is what the sender was shown and confirmed, by kind and name.
    """

    kind = models.CharField(_("形式"), max_length=10, choices=Kind.choices, default=Kind.NOTICE)
    level = models.CharField(_("级别"), max_length=10, choices=Level.choices, default=Level.INFO)
    title = models.CharField(_("标题"), max_length=TITLE_LIMIT)
    text = models.TextField(_("内容"), blank=True)
    article = models.ForeignKey(
        ArticlePage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("相关文章"),
    )
    audience = models.CharField(
        _("发给"), max_length=10, choices=Audience.choices, default=Audience.ALL
    )
    kinds = models.CharField(_("学校类型"), max_length=200, blank=True)  # |primary|middle|
    on_district = models.BooleanField(_("区站也显示"), default=False)
    show_from = models.DateTimeField(_("开始显示"), null=True, blank=True)
    show_until = models.DateTimeField(_("显示到"))
    requires_acknowledgement = models.BooleanField(_("要求签收"), default=False)
    acknowledge_by = models.DateTimeField(_("签收期限"), null=True, blank=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("起草时间"), default=timezone.now)
    created_by_name = models.CharField(_("起草人"), max_length=NAME_LIMIT, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    sent_by_name = models.CharField(_("发出人"), max_length=NAME_LIMIT, blank=True)
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    recipients = models.JSONField(default=list)  # [{"kind", "names"}, …]
    recipient_count = models.PositiveIntegerField(default=0)
    remind_at = models.DateTimeField(null=True)  # by the clock; None: never, or done
    reminded_at = models.DateTimeField(_("提醒时间"), null=True)
    withdrawn_by_name = models.CharField(_("撤回人"), max_length=NAME_LIMIT, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("区里通知")
        verbose_name_plural = _("区里通知")
        permissions = [("send_notice", _("给学校发通知和横幅通告"))]
        indexes = [
            models.Index(fields=["status", "show_until"], name="notice_status_until"),
            models.Index(fields=["created_at"], name="notice_created"),
            models.Index(fields=["kind", "sent_at"], name="notice_kind_sent"),
        ]

    def __str__(self):
        return self.title

    @property
    def kind_list(self):
        """The kinds of school it was asked for."""
        return [kind for kind in self.kinds.split("|") if kind]

    @property
    def is_banner(self):
        return self.kind == Kind.BANNER

    @property
    def is_draft(self):
        return self.status == Status.DRAFT

    @property
    def is_sent(self):
        return self.status == Status.SENT

    @property
    def is_over(self):
        """Whether it was sent and its time is over."""
        return self.is_sent and self.show_until <= timezone.now()

    @property
    def is_to_come(self):
        """Whether it was sent and its time has not come."""
        return self.is_sent and self.show_from is not None and self.show_from > timezone.now()

    @property
    def takes_signatures(self):
        """Whether schools can sign for it; after its time, too: late is better than never."""
        return self.is_sent and self.requires_acknowledgement

    @property
    def state(self):
        """(code, name) of what is going on with it, for screens."""
        if not self.is_sent:
            return self.status, self.get_status_display()
        if self.is_over:
            return "over", _("已到期")
        return ("to-come", _("待显示")) if self.is_to_come else ("on", _("显示中"))


class Recipient(models.Model):
    """A school chosen by name."""

    notice = models.ForeignKey(
        DistrictNotice, on_delete=models.CASCADE, related_name="chosen_sites"
    )
    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("选定的学校")
        verbose_name_plural = _("选定的学校")
        constraints = [
            models.UniqueConstraint(fields=["notice", "site"], name="recipient_chosen_once")
        ]

    def __str__(self):
        return f"{self.notice} → {self.site}"


class Acknowledgement(models.Model):
    """A school signed for a notice, once, by the name of whoever did."""

    notice = models.ForeignKey(
        DistrictNotice, on_delete=models.CASCADE, related_name="acknowledgements"
    )
    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    name = models.CharField(_("签收人"), max_length=NAME_LIMIT)  # as it was then
    at = models.DateTimeField(_("签收时间"), default=timezone.now)

    class Meta:
        verbose_name = _("签收")
        verbose_name_plural = _("签收")
        constraints = [
            models.UniqueConstraint(fields=["notice", "site"], name="one_signature_a_school")
        ]

    def __str__(self):
        return f"{self.notice} {self.site} {self.name}"

    @property
    def is_late(self):
        due = self.notice.acknowledge_by
        return due is not None and self.at > due
