"""Articles: one piece of content in one column of one site."""

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from school_sites.article_forms import ArticlePageForm, SubjectFieldPanel
from school_sites.blocks import BodyBlock
from school_sites.checklist_panel import ChecklistPanel
from school_sites.import_notes import ImportNotesPanel

from .columns import ColumnLayout, ColumnPage
from .pages import NUMBERED_PATH, STEP, SitePage

ARTICLE_PATH = NUMBERED_PATH
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)


class Form(models.TextChoices):
    """What an article is made of. Each but the first is a page type of its own."""

    ARTICLE = "article", _("文章")
    ALBUM = "album", _("相册")
    VIDEO = "video", _("视频")
    EVENT = "event", _("活动")


# Forms that are made only in columns that show them as what they are; articles are made in all.
LAYOUT_OF_FORM = {
    Form.ALBUM: ColumnLayout.WALL,
    Form.VIDEO: ColumnLayout.WALL,
    Form.EVENT: ColumnLayout.CALENDAR,
}


class Subject(models.TextChoices):
    """School subjects, by which the district gathers teaching research."""

    CHINESE = "chinese", _("语文")
    MATHS = "maths", _("数学")
    ENGLISH = "english", _("英语")
    PHYSICS = "physics", _("物理")
    CHEMISTRY = "chemistry", _("化学")
    BIOLOGY = "biology", _("生物")
    POLITICS = "politics", _("道德与法治")
    HISTORY = "history", _("历史")
    GEOGRAPHY = "geography", _("地理")
    SCIENCE = "science", _("科学")
    INFORMATION = "information", _("信息科技")
    MUSIC = "music", _("音乐")
    ART = "art", _("美术")
    SPORT = "sport", _("体育与健康")
    LABOUR = "labour", _("劳动")
    PRESCHOOL = "preschool", _("学前教育")
    SPECIAL = "special", _("特殊教育")
    MIND = "mind", _("心理健康")


class ArticlePage(SitePage):
    """An article. Its address is its number at its site, whatever its title or column.

    Albums, videos and events are articles with something more: they stand in the
    same lists, and are offered to the district, by the same listing row.
    """

    form = Form.ARTICLE
    slug_prefix = "wz"
    listing_prefetch = ()  # relations ``listing_facts`` reads

    short_title = models.CharField(
        _("短标题"), max_length=40, blank=True, help_text=_("列表中用；留空则用标题。")
    )
    author = models.CharField(_("作者"), max_length=60, blank=True)
    source = models.CharField(_("来源"), max_length=60, blank=True)
    writer = models.CharField(_("撰稿"), max_length=60, blank=True)
    photographer = models.CharField(_("摄影"), max_length=60, blank=True)
    reviewer = models.CharField(_("审核"), max_length=60, blank=True)
    document_date = models.DateField(
        _("成文日期"), null=True, blank=True, help_text=_("文件本身的日期，不同于发布日期。")
    )
    publication_date = models.DateTimeField(
        _("发布日期"),
        null=True,
        blank=True,
        help_text=_("留空则为首次发布的时间。旧文章可填原来的日期；将来的日期请用“定时发布”。"),
    )
    summary = models.TextField(
        _("摘要"), max_length=300, blank=True, help_text=_("列表和搜索中显示，两三句话。")
    )
    cover = models.ForeignKey(
        "media.SiteImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("封面"),
    )
    keywords = models.CharField(
        _("关键词"), max_length=120, blank=True, help_text=_("用逗号分开。")
    )
    subject = models.CharField(
        _("学科"),
        max_length=20,
        choices=Subject.choices,
        blank=True,
        help_text=_("教学科研类文章请选学科，区站按学科汇集。"),
    )
    document_number = models.CharField(
        _("文号"), max_length=60, blank=True, help_text=_("例如：云教〔2026〕12 号。")
    )
    category = models.CharField(
        _("文件类别"), max_length=40, blank=True, help_text=_("例如：规章制度、财务公开。")
    )
    valid_until = models.DateField(
        _("有效期至"),
        null=True,
        blank=True,
        help_text=_("过了这一天，文章仍可查看，但标明“已失效”。"),
    )
    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)

    base_form_class = ArticlePageForm
    parent_page_types = ["school_sites.ColumnPage"]
    subpage_types = []
    content_panels = [
        ImportNotesPanel(),
        FieldPanel("title", heading=_("标题")),
        SubjectFieldPanel("subject", at_top=True),
        FieldPanel("body"),
        FieldPanel("cover"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("author"), FieldPanel("source")]),
                FieldRowPanel(
                    [FieldPanel("writer"), FieldPanel("photographer"), FieldPanel("reviewer")]
                ),
                FieldPanel("publication_date"),
            ],
            heading=_("署名与日期"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("document_number"), FieldPanel("category")]),
                FieldRowPanel([FieldPanel("document_date"), FieldPanel("valid_until")]),
            ],
            heading=_("文件信息（通知、制度等）"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("short_title"),
                FieldPanel("keywords"),
                SubjectFieldPanel("subject", at_top=False),
            ],
            heading=_("列表与搜索"),
            classname="collapsed",
        ),
        ChecklistPanel(heading=_("发布前检查")),
    ]
    promote_panels = []

    class Meta:
        verbose_name = _("文章")
        verbose_name_plural = _("文章")

    @classmethod
    def can_create_at(cls, parent):
        layout = LAYOUT_OF_FORM.get(cls.form)
        fits = layout is None or getattr(parent.specific_deferred, "layout", None) == layout
        return fits and super().can_create_at(parent)

    def site_path(self, entry):
        return ARTICLE_PATH.format(self.pk)

    def listing_facts(self):
        """What the listing knows of this kind of article, beyond what all have."""
        return {}

    @property
    def published_at(self):
        """When visitors are told it was published; None before that."""
        return self.publication_date or self.first_published_at

    @property
    def credits(self):
        """The credits that are given, as ``{label, name}``."""
        pairs = [("撰稿", self.writer), ("摄影", self.photographer), ("审核", self.reviewer)]
        return [{"label": label, "name": name} for label, name in pairs if name]

    @property
    def keyword_list(self):
        """The keywords, cut at Chinese and Latin commas, enumeration commas and semicolons."""
        text = self.keywords
        for mark in "，、；;":
            text = text.replace(mark, ",")
        return [word.strip() for word in text.split(",") if word.strip()]

    @property
    def column(self):
        """The column this article is filed in."""
        if not hasattr(self, "_column"):
            self._column = ColumnPage.objects.get(path=self.path[:-STEP])
        return self._column

    def clean(self):
        super().clean()
        self._clean_validity()
        if self.publication_date and self.publication_date < EARLIEST:
            raise ValidationError({"publication_date": _("发布日期不能早于 1900 年。")})
        if self.publication_date and self.publication_date > timezone.now():
            raise ValidationError(
                {"publication_date": _("发布日期不能在将来；要定时发布，请用右侧的“定时发布”。")}
            )

    def _clean_validity(self):
        # An old document may be over on the day it is put online; on its own date it cannot.
        if self.valid_until is None:
            return
        if self.document_date:
            if self.valid_until < self.document_date:
                raise ValidationError({"valid_until": _("有效期不能早于成文日期。")})
        elif self.publication_date and self.valid_until < timezone.localdate(self.publication_date):
            raise ValidationError({"valid_until": _("有效期不能早于发布日期。")})

    def serve(self, request, *args, **kwargs):
        from school_sites import views

        request.is_preview = getattr(request, "is_preview", False)
        return views.article(request, self)

    def serve_preview(self, request, mode_name):
        return self.serve(request)
