"""The search index's own rows: one entry for each thing that can be found."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from school_sites.models import ColumnKind, SchoolSite
from school_sites.models.listing import is_visible


class Type(models.TextChoices):
    """What kind of thing was found."""

    ARTICLE = "article", _("文章")
    NOTICE = "notice", _("通知")
    EVENT = "event", _("活动")
    DOCUMENT = "document", _("文件")
    PERSON = "person", _("人物")
    PAGE = "page", _("页面")


class EntryQuerySet(models.QuerySet):
    """Named states of entries."""

    def visible(self, now=None):
        """What an anonymous visitor could open now: the expression of lists and feeds."""
        return self.filter(is_visible("", now))


class Entry(models.Model):
    """What engines match and count; narrow, as every match reads it.

    ``listed`` and ``expires_at`` mean what they mean on a listing. Another text makes
    another row: the number of an entry stands for one text in an engine for ever, which
    therefore never has to forget one.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    column_id = models.PositiveBigIntegerField()
    column_kind = models.CharField(max_length=20, choices=ColumnKind.choices, blank=True)
    type = models.CharField(max_length=10, choices=Type.choices)
    listed = models.BooleanField()
    expires_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField()
    year = models.PositiveSmallIntegerField()
    day = models.PositiveIntegerField()  # of publication, since 1970

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("搜索条目")
        verbose_name_plural = _("搜索条目")
        indexes = [
            models.Index(fields=["column_id"], name="entry_column"),
        ]

    def __str__(self):
        return f"{self.type} {self.page_id}"


class EntryText(models.Model):
    """What is shown of an entry, and what its passages are cut from; read for a page of hits."""

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, primary_key=True, related_name="text"
    )
    title = models.CharField(max_length=255)
    keywords = models.TextField(blank=True)  # and numbers, names: counted as the title's
    body = models.TextField(blank=True)  # then the texts of the files
    # Files the page offers: {title, url, kind, start, end}, their texts' places in ``body``.
    files = models.JSONField(default=list)
    path = models.CharField(max_length=255)  # at its site
    digest = models.CharField(max_length=64)  # of what is indexed, and of the analysis

    class Meta:
        verbose_name = _("搜索文字")
        verbose_name_plural = _("搜索文字")

    def __str__(self):
        return self.title
