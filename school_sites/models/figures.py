"""Numbers a home page shows, counted in the background."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .school_site import SchoolSite


class SiteFigure(models.Model):
    """One number of one site; written by school_sites.figures.write_figures only."""

    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="figures")
    name = models.CharField(_("名称"), max_length=30)
    value = models.PositiveIntegerField(_("数值"))

    class Meta:
        verbose_name = _("统计数字")
        verbose_name_plural = _("统计数字")
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="one_figure_per_site_and_name"),
        ]

    def __str__(self):
        return f"{self.name}: {self.value}"
