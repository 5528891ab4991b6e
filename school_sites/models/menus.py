"""Weekly menus of kindergartens and canteens."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from .columns import ColumnLayout
from .pages import LeafPage

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


class WeekMenuPage(LeafPage):
    """What is eaten in one week, Monday to Friday."""

    layout = ColumnLayout.MENU

    week_start = models.DateField(_("星期一的日期"), db_index=True)
    note = models.CharField(
        _("说明"), max_length=200, blank=True, help_text=_("例如：周三因活动改为自助餐。")
    )

    content_panels = [
        FieldPanel("week_start"),
        InlinePanel("meals", heading=_("餐次"), label=_("餐次"), min_num=1, max_num=8),
        FieldPanel("note"),
        FieldPanel("title", heading=_("标题")),
    ]

    class Meta:
        verbose_name = _("每周食谱")
        verbose_name_plural = _("每周食谱")

    @property
    def week_end(self):
        """The Friday of the week."""
        return self.week_start + datetime.timedelta(days=len(DAYS) - 1)

    def clean(self):
        super().clean()
        if self.week_start and self.week_start.weekday() != 0:
            raise ValidationError({"week_start": _("请填写星期一的日期。")})


class WeekMenuMeal(Orderable):
    """One meal of the day, for each day of the week; dishes one a line."""

    menu = ParentalKey(WeekMenuPage, on_delete=models.CASCADE, related_name="meals")
    name = models.CharField(_("餐次"), max_length=20, help_text=_("例如：早餐、午餐、午点。"))
    monday = models.TextField(_("星期一"), max_length=200, blank=True)
    tuesday = models.TextField(_("星期二"), max_length=200, blank=True)
    wednesday = models.TextField(_("星期三"), max_length=200, blank=True)
    thursday = models.TextField(_("星期四"), max_length=200, blank=True)
    friday = models.TextField(_("星期五"), max_length=200, blank=True)

    panels = [FieldPanel("name"), FieldRowPanel([FieldPanel(day) for day in DAYS])]

    class Meta(Orderable.Meta):
        verbose_name = _("餐次")
        verbose_name_plural = _("餐次")
