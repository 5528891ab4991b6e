"""Mailboxes and forms: where visitors write to the school."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from .columns import ColumnLayout
from .pages import LeafPage

TOPIC_LIMIT = 20
TOPIC_LENGTH = 30
CHOICE_LIMIT = 50
CHOICE_LENGTH = 60
NOTIFY_LIMIT = 5


class BoxKind(models.TextChoices):
    """What visitors send here. The last is a form; the others are mailboxes."""

    PRINCIPAL = "principal", _("校长信箱")
    CONTRIBUTION = "contribution", _("投稿")
    ENQUIRY = "enquiry", _("咨询")
    FORM = "form", _("表单")


MAILBOX_KINDS = [choice for choice in BoxKind.choices if choice[0] != BoxKind.FORM]


def default_reply_days():
    """Days to reply where a mailbox says nothing else."""
    return settings.LETTER_REPLY_DAYS


def lines_of(text):
    """The lines of a text that are not empty, each once, in order."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def validate_lines(text, field, limit, length):
    """Raise ValidationError on ``field`` for too many lines or a line that is too long."""
    lines = lines_of(text)
    if len(lines) > limit:
        raise ValidationError({field: _("最多 %(limit)d 行。") % {"limit": limit}})
    for line in lines:
        if len(line) > length:
            text = _("“%(line)s”太长，每行最多 %(length)d 个字。")
            raise ValidationError({field: text % {"line": line, "length": length}})


class BoxPage(LeafPage):
    """What mailboxes and forms have in common."""

    layout = ColumnLayout.FORMS

    introduction = models.TextField(_("说明"), max_length=1000, blank=True)
    notify = models.TextField(
        _("来信提醒邮箱"),
        max_length=500,
        blank=True,
        help_text=_("每行一个，最多 5 个；留空不发邮件。提醒中没有来信的内容和个人信息。"),
    )

    class Meta:
        abstract = True

    @property
    def notified(self):
        """Addresses told of a new letter."""
        return lines_of(self.notify)

    def clean(self):
        super().clean()
        validate_lines(self.notify, "notify", NOTIFY_LIMIT, 254)
        for address in self.notified:
            try:
                validate_email(address)
            except ValidationError as error:
                text = _("“%(address)s”不是邮箱地址。") % {"address": address}
                raise ValidationError({"notify": text}) from error


class MailboxPage(BoxPage):
    """A mailbox: letters of one kind, answered by the school."""

    kind = models.CharField(
        _("信箱种类"), max_length=20, choices=MAILBOX_KINDS, default=BoxKind.PRINCIPAL
    )
    reply_days = models.PositiveSmallIntegerField(
        _("答复期限（天）"),
        default=default_reply_days,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("写信人看得到答复日期；过期未答复的来信在后台标出。"),
    )
    publishes_answers = models.BooleanField(
        _("可以公开答复"),
        default=False,
        help_text=_("写信人同意后，可以把编辑过的问题和答复公布在本栏目。"),
    )
    topics = models.TextField(
        _("主题"), max_length=700, blank=True, help_text=_("每行一个，供写信人选择；可留空。")
    )

    content_panels = [
        FieldPanel("title", heading=_("信箱名称")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("reply_days")]),
        FieldPanel("introduction"),
        FieldPanel("topics"),
        FieldPanel("publishes_answers"),
        FieldPanel("notify"),
    ]

    class Meta:
        verbose_name = _("信箱")
        verbose_name_plural = _("信箱")

    @property
    def topic_list(self):
        """Topics a sender chooses from."""
        return lines_of(self.topics)

    @property
    def takes_file(self):
        """Whether a file can be sent along."""
        return self.kind == BoxKind.CONTRIBUTION

    def clean(self):
        super().clean()
        validate_lines(self.topics, "topics", TOPIC_LIMIT, TOPIC_LENGTH)


class FormPage(BoxPage):
    """A form whose questions an editor composes."""

    kind = BoxKind.FORM
    publishes_answers = takes_file = False

    thanks = models.TextField(
        _("提交后的话"), max_length=300, blank=True, help_text=_("留空则显示“提交成功”。")
    )
    opens_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    closes_at = models.DateTimeField(_("截止时间"), null=True, blank=True)

    content_panels = [
        FieldPanel("title", heading=_("表单名称")),
        FieldPanel("introduction"),
        FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
        InlinePanel("questions", heading=_("要填的内容"), label=_("一项"), min_num=1, max_num=40),
        FieldPanel("thanks"),
        FieldPanel("notify"),
    ]

    class Meta:
        verbose_name = _("表单")
        verbose_name_plural = _("表单")

    def clean(self):
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("截止时间应在开始时间之后。")})

    def why_closed(self, now):
        """What a visitor is told while the form takes nothing; "" while it is open."""
        if self.opens_at and now < self.opens_at:
            return "还没有到开始填写的时间。"
        if self.closes_at and now >= self.closes_at:
            return "填写时间已经截止。"
        return ""


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    LINE = "line", _("一行文字")
    TEXT = "text", _("多行文字")
    EMAIL = "email", _("电子邮箱")
    PHONE = "phone", _("电话")
    NUMBER = "number", _("数字")
    DATE = "date", _("日期")
    CHOICE = "choice", _("单选")
    CHOICES = "choices", _("多选")
    AGREEMENT = "agreement", _("同意（打勾）")


WITH_CHOICES = (QuestionKind.CHOICE, QuestionKind.CHOICES)


class FormQuestion(Orderable):
    """One question of a form."""

    page = ParentalKey(FormPage, on_delete=models.CASCADE, related_name="questions")
    label = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(
        _("怎样填"), max_length=20, choices=QuestionKind.choices, default=QuestionKind.LINE
    )
    required = models.BooleanField(_("必填"), default=True)
    help_text = models.CharField(_("提示"), max_length=100, blank=True)
    choices = models.TextField(
        _("选项"), max_length=3000, blank=True, help_text=_("单选和多选用：每行一个。")
    )

    panels = [
        FieldRowPanel([FieldPanel("label"), FieldPanel("kind"), FieldPanel("required")]),
        FieldPanel("help_text"),
        FieldPanel("choices"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("表单的一项")
        verbose_name_plural = _("表单的各项")

    def __str__(self):
        return self.label

    @property
    def choice_list(self):
        """Choices, in the editor's order."""
        return lines_of(self.choices)

    def clean(self):
        super().clean()
        validate_lines(self.choices, "choices", CHOICE_LIMIT, CHOICE_LENGTH)
        if self.kind in WITH_CHOICES and len(self.choice_list) < 2:
            raise ValidationError({"choices": _("单选和多选至少要有两个选项。")})
