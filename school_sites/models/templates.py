"""Templates a site keeps for its own frequent articles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleTemplate(models.Model):
    """Title, summary and body to begin a new article with.

    The body is kept as blocks in their stored form: a template is filled in again and again,
    while the blocks of articles may change.
    """

    site = models.ForeignKey(
        "school_sites.SchoolSite",
        on_delete=models.CASCADE,
        related_name="article_templates",
        verbose_name=_("网站"),
    )
    name = models.CharField(_("模板名称"), max_length=30)
    title = models.CharField(_("标题"), max_length=255, blank=True)
    summary = models.TextField(_("摘要"), max_length=300, blank=True)
    body = models.JSONField(_("正文"), default=list, blank=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = _("文章模板")
        verbose_name_plural = _("文章模板")
        ordering = ["site", "name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="one_template_per_name"),
        ]

    def __str__(self):
        return self.name
