"""Blocks an article's body is made of. Their templates live in the theme."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from .word_import import clean_rich_text

AS_IT_IS = "as-it-is"  # names that no script changes; registered in as_it_is.py
RICH_TEXT_FEATURES = [
    "bold",
    "italic",
    "ol",
    "ul",
    "link",
    "document-link",
    "superscript",
    "subscript",
    AS_IT_IS,
]
TEMPLATES = "themes/base/blocks/"


class HeadingBlock(blocks.StructBlock):
    """A heading within the article; the page's own title is level 1."""

    level = blocks.ChoiceBlock(
        label=_("级别"),
        choices=[("2", _("一级标题")), ("3", _("二级标题")), ("4", _("三级标题"))],
        default="2",
    )
    text = blocks.CharBlock(label=_("文字"), max_length=200)

    class Meta:
        label = _("标题")
        icon = "title"
        template = TEMPLATES + "heading.html"
        form_classname = "struct-block heading-block"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        # The choice is stored as text; templates compare a number.
        context["value"] = context["self"] = {"level": int(value["level"]), "text": value["text"]}
        return context


class PictureBlock(blocks.StructBlock):
    """A picture with its caption and the words read to those who cannot see it."""

    image = ImageChooserBlock(label=_("图片"))
    alt_text = blocks.CharBlock(
        label=_("替代文字"),
        required=False,
        max_length=200,
        help_text=_("给看不见图片的人读的一句话，例如“学生在操场上跳绳”。纯装饰的图片留空。"),
    )
    caption = blocks.CharBlock(label=_("图片说明"), required=False, max_length=200)

    class Meta:
        label = _("图片")
        icon = "image"
        template = TEMPLATES + "image.html"


class GalleryBlock(blocks.StructBlock):
    """Several pictures shown as a group."""

    pictures = blocks.ListBlock(PictureBlock(), label=_("图片"), min_num=1, max_num=60)
    caption = blocks.CharBlock(label=_("组图说明"), required=False, max_length=200)

    class Meta:
        label = _("组图")
        icon = "image"
        template = TEMPLATES + "gallery.html"


class ArticleTableBlock(TableBlock):
    """A table, given to the theme as rows of plain text."""

    class Meta:
        label = _("表格")
        icon = "table"
        template = TEMPLATES + "table.html"

    def render(self, value, context=None):
        value = value or {}
        choice = value.get("table_header_choice", "")
        table = {
            "rows": [[cell or "" for cell in row] for row in value.get("data") or []],
            "header_row": choice in ("row", "both") or bool(value.get("first_row_is_table_header")),
            "header_column": choice in ("column", "both") or bool(value.get("first_col_is_header")),
            "caption": value.get("table_caption") or "",
        }
        return render_to_string(self.meta.template, {"value": table, "self": table})


class QuoteBlock(blocks.StructBlock):
    """A quotation and whose it is."""

    text = blocks.TextBlock(label=_("引文"), rows=3)
    attribution = blocks.CharBlock(label=_("出处"), required=False, max_length=100)

    class Meta:
        label = _("引用")
        icon = "openquote"
        template = TEMPLATES + "quote.html"


class AttachmentBlock(blocks.StructBlock):
    """A file to download, with the name it is shown under."""

    document = DocumentChooserBlock(label=_("文件"))
    title = blocks.CharBlock(
        label=_("显示名称"), required=False, max_length=200, help_text=_("留空则用文件标题。")
    )

    class Meta:
        label = _("附件")
        icon = "doc-full"


class AttachmentListBlock(blocks.ListBlock):
    """Files to download, each with type and size."""

    def __init__(self, **kwargs):
        super().__init__(AttachmentBlock(), **kwargs)

    class Meta:
        label = _("附件列表")
        icon = "doc-full"
        template = TEMPLATES + "attachments.html"

    def deconstruct(self):
        return ("school_sites.blocks.AttachmentListBlock", [], {})


class CleanRichTextBlock(blocks.RichTextBlock):
    """Rich text that loses on saving what Word, WPS and WeChat leave behind on pasting."""

    def clean(self, value):
        value = super().clean(value)
        return RichText(clean_rich_text(value.source)) if value else value

    def deconstruct(self):
        # What is stored is the same, so migrations need not know of the difference.
        return ("wagtail.blocks.RichTextBlock", *super().deconstruct()[1:])


class BodyBlock(blocks.StreamBlock):
    """The body of an article."""

    heading = HeadingBlock()
    text = CleanRichTextBlock(
        label=_("正文"),
        icon="pilcrow",
        features=RICH_TEXT_FEATURES,
        template=TEMPLATES + "text.html",
    )
    image = PictureBlock()
    gallery = GalleryBlock()
    table = ArticleTableBlock()
    quote = QuoteBlock()
    attachments = AttachmentListBlock()


def pictures_without_words(body):
    """Picture blocks of ``body`` (a StreamValue) that have no alternative text yet."""
    return [
        block
        for block in body
        if block.block_type == "image" and block.value["image"] and not block.value["alt_text"]
    ]


def images_of(body):
    """Every picture in ``body`` (a StreamValue), in order, with repetitions."""
    found = []
    for block in body:
        if block.block_type == "image":
            found.append(block.value["image"])
        elif block.block_type == "gallery":
            found += [picture["image"] for picture in block.value["pictures"]]
    return [image for image in found if image is not None]
