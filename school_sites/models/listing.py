"""Listings: what lists, feeds and sitemaps know of an article, flat and indexed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from school_sites import clock

from .articles import ARTICLE_PATH, ArticlePage, Form
from .columns import ColumnPage
from .school_site import SHOWN_STATUSES, SchoolSite


class ListingQuerySet(models.QuerySet):
    """Named states of listings."""

    def visible(self, now=None):
        """What an anonymous visitor may see on its own site now."""
        return self.filter(is_visible("", now))

    def for_site(self, site):
        """Listings of one site, given as a SchoolSite or its id."""
        return self.filter(site=site)

    def newest_first(self):
        """By publication date; the number breaks ties, so that paging by key is exact."""
        return self.order_by("-published_at", "-article_id")


def is_visible(prefix, now=None):
    """The one condition for "an anonymous visitor could open it".

    ``prefix`` is the relation to a listing, such as ``article__listing__``.
    Listed means live, not private, not expired; the expiry is asked again
    because the scheduler may be late. The site must be shown.
    """
    now = now or clock.now()
    unexpired = Q(**{f"{prefix}expires_at": None}) | Q(**{f"{prefix}expires_at__gt": now})
    shown = {f"{prefix}listed": True, f"{prefix}site__status__in": SHOWN_STATUSES}
    return Q(**shown) & unexpired


class Listing(models.Model):
    """One row for each article that was ever published; written by school_sites.listings only."""

    article = models.OneToOneField(
        ArticlePage, on_delete=models.CASCADE, primary_key=True, related_name="listing"
    )
    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="listings")
    column = models.ForeignKey(ColumnPage, on_delete=models.CASCADE, related_name="listings")
    listed = models.BooleanField(_("可见"))
    published_at = models.DateTimeField(_("发布时间"))
    expires_at = models.DateTimeField(_("失效时间"), null=True)
    updated_at = models.DateTimeField(_("更新时间"))
    # When ``listed`` last turned over; null while it never did.
    listed_changed_at = models.DateTimeField(_("可见变动时间"), null=True)
    title = models.CharField(_("标题"), max_length=255)
    summary = models.TextField(_("摘要"), blank=True)
    keywords = models.CharField(_("关键词"), max_length=120, blank=True)
    cover = models.ForeignKey(
        "media.SiteImage", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    cover_url = models.CharField(max_length=255, blank=True)
    cover_width = models.PositiveIntegerField(default=0)
    cover_height = models.PositiveIntegerField(default=0)
    form = models.CharField(_("形式"), max_length=10, choices=Form.choices, default=Form.ARTICLE)
    pictures = models.PositiveSmallIntegerField(_("照片数"), default=0)
    starts_at = models.DateTimeField(_("开始时间"), null=True)
    ends_at = models.DateTimeField(_("结束时间"), null=True)
    all_day = models.BooleanField(_("全天"), default=False)
    place = models.CharField(_("地点"), max_length=100, blank=True)
    duration = models.CharField(_("时长"), max_length=10, blank=True)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    document_date = models.DateField(_("成文日期"), null=True)
    category = models.CharField(_("文件类别"), max_length=40, blank=True)
    valid_until = models.DateField(_("有效期至"), null=True)
    subject = models.CharField(_("学科"), max_length=20, blank=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("列表条目")
        verbose_name_plural = _("列表条目")
        indexes = [
            models.Index(
                "site",
                F("published_at").desc(),
                F("article").desc(),
                name="listing_site_date",
                condition=Q(listed=True),
            ),
            models.Index(
                "column",
                F("published_at").desc(),
                F("article").desc(),
                name="listing_column_date",
                condition=Q(listed=True),
            ),
            models.Index(
                # What feeds call deleted: not listed any more, newest first.
                "site",
                F("listed_changed_at").desc(),
                name="listing_site_unlisted",
                condition=Q(listed=False, listed_changed_at__isnull=False),
            ),
            models.Index(
                # Coming events begin with the range of ends; months of one column ask no row.
                "site",
                "ends_at",
                "starts_at",
                "column",
                name="listing_site_event",
                condition=Q(listed=True, starts_at__isnull=False),
            ),
            models.Index(
                "column",
                "category",
                F("published_at").desc(),
                F("article").desc(),
                name="listing_column_category",
                condition=Q(listed=True) & ~Q(category=""),
            ),
            models.Index(
                "subject",
                F("published_at").desc(),
                F("article").desc(),
                name="listing_subject_date",
                condition=Q(listed=True) & ~Q(subject=""),
            ),
            models.Index(
                # By the end: coming events are a range, whatever is past.
                "subject",
                "ends_at",
                "starts_at",
                "article",
                name="listing_subject_event",
                condition=Q(listed=True, starts_at__isnull=False) & ~Q(subject=""),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def path(self):
        """The article's path at its site."""
        return ARTICLE_PATH.format(self.article_id)


class ListingTag(models.Model):
    """A keyword of a listed article: what topics and related articles are gathered by."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="tags")
    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(_("关键词"), max_length=40)
    published_at = models.DateTimeField(_("发布时间"))

    class Meta:
        verbose_name = _("文章关键词")
        verbose_name_plural = _("文章关键词")
        constraints = [
            models.UniqueConstraint(fields=["listing", "word"], name="one_tag_per_word"),
        ]
        indexes = [
            models.Index(
                "site", "word", F("published_at").desc(), F("listing").desc(), name="tag_site_word"
            ),
            models.Index("word", F("published_at").desc(), F("listing").desc(), name="tag_word"),
        ]

    def __str__(self):
        return self.word
