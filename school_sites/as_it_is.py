"""Names that are not to be put into other characters: a mark in the editor of texts.

Stored as ``<bdi translate="no">``, HTML's element for names. 范 and 于 are family names and also
words that are written otherwise in traditional characters; only people know which is meant.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature

from .blocks import AS_IT_IS

STYLE = "AS_IT_IS"


@hooks.register("register_rich_text_features")
def register(features):
    """The button 专名 and how its mark is stored."""
    features.register_editor_plugin(
        "draftail",
        AS_IT_IS,
        InlineStyleFeature(
            {
                "type": STYLE,
                "label": _("专名"),
                "description": _("专名：人名等，繁体版里不转换"),
                "style": {"textDecoration": "underline dotted"},
            }
        ),
    )
    features.register_converter_rule(
        "contentstate",
        AS_IT_IS,
        {
            "from_database_format": {'bdi[translate="no"]': InlineStyleElementHandler(STYLE)},
            "to_database_format": {
                "style_map": {STYLE: {"element": "bdi", "props": {"translate": "no"}}}
            },
        },
    )
