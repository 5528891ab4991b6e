"""People: a school's leaders and teachers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField

from school_sites.blocks import BodyBlock

from .articles import Subject
from .columns import ColumnLayout
from .pages import LeafPage


class PersonPage(LeafPage):
    """One person. The title is the name; the order is the order in the column."""

    layout = ColumnLayout.PEOPLE
    meta_type = "profile"

    group = models.CharField(
        _("分组"), max_length=30, blank=True, help_text=_("例如：学校领导、名师、班主任。")
    )
    position = models.CharField(_("职务或称号"), max_length=60, blank=True)
    subject = models.CharField(_("学科"), max_length=20, choices=Subject.choices, blank=True)
    photo = models.ForeignKey(
        "media.SiteImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("照片"),
    )
    summary = models.TextField(
        _("一句话介绍"), max_length=200, blank=True, help_text=_("人物列表中显示。")
    )
    body = StreamField(BodyBlock(), verbose_name=_("介绍"), blank=True)

    content_panels = [
        FieldPanel("title", heading=_("姓名")),
        FieldRowPanel([FieldPanel("position"), FieldPanel("group")]),
        FieldPanel("subject"),
        FieldPanel("photo"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("人物")
        verbose_name_plural = _("人物")
