"""Reviews on Wagtail's workflows: shared tasks and workflows, and what was decided.

No row here is made per school: whose turn it is follows from the site of the
page and the table of roles. A round of review is one WorkflowState for one
text; another text begins another round.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, Workflow

from school_sites.models import SchoolSite
from school_sites.models.pages import NOT_PUBLISHING
from sitehub.accounts.roles import Step

REASON_LIMIT = 500


class ReviewTask(Task):
    """One step of review, shared by all sites: for whoever may take it at the page's site."""

    step = models.CharField(_("步骤"), max_length=10, choices=Step.choices, unique=True)

    class Meta:
        verbose_name = _("审核步骤")
        verbose_name_plural = _("审核步骤")

    @classmethod
    def get_task_state_class(cls):
        return ReviewState

    def start(self, workflow_state, user=None):
        from . import engine

        return engine.begin_step(self, workflow_state, by=user)

    def on_action(self, task_state, user, action_name, **kwargs):
        """Wagtail's own way in; ours is the review page. Both end in the engine."""
        from . import engine

        if action_name == "approve":
            engine.approve(task_state, by=user, comment=kwargs.get("comment", ""))
        elif action_name == "reject":
            engine.return_to_author(task_state, by=user, reason=kwargs.get("comment", ""))


class ReviewTemplate(models.Model):
    """The shared workflow of one sequence of steps."""

    workflow = models.OneToOneField(
        Workflow, on_delete=models.CASCADE, related_name="review_template"
    )
    steps = models.CharField(_("步骤"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("审核模板")
        verbose_name_plural = _("审核模板")

    def __str__(self):
        return self.workflow.name


class ReviewStateQuerySet(models.QuerySet):
    """Named states of steps."""

    def waiting(self):
        """Steps nobody has decided, those that wait longest first."""
        return self.filter(status=TaskState.STATUS_IN_PROGRESS).order_by("started_at", "pk")

    def can_be_decided(self):
        """Waiting steps at sites that publish: elsewhere nobody can approve or return."""
        return self.waiting().exclude(site__status__in=NOT_PUBLISHING)

    def decided(self):
        """Steps approved or returned, newest first."""
        statuses = (TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED)
        return self.filter(status__in=statuses).order_by("-finished_at", "-pk")

    def overdue(self, moment):
        """Steps waiting since before ``moment`` of which nobody was reminded after it."""
        unsaid = Q(reminded_at=None) | Q(reminded_at__lte=moment)
        return self.can_be_decided().filter(unsaid, started_at__lte=moment)

    def with_page(self):
        """With what every list shows of a step; the text of drafts stays away."""
        related = ("page", "site", "workflow_state__requested_by", "finished_by")
        return self.select_related(*related).defer("page__search_description")


class ReviewState(TaskState):
    """One step of one round: what was to be decided, and what was.

    Names are kept beside the people: the sheet must stay what it was when
    somebody changes their name or leaves.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(_("步骤"), max_length=10, choices=Step.choices)
    digest = models.CharField(max_length=64)  # of the text that waits, or was decided on
    submitted_by_name = models.CharField(_("提交人"), max_length=150, blank=True)
    decided_by_name = models.CharField(_("审核人"), max_length=150, blank=True)
    in_place_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    in_place_of_name = models.CharField(_("代"), max_length=150, blank=True)
    audit_number = models.BigIntegerField(_("审计编号"), null=True)
    reminded_at = models.DateTimeField(_("提醒时间"), null=True)

    objects = models.Manager.from_queryset(ReviewStateQuerySet)()

    class Meta:
        verbose_name = _("审核记录")
        verbose_name_plural = _("审核记录")

    def __str__(self):
        return f"{self.page} {self.get_step_display()}"

    @property
    def is_waiting(self):
        return self.status == self.STATUS_IN_PROGRESS

    @property
    def is_approved(self):
        return self.status == self.STATUS_APPROVED

    @property
    def is_returned(self):
        return self.status == self.STATUS_REJECTED

    @property
    def outcome(self):
        """What became of the step, for people."""
        names = {
            self.STATUS_IN_PROGRESS: _("待审"),
            self.STATUS_APPROVED: _("通过"),
            self.STATUS_REJECTED: _("退回"),
            self.STATUS_CANCELLED: _("作废"),
        }
        return names.get(self.status, self.status)

    # Whoever calls these, the rules are asked.
    def approve(self, user=None, update=True, comment=""):
        from . import engine

        return engine.approve(self, by=user, comment=comment)

    def reject(self, user=None, update=True, comment=""):
        from . import engine

        return engine.return_to_author(self, by=user, reason=comment)


class UrgentPublicationQuerySet(models.QuerySet):
    """Named states of urgent publications."""

    def open(self):
        """Those nobody else has looked at yet, oldest first."""
        return self.filter(resolved_at=None).order_by("at", "pk")


class UrgentPublication(models.Model):
    """A page put online without its review, until somebody else has looked at it.

    The page may be deleted; that somebody published it does not go away with it.
    """

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("补审通过")
        TAKEN_DOWN = "taken-down", _("已撤下")

    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(_("标题"), max_length=255)
    digest = models.CharField(max_length=64)
    authors = models.JSONField(default=list)  # ids of who wrote the text
    reason = models.CharField(_("紧急发布的理由"), max_length=REASON_LIMIT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(_("发布人"), max_length=150)
    at = models.DateTimeField(_("时间"))
    audit_number = models.BigIntegerField(_("审计编号"), null=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    resolved_by_name = models.CharField(_("补审人"), max_length=150, blank=True)
    resolved_at = models.DateTimeField(_("补审时间"), null=True)
    note = models.CharField(_("补审意见"), max_length=REASON_LIMIT, blank=True)

    objects = UrgentPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("紧急发布")
        verbose_name_plural = _("紧急发布")
        indexes = [models.Index(fields=["site", "resolved_at"], name="urgent_site_resolved")]

    def __str__(self):
        return self.title


class DelegationQuerySet(models.QuerySet):
    """Named states of delegations."""

    def in_force(self, day=None):
        """Those of ``day``, today if not given; first and last day included."""
        day = day or timezone.localdate()
        return self.filter(first_day__lte=day, last_day__gte=day, ended_at=None)

    def to_come(self):
        """Those in force and those still to come, by their first day."""
        today = timezone.localdate()
        return self.filter(last_day__gte=today, ended_at=None).order_by("first_day", "pk")


class Delegation(models.Model):
    """Who reviews in whose place while they are away: a colleague who holds the same step."""

    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_delegations"
    )
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews_in_place_of"
    )
    first_day = models.DateField(_("从"))
    last_day = models.DateField(_("到"))
    ended_at = models.DateTimeField(null=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("代审")
        verbose_name_plural = _("代审")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="delegation_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("colleague")), name="delegation_to_somebody_else"
            ),
        ]

    def __str__(self):
        return f"{self.person} → {self.colleague}"
