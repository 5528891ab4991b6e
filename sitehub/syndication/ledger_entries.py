"""What the ledger of submissions is made of. Rows are only ever added (ledger_guards.py)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """What happened to a submission. The value is stored; the label is shown."""

    SUBMITTED = "submitted", _("报送")
    ACCEPTED = "accepted", _("采用")
    RETURNED = "returned", _("退回")
    ON_HOLD = "on-hold", _("暂缓")
    RECALLED = "recalled", _("撤下")
    WITHDRAWN = "withdrawn", _("学校撤回")
    OFFERED_AGAIN = "offered-again", _("恢复报送")
    SUBMITTED_AGAIN = "submitted-again", _("重新报送")
    MOVED = "moved", _("改到别的频道")
    SET_ASIDE = "set-aside", _("移出报送栏目")
    TAKEN_BACK = "taken-back", _("移回报送栏目")
    GIVEN = "given", _("归入学校网站")
    TAKEN_HIGHER = "taken-higher", _("上级采用")
    NOT_HIGHER = "not-higher", _("取消上级采用")


class Level(models.TextChoices):
    """How high an article was taken. The value is stored; the label is shown."""

    SCHOOL = "school", _("学校网站")
    DISTRICT = "district", _("区级")
    CITY = "city", _("市级")
    PROVINCE = "province", _("省级")
    NATION = "nation", _("国家级")


HIGHER = [one for one in Level.choices if one[0] not in (Level.SCHOOL, Level.DISTRICT)]


class NeverChanged(Exception):
    """Somebody tried to change or remove a line of the ledger."""


class LedgerQuerySet(models.QuerySet):
    """Lines can be read and added."""

    def update(self, **values):
        """Refused."""
        raise NeverChanged

    def delete(self):
        """Refused."""
        raise NeverChanged


class LedgerEntry(models.Model):
    """One thing that happened to one submission, and how the submission stood after it.

    The last line of a submission says what its row says; the lines in order say how it
    came there. Numbers and names are kept without foreign keys: a line outlives them.

    ``counts_on`` is the day it counts for: of ``at``, but of an article that was taken
    higher the day of that. ``characters`` is the length of the text where it is known
    then. ``level``, ``place`` and ``link`` say where it was taken higher; ``undoes`` is
    the line that is taken back.
    """

    at = models.DateTimeField(_("时间"), default=timezone.now)
    counts_on = models.DateField(_("计入日期"))
    event = models.CharField(_("事项"), max_length=20, choices=Event.choices)
    submission_id = models.BigIntegerField(_("报送编号"))
    site_id = models.BigIntegerField(_("学校编号"), null=True)
    school_name = models.CharField(_("学校名称"), max_length=100)
    channel_id = models.BigIntegerField(_("频道编号"))
    title = models.CharField(_("标题"), max_length=255)
    published_at = models.DateTimeField(_("发布时间"))
    decision = models.CharField(_("状态"), max_length=10)
    school_withdrew = models.BooleanField(_("学校已撤回"))
    set_aside = models.BooleanField(_("不在报送栏目"))
    characters = models.PositiveIntegerField(_("字数"), null=True)
    level = models.CharField(_("级别"), max_length=10, choices=Level.choices, blank=True)
    place = models.CharField(_("采用处"), max_length=100, blank=True)
    link = models.CharField(_("网址"), max_length=500, blank=True)
    undoes = models.BigIntegerField(_("取消哪一条"), null=True)
    by_id = models.BigIntegerField(_("操作人编号"), null=True)
    by_name = models.CharField(_("操作人"), max_length=150, blank=True)

    wagtail_reference_index_ignore = True
    objects = LedgerQuerySet.as_manager()

    class Meta:
        app_label = "syndication"
        verbose_name = _("报送台账")
        verbose_name_plural = _("报送台账")
        default_permissions = ()
        indexes = [
            models.Index(fields=["submission_id", "id"], name="ledger_of_submission"),
            models.Index(fields=["site_id", "submission_id"], name="ledger_of_site"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.title}"

    def save(self, **options):
        """Add the line. Raises NeverChanged for one that is there already."""
        if not self._state.adding:
            raise NeverChanged
        super().save(**options)

    def delete(self, **options):
        """Refused."""
        raise NeverChanged
