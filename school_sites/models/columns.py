"""Columns: section pages that list articles."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from school_sites import hosts, reviewing
from school_sites.addresses import reserved_at_top
from school_sites.references import SitePageForm
from school_sites.reviewing import Review
from sitehub.accounts.roles import OPEN_SCHOOL

from .column_choices import DEFAULT_COLUMN_TYPE, DISTRICT_LAYOUTS, ColumnKind, ColumnLayout
from .pages import RootedPage


class ColumnType(models.Model):
    """A value the META tag ColumnType may take; the district extends the list."""

    name = models.CharField(_("名称"), max_length=30, unique=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = _("栏目类别（META）")
        verbose_name_plural = _("栏目类别（META）")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


RESERVED_BELOW = {"category", "feed", "month", "p"}  # what a column's own routes begin with
TOP_DEPTH = 3


def is_reserved(slug, depth):
    """Whether a column at ``depth`` (None: not known yet) cannot have this address."""
    if slug.isdecimal():  # years
        return True
    below = depth is not None and depth > TOP_DEPTH
    return slug in RESERVED_BELOW or (not below and slug in reserved_at_top())


def settles_district_review(user):
    """Whether ``user`` says which columns the district reviews: who opens schools, not a school."""
    return user is None or user.has_perm(OPEN_SCHOOL)


class ColumnPageForm(SitePageForm):
    """Offers the district's list of column types, and keeps the platform's addresses free."""

    def clean(self):
        cleaned = super().clean()
        slug = cleaned.get("slug")
        if slug and is_reserved(slug, self.parent_page.depth + 1):
            self.add_error("slug", _("这个地址由平台使用，请换一个。"))
        return cleaned

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "column_type" in self.fields:
            names = list(ColumnType.objects.values_list("name", flat=True))
            current = self.instance.column_type
            if current and current not in names:
                names.insert(0, current)
            field = self._meta.model._meta.get_field("column_type")
            widget = forms.Select(choices=[(name, name) for name in names])
            self.fields["column_type"] = field.formfield(widget=widget)
        if "layout" in self.fields:
            self._offer_layouts()
        if "district_review" in self.fields and not settles_district_review(self.for_user):
            self.fields["district_review"].disabled = True
            self.fields["district_review"].help_text = _("由区里设置；也管下面的各级栏目。")

    def _offer_layouts(self):
        entry = hosts.entry_for_path(self.parent_page.path)
        if entry is None or entry.school_site.is_district:
            return
        hidden = [one for one in DISTRICT_LAYOUTS if one != self.instance.layout]
        field = self.fields["layout"]
        field.choices = [choice for choice in field.choices if choice[0] not in hidden]


class ColumnPage(RoutablePageMixin, RootedPage):
    """A column. Its list is keyset-paged by date, with an archive by year."""

    is_structure = True

    kind = models.CharField(_("栏目种类"), max_length=20, choices=ColumnKind.choices)
    column_type = models.CharField(_("META 栏目类别"), max_length=30, default=DEFAULT_COLUMN_TYPE)
    description = models.CharField(_("栏目说明"), max_length=200, blank=True)
    keywords = models.CharField(
        _("关键词"), max_length=120, blank=True, help_text=_("用逗号分开。")
    )
    layout = models.CharField(
        _("列表样式"), max_length=10, choices=ColumnLayout.choices, default=ColumnLayout.LIST
    )
    page_size = models.PositiveSmallIntegerField(_("每页条数"), default=20)
    review = models.CharField(
        _("审核"),
        max_length=10,
        choices=Review.choices,
        default=Review.INHERIT,
        help_text=_("要审核的栏目，谁都不能直接发布；每一步由不同的人完成，也不能是作者。"),
    )
    district_review = models.BooleanField(
        _("最后由区里审核"), default=False, help_text=_("也管下面的各级栏目。")
    )

    base_form_class = ColumnPageForm
    parent_page_types = ["school_sites.SchoolHomePage", "district.DistrictHomePage", "ColumnPage"]
    content_panels = [
        FieldPanel("title", heading=_("栏目名称")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("column_type")]),
        FieldPanel("description"),
        FieldPanel("keywords"),
        FieldRowPanel([FieldPanel("layout"), FieldPanel("page_size")]),
        FieldRowPanel([FieldPanel("review"), FieldPanel("district_review")]),
    ]
    promote_panels = [
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("show_in_menus")], heading=_("地址与导航"))
    ]
    show_in_menus_default = True

    class Meta:
        verbose_name = _("栏目")
        verbose_name_plural = _("栏目")

    @property
    def review_steps(self):
        """The steps of review for what is put into this column."""
        return reviewing.steps_at(self.path) if self.path else ()

    def full_clean(self, *args, **kwargs):
        if not self.slug:
            title = slugify(self.title, allow_unicode=True)
            if not title or is_reserved(title, self.depth):
                self.slug = f"lanmu-{uuid.uuid4().hex[:6]}"
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        if not 5 <= (self.page_size or 0) <= 100:
            raise ValidationError({"page_size": _("每页条数应在 5 到 100 之间。")})
        if is_reserved(self.slug, self.depth):
            raise ValidationError({"slug": _("这个地址由平台使用，请换一个。")})

    @path("")
    def newest(self, request):
        """The newest articles of the column."""
        return self._list(request)

    @path("p/<str:cursor>/")
    def older(self, request, cursor):
        """Articles after ``cursor``, a position handed out by the page before."""
        return self._list(request, cursor=cursor)

    @path("<int:year>/")
    def archive(self, request, year):
        """Articles of one calendar year."""
        return self._list(request, year=year)

    @path("<int:year>/p/<str:cursor>/")
    def archive_older(self, request, year, cursor):
        """Articles of one calendar year after ``cursor``."""
        return self._list(request, year=year, cursor=cursor)

    @path("category/<str:key>/")
    def category(self, request, key):
        """Documents of one category, named by its key (sections.documents)."""
        return self._list(request, category=key)

    @path("category/<str:key>/p/<str:cursor>/")
    def category_older(self, request, key, cursor):
        """Documents of one category after ``cursor``."""
        return self._list(request, category=key, cursor=cursor)

    @path("category/<str:key>/<int:year>/")
    def category_archive(self, request, key, year):
        """Documents of one category and calendar year."""
        return self._list(request, category=key, year=year)

    @path("category/<str:key>/<int:year>/p/<str:cursor>/")
    def category_archive_older(self, request, key, year, cursor):
        """Documents of one category and calendar year after ``cursor``."""
        return self._list(request, category=key, year=year, cursor=cursor)

    @path("month/<str:month>/")
    def month(self, request, month):
        """The events of one month, ``2026-03``, of a calendar column."""
        from school_sites.sections import events

        return events.month_page(request, self, month)

    @path("calendar.ics/")
    def calendar_file(self, request):
        """The coming events of a calendar column, to subscribe to (public_urls: no slash)."""
        from school_sites.calendar_files import column_file

        return column_file(self)

    @path("feed/")
    def feed(self, request):
        """The column's feed as Atom."""
        from school_sites.feeds import column_feed

        return column_feed(request, self)

    @path("feed.json/")  # routing appends the slash; the address has none
    def json_feed(self, request):
        """The column's feed as JSON."""
        from school_sites.feeds import JSON, column_feed

        return column_feed(request, self, form=JSON)

    def route(self, request, path_components):
        """As Wagtail's, but a private column has no feed: a reader cannot type a password."""
        result = super().route(request, path_components)
        read_by_machines = (self.feed, self.json_feed, self.calendar_file)
        asked = result.args and result.args[0] in read_by_machines
        if asked and self.get_view_restrictions().exists():
            raise Http404
        return result

    def _list(self, request, *, year=None, cursor=None, category=None):
        from school_sites import views

        if year is not None and not 1900 <= year <= 9998:
            raise Http404
        return views.column(request, self, year=year, cursor=cursor, category=category)
