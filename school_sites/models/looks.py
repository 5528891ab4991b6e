"""How a site looks: what its school chose, tries, and had before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .school_site import SchoolSite


class SiteLook(models.Model):
    """The choices of one site. Each is what ``looks.choices.Choice`` keeps; None for none."""

    site = models.OneToOneField(
        SchoolSite,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="look",
        verbose_name=_("网站"),
    )
    in_force = models.JSONField(_("正在使用"), default=dict)
    draft = models.JSONField(_("试用中"), null=True)
    previous = models.JSONField(_("上一个"), null=True)

    class Meta:
        verbose_name = _("网站外观")
        verbose_name_plural = _("网站外观")

    def __str__(self):
        return str(self.site)
