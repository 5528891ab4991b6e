"""Weekly menus of kindergartens and canteens."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Orderable

from school_sites.hosts import ROOT_PATH_LENGTH
from school_sites.references import SitePageForm
from school_sites.tree import below
from school_sites.weeks import coming_monday, day_text, monday_of, week_text

from .columns import ColumnLayout
from .pages import LeafPage

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
MEALS = ("早餐", "午餐", "午点")  # of a column's first menu
DISHES = AdminAutoHeightTextInput(attrs={"rows": 5})
EARLIEST = date(1900, 1, 1)
LATEST = date(9998, 12, 31)


def menu_title(week_start):
    """The title of a menu whose author gave none: ``2026 年 3 月 2 日—6 日食谱``."""
    return f"{week_text(week_start)}食谱"


class WeekMenuForm(SitePageForm):
    """Names the week by itself, and takes one menu a week in a column."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.named_by_itself = self.instance.title == self.instance.own_title

    def clean(self):
        cleaned = super().clean()
        week_start = cleaned.get("week_start")
        if not is_monday(week_start):
            return cleaned
        title = cleaned.get("title", "").strip()
        # A title the platform gave follows the week; one that somebody wrote stays.
        if not title or (self.named_by_itself and title == self.instance.title):
            cleaned["title"] = menu_title(week_start)
        same_week = menus_in(self.parent_page).filter(week_start=week_start)
        if same_week.exclude(pk=self.instance.pk).exists():
            message = _("这个栏目里已经有这一周的食谱，请修改那一份，或换一个星期。")
            self.add_error("week_start", message)
        return cleaned


class WeekMenuPage(LeafPage):
    """What is eaten in one week, Monday to Friday."""

    layout = ColumnLayout.MENU

    week_start = models.DateField(_("星期一的日期"), db_index=True)
    note = models.CharField(
        _("说明"), max_length=200, blank=True, help_text=_("例如：周三因活动改为自助餐。")
    )

    base_form_class = WeekMenuForm
    content_panels = [
        FieldPanel("week_start"),
        InlinePanel(
            "meals",
            heading=_("餐次"),
            label=_("餐次"),
            min_num=1,
            max_num=8,
            help_text=_("餐次按这个栏目的上一份食谱填好，可以增减；菜名一行写一个。"),
        ),
        FieldPanel("note"),
        FieldPanel(
            "title",
            heading=_("标题"),
            help_text=_("可以留空，自动写成“2026 年 3 月 2 日—6 日食谱”。"),
        ),
    ]

    class Meta:
        verbose_name = _("每周食谱")
        verbose_name_plural = _("每周食谱")

    @property
    def week_end(self):
        """The Friday of the week."""
        return self.week_start + timedelta(days=len(DAYS) - 1)

    @property
    def own_title(self):
        """The title the platform gives the menu; empty without a week."""
        return menu_title(self.week_start) if self.week_start else ""

    def full_clean(self, *args, **kwargs):
        self.take_own_title()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        self.take_own_title()
        super().minimal_clean()

    def take_own_title(self):
        """Name the menu after its week where nobody gave it a title."""
        if not self.title and is_monday(self.week_start):
            self.title = self.own_title

    def clean(self):
        super().clean()
        if self.week_start and not EARLIEST <= self.week_start <= LATEST:
            raise ValidationError({"week_start": _("请填写正确的年份。")})
        if self.week_start and not is_monday(self.week_start):
            monday = day_text(monday_of(self.week_start))
            message = _("请填写星期一的日期；这一周的星期一是 %(monday)s。")
            raise ValidationError({"week_start": message % {"monday": monday}})


def is_monday(day):
    """Whether ``day`` is given, is a Monday, and a date that menus can have."""
    return bool(day) and EARLIEST <= day <= LATEST and day.weekday() == 0


class WeekMenuMeal(Orderable):
    """One meal of the day, for each day of the week; dishes one a line."""

    menu = ParentalKey(WeekMenuPage, on_delete=models.CASCADE, related_name="meals")
    name = models.CharField(_("餐次"), max_length=20, help_text=_("例如：早餐、午餐、午点。"))
    monday = models.TextField(_("星期一"), max_length=200, blank=True)
    tuesday = models.TextField(_("星期二"), max_length=200, blank=True)
    wednesday = models.TextField(_("星期三"), max_length=200, blank=True)
    thursday = models.TextField(_("星期四"), max_length=200, blank=True)
    friday = models.TextField(_("星期五"), max_length=200, blank=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel(day, widget=DISHES) for day in DAYS]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("餐次")
        verbose_name_plural = _("餐次")

    def dishes(self, day):
        """The dishes of ``day``, one of DAYS, as a list."""
        return [line.strip() for line in getattr(self, day).splitlines() if line.strip()]


def menus_in(column):
    """All menus of a column, drafts too, in no order."""
    own = WeekMenuPage.objects.filter(root_path=column.path[:ROOT_PATH_LENGTH])
    return own.filter(below(column.path))


def prefill(menu, column):
    """Give a new ``menu`` the next free week of ``column`` and the meals of its last menu."""
    last = menus_in(column).order_by("-week_start").first()
    names, menu.week_start = MEALS, coming_monday()
    if last is not None:
        names = [meal.name for meal in last.meals.all()] or MEALS
        menu.week_start = max(menu.week_start, last.week_start + timedelta(days=7))
    menu.meals = [WeekMenuMeal(name=name, sort_order=number) for number, name in enumerate(names)]
