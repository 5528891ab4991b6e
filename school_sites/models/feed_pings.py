"""Feeds that have changed and of which a hub has yet to be told (WebSub)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .school_site import SchoolSite


class FeedPing(models.Model):
    """One feed of a site; ``column_number`` 0 is the site's own. Gone once the hub was told."""

    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    column_number = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(_("变动时间"))
    next_try_at = models.DateTimeField(_("下次通知"), db_index=True)
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)

    class Meta:
        verbose_name = _("订阅通知")
        verbose_name_plural = _("订阅通知")
        constraints = [
            models.UniqueConstraint(fields=["site", "column_number"], name="one_ping_per_feed"),
        ]

    def __str__(self):
        return f"{self.site_id}:{self.column_number}"
