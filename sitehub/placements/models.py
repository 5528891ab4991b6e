"""Places of the district's site, and what its editors put there."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school_sites import clock, hosts
from school_sites.models import ArticlePage, ColumnPage, Listing
from sitehub.syndication.models import Submission


class SlotKind(models.TextChoices):
    """The value is stored, and the name of the home page's block; the label is shown."""

    HEADLINE = "headline", _("头条")
    CAROUSEL = "carousel", _("轮播")
    PICKS = "picks", _("推荐")
    PIN = "pin", _("栏目置顶")


# How many lines a place shows until the district says otherwise, and at most.
LIMITS = {SlotKind.HEADLINE: 1, SlotKind.CAROUSEL: 5, SlotKind.PICKS: 6, SlotKind.PIN: 3}
HIGHEST = {SlotKind.HEADLINE: 3, SlotKind.CAROUSEL: 8, SlotKind.PICKS: 12, SlotKind.PIN: 9}


class Slot(models.Model):
    """One place. Pins have one for each column; a place nobody has used has no row.

    ``limit`` is how many lines visitors see; ``version`` goes up with every change of what
    stands there, and an order names the version it was made on.
    """

    kind = models.CharField(_("位置"), max_length=10, choices=SlotKind.choices)
    column = models.ForeignKey(
        ColumnPage, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("栏目")
    )
    limit = models.PositiveSmallIntegerField(_("显示条数"))
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("推荐位")
        verbose_name_plural = _("推荐位")
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(column=None), name="one_slot_of_a_kind"
            ),
            models.UniqueConstraint(fields=["column"], name="one_slot_of_pins_a_column"),
            models.CheckConstraint(
                condition=Q(kind="pin", column__isnull=False) | (~Q(kind="pin") & Q(column=None)),
                name="pins_have_a_column",
            ),
        ]

    def __str__(self):
        name = self.get_kind_display()
        return f"{name}：{self.column.title}" if self.column_id else str(name)

    @property
    def key(self):
        """Its name in addresses: ``headline``, or ``pin-12`` for column 12."""
        return f"{self.kind}-{self.column_id}" if self.column_id else str(self.kind)


class PlacementQuerySet(models.QuerySet):
    """Named states of placements."""

    def visible(self, now=None):
        """Those whose source visitors may see on the district now, and that stand in its column.

        One condition for a school's article, one for the district's own: those that every
        list uses. Whether their own time has come is ``not_over`` and ``Placement.is_due``.
        """
        district = hosts.table().district
        if district is None:
            return self.none()
        offered = Submission.objects.visible(now).filter(pk=OuterRef("submission"))
        own = Listing.objects.for_site(district.id).visible(now).filter(pk=OuterRef("article"))
        column = F("slot__column")
        here = Q(submission__column=column) | Q(article__listing__column=column)
        return self.filter(Exists(offered) | Exists(own), here | Q(slot__column=None))

    def not_over(self, now=None):
        """Those shown now or later, as far as the editor's choice of time goes."""
        return self.filter(Q(show_until=None) | Q(show_until__gt=now or clock.now()))

    def over(self, now=None):
        """Those whose time is over."""
        return self.filter(show_until__lte=now or clock.now())

    def in_order(self):
        """As they stand in their slot."""
        return self.order_by("order", "-pk")


class Placement(models.Model):
    """One line of a slot: a school's accepted article, or one of the district's own.

    What it is called and which picture it has is said by its source: the submission's
    overlay, or the article. ``title`` is a copy for the desk that outlives the source; then
    neither ``submission`` nor ``article`` is left. ``order`` sorts within the slot.
    """

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="placements")
    submission = models.ForeignKey(
        Submission, on_delete=models.SET_NULL, null=True, related_name="placements"
    )
    article = models.ForeignKey(
        ArticlePage, on_delete=models.SET_NULL, null=True, related_name="placements"
    )
    title = models.CharField(_("标题"), max_length=255)
    order = models.IntegerField(default=0)
    show_from = models.DateTimeField(_("从何时起显示"), null=True)
    show_until = models.DateTimeField(_("显示到何时"), null=True)
    version = models.PositiveIntegerField(default=0)
    placed_at = models.DateTimeField(_("放上时间"), default=timezone.now)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    placed_by_name = models.CharField(_("放上的人"), max_length=150, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("推荐")
        verbose_name_plural = _("推荐")
        constraints = [
            models.CheckConstraint(
                condition=Q(submission=None) | Q(article=None), name="placement_has_one_source"
            ),
            models.UniqueConstraint(fields=["slot", "submission"], name="submission_placed_once"),
            models.UniqueConstraint(fields=["slot", "article"], name="article_placed_once"),
        ]

    def __str__(self):
        return self.title

    def is_over(self, now):
        """Whether the time the editor chose is over at that moment."""
        return self.show_until is not None and self.show_until <= now

    def is_due(self, now):
        """Whether that moment is within the time the editor chose."""
        return not self.is_over(now) and (self.show_from is None or self.show_from <= now)
