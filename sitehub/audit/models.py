"""Who did what, when, from where. Rows are only ever added (guards.py)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import origin


class Source(models.TextChoices):
    """Through which door a change came. The value is stored; the label is shown."""

    WEB = origin.WEB, _("网页")
    COMMAND = origin.COMMAND, _("命令行")
    JOB = origin.JOB, _("任务")


class AuditEntry(models.Model):
    """One change of state.

    Person and site are kept as id and name without a foreign key: the line must
    outlive both, and audit knows no content model. ``sequence`` and what follows
    are the chain (chain.py): empty until the row is sealed, then never changed.
    """

    at = models.DateTimeField(_("时间"), default=timezone.now)
    actor_id = models.BigIntegerField(_("操作人编号"), null=True)
    actor_name = models.CharField(_("操作人"), max_length=150, blank=True)
    roles = models.CharField(_("角色"), max_length=200, blank=True)
    source = models.CharField(_("来源"), max_length=10, choices=Source.choices, blank=True)
    address = models.CharField(_("地址"), max_length=45, blank=True)
    agent = models.CharField(_("浏览器或程序"), max_length=origin.AGENT_LENGTH, blank=True)
    request_id = models.CharField(_("请求编号"), max_length=32, blank=True)
    action = models.CharField(_("动作"), max_length=60)
    site_id = models.BigIntegerField(_("网站编号"), null=True)
    site_code = models.CharField(_("网站代码"), max_length=40, blank=True)
    object_kind = models.CharField(_("对象类型"), max_length=60, blank=True)
    object_id = models.CharField(_("对象编号"), max_length=60, blank=True)
    object_title = models.CharField(_("对象名称"), max_length=255, blank=True)
    before = models.JSONField(_("之前"), null=True)
    after = models.JSONField(_("之后"), null=True)
    details = models.JSONField(_("详情"), default=dict)
    version = models.PositiveSmallIntegerField(_("链的版本"), null=True)
    sequence = models.BigIntegerField(_("序号"), null=True, unique=True)
    previous_hash = models.CharField(_("前一条的指纹"), max_length=64, blank=True)
    hash = models.CharField(_("指纹"), max_length=64, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        default_permissions = ("view",)  # nobody adds, changes or deletes a line
        indexes = [
            models.Index(fields=["at", "id"], name="audit_at"),
            models.Index(fields=["site_id", "at", "id"], name="audit_of_site"),
            models.Index(fields=["actor_id", "at", "id"], name="audit_of_person"),
            models.Index(fields=["actor_name", "at", "id"], name="audit_of_name"),
            models.Index(fields=["action", "at", "id"], name="audit_of_action"),
            models.Index(fields=["object_kind", "object_id"], name="audit_of_object"),
            models.Index(fields=["id"], condition=Q(sequence=None), name="audit_unsealed"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action} {self.object_title}"


class ChainHead(models.Model):
    """The last sealed line: one row, locked while lines are sealed."""

    sequence = models.BigIntegerField(_("序号"), default=0)
    hash = models.CharField(_("指纹"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("审计链的末端")
        verbose_name_plural = _("审计链的末端")
        default_permissions = ()

    def __str__(self):
        return f"{self.sequence}:{self.hash}"


class ArchivedPart(models.Model):
    """A stretch of the chain that is in the storage instead of the table."""

    first = models.BigIntegerField(_("首条序号"), unique=True)
    last = models.BigIntegerField(_("末条序号"), unique=True)
    previous_hash = models.CharField(_("前一条的指纹"), max_length=64, blank=True)
    last_hash = models.CharField(_("末条的指纹"), max_length=64)
    from_at = models.DateTimeField(_("最早"))
    to_at = models.DateTimeField(_("最晚"))
    file = models.CharField(_("文件"), max_length=200)
    digest = models.CharField(_("文件的指纹"), max_length=64)
    archived_at = models.DateTimeField(_("归档时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("审计归档")
        verbose_name_plural = _("审计归档")
        default_permissions = ()
        ordering = ["first"]

    def __str__(self):
        return f"{self.first}–{self.last}"
