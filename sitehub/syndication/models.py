"""Channels, and the submissions schools offer to them: a link row, never a copy."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from school_sites.models import ArticlePage, ColumnKind, ColumnPage, SchoolSite, SiteStatus
from school_sites.models.listing import is_visible
from school_sites.models.school_site import SHOWN_STATUSES


class Channel(models.Model):
    """A district column that takes submissions."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    column = models.OneToOneField(
        ColumnPage, on_delete=models.PROTECT, related_name="channel", verbose_name=_("区站栏目")
    )
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = _("频道")
        verbose_name_plural = _("频道")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class ChannelRule(models.Model):
    """Articles published in school columns of this kind are offered to the channel."""

    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, related_name="rules", verbose_name=_("频道")
    )
    column_kind = models.CharField(
        _("学校栏目种类"), max_length=20, choices=ColumnKind.choices, unique=True
    )

    class Meta:
        verbose_name = _("报送规则")
        verbose_name_plural = _("报送规则")

    def __str__(self):
        return f"{self.get_column_kind_display()} → {self.channel}"


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


class SubmissionQuerySet(models.QuerySet):
    """Named states of submissions."""

    def visible(self, now=None):
        """The one expression for "shown on the district", used by every surface."""
        return self.accepted().filter(source_is_visible(now))

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

    def newest_first(self):
        """By the article's publication; the number breaks ties."""
        return self.order_by("-first_published_at", "-pk")


class Submission(models.Model):
    """One article offered to one channel.

    Whether the source can be seen is derived by ``visible()``, never stored.
    Title, date and school are copies that outlive the article; while it lives,
    title and date follow its listing. ``version`` goes up with each decision and
    each change of place; a decision names the version it was made on.

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
    submitted_at = models.DateTimeField(_("报送时间"), auto_now_add=True)
    first_published_at = models.DateTimeField(_("发布时间"))
    decided_at = models.DateTimeField(_("处理时间"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        verbose_name=_("处理人"),
    )  # fmt: skip
    accepted_at = models.DateTimeField(_("采用时间"), null=True)

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
                "channel",
                F("first_published_at").desc(),
                F("id").desc(),
                name="submission_channel_date",
                condition=Q(decision="accepted", school_withdrew=False),
            ),
            models.Index(
                F("first_published_at").desc(),
                F("id").desc(),
                name="submission_date",
                condition=Q(decision="accepted", school_withdrew=False),
            ),
            models.Index(
                "decision", F("submitted_at").desc(), F("id").desc(), name="submission_desk"
            ),
            models.Index("site", F("decided_at").desc(), name="submission_school"),
        ]
        permissions = [("decide_submission", _("采用或退回学校报送"))]

    def __str__(self):
        return self.title
