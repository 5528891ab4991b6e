"""Forms that were sent, so that the same one sent twice makes one page."""

import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=1)


class SentForm(models.Model):
    """One filled-in form, known by a digest of all that was sent, and the page made from it.

    ``page`` is empty while nothing came of it: the form was refused.
    """

    key = models.CharField(max_length=64, unique=True)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    is_new = False

    class Meta:
        verbose_name = _("已提交的表单")
        verbose_name_plural = _("已提交的表单")

    def __str__(self):
        return self.key

    @classmethod
    def claim(cls, key):
        """The row of ``key``, made now if this is the first time (``is_new``); old rows go.

        Called in the transaction that makes the page: a second request waits
        here until the first has committed, and then finds the page.
        """
        cls.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()
        row, row.is_new = cls.objects.get_or_create(key=key)
        return row

    @property
    def batch(self):
        """The id of the batch of imports made from this form: the same however often it is sent."""
        return uuid.UUID(hex=self.key[:32])

    def led_to(self, page):
        """Remember the page that was made."""
        self.page_id = page.pk
        self.save(update_fields=["page"])
