"""Sections of a special topic."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from .blocks import RICH_TEXT_FEATURES, TEMPLATES, PictureBlock
from .hosts import entry_for_path

# Bounds what one page gathers: each section is a part of one query (school_sites.gathering).
MAX_SECTIONS = 20
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


def numbers_in(section):
    """Numbers of the pages a section names, from its raw value; no query."""
    value = section["value"]
    if section["type"] == "column":
        return [value["column"]] if value.get("column") else []
    if section["type"] == "hand":
        chosen = [one["value"] if isinstance(one, dict) else one for one in value["articles"]]
        return [number for number in chosen if number]
    return []


def foreign_sections(sections, root_path):
    """What ``sections`` names of other sites: {place: (field, message)}, the message naming it.

    A column must be the site's own. An article may be another site's on the
    district's site only, where it shows as long as the district has accepted it.
    """
    entry = entry_for_path(root_path)
    raw = list(sections.raw_data)
    named = {number for section in raw for number in numbers_in(section)}
    if entry is None or not named:
        return {}
    paths = dict(Page.objects.filter(pk__in=named).values_list("pk", "path"))
    found = {}
    for place, section in enumerate(raw):
        if section["type"] == "hand" and entry.school_site.is_district:
            continue
        where = [paths[number] for number in numbers_in(section) if number in paths]
        if not all(path.startswith(root_path) for path in where):
            found[place] = foreign_message(section)
    return found


def foreign_message(section):
    """(field, message) of a section that names another site's page."""
    title = section["value"]["title"]
    if section["type"] == "column":
        return "column", gettext("版块“%s”：只能选择本站的栏目。") % title
    return "articles", gettext("版块“%s”：只能选择本站的文章。") % title


def errors_at_sections(found):
    """``foreign_sections`` as the form shows it: each message beside its field."""
    return blocks.StreamBlockValidationError(
        block_errors={
            place: blocks.StructBlockValidationError(block_errors={field: ValidationError(message)})
            for place, (field, message) in found.items()
        }
    )
