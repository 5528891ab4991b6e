"""A draft against what visitors see: field by field, in the order of the form."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.db import models
from django.utils.safestring import SafeString
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

from .diff import compare_paragraphs

TEXT_FIELDS = (models.CharField, models.TextField, RichTextField, StreamField)


@dataclass
class Change:
    """What changed in one field: paragraphs of parts, or Wagtail's own words for it."""

    label: str
    paragraphs: list = field(default_factory=list)
    html: str = ""


def changes(live, draft):
    """The ``Change``s from ``live`` (None: never published) to ``draft``, both specific pages."""
    live = live or type(draft)()
    panel = draft.get_edit_handler().get_bound_panel(instance=draft, request=None, form=None)
    found = []
    for make in panel.get_comparison():
        comparison = make(live, draft)
        if not comparison.has_changed():
            continue
        change = _change(comparison, live, draft)
        if change.paragraphs or change.html:
            found.append(change)
    return found


def _change(comparison, live, draft):
    label = str(comparison.field_label())
    own = getattr(comparison, "field", None)
    if isinstance(own, TEXT_FIELDS) and not own.choices:
        old, new = (lines_of(own.value_from_object(one), own) for one in (live, draft))
        return Change(label, compare_paragraphs(old, new))
    if hasattr(comparison, "htmldiff"):
        return Change(label, html=comparison.htmldiff())
    return Change(label, html=_of_children(comparison))


def _of_children(comparison):
    rows = []
    for child in comparison.get_child_comparisons():
        for one in child.get_field_comparisons():
            if child.is_addition() or child.is_deletion() or one.has_changed():
                rows.append(one.htmldiff())
    return SafeString("<br>".join(rows))


def lines_of(value, own=None):
    """The paragraphs of any value of a field."""
    if isinstance(own, StreamField):
        return [line for block in value or () for line in _of_block(block.block, block.value)]
    if isinstance(own, RichTextField):
        return _of_rich(value or "")
    return [line for line in str(value or "").splitlines() if line.strip()]


def _of_block(block, value):
    if value in (None, ""):
        return []
    if isinstance(value, RichText):
        return _of_rich(value.source)
    if isinstance(block, StructBlock):
        return [line for name, one in block.child_blocks.items()
                for line in _of_block(one, value.get(name))]  # fmt: skip
    if isinstance(block, StreamBlock):
        return [line for child in value for line in _of_block(child.block, child.value)]
    if isinstance(block, ListBlock):
        return [line for child in value for line in _of_block(block.child_block, child)]
    if isinstance(value, dict):
        rows = value.get("data") or []
        return ["｜".join(str(cell or "") for cell in row) for row in rows]
    if isinstance(value, bool):
        return []
    if isinstance(value, models.Model):
        return [f"［{value._meta.verbose_name}：{value}］"]
    return lines_of(value)


def _of_rich(source):
    parser = _Paragraphs()
    parser.feed(source)
    parser.close()
    return [line for line in (one.strip() for one in parser.lines) if line]


class _Paragraphs(HTMLParser):
    """The paragraphs of stored rich text, links with their addresses."""

    BREAKS = frozenset({"p", "li", "br", "h2", "h3", "h4", "blockquote"})

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines = [""]

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in self.BREAKS:
            self.lines.append("")
        elif tag == "a":
            self.lines[-1] += f"［{attrs.get('href') or attrs.get('id') or ''}］"

    def handle_data(self, data):
        self.lines[-1] += data
