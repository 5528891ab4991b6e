"""What the platform remembers about its own running."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduledRun(models.Model):
    """The last run of one of the scheduler's jobs; ``started_at`` is also its claim."""

    name = models.CharField(_("任务"), max_length=60, primary_key=True)
    started_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    error = models.TextField(_("错误"), blank=True)

    class Meta:
        verbose_name = _("定时任务")
        verbose_name_plural = _("定时任务")

    def __str__(self):
        return self.name


class SignOfLife(models.Model):
    """When a process that runs beside the server was last seen at work."""

    SCHEDULER = "scheduler"
    WORKER = "worker"

    name = models.CharField(_("进程"), max_length=30, primary_key=True)
    at = models.DateTimeField(_("时间"), auto_now=True)

    class Meta:
        verbose_name = _("进程状态")
        verbose_name_plural = _("进程状态")

    def __str__(self):
        return self.name

    @classmethod
    def give(cls, name):
        """Note that the process ``name`` is at work now."""
        cls.objects.update_or_create(name=name)


class AdvisoryCheck(models.Model):
    """One check of the installed packages against published advisories.

    ``findings`` is a list of mappings with name, version, id, fix. ``unchecked``
    counts packages that the service gave no answer for.
    """

    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)
    reached = models.BooleanField(_("服务可用"))
    checked = models.PositiveIntegerField(_("已检查"), default=0)
    unchecked = models.PositiveIntegerField(_("未检查"), default=0)
    findings = models.JSONField(_("发现"), default=list)

    class Meta:
        verbose_name = _("安全公告检查")
        verbose_name_plural = _("安全公告检查")
        get_latest_by = "at"

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"
