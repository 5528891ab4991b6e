"""What was deleted after visitors could see it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .school_site import SchoolSite


class GonePage(models.Model):
    """A deleted page that was once published: its address answers 410, not 404.

    ``number`` was the page's; ``column_number`` that of the column it was in. Of an
    article anybody could read, ``was_listed``: feeds tell their readers.
    """

    number = models.BigIntegerField(primary_key=True)
    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(_("网址"), max_length=255)
    column_number = models.BigIntegerField(null=True)
    was_listed = models.BooleanField(_("曾公开"), default=False)
    gone_at = models.DateTimeField(_("删除时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("已删除的页面")
        verbose_name_plural = _("已删除的页面")
        indexes = [
            models.Index(fields=["site", "path"], name="gone_page_path"),
            models.Index(
                "site",
                models.F("gone_at").desc(),
                name="gone_page_listed",
                condition=models.Q(was_listed=True),
            ),
        ]

    def __str__(self):
        return self.path
