"""Channels, and the submissions schools offer to them: a link row, never a copy."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school_sites import clock
from school_sites.models import (
    ArticlePage,
    ColumnKind,
    ColumnPage,
    SchoolSite,
    SiteKind,
    SiteStatus,
)
from school_sites.models.listing import is_visible
from school_sites.models.school_site import SHOWN_STATUSES

from .ledger_entries import LedgerEntry  # noqa: F401 (a model of this app)

BACKFILL_SILENCE = timedelta(minutes=10)
SCHOOL_KIND_CHOICES = [one for one in SiteKind.choices if one[0] != SiteKind.DISTRICT]


class Channel(models.Model):
    """A district column that takes submissions."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    column = models.OneToOneField(
        ColumnPage, on_delete=models.PROTECT, related_name="channel", verbose_name=_("区站栏目")
    )
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    hides_changed = models.BooleanField(
        _("大改后先不显示"),
        default=False,
        help_text=_(
            "学校改了已采用文章的标题、照片或较多文字后，区站先不显示，等区编辑再看一遍；"
            "免审学校的照常显示。"
        ),
    )

    class Meta:
        verbose_name = _("频道")
        verbose_name_plural = _("频道")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class ChannelRule(models.Model):
    """Articles published in school columns of one kind are offered to the channel.

    Of several rules the one that says more about the school holds: its own, its
    kind's, everybody's. One for everybody has neither ``school_kind`` nor ``site``.
    """

    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, related_name="rules", verbose_name=_("频道")
    )
    column_kind = models.CharField(_("学校栏目种类"), max_length=20, choices=ColumnKind.choices)
    school_kind = models.CharField(
        _("哪类学校"), max_length=20, choices=SCHOOL_KIND_CHOICES, blank=True,
        help_text=_("留空为各类学校。"),
    )  # fmt: skip
    site = models.ForeignKey(
        SchoolSite, on_delete=models.CASCADE, null=True, blank=True,
        related_name="channel_rules", verbose_name=_("只对一所学校"),
    )  # fmt: skip
    at_once = models.BooleanField(
        _("直接采用"), default=False, help_text=_("不勾选则等区编辑处理。")
    )
    since = models.DateField(
        _("从哪天的文章起"), null=True, blank=True, help_text=_("留空则不论日期。")
    )
    # What was published before the rules were last changed is not missed (reconciling).
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("报送规则")
        verbose_name_plural = _("报送规则")
        ordering = ["column_kind", "school_kind", "site__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["column_kind", "school_kind"],
                condition=Q(site=None),
                name="one_rule_for_a_kind",
                violation_error_message=_("这种栏目、这类学校已有一条规则。"),
            ),
            models.UniqueConstraint(
                fields=["column_kind", "site"],
                condition=Q(site__isnull=False),
                name="one_rule_for_a_school",
                violation_error_message=_("这所学校的这种栏目已有一条规则。"),
            ),
            models.CheckConstraint(
                condition=Q(site=None) | Q(school_kind=""),
                name="rule_for_a_kind_or_a_school",
                violation_error_message=_("“哪类学校”和“只对一所学校”只能填一个。"),
            ),
        ]

    def __str__(self):
        whom = self.site.short_name if self.site_id else self.get_school_kind_display()
        kind = self.get_column_kind_display()
        return f"{whom} {kind} → {self.channel}" if whom else f"{kind} → {self.channel}"

    @property
    def rank(self):
        """Sorts the rule that holds last."""
        return bool(self.school_kind) + 2 * bool(self.site_id)

    def clean(self):
        if self.site_id and self.site.is_district:
            raise ValidationError({"site": _("区站自己的文章不用报送。")})


class BackfillQuerySet(models.QuerySet):
    """Jobs by what became of them."""

    def running(self, now=None):
        """Neither finished nor silent for so long that their worker must be gone."""
        alive = (now or timezone.now()) - BACKFILL_SILENCE
        return self.filter(finished_at=None, seen_at__gt=alive)


class Backfill(models.Model):
    """One run of offering what was published before a rule was made."""

    rule = models.ForeignKey(ChannelRule, on_delete=models.CASCADE, related_name="backfills")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    offered = models.PositiveIntegerField(default=0)
    last = models.PositiveBigIntegerField(default=0)  # the article looked at last
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    started_by_name = models.CharField(max_length=150)

    objects = BackfillQuerySet.as_manager()

    class Meta:
        verbose_name = _("补报")
        verbose_name_plural = _("补报")

    def __str__(self):
        return f"{self.rule} {self.done}/{self.total}"


class TrustedSchool(models.Model):
    """A school whose submissions are accepted at once."""

    site = models.OneToOneField(
        SchoolSite, on_delete=models.CASCADE, related_name="trust", verbose_name=_("学校")
    )

    class Meta:
        verbose_name = _("免审学校")
        verbose_name_plural = _("免审学校")

    def __str__(self):
        return str(self.site)


class ReturnPhrase(models.Model):
    """A reason for returning that the district uses often."""

    text = models.CharField(_("退回理由"), max_length=200, unique=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = _("常用退回理由")
        verbose_name_plural = _("常用退回理由")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text


class Decision(models.TextChoices):
    """What the district decided. Sticky: publishing again does not change it.

    The school may offer a returned article again; one accepted in another
    channel than its new one waits again.
    """

    WAITING = "waiting", _("待处理")
    ACCEPTED = "accepted", _("已采用")
    RETURNED = "returned", _("已退回")
    ON_HOLD = "on-hold", _("暂缓")
    RECALLED = "recalled", _("已撤下")


def source_is_visible(now=None):
    """The condition "an anonymous visitor could open the source" on a submission.

    Its article here, or a page outside; that of a school which is suspended here not.
    """
    shown = Q(site=None) | Q(site__status__in=SHOWN_STATUSES)
    return is_visible("article__listing__", now) | (Q(outside_url__gt="") & shown)


class CoverPart(models.TextChoices):
    """Which part of a cover is seen where the place for it has another shape."""

    MIDDLE = "", _("居中")
    TOP = "top", _("上部")
    BOTTOM = "bottom", _("下部")
    START = "start", _("左侧")
    END = "end", _("右侧")


class SubmissionQuerySet(models.QuerySet):
    """Named states of submissions."""

    def visible(self, now=None):
        """The one expression for "shown on the district", used by every surface."""
        return self.shown(now).filter(source_is_visible(now))

    def shown(self, now=None):
        """Accepted, in the time the district chose, and looked at again where it must be."""
        now = now or clock.now()
        begun = Q(show_from=None) | Q(show_from__lte=now)
        not_over = Q(show_until=None) | Q(show_until__gt=now)
        return self.accepted().filter(begun, not_over, is_hidden=False)

    def accepted(self):
        """Taken by the district, not withdrawn by the school, not set aside."""
        return self.offered().filter(decision=Decision.ACCEPTED)

    def offered(self):
        """What the school offers now: not withdrawn, and filed where columns are offered."""
        return self.filter(school_withdrew=False, set_aside=False)

    def for_school(self, site):
        """What one school offered."""
        return self.filter(site=site)

    def waiting(self):
        """What the district has yet to decide and could accept: an archived site's not."""
        closed = Q(site__status=SiteStatus.ARCHIVED)
        return self.offered().filter(~closed, decision=Decision.WAITING)

    def changed(self):
        """Accepted, changed since by the school, and not looked at again."""
        return self.accepted().exclude(changed_at=None)

    def newest_first(self):
        """By the article's publication; the number breaks ties."""
        return self.order_by("-first_published_at", "-pk")


class Submission(models.Model):
    """One article offered to one channel.

    Whether the source can be seen is derived by ``visible()``, never stored.
    Title, date and school are copies that outlive the article; while it lives,
    title and date follow its listing. ``version`` goes up with each decision and
    each change of place; a decision names the version it was made on.

    What the school offered first, the district accepted first and the article was
    published first never changes; ``waiting_since`` is the last time it was offered.

    The district's own words stand in this row only: where the article is shown
    (``column``), its ``headline`` and ``summary``, which part of the cover is seen, from
    when and until when. What stands on top of a page is in ``sitehub.placements``.

    ``accepted_revision`` is what was online when it was accepted; a large change
    after that sets ``changed_at``, and ``is_hidden`` where the channel wants it.

    ``filed_kind`` is the kind of school column the channel was chosen by.
    ``set_aside``: the article now stands in a column that is not offered, or
    another row stands for it; moving it back takes the row back as it was.

    ``outside_url`` is where a page of a school outside is read; there is no article then
    (``outside``). ``standing_at`` is when a decision, the school or a change of place last
    took the row into the district's lists or out of them.
    """

    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("频道")
    )
    article = models.ForeignKey(
        ArticlePage, on_delete=models.SET_NULL, null=True, related_name="submissions"
    )
    site = models.ForeignKey(
        SchoolSite, on_delete=models.SET_NULL, null=True, related_name="submissions",
        verbose_name=_("学校"),
    )  # fmt: skip
    source_key = models.CharField(max_length=200)
    title = models.CharField(_("标题"), max_length=255)
    school_name = models.CharField(_("学校名称"), max_length=100)
    decision = models.CharField(
        _("状态"), max_length=10, choices=Decision.choices, default=Decision.WAITING
    )
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    earlier_reason = models.CharField(_("上次退回的理由"), max_length=500, blank=True)
    school_withdrew = models.BooleanField(_("学校已撤回"), default=False)
    filed_kind = models.CharField(_("报送时的栏目种类"), max_length=20, blank=True)
    set_aside = models.BooleanField(_("不在报送栏目"), default=False)
    outside_url = models.CharField(_("站外网址"), max_length=2000, blank=True)
    outside_summary = models.TextField(_("站外摘要"), blank=True)
    standing_at = models.DateTimeField(_("区站显示变动时间"), null=True)
    version = models.PositiveIntegerField(default=1)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        verbose_name=_("手动报送人"),
    )  # fmt: skip
    is_urgent = models.BooleanField(_("加急"), default=False)
    submitted_at = models.DateTimeField(_("首次报送时间"), default=timezone.now)
    waiting_since = models.DateTimeField(_("报送时间"), default=timezone.now)
    first_published_at = models.DateTimeField(_("发布时间"))
    decided_at = models.DateTimeField(_("处理时间"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        verbose_name=_("处理人"),
    )  # fmt: skip
    accepted_at = models.DateTimeField(_("首次采用时间"), null=True)
    accepted_revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("采用后修改的时间"), null=True)
    is_hidden = models.BooleanField(_("修改后暂不显示"), default=False)

    column = models.ForeignKey(
        ColumnPage, on_delete=models.PROTECT, related_name="shown_submissions",
        verbose_name=_("显示在区站栏目"),
    )  # fmt: skip
    headline = models.CharField(_("区站标题"), max_length=255, blank=True)
    summary = models.CharField(_("区站摘要"), max_length=300, blank=True)
    cover_part = models.CharField(
        _("封面取景"), max_length=10, choices=CoverPart.choices, blank=True
    )
    show_from = models.DateTimeField(_("从何时起显示"), null=True)
    show_until = models.DateTimeField(_("显示到何时"), null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("报送")
        verbose_name_plural = _("报送")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "source_key"], name="one_submission_per_channel"
            ),
            models.UniqueConstraint(
                fields=["source_key"],
                condition=Q(set_aside=False),
                name="one_live_submission_per_source",
            ),
            models.CheckConstraint(
                condition=~Q(decision="returned") | ~Q(reason=""), name="returned_has_reason"
            ),
        ]
        indexes = [
            models.Index(
                "column",
                F("first_published_at").desc(),
                F("id").desc(),
                name="submission_column_date",
                condition=Q(decision="accepted", school_withdrew=False),
            ),
            models.Index(
                F("changed_at").desc(),
                name="submission_changed",
                condition=Q(changed_at__isnull=False),
            ),
            models.Index(
                F("first_published_at").desc(),
                F("id").desc(),
                name="submission_date",
                condition=Q(decision="accepted", school_withdrew=False),
            ),
            models.Index(
                "decision", F("waiting_since").desc(), F("id").desc(), name="submission_waiting"
            ),
            models.Index("site", F("decided_at").desc(), name="submission_school"),
        ]
        permissions = [("decide_submission", _("采用或退回学校报送"))]

    def __str__(self):
        return self.title


class MailWish(models.Model):
    """How a person wants to be told by e-mail what the district returned."""

    class Returns(models.TextChoices):
        """The value is stored; the label is shown."""

        AT_ONCE = "at-once", _("每次马上发")
        DAILY = "daily", _("每天汇总一次")
        NEVER = "never", _("不发")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_wish"
    )
    returns = models.CharField(
        _("区站退回文章时"), max_length=10, choices=Returns.choices, default=Returns.DAILY
    )
    told_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("邮件通知")
        verbose_name_plural = _("邮件通知")

    def __str__(self):
        return f"{self.user} {self.get_returns_display()}"
