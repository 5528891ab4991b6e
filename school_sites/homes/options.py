"""Options that blocks of a home page share."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TITLE_LENGTH = 20
OWN_PATH = re.compile(r"/(?![/\\])[^\s\\]*")
WIDTHS = [("full", _("通栏")), ("half", _("半栏（两块并排）"))]
FIGURES = [("articles_year", _("今年发布文章")), ("accepted_year", _("今年被区站采用"))]


def validate_link(text):
    """Refuse what is neither an http(s) address nor a path of the own site."""
    if not OWN_PATH.fullmatch(text):
        try:
            URLValidator(schemes=["http", "https"])(text)
        except ValidationError:
            message = _("请填写网址（http:// 或 https:// 开头），或本站地址（/ 开头）。")
            raise ValidationError(message) from None


def title_block(**options):
    """The words over a block; blank means the block's usual ones."""
    options = {"required": False, "help_text": _("留空则用默认标题。")} | options
    return blocks.CharBlock(label=_("标题"), max_length=TITLE_LENGTH, **options)


def limit_block(default, least, most):
    """How many lines a block shows."""
    return blocks.IntegerBlock(label=_("条数"), default=default, min_value=least, max_value=most)


def width_block(default="full"):
    """Whether a block takes the whole row."""
    return blocks.ChoiceBlock(label=_("宽度"), choices=WIDTHS, default=default)


def column_chooser(**options):
    """A column of the own site; ``faults`` refuses others."""
    return blocks.PageChooserBlock(label=_("栏目"), page_type="school_sites.ColumnPage", **options)


def link_block():
    """Where a picture leads."""
    return blocks.CharBlock(
        label=_("链接"),
        required=False,
        max_length=500,
        validators=[validate_link],
        help_text=_("网址，或本站地址，例如 /xinwen/。"),
    )


def figures_block(choices):
    """Numbers the platform keeps."""
    return blocks.MultipleChoiceBlock(
        label=_("自动统计"),
        required=False,
        choices=choices,
        widget=CheckboxSelectMultiple,
        help_text=_("每小时更新一次。"),
    )
