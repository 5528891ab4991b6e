"""What is indexed of a page: its type, its title, its other words, its text."""

import hashlib
from dataclasses import dataclass, field
from functools import cache, cached_property

from django.db import models
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import get_text_for_indexing

from school_sites.models import ArticlePage, ColumnKind, ColumnPage, PersonPage
from school_sites.models.articles import Form
from school_sites.models.column_choices import ColumnLayout
from school_sites.models.pages import STEP, LeafPage

from . import analysis
from .models import Type

LONGEST_BODY = 100_000  # characters of a page's own text that are indexed
LONGEST_FILE = 20_000  # of one file
SEARCHED = (ArticlePage, LeafPage, ColumnPage)  # and what is derived from them
NOT_TEXT = {"title", "draft_title", "slug", "seo_title", "search_description", "root_path",
            "url_path", "path", "video_url", "short_title"}  # fmt: skip
DOCUMENT_KINDS = (ColumnKind.POLICY, ColumnKind.OPEN)


@dataclass(frozen=True)
class File:
    """A file that a page offers, and what could be read of it."""

    title: str
    url: str
    kind: str
    text: str


@dataclass
class Text:
    """What is indexed of one page; whole before its digest or tokens are asked for."""

    title: str
    keywords: str
    body: str
    files: list = field(default_factory=list)
    path: str = ""  # at its site

    @cached_property
    def digest(self):
        """Differs where the index would differ; begins with the version of the analysis."""
        parts = (self.title, self.keywords, self.body)
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        return f"{analysis.version()}:{digest[:48]}"

    @cached_property
    def tokens(self):
        """See ``tokens_of``."""
        return tokens_of(self)


def tokens_of(text):
    """(of the title, of all the rest) as engines index a Text or an EntryText."""
    rest = f"{text.keywords}\n{text.body}"
    return analysis.tokens_of(analysis.fold(text.title)), analysis.tokens_of(analysis.fold(rest))


def is_searched(page):
    """Whether pages of this type can be found at all."""
    return isinstance(page, SEARCHED)


def type_of(page, column_kind, layout=""):
    """The type under which ``page``, in a column of ``column_kind``, is found."""
    if isinstance(page, PersonPage):
        return Type.PERSON
    if not isinstance(page, ArticlePage):
        return Type.PAGE
    if page.specific_class.form == Form.EVENT:
        return Type.EVENT
    if column_kind == ColumnKind.NOTICE:
        return Type.NOTICE
    if layout == ColumnLayout.DOCUMENTS or column_kind in DOCUMENT_KINDS:
        return Type.DOCUMENT
    return Type.ARTICLE


def text_of(page, files=()):
    """The Text of ``page`` (specific); ``files`` are the Files it offers, in its order."""
    words, paragraphs = [], []
    for one in _own_fields(type(page)):
        value = getattr(page, one.attname)
        if isinstance(one, StreamField):
            paragraphs += words_in(value)
        elif isinstance(one, RichTextField):
            paragraphs.append(get_text_for_indexing(value or ""))
        elif one.choices:
            # Not Django's own display, which translates all choices to find one.
            labels = (label for key, label in one.flatchoices if key == value)
            words.append(str(next(labels, value or "")))
        elif isinstance(one, models.TextField):
            paragraphs.append(value or "")
        else:
            words.append(value or "")
    tidy = (" ".join(part.split()) for part in paragraphs)
    body = "\n".join(part for part in tidy if part)[:LONGEST_BODY]
    text = Text(page.title, " ".join(word for word in words if word), body)
    for file in files:
        read = " ".join(file.text.split())[:LONGEST_FILE]
        start = len(text.body) + 1
        text.body += f"\n{read}"
        place = {"start": start, "end": start + len(read)}
        text.files.append({"title": file.title, "url": file.url, "kind": file.kind, **place})
    return text


@cache
def _own_fields(model):
    """Fields of words that the page's own types add to Wagtail's."""
    return tuple(_words_of(model))


def _words_of(model):
    for one in model._meta.concrete_fields:
        is_own = one.model is not models.Model and one.model._meta.app_label != "wagtailcore"
        is_words = isinstance(one, models.CharField | models.TextField | StreamField)
        if is_own and is_words and one.name not in NOT_TEXT and one.editable:
            yield one


def column_path_of(page):
    """Tree path of the column a page is in; a column's own."""
    return page.path if isinstance(page, ColumnPage) else page.path[:-STEP]


def words_in(value):
    """The texts within a value of a stream of blocks; what was chosen from a list is no text."""
    stream = value if isinstance(value, StreamValue) else ()
    return [text for child in stream for text in _of_block(child.block, child.value)]


def _of_block(block, value):
    if isinstance(block, blocks.ChoiceBlock | blocks.BooleanBlock):
        return []
    if isinstance(block, blocks.StructBlock):
        return [
            text
            for name, child in block.child_blocks.items()
            for text in _of_block(child, value.get(name))
        ]
    if isinstance(block, blocks.ListBlock):
        return [text for one in value or () for text in _of_block(block.child_block, one)]
    if isinstance(block, blocks.StreamBlock):
        return words_in(value)
    return [text for text in block.get_searchable_content(value) if text] if value else []
