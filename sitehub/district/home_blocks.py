"""Blocks only the district's home page has."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from school_sites.homes.blocks import COUNTS, ONCE, HomeBlock, StatisticsBlock
from school_sites.homes.options import FIGURES, figures_block, limit_block, title_block, width_block
from school_sites.models import Subject

CHANNEL_STYLES = [("news", _("图文卡片加列表")), ("list", _("标题列表"))]


def channel_choices():
    """Every channel, by the number of its column."""
    from sitehub.syndication.models import Channel

    return [(str(column), name) for column, name in Channel.objects.values_list("column", "name")]


class LatestBlock(blocks.StructBlock):
    """The newest articles taken from schools."""

    title = title_block()
    limit = limit_block(8, 3, 12)

    class Meta:
        label = _("学校最新动态")
        icon = "site"


class KindsBlock(blocks.StructBlock):
    """The newest articles taken from schools, those of each kind of school together."""

    title = title_block()
    limit = limit_block(6, 3, 10)

    class Meta:
        label = _("各类学校动态")
        icon = "site"


class PicksBlock(blocks.StructBlock):
    """What editors put in the place of picks."""

    title = title_block()

    class Meta:
        label = _("推荐")
        icon = "pick"


class ChannelBlock(blocks.StructBlock):
    """The newest of one channel."""

    channel = blocks.ChoiceBlock(label=_("频道"), choices=channel_choices)
    title = title_block(help_text=_("留空则用栏目名称。"))
    style = blocks.ChoiceBlock(label=_("样式"), choices=CHANNEL_STYLES, default="news")
    limit = limit_block(8, 3, 12)
    width = width_block()

    class Meta:
        label = _("频道")
        icon = "folder-inverse"


class SubjectsBlock(blocks.StructBlock):
    """School subjects: their pages, each with its newest article."""

    title = title_block()
    subjects = blocks.MultipleChoiceBlock(
        label=_("学科"),
        required=False,
        choices=Subject.choices,
        widget=CheckboxSelectMultiple,
        help_text=_("不选则展示所有有文章的学科。"),
    )

    class Meta:
        label = _("学科教研")
        icon = "openquote"


class SchoolsBlock(blocks.StructBlock):
    """A box to find a school's site."""

    title = title_block()

    class Meta:
        label = _("学校网站")
        icon = "site"


class DistrictStatisticsBlock(StatisticsBlock):
    """Numbers of all schools together."""

    figures = figures_block([("schools", _("学校网站数")), *FIGURES])


class DistrictHomeBlock(HomeBlock):
    """What the district's home page can be made of."""

    picks = PicksBlock()
    latest = LatestBlock()
    kinds = KindsBlock()
    channel = ChannelBlock()
    subjects = SubjectsBlock()
    schools = SchoolsBlock()
    statistics = DistrictStatisticsBlock()

    class Meta:
        block_counts = COUNTS | {
            "picks": ONCE,
            "latest": ONCE,
            "kinds": ONCE,
            "subjects": ONCE,
            "schools": ONCE,
        }
