"""What Elasticsearch is still to be told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """An entry that Elasticsearch is to be told of, written in the transaction that changed it.

    Its number is the version of what it is told. Says neither what changed nor how:
    whoever tells reads the entry as it is by then. No foreign key: it may be gone.
    """

    entry_number = models.PositiveBigIntegerField()
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("搜索变更")
        verbose_name_plural = _("搜索变更")

    def __str__(self):
        return f"{self.pk}: {self.entry_number}"
