"""Letters: what visitors sent to a mailbox or a form of one site."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sitehub.accounts.roles import ANSWER_LETTERS as ANSWER

from .boxes import BoxKind
from .permissions import groups_holding
from .school_site import SchoolSite


class LetterState(models.TextChoices):
    """Where a letter is. Changed by ``school_sites.letters.states`` only."""

    RECEIVED = "received", _("已收到")
    IN_HAND = "in-hand", _("处理中")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("已关闭")
    SPAM = "spam", _("垃圾信息")


OPEN_STATES = (LetterState.RECEIVED, LetterState.IN_HAND)


def sites_answered_by(user):
    """Sites whose letters ``user`` may read and answer.

    Asked of the groups, site by site: who answers letters of one school may
    only write for another. A superuser may read all.
    """
    if user.is_superuser:
        return SchoolSite.objects.all() if user.is_active else SchoolSite.objects.none()
    return SchoolSite.objects.filter(pk__in=own_sites_answered_by(user))


def own_sites_answered_by(user):
    """Ids of the sites where a group of ``user`` holds the right, superuser or not."""
    groups = groups_holding(user, ANSWER)
    return SchoolSite.objects.filter(groups__group__in=groups).values_list("pk", flat=True)


class LetterQuerySet(models.QuerySet):
    """Named sets of letters."""

    def for_site(self, site):
        """Letters of one site, given as a SchoolSite or its id."""
        return self.filter(site=site)

    def for_user(self, user):
        """Letters of the sites whose letters ``user`` may read."""
        return self.filter(site__in=sites_answered_by(user))

    def waiting(self):
        """Letters nobody has answered or closed."""
        return self.filter(state__in=OPEN_STATES)

    def to_answer(self):
        """Waiting letters to mailboxes; a form's answers need no reply."""
        return self.waiting().exclude(box_kind=BoxKind.FORM)

    def overdue(self, today=None):
        """Waiting letters whose day of reply is over."""
        return self.waiting().filter(due_on__lt=today or timezone.localdate())

    def published(self):
        """Letters whose edited question and answer are public."""
        return self.exclude(published_at=None)

    def to_erase(self, now=None):
        """Letters whose personal data has been kept long enough.

        A letter's time runs from its reply or closing, a form's answers' from
        their receipt.
        """
        before = (now or timezone.now()) - timedelta(days=settings.LETTER_KEEP_DAYS)
        is_form = Q(box_kind=BoxKind.FORM, received_at__lt=before)
        return self.filter(Q(settled_at__lt=before) | is_form, erased_at=None)


class Letter(models.Model):
    """One letter, or one filled-in form. Nobody but the people of its site reads it.

    The box is named here too, since letters outlive it. ``answers`` holds what a
    form asked, as a list of ``{question, label, value}``.
    """

    site = models.ForeignKey(SchoolSite, on_delete=models.CASCADE, related_name="letters")
    box = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    box_title = models.CharField(_("信箱或表单"), max_length=255)
    box_kind = models.CharField(_("种类"), max_length=20, choices=BoxKind.choices)
    state = models.CharField(
        _("状态"), max_length=10, choices=LetterState.choices, default=LetterState.RECEIVED
    )
    version = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField(_("收到时间"), default=timezone.now)
    due_on = models.DateField(_("答复期限"), null=True)
    settled_at = models.DateTimeField(_("办结时间"), null=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("经办人"),
    )
    # What finds a letter again: digests, from which nobody reads the code.
    code_digest = models.CharField(max_length=64, unique=True)
    sending_digest = models.CharField(max_length=64, unique=True)

    # personal data: erased by delete_personal_data
    sender = models.CharField(_("姓名"), max_length=30, blank=True)
    contact = models.CharField(_("联系方式"), max_length=100, blank=True)
    topic = models.CharField(_("主题"), max_length=30, blank=True)
    title = models.CharField(_("标题"), max_length=60, blank=True)
    text = models.TextField(_("内容"), blank=True)
    answers = models.JSONField(_("填写的内容"), default=list)
    file = models.CharField(_("附件"), max_length=200, blank=True)
    file_name = models.CharField(_("附件名称"), max_length=120, blank=True)
    reply = models.TextField(_("答复"), blank=True)
    erased_at = models.DateTimeField(_("个人信息删除时间"), null=True)

    # what everybody may read, written by an editor
    may_publish = models.BooleanField(_("同意公开"), default=False)
    public_question = models.TextField(_("公开的问题"), blank=True)
    public_answer = models.TextField(_("公开的答复"), blank=True)
    published_at = models.DateTimeField(_("公开时间"), null=True)

    objects = LetterQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("来信")
        verbose_name_plural = _("来信")
        default_permissions = ()
        permissions = [("answer_letters", _("处理来信与表单"))]
        indexes = [
            models.Index(fields=["site", "-received_at", "-id"], name="letter_newest"),
            models.Index(fields=["site", "state", "due_on"], name="letter_waiting"),
            models.Index(fields=["box", "-published_at", "-id"], name="letter_published"),
        ]

    def __str__(self):
        return f"{self.box_title} #{self.pk}"  # in the audit: no word of the sender's

    @property
    def is_form(self):
        """Whether these are answers of a form."""
        return self.box_kind == BoxKind.FORM

    @property
    def is_waiting(self):
        """Whether somebody still has to do something."""
        return self.state in OPEN_STATES

    @property
    def is_overdue(self):
        """Whether the day of reply is over."""
        return self.is_waiting and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def erase_on(self):
        """The day its personal data goes; None while that is open."""
        since = self.received_at if self.is_form else self.settled_at
        if since is None or self.erased_at is not None:
            return None
        return timezone.localtime(since + timedelta(days=settings.LETTER_KEEP_DAYS)).date()
