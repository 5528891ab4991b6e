"""Pages of the district's teaching research: one for each subject."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from school_sites.blocks import RICH_TEXT_FEATURES
from school_sites.models import ColumnLayout, LeafPage, Subject
from school_sites.queries import Cursor

MAX_PEOPLE = 60
MAX_RESOURCES = 100


class SubjectPage(LeafPage):
    """A subject's own page: who researches it, what takes place, and what schools write.

    Articles and activities are gathered by the subject their editors chose; nothing
    is put here by hand. Older articles have pages of their own below the number.
    """

    layout = ColumnLayout.SUBJECTS

    subject = models.CharField(
        _("学科"),
        max_length=20,
        choices=Subject.choices,
        help_text=_("各校文章和活动的“学科”与此相同，并已被区站采用的，自动汇集到本页。"),
    )
    introduction = RichTextField(_("简介"), blank=True, features=RICH_TEXT_FEATURES)

    content_panels = [
        FieldRowPanel([FieldPanel("title", heading=_("页面名称")), FieldPanel("subject")]),
        FieldPanel("introduction"),
        InlinePanel("people", heading=_("教研员与学科团队"), label=_("成员"), max_num=MAX_PEOPLE),
        InlinePanel("resources", heading=_("教研资料"), label=_("资料"), max_num=MAX_RESOURCES),
    ]

    class Meta:
        verbose_name = _("学科教研页面")
        verbose_name_plural = _("学科教研页面")

    @classmethod
    def can_create_at(cls, parent):
        entry = getattr(parent.specific_deferred, "site_entry", None)
        at_district = entry is not None and entry.school_site.is_district
        return at_district and super().can_create_at(parent)

    def part(self, components):
        """``p/<position>/`` is the list of gathered articles after that position."""
        if len(components) == 2 and components[0] == "p":
            try:
                return {"after": Cursor.parse(components[1])}
            except ValueError:
                return None
        return super().part(components)


class SubjectPerson(Orderable):
    """Someone who leads or supports a subject's research."""

    page = ParentalKey(SubjectPage, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(_("姓名"), max_length=40)
    school = models.CharField(_("单位"), max_length=60, blank=True)
    role = models.CharField(
        _("职务"), max_length=60, blank=True, help_text=_("例如：学科教研员、中心组成员。")
    )
    photo = models.ForeignKey(
        "media.SiteImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("照片"),
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("school"), FieldPanel("role")]),
        FieldPanel("photo"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("成员")
        verbose_name_plural = _("成员")


class SubjectResource(Orderable):
    """A file for teachers of the subject."""

    page = ParentalKey(SubjectPage, on_delete=models.CASCADE, related_name="resources")
    document = models.ForeignKey(
        "media.SiteDocument",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("文件"),
    )
    title = models.CharField(
        _("显示名称"), max_length=200, blank=True, help_text=_("留空则用文件标题。")
    )

    panels = [FieldRowPanel([FieldPanel("document"), FieldPanel("title")])]

    class Meta(Orderable.Meta):
        verbose_name = _("资料")
        verbose_name_plural = _("资料")
