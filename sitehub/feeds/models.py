"""Feeds of schools that are not here yet, what they brought, and what went wrong."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school_sites.models import SchoolSite
from school_sites.models.school_site import SCHOOL_KINDS
from sitehub.syndication.models import Channel, Submission


class FeedSourceQuerySet(models.QuerySet):
    """Named states of sources."""

    def due(self, now=None):
        """Switched on, and their time has come; the longest waiting first."""
        return self.filter(is_active=True, next_poll_at__lte=now or timezone.now()).order_by(
            "next_poll_at"
        )

    def of_school(self, source):
        """All sources of the school of ``source``: what one brought, another may repeat."""
        same = Q(school_name=source.school_name)
        if source.site_id:
            same |= Q(site=source.site_id)
        return self.filter(same)


class FeedSource(models.Model):
    """A feed of a school outside; its entries are offered to ``channel``.

    The school needs no site here. Once it has one, ``site`` names it, and what was
    offered before belongs to that site. Only ``polling`` writes what is below ``etag``.
    """

    school_name = models.CharField(_("学校名称"), max_length=100)
    school_kind = models.CharField(_("学校类型"), max_length=20, choices=SCHOOL_KINDS)
    url = models.CharField(_("Feed 网址"), max_length=1000, unique=True)
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="feed_sources", verbose_name=_("频道")
    )
    site = models.ForeignKey(
        SchoolSite, on_delete=models.SET_NULL, null=True, blank=True, related_name="feed_sources",
        verbose_name=_("本平台上的学校网站"),
    )  # fmt: skip
    is_active = models.BooleanField(_("启用"), default=False)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    next_poll_at = models.DateTimeField(_("下次抓取"), null=True)
    leased_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(_("连续失败"), default=0)
    problem = models.CharField(max_length=20, blank=True)
    last_tried_at = models.DateTimeField(_("最近抓取"), null=True)
    last_ok_at = models.DateTimeField(_("最近成功"), null=True)

    objects = FeedSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("站外学校")
        verbose_name_plural = _("站外学校")
        ordering = ["school_name", "pk"]
        indexes = [
            models.Index(
                fields=["next_poll_at"], name="feed_source_due", condition=Q(is_active=True)
            ),
        ]

    def __str__(self):
        return self.school_name


class FeedItem(models.Model):
    """An entry that was met: its keys, so that it is known again, and what became of it.

    Keys are digests: the entry's id, its link, its title and day; "" where it has none.
    ``submission`` is null where nothing was offered, because the school's own site has it.
    """

    source = models.ForeignKey(FeedSource, on_delete=models.CASCADE, related_name="items")
    submission = models.OneToOneField(
        Submission, on_delete=models.SET_NULL, null=True, related_name="feed_item"
    )
    guid_key = models.CharField(max_length=64, blank=True)
    link_key = models.CharField(max_length=64, blank=True)
    title_key = models.CharField(max_length=64, blank=True)
    shown = models.CharField(max_length=64)  # digest of what visitors see of it
    met_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("站外条目")
        verbose_name_plural = _("站外条目")
        indexes = [
            models.Index(fields=["guid_key"], name="feed_item_guid"),
            models.Index(fields=["link_key"], name="feed_item_link"),
            models.Index(fields=["title_key"], name="feed_item_title"),
        ]

    def __str__(self):
        return f"{self.source_id}:{self.pk}"


class FeedFailure(models.Model):
    """One poll that gave nothing; the newest of each source are kept."""

    KEPT = 20

    source = models.ForeignKey(FeedSource, on_delete=models.CASCADE, related_name="failure_list")
    at = models.DateTimeField(_("时间"))
    problem = models.CharField(_("原因"), max_length=20)

    class Meta:
        verbose_name = _("抓取失败")
        verbose_name_plural = _("抓取失败")
        indexes = [models.Index("source", F("at").desc(), name="feed_failure_source")]

    def __str__(self):
        return self.problem
