"""How often pages were opened: marks that wait to be counted, totals, and days."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .school_site import SchoolSite


class ViewMark(models.Model):
    """One view, for half an hour: long enough to know a reload for what it is.

    ``key`` is a digest that nobody can trace back to a visitor. ``batch`` is empty
    until the mark is counted. There is no foreign key: what a browser sends is not
    believed before it is counted.
    """

    key = models.CharField(max_length=43, primary_key=True)
    page_number = models.BigIntegerField()
    site_number = models.BigIntegerField()
    day = models.DateField()
    at = models.DateTimeField(db_index=True)
    batch = models.BigIntegerField(null=True, db_index=True)

    wagtail_reference_index_ignore = True  # written without signals, and of no use to editors

    class Meta:
        verbose_name = _("浏览标记")
        verbose_name_plural = _("浏览标记")

    def __str__(self):
        return self.key


class ViewCount(models.Model):
    """How often a page was opened, ever."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    total = models.PositiveBigIntegerField(_("点击数"))

    wagtail_reference_index_ignore = True  # written without signals, and of no use to editors

    class Meta:
        verbose_name = _("点击数")
        verbose_name_plural = _("点击数")

    def __str__(self):
        return f"{self.page_id}: {self.total}"


class ViewDay(models.Model):
    """How often a page was opened on one day; kept for VIEW_DAYS_KEPT days."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("日期"), db_index=True)
    total = models.PositiveIntegerField(_("点击数"))

    wagtail_reference_index_ignore = True  # written without signals, and of no use to editors

    class Meta:
        verbose_name = _("每日点击数")
        verbose_name_plural = _("每日点击数")
        constraints = [
            models.UniqueConstraint(fields=["page", "day"], name="one_row_per_page_and_day"),
        ]
        indexes = [models.Index(fields=["site", "day"], name="view_day_site")]

    def __str__(self):
        return f"{self.page_id} {self.day}: {self.total}"
