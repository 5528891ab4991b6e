"""What was asked: marks that wait to be counted, and counts by day. Of nobody in particular."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from school_sites.models import SchoolSite

LONGEST_ASKED = 40


class SearchMark(models.Model):
    """One visitor's question of one day, or click on what it found; forgotten after a day.

    ``key`` is a digest that nobody can trace back to a visitor, as of a view. ``position``
    is that of the click, empty for a question.
    """

    key = models.CharField(max_length=43, primary_key=True)
    text = models.CharField(max_length=LONGEST_ASKED)
    site_number = models.BigIntegerField()
    day = models.DateField()
    at = models.DateTimeField(db_index=True)
    hits = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(null=True)
    batch = models.BigIntegerField(null=True, db_index=True)

    wagtail_reference_index_ignore = True  # written without signals, and of no use to editors

    class Meta:
        verbose_name = _("搜索标记")
        verbose_name_plural = _("搜索标记")

    def __str__(self):
        return self.text


class SearchCount(models.Model):
    """How many visitors asked ``text`` (folded) at a site on one day, and what was found last."""

    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("日期"), db_index=True)
    text = models.CharField(_("搜索词"), max_length=LONGEST_ASKED)
    hits = models.PositiveIntegerField(_("结果数"))
    total = models.PositiveIntegerField(_("次数"))

    wagtail_reference_index_ignore = True  # written without signals, and of no use to editors

    class Meta:
        verbose_name = _("搜索次数")
        verbose_name_plural = _("搜索次数")
        constraints = [
            models.UniqueConstraint(fields=["site", "day", "text"], name="one_count_per_text_day"),
        ]

    def __str__(self):
        return f"{self.day} {self.text}: {self.total}"


class SearchClick(models.Model):
    """How often the hit at ``position`` was opened on one day, after asking ``text``."""

    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("日期"), db_index=True)
    text = models.CharField(_("搜索词"), max_length=LONGEST_ASKED)
    position = models.PositiveSmallIntegerField(_("位置"))
    total = models.PositiveIntegerField(_("次数"))

    wagtail_reference_index_ignore = True  # written without signals, and of no use to editors

    class Meta:
        verbose_name = _("搜索点击")
        verbose_name_plural = _("搜索点击")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "day", "text", "position"], name="one_click_row_per_position"
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.text} {self.position}: {self.total}"
