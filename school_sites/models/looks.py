"""How a site looks: what its school chose, tries, and had before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from media.models import SiteImage

from .school_site import SchoolSite

PICTURES = ("banner", "inner_banner")  # of a choice: numbers of pictures


class ChoiceField(models.JSONField):
    """A choice as it is kept. Its pictures count as used, wherever Wagtail tells uses."""

    def extract_references(self, value):
        """(model, number, model path, content path) of the pictures a kept choice names."""
        for name in PICTURES:
            if value and value.get(name):
                yield SiteImage, str(value[name]), name, name


class SiteLook(models.Model):
    """The choices of one site. Each is what ``looks.choices.Choice`` keeps; None for none."""

    site = models.OneToOneField(
        SchoolSite,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="look",
        verbose_name=_("网站"),
    )
    in_force = ChoiceField(_("正在使用"), default=dict)
    draft = ChoiceField(_("试用中"), null=True)
    previous = ChoiceField(_("上一个"), null=True)
    # Of the pictures that the three name: addresses, widths and heights, by number and page.
    pictures = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("网站外观")
        verbose_name_plural = _("网站外观")

    def __str__(self):
        return str(self.site)
