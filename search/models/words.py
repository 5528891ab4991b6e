"""What people of the district and the schools say about words: synonyms, pins, blocked words."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from school_sites.models import SchoolSite
from search import analysis, synonym_lines

from .phrases import LONGEST_KEY, KeyField


class Line(models.Model):
    """One line of a list that people keep; each is there once."""

    class Meta:
        abstract = True

    def unique_error_message(self, model_class, unique_check):
        """In plain words: Django's names the model and the field."""
        return ValidationError(_("这一条已经有了。"), code="unique")


class Synonyms(Line):
    """Words that mean the same to who searches; the district's, for every site."""

    line = models.CharField(
        gettext_lazy("同义词"),
        max_length=300,
        unique=True,
        help_text=gettext_lazy(
            "一行一组，用逗号隔开，例如：中考，初中学业水平考试。"
            "写成“甲 → 乙”时，搜甲的结果不多，后面就补上乙的；搜乙不找甲。保存后立即生效。"
        ),
    )

    class Meta:
        verbose_name = gettext_lazy("同义词")
        verbose_name_plural = gettext_lazy("同义词")
        ordering = ["pk"]

    def __str__(self):
        return self.line

    def clean(self):
        """Refuse a line that says nothing."""
        try:
            synonym_lines.read(self.line)
        except ValueError:
            text = _("请写至少两个不同的词，用逗号隔开，或写成“甲 → 乙”；每个词不超过 %d 个字。")
            raise ValidationError({"line": text % synonym_lines.LONGEST}) from None


class BlockedQuery(Line):
    """Words that are never told to others as searched often, whoever typed them."""

    text = models.CharField(
        gettext_lazy("不推荐的词"),
        max_length=LONGEST_KEY,
        unique=True,
        help_text=gettext_lazy("含有这个词的常搜词不显示给访客，也不出现在搜索建议里。"),
    )

    class Meta:
        verbose_name = gettext_lazy("不推荐的词")
        verbose_name_plural = gettext_lazy("不推荐的词")
        ordering = ["text"]

    def __str__(self):
        return self.text

    def clean(self):
        """Kept as it is compared."""
        self.text = analysis.fold(" ".join(self.text.split()))
        if not self.text:
            raise ValidationError({"text": _("请填写词语。")})


class PinnedQuerySet(models.QuerySet):
    """Named states of pins."""

    def in_force(self, day=None):
        """Those that are not over."""
        day = day or timezone.localdate()
        return self.filter(models.Q(until=None) | models.Q(until__gte=day))


class PinnedResult(models.Model):
    """A page that a site shows first for one question, while it can be seen."""

    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(gettext_lazy("搜索词"), max_length=LONGEST_KEY)
    folded = KeyField(max_length=LONGEST_KEY, editable=False)
    page = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        related_name="search_pins",
        verbose_name=gettext_lazy("页面"),
    )
    order = models.PositiveSmallIntegerField(gettext_lazy("顺序"), default=0)
    until = models.DateField(gettext_lazy("显示到"), null=True, blank=True)

    objects = PinnedQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("置顶结果")
        verbose_name_plural = gettext_lazy("置顶结果")
        constraints = [
            models.UniqueConstraint(fields=["site", "folded", "page"], name="one_pin_per_page"),
        ]

    def __str__(self):
        return self.text
