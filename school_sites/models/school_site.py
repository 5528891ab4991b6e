"""The row that describes a tenant, its host names and its groups."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from school_sites.reviewing import SITE_CHOICES, Review
from sitehub.accounts.roles import SCHOOL_ROLES, Role
from sitehub.accounts.working import groups_in_force


class SiteKind(models.TextChoices):
    """What a site is for. The district's own site is one of the kinds."""

    DISTRICT = "district", _("区教育信息网")
    KINDERGARTEN = "kindergarten", _("幼儿园")
    PRIMARY = "primary", _("小学")
    MIDDLE = "middle", _("初中")
    NINE_YEAR = "nine-year", _("九年一贯制学校")
    HIGH = "high", _("高中")
    SPECIAL = "special", _("特殊教育学校")
    OTHER = "other", _("其他单位")


SCHOOL_KINDS = [choice for choice in SiteKind.choices if choice[0] != SiteKind.DISTRICT]


class SiteStatus(models.TextChoices):
    """What visitors get: only open and archived sites are shown."""

    PREPARING = "preparing", _("筹备中")
    OPEN = "open", _("已开通")
    SUSPENDED = "suspended", _("已暂停")
    ARCHIVED = "archived", _("已归档")


SHOWN_STATUSES = (SiteStatus.OPEN, SiteStatus.ARCHIVED)

validate_code = RegexValidator(
    r"\A[a-z][a-z0-9-]{1,29}\Z",
    _("代码由 2 至 30 个小写字母、数字和连字符组成，以字母开头。"),
)
validate_host = RegexValidator(
    r"\A(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\Z",
    _("域名只能包含小写字母、数字、点和连字符，例如 school.example.cn，不含 http:// 和端口。"),
)


class SchoolSiteQuerySet(models.QuerySet):
    """Named states of sites."""

    def shown(self):
        """Sites a visitor can open."""
        return self.filter(status__in=SHOWN_STATUSES)

    def schools(self):
        """Every site but the district's own."""
        return self.exclude(kind=SiteKind.DISTRICT)

    def for_user(self, user):
        """Sites whose groups ``user`` is in, as far as they are in force now."""
        return self.filter(groups__group__in=groups_in_force(user)).distinct()


class SchoolSite(models.Model):
    """A tenant: a Wagtail site, a page tree, a collection and groups."""

    code = models.CharField(_("代码"), max_length=30, unique=True, validators=[validate_code])
    name = models.CharField(_("全称"), max_length=100, unique=True)
    short_name = models.CharField(_("简称"), max_length=30)
    kind = models.CharField(_("类型"), max_length=20, choices=SiteKind.choices)
    status = models.CharField(
        _("状态"), max_length=20, choices=SiteStatus.choices, default=SiteStatus.PREPARING
    )
    wagtail_site = models.OneToOneField(
        "wagtailcore.Site",
        on_delete=models.PROTECT,
        related_name="school_site",
        verbose_name=_("站点"),
    )
    root_page = models.OneToOneField(
        "wagtailcore.Page",
        on_delete=models.PROTECT,
        related_name="school_site",
        verbose_name=_("首页"),
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection",
        on_delete=models.PROTECT,
        related_name="school_site",
        verbose_name=_("文件夹"),
    )
    motto = models.CharField(_("校训或标语"), max_length=60, blank=True)
    logo = models.ForeignKey(
        "media.SiteImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("校徽"),
    )
    # Addresses of the logo's sizes: beside the name, in a browser's tab, on a telephone.
    logo_url = models.CharField(max_length=255, blank=True, editable=False)
    icon_url = models.CharField(max_length=255, blank=True, editable=False)
    touch_icon_url = models.CharField(max_length=255, blank=True, editable=False)
    watermark = models.CharField(
        _("图片水印"),
        max_length=30,
        blank=True,
        help_text=_("印在正文图片右下角的文字，例如校名；留空则不加。上传的原图不会改变。"),
    )
    sponsor = models.CharField(_("主办单位"), max_length=100, blank=True)
    operator = models.CharField(_("承办单位"), max_length=100, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    icp_number = models.CharField(_("ICP 备案号"), max_length=60, blank=True)
    police_number = models.CharField(_("公安备案号"), max_length=60, blank=True)
    site_identifier = models.CharField(_("网站标识码"), max_length=30, blank=True)
    # Of columns that ask for nothing of their own (school_sites.reviewing).
    review = models.CharField(
        _("默认审核"), max_length=10, choices=SITE_CHOICES, default=Review.NONE, editable=False
    )
    opened_at = models.DateTimeField(_("开通时间"), null=True, editable=False)
    # When visitors last began or ceased to get the site; for the district's feeds.
    shown_changed_at = models.DateTimeField(_("显示变动时间"), null=True, editable=False)
    archived_at = models.DateTimeField(_("归档时间"), null=True, editable=False)
    latest_article_at = models.DateTimeField(
        _("最近发布"), null=True, editable=False, db_index=True
    )

    objects = SchoolSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("网站")
        verbose_name_plural = _("网站")
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="district"), name="one_district_site"
            )
        ]
        permissions = [
            ("open_school", _("开通、暂停、归档学校网站")),
            ("see_platform", _("查看平台状态")),
            ("manage_columns", _("管理栏目和首页")),
            ("manage_people", _("管理人员")),
            ("publish_urgently", _("紧急发布")),
        ]

    def __str__(self):
        return self.name

    @property
    def is_district(self):
        return self.kind == SiteKind.DISTRICT

    @property
    def is_shown(self):
        return self.status in SHOWN_STATUSES

    @property
    def is_archived(self):
        return self.status == SiteStatus.ARCHIVED


class SiteHost(models.Model):
    """A host name of a site. Names that are not primary redirect to the one that is."""

    site = models.ForeignKey(
        SchoolSite, on_delete=models.CASCADE, related_name="hosts", verbose_name=_("网站")
    )
    host = models.CharField(_("域名"), max_length=253, unique=True, validators=[validate_host])
    is_primary = models.BooleanField(_("主域名"), default=False)

    class Meta:
        verbose_name = _("域名")
        verbose_name_plural = _("域名")
        ordering = ["-is_primary", "host"]
        constraints = [
            models.UniqueConstraint(
                fields=["site"], condition=Q(is_primary=True), name="one_primary_host"
            )
        ]

    def __str__(self):
        return self.host

    def clean(self):
        from django.conf import settings

        if self.host == settings.ADMIN_HOST:
            raise ValidationError({"host": _("这个域名是管理后台的，不能给网站使用。")})


class SiteGroup(models.Model):
    """Which group holds which role at a site."""

    site = models.ForeignKey(
        SchoolSite, on_delete=models.CASCADE, related_name="groups", verbose_name=_("网站")
    )
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)
    group = models.OneToOneField(
        "auth.Group", on_delete=models.CASCADE, related_name="site_group", verbose_name=_("用户组")
    )

    class Meta:
        verbose_name = _("网站用户组")
        verbose_name_plural = _("网站用户组")
        constraints = [
            models.UniqueConstraint(fields=["site", "role"], name="one_group_per_role"),
        ]

    def __str__(self):
        return f"{self.site} {self.get_role_display()}"

    @property
    def is_school_role(self):
        return self.role in SCHOOL_ROLES
