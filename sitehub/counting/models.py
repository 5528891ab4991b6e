"""Rules for points, which are data, and the totals that are kept of the ledger."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from school_sites.models import SchoolSite
from school_sites.models.school_site import SCHOOL_KINDS
from sitehub.syndication.ledger_entries import Level

MOST = 10_000  # points for one thing
AWARD = [MinValueValidator(0), MaxValueValidator(MOST)]
NO_AWARD = [MinValueValidator(-MOST), MaxValueValidator(0)]
MONTH = [MinValueValidator(1), MaxValueValidator(12)]


class Duplicates(models.TextChoices):
    """What one article earns that was taken at several levels. The value is stored."""

    CUMULATIVE = "cumulative", _("各级累加")
    HIGHEST = "highest", _("只计最高一级")


class YearKind(models.TextChoices):
    """Which year points are counted by. The value is stored; the label is shown."""

    CALENDAR = "calendar", _("自然年（1 月至 12 月）")
    SCHOOL = "school", _("学年（从第一学期起）")


class ScoreRules(models.Model):
    """How points are counted: one row. ``version`` goes up with each change of what they hang on.

    ``counted`` of ``to_count`` schools have been counted anew since then, the last at
    ``seen_at``; ``counted_at`` is None until all are.
    """

    duplicates = models.CharField(
        _("同一篇多级采用"),
        max_length=10,
        choices=Duplicates.choices,
        default=Duplicates.CUMULATIVE,
    )
    returned_points = models.IntegerField(
        _("被退回的得分"), default=0, validators=NO_AWARD,
        help_text=_("0 或负数。改好后重新报送，这一项不再计。"),
    )  # fmt: skip
    late_after_days = models.PositiveSmallIntegerField(
        _("发布多少天后报送算迟报"), null=True, blank=True, default=30,
        help_text=_("留空则没有迟报。"),
    )  # fmt: skip
    late_points = models.IntegerField(
        _("迟报的得分"), default=0, validators=NO_AWARD,
        help_text=_("0 或负数，代替学校网站和区级的得分。"),
    )  # fmt: skip
    year_kind = models.CharField(
        _("年度"), max_length=10, choices=YearKind.choices, default=YearKind.CALENDAR
    )
    first_term_month = models.PositiveSmallIntegerField(
        _("第一学期从几月起"), default=9, validators=MONTH
    )
    second_term_month = models.PositiveSmallIntegerField(
        _("第二学期从几月起"), default=2, validators=MONTH
    )
    schools_see_table = models.BooleanField(
        _("学校可以看全区排名"), default=False,
        help_text=_("不勾选则学校只看到自己的数字和同类学校的中位数。"),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)
    to_count = models.PositiveIntegerField(default=0, editable=False)
    counted = models.PositiveIntegerField(default=0, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("积分规则")
        verbose_name_plural = _("积分规则")
        default_permissions = ()

    def __str__(self):
        return str(_("积分规则"))

    @property
    def is_being_counted(self):
        """Whether totals are not yet all by these rules."""
        return self.counted_at is None

    def clean(self):
        """The two terms begin in different months."""
        if self.first_term_month == self.second_term_month:
            raise ValidationError({"second_term_month": _("两个学期不能从同一个月起。")})


class PastRules(models.Model):
    """What points hung on before: for what was first submitted before the day ``until``."""

    until = models.DateField(_("用到哪天以前"), unique=True)
    values = models.JSONField(_("规则"))  # as rules.snapshot gives them

    class Meta:
        verbose_name = _("以前的积分规则")
        verbose_name_plural = _("以前的积分规则")
        default_permissions = ()
        ordering = ["until"]

    def __str__(self):
        return f"{self.until:%Y-%m-%d}"


class LengthClass(models.Model):
    """Articles from so many characters on, and what they earn at each level."""

    name = models.CharField(_("名称"), max_length=20, unique=True)
    from_characters = models.PositiveIntegerField(
        _("从多少字起"), unique=True, validators=[MaxValueValidator(1_000_000)]
    )
    school = models.PositiveIntegerField(Level.SCHOOL.label, default=0, validators=AWARD)
    district = models.PositiveIntegerField(Level.DISTRICT.label, default=0, validators=AWARD)
    city = models.PositiveIntegerField(Level.CITY.label, default=0, validators=AWARD)
    province = models.PositiveIntegerField(Level.PROVINCE.label, default=0, validators=AWARD)
    nation = models.PositiveIntegerField(Level.NATION.label, default=0, validators=AWARD)

    class Meta:
        verbose_name = _("篇幅")
        verbose_name_plural = _("篇幅")
        default_permissions = ()
        ordering = ["from_characters"]

    def __str__(self):
        return self.name


class Quota(models.Model):
    """How many articles schools of a kind are asked to have accepted in a year, and points."""

    kind = models.CharField(_("学校类型"), max_length=20, choices=SCHOOL_KINDS, unique=True)
    articles = models.PositiveIntegerField(
        _("全年采用篇数"), default=0, validators=[MaxValueValidator(MOST)]
    )
    points = models.PositiveIntegerField(
        _("全年积分"), default=0, validators=[MaxValueValidator(1_000_000)]
    )

    class Meta:
        verbose_name = _("任务数")
        verbose_name_plural = _("任务数")
        default_permissions = ()

    def __str__(self):
        return self.get_kind_display()


class MonthTotal(models.Model):
    """What the ledger adds up to for one school, month and channel (totals.py).

    ``submitted``, ``accepted`` and ``points`` go down again in the month in which something
    is taken back; ``returned`` counts how often. A channel's number outlives the channel.
    """

    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    month = models.DateField(_("月份"))  # its first day
    channel_id = models.BigIntegerField(_("频道编号"))
    submitted = models.IntegerField(_("报送"), default=0)
    accepted = models.IntegerField(_("采用"), default=0)
    returned = models.IntegerField(_("退回"), default=0)
    points = models.IntegerField(_("积分"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("月度积分")
        verbose_name_plural = _("月度积分")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["site", "month", "channel_id"], name="one_total_per_month"
            )
        ]
        indexes = [models.Index(fields=["month"], name="total_month")]

    def __str__(self):
        return f"{self.site_id} {self.month:%Y-%m} {self.points}"
