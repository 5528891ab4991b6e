"""Events: articles that happen at a time and a place."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from school_sites import event_times

from .albums import COMMON, TITLE
from .articles import ArticlePage, Form


class EventPage(ArticlePage):
    """Something that takes place. ``ends_at`` None means a moment without a known end."""

    form = Form.EVENT
    files = ("event.ics",)

    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    all_day = models.BooleanField(_("全天"), default=False, help_text=_("只显示日期，不显示时刻。"))
    place = models.CharField(_("地点"), max_length=100, blank=True)
    audience = models.CharField(
        _("参加对象"), max_length=100, blank=True, help_text=_("例如：一年级学生和家长。")
    )
    contact = models.CharField(
        _("联系方式"), max_length=100, blank=True, help_text=_("请写办公电话，不要写个人手机号。")
    )

    parent_page_types = ["school_sites.ColumnPage"]
    content_panels = [
        TITLE,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("all_day"),
                FieldRowPanel([FieldPanel("place"), FieldPanel("audience")]),
                FieldPanel("contact"),
            ],
            heading=_("时间与地点"),
        ),
        *COMMON,
    ]

    class Meta:
        verbose_name = _("活动")
        verbose_name_plural = _("活动")

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("结束时间不能早于开始时间。")})

    @property
    def span(self):
        """(start, end) as lists compare them; see event_times."""
        return event_times.span_of(self.starts_at, self.ends_at, self.all_day)

    def listing_facts(self):
        starts_at, ends_at = self.span
        return {"starts_at": starts_at, "ends_at": ends_at, "all_day": self.all_day,
                "place": self.place}  # fmt: skip

    def serve(self, request, *args, file="", **kwargs):
        if not file:
            return super().serve(request, *args, **kwargs)
        from school_sites import calendar_files

        return calendar_files.event_file(self)
