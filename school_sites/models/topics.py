"""Special topics (专题): pages with a head of their own, fed by tag, column or hand."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField

from school_sites.hosts import ROOT_PATH_LENGTH
from school_sites.references import SitePageForm
from school_sites.topic_blocks import (
    MAX_SECTIONS,
    TopicBlock,
    errors_at_sections,
    foreign_sections,
)

from .columns import ColumnLayout
from .pages import LeafPage


class TopicPageForm(SitePageForm):
    """Says at the section itself what the page would refuse: a new page has no path yet."""

    def clean(self):
        cleaned = super().clean()
        sections = cleaned.get("sections")
        if sections is not None:
            found = foreign_sections(sections, self.parent_page.path[:ROOT_PATH_LENGTH])
            if found:
                self.add_error("sections", errors_at_sections(found))
        return cleaned


class TopicPage(LeafPage):
    """A special topic. On the district's site its sections reach into the schools."""

    layout = ColumnLayout.TOPICS
    base_form_class = TopicPageForm

    banner = models.ForeignKey(
        "media.SiteImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("题图"),
        help_text=_("横幅图片，宽度最好在 1600 像素以上。"),
    )
    tagline = models.CharField(_("副题"), max_length=60, blank=True)
    summary = models.TextField(_("导语"), max_length=500, blank=True)
    begins = models.DateField(_("开始日期"), null=True, blank=True)
    ends = models.DateField(_("结束日期"), null=True, blank=True)
    sections = StreamField(TopicBlock(), verbose_name=_("版块"), blank=True, max_num=MAX_SECTIONS)

    content_panels = [
        FieldPanel("title", heading=_("专题名称")),
        FieldPanel("tagline"),
        FieldPanel("banner"),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("begins"), FieldPanel("ends")]),
        FieldPanel("sections"),
    ]

    class Meta:
        verbose_name = _("专题")
        verbose_name_plural = _("专题")

    def clean(self):
        super().clean()
        if self.begins and self.ends and self.ends < self.begins:
            raise ValidationError({"ends": _("结束日期不能早于开始日期。")})
        if self.path:
            found = foreign_sections(self.sections, self.path[:ROOT_PATH_LENGTH])
            if found:
                raise ValidationError({"sections": [message for _field, message in found.values()]})
