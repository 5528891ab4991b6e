"""Blocks a home page is made of, as editors see them; ``parts`` fills them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from school_sites.blocks import RICH_TEXT_FEATURES

from .options import (
    FIGURES,
    column_chooser,
    figures_block,
    limit_block,
    link_block,
    title_block,
    width_block,
)

MAX_BLOCKS = 16  # with the counts below, this bounds what one home page reads
MAX_SLIDES = 8
MAX_TABS = 5
MAX_COLUMNS = 12
ONCE = {"max_num": 1}
COUNTS = {
    "carousel": ONCE,
    "headline": {"max_num": 2},
    "columns": ONCE,
    "tabs": {"max_num": 3},
    "events": ONCE,
    "people": ONCE,
    "topics": ONCE,
    "menu": ONCE,
    "links": ONCE,
    "statistics": ONCE,
}

COLUMN_STYLES = [
    ("list", _("标题列表")),
    ("cards", _("图文卡片")),
    ("feature", _("首条图文加列表")),
]
HEADLINE_STYLES = [("list", _("一组头条（配合图片轮播）")), ("banner", _("通栏一条"))]


class SlideBlock(blocks.StructBlock):
    """One picture of the carousel: an article, or a picture with words of its own."""

    article = blocks.PageChooserBlock(
        label=_("文章"), required=False, page_type="school_sites.ArticlePage"
    )
    image = ImageChooserBlock(
        label=_("图片"), required=False, help_text=_("选了文章时可以不填，用文章的封面。")
    )
    title = blocks.CharBlock(
        label=_("文字"),
        required=False,
        max_length=60,
        help_text=_("选了文章时可以不填，用文章的标题。"),
    )
    link = link_block()

    class Meta:
        label = _("图片")
        icon = "image"

    def clean(self, value):
        value = super().clean(value)
        errors = {}
        if not value["article"] and not value["image"]:
            errors["image"] = ValidationError(_("请选择一篇文章，或一张图片。"))
        elif not value["article"] and not value["title"]:
            errors["title"] = ValidationError(_("没有选择文章时，请填写图片上的文字。"))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value


class CarouselBlock(blocks.StructBlock):
    """Pictures to leaf through: the newest articles with a cover, or chosen ones."""

    limit = limit_block(5, 1, MAX_SLIDES)
    slides = blocks.ListBlock(
        SlideBlock(),
        label=_("手工挑选"),
        default=[],
        max_num=MAX_SLIDES,
        help_text=_("不挑选则自动展示有封面的最新文章。"),
    )

    class Meta:
        label = _("图片轮播")
        icon = "image"


class HeadlineBlock(blocks.StructBlock):
    """The newest articles that stand nowhere else on the page."""

    style = blocks.ChoiceBlock(label=_("样式"), choices=HEADLINE_STYLES, default="list")
    title = title_block()
    article = blocks.PageChooserBlock(
        label=_("第一条"),
        required=False,
        page_type="school_sites.ArticlePage",
        help_text=_("不选则自动用最新的文章。"),
    )
    limit = limit_block(6, 1, 10)

    class Meta:
        label = _("头条")
        icon = "pick"


class ColumnBlock(blocks.StructBlock):
    """The newest of one column."""

    column = column_chooser()
    title = title_block(help_text=_("留空则用栏目名称。"))
    style = blocks.ChoiceBlock(label=_("样式"), choices=COLUMN_STYLES, default="list")
    limit = limit_block(6, 1, 12)
    width = width_block("half")

    class Meta:
        label = _("单个栏目")
        icon = "folder-open-inverse"


class ColumnsBlock(blocks.StructBlock):
    """Several columns, shared out over rows of two by what they have."""

    columns = blocks.ListBlock(
        column_chooser(),
        label=_("栏目"),
        default=[],
        max_num=MAX_COLUMNS,
        help_text=_("不选则自动展示导航中的各栏目；没有内容的栏目不显示。"),
    )

    class Meta:
        label = _("各栏目（自动排成两列）")
        icon = "table"


class TabsBlock(blocks.StructBlock):
    """Several columns in one place, one of them open."""

    title = title_block()
    columns = blocks.ListBlock(column_chooser(), label=_("栏目"), min_num=2, max_num=MAX_TABS)
    limit = limit_block(6, 1, 10)
    width = width_block("half")

    class Meta:
        label = _("栏目页签")
        icon = "list-ul"


class NoticesBlock(blocks.StructBlock):
    """The newest notices, each with its day."""

    title = title_block()
    column = column_chooser(required=False, help_text=_("不选则用本站第一个通知公告栏目。"))
    limit = limit_block(6, 1, 12)
    width = width_block()

    class Meta:
        label = _("通知公告")
        icon = "warning"


class EventsBlock(blocks.StructBlock):
    """What takes place next."""

    title = title_block()
    limit = limit_block(4, 1, 8)
    width = width_block("half")

    class Meta:
        label = _("近期活动")
        icon = "calendar-alt"


class PeopleBlock(blocks.StructBlock):
    """Portraits of a column of people."""

    title = title_block()
    column = column_chooser(required=False, help_text=_("不选则用本站第一个人物栏目。"))
    limit = limit_block(6, 2, 12)

    class Meta:
        label = _("人物")
        icon = "group"


class TopicsBlock(blocks.StructBlock):
    """Special topics with their banners."""

    title = title_block()
    column = column_chooser(required=False, help_text=_("不选则展示本站所有专题。"))
    limit = limit_block(4, 1, 8)

    class Meta:
        label = _("专题")
        icon = "folder-inverse"


class LinksBlock(blocks.StructBlock):
    """Links out of the site, by group."""

    title = title_block()

    class Meta:
        label = _("友情链接")
        icon = "link"


class MenuBlock(blocks.StructBlock):
    """What is eaten this week."""

    title = title_block()

    class Meta:
        label = _("本周食谱")
        icon = "date"


class NumberBlock(blocks.StructBlock):
    """A number the school gives itself."""

    label = blocks.CharBlock(label=_("名称"), max_length=12, help_text=_("例如：在校学生。"))
    number = blocks.IntegerBlock(label=_("数字"), min_value=0, max_value=99_999_999)
    unit = blocks.CharBlock(label=_("单位"), max_length=4, required=False)

    class Meta:
        label = _("数字")
        icon = "plus"


class StatisticsBlock(blocks.StructBlock):
    """A row of large numbers."""

    title = title_block()
    figures = figures_block(FIGURES)
    numbers = blocks.ListBlock(NumberBlock(), label=_("自填数字"), default=[], max_num=6)

    class Meta:
        label = _("数字统计")
        icon = "order"


class TextBlock(blocks.StructBlock):
    """Words of the site's own."""

    title = title_block(help_text=_("留空则不显示标题。"))
    text = blocks.RichTextBlock(label=_("文字"), features=RICH_TEXT_FEATURES)
    width = width_block()

    class Meta:
        label = _("文字")
        icon = "pilcrow"


class BannerBlock(blocks.StructBlock):
    """A picture across the page."""

    image = ImageChooserBlock(label=_("图片"), help_text=_("横幅图片，宽度最好在 1600 像素以上。"))
    alt_text = blocks.CharBlock(
        label=_("替代文字"),
        max_length=100,
        help_text=_("图片上写着什么、说的是什么，给看不见图片的人读。"),
    )
    link = link_block()
    width = width_block()

    class Meta:
        label = _("横幅图片")
        icon = "image"


class HomeBlock(blocks.StreamBlock):
    """What every home page can be made of, in the editor's order."""

    carousel = CarouselBlock()
    headline = HeadlineBlock()
    notices = NoticesBlock()
    column = ColumnBlock()
    columns = ColumnsBlock()
    tabs = TabsBlock()
    events = EventsBlock()
    people = PeopleBlock()
    topics = TopicsBlock()
    menu = MenuBlock()
    links = LinksBlock()
    statistics = StatisticsBlock()
    text = TextBlock()
    banner = BannerBlock()

    class Meta:
        max_num = MAX_BLOCKS
        block_counts = COUNTS
