"""Sections of a special topic."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .blocks import RICH_TEXT_FEATURES, TEMPLATES, PictureBlock

SECTION_LAYOUTS = [("list", _("标题列表")), ("cards", _("图文卡片")), ("lines", _("两栏标题"))]


class SectionBlock(blocks.StructBlock):
    """What every fed section has. Subclasses say where the articles come from."""

    title = blocks.CharBlock(label=_("版块标题"), max_length=40)
    layout = blocks.ChoiceBlock(label=_("样式"), choices=SECTION_LAYOUTS, default="list")
    limit = blocks.IntegerBlock(label=_("条数"), default=8, min_value=1, max_value=30)


class TagSectionBlock(SectionBlock):
    """The newest articles with a keyword."""

    word = blocks.CharBlock(
        label=_("关键词"), max_length=40, help_text=_("文章的关键词中有这个词，就会出现在这里。")
    )

    class Meta:
        label = _("按关键词汇集")
        icon = "tag"


class ColumnSectionBlock(SectionBlock):
    """The newest articles of a column."""

    column = blocks.PageChooserBlock(label=_("栏目"), page_type="school_sites.ColumnPage")

    class Meta:
        label = _("按栏目汇集")
        icon = "folder-open-inverse"


class HandSectionBlock(blocks.StructBlock):
    """Articles chosen by hand, in this order."""

    title = blocks.CharBlock(label=_("版块标题"), max_length=40)
    layout = blocks.ChoiceBlock(label=_("样式"), choices=SECTION_LAYOUTS, default="list")
    articles = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="school_sites.ArticlePage"),
        label=_("文章"),
        min_num=1,
        max_num=30,
    )

    class Meta:
        label = _("手工挑选")
        icon = "list-ul"


class TopicBlock(blocks.StreamBlock):
    """A topic's sections, in the editor's order."""

    text = blocks.RichTextBlock(
        label=_("文字"),
        icon="pilcrow",
        features=RICH_TEXT_FEATURES,
        template=TEMPLATES + "text.html",
    )
    image = PictureBlock()
    tag = TagSectionBlock()
    column = ColumnSectionBlock()
    hand = HandSectionBlock()
