"""Plain pages: what stands still, such as a school's profile."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from school_sites.blocks import BodyBlock

from .columns import ColumnLayout
from .pages import LeafPage


class PlainPage(LeafPage):
    """A text without author or date, one of several in its column."""

    layout = ColumnLayout.PAGES

    summary = models.TextField(_("摘要"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)

    content_panels = [
        FieldPanel("title", heading=_("标题")),
        FieldPanel("body"),
        FieldPanel("summary"),
    ]

    class Meta:
        verbose_name = _("图文页面")
        verbose_name_plural = _("图文页面")
