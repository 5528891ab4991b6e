"""The words of files that pages offer."""

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.models import SiteDocument
from media.sites import of_site


class AttachmentTextQuerySet(models.QuerySet):
    """The states of texts."""

    def claimable(self, now):
        """Waiting, and neither in a worker's hands nor in a pause between two tries."""
        return self.filter(state=AttachmentText.WAITING, due_at__lte=now)

    def stuck(self, now, patience):
        """Claimable, and in no queue for longer than ``patience``: their job was lost."""
        return self.claimable(now).filter(queued_at__lt=now - patience)

    def failed(self):
        return self.filter(state=AttachmentText.FAILED)

    def of_site(self, site):
        """Texts of the files of ``site``."""
        return self.filter(of_site(site.collection.path, "document__collection__path"))

    def of_present_file(self):
        """Those that are about the file which their document has now."""
        return self.filter(file_hash=F("document__file_hash"))


class AttachmentText(models.Model):
    """The words of one document's file, or that they wait to be read, or why there are none.

    Only ``search.attachments`` writes it. ``due_at``: a waiting one is nobody's before; it is
    the end of a worker's lease as well as of a pause.
    """

    WAITING, DONE, FAILED = "waiting", "done", "failed"
    STATES = [(WAITING, _("等待读取")), (DONE, _("已读取")), (FAILED, _("读不出"))]

    document = models.OneToOneField(
        SiteDocument, on_delete=models.CASCADE, related_name="attachment_text",
        verbose_name=_("文件"),
    )  # fmt: skip
    file_hash = models.CharField(max_length=40, blank=True)  # of the file that is spoken of
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default=WAITING)
    text = models.TextField(_("文字"), blank=True)
    problem = models.TextField(_("说明"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    queued_at = models.DateTimeField(_("排队时间"), default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    extracted_at = models.DateTimeField(_("读取时间"), null=True)

    # A reference to a document would tell that something besides pages offers it to everybody.
    wagtail_reference_index_ignore = True

    objects = AttachmentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("附件文字")
        verbose_name_plural = _("附件文字")
        indexes = [models.Index(fields=["state", "due_at"], name="attachment_text_state")]

    def __str__(self):
        return f"{self.get_state_display()} {self.document_id}"
