"""What an import told the editor, kept with the article until it is deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .articles import ArticlePage


class ImportReport(models.Model):
    """The findings of one import: what was cleaned, and what a person must look at."""

    article = models.OneToOneField(
        ArticlePage, on_delete=models.CASCADE, related_name="import_report"
    )
    file_name = models.CharField(_("文件名"), max_length=255)
    encoding = models.CharField(_("编码"), max_length=20)
    findings = models.JSONField(_("发现"), default=list)
    imported_at = models.DateTimeField(_("导入时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("导入报告")
        verbose_name_plural = _("导入报告")

    def __str__(self):
        return self.file_name

    def of_severity(self, severity):
        """Findings that were already ``fixed``, or that a person must ``check``."""
        return [finding for finding in self.findings if finding["severity"] == severity]

    @property
    def to_check(self):
        return self.of_severity("check")

    @property
    def fixed(self):
        return self.of_severity("fixed")
