"""Uploads that wait to become articles, and what an import told the editor."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.storages import private_storage

from .articles import ArticlePage
from .columns import ColumnPage


class ImportReport(models.Model):
    """The findings of one import: what was cleaned, and what a person must look at."""

    article = models.OneToOneField(
        ArticlePage, on_delete=models.CASCADE, related_name="import_report"
    )
    file_name = models.CharField(_("文件名"), max_length=255)
    encoding = models.CharField(_("编码"), max_length=20, blank=True)
    findings = models.JSONField(_("发现"), default=list)
    guesses = models.JSONField(_("猜测"), default=dict)
    imported_at = models.DateTimeField(_("导入时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("导入报告")
        verbose_name_plural = _("导入报告")

    def __str__(self):
        return self.file_name

    def of_severity(self, severity):
        """Findings that were already ``fixed``, ``guess``-ed, or that a person must ``check``."""
        return [finding for finding in self.findings if finding["severity"] == severity]

    @property
    def to_check(self):
        return self.of_severity("check")

    @property
    def fixed(self):
        return self.of_severity("fixed")

    @property
    def guessed(self):
        return self.of_severity("guess")


class ImportJobQuerySet(models.QuerySet):
    """The states of uploads."""

    def unfinished(self):
        return self.filter(state__in=(ImportJob.WAITING, ImportJob.RUNNING))

    def claimable(self, now):
        """Waiting, or taken by a worker that did not finish in its time."""
        left = Q(state=ImportJob.RUNNING, leased_until__lt=now)
        return self.filter(Q(state=ImportJob.WAITING) | left)

    def stuck(self, now, patience):
        """Waiting for longer than ``patience``, or left by a worker that died."""
        waits = Q(state=ImportJob.WAITING, queued_at__lt=now - patience)
        return self.filter(waits | Q(state=ImportJob.RUNNING, leased_until__lt=now))


class ImportJob(models.Model):
    """One uploaded file on its way to an article.

    The row and the file are there before the editor is told that the upload
    was taken; nothing but the job's end removes the file.
    """

    WAITING, RUNNING, DONE, REFUSED, FAILED = "waiting", "running", "done", "refused", "failed"
    STATES = [
        (WAITING, _("排队中")),
        (RUNNING, _("正在导入")),
        (DONE, _("已导入")),
        (REFUSED, _("没有导入")),
        (FAILED, _("出错")),
    ]

    batch = models.UUIDField(_("批次"), default=uuid.uuid4, db_index=True)
    # Gone with its column the upload would end without a word to who waits for it.
    column = models.ForeignKey(
        ColumnPage,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("栏目"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("上传人"),
    )
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"))
    file = models.FileField(_("文件"), storage=private_storage, upload_to="imports/%Y/%m/")
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default=WAITING)
    message = models.TextField(_("说明"), blank=True)
    article = models.ForeignKey(
        ArticlePage,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("文章"),
    )
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    created_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    queued_at = models.DateTimeField(_("排队时间"), default=timezone.now)
    leased_until = models.DateTimeField(_("占用到"), null=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入任务")
        verbose_name_plural = _("导入任务")
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "leased_until"], name="import_job_state")]

    def __str__(self):
        return self.name

    @property
    def is_finished(self):
        return self.state in (self.DONE, self.REFUSED, self.FAILED)
