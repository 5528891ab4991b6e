"""Wagtail's upload forms, with our door: single, multiple and chooser uploads all use them."""

import errno
import logging

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .intake import accept_picture
from .kinds import KINDS, PICTURES, accept_document
from .renditions import forget_file

logger = logging.getLogger(__name__)

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class PictureFormField(WagtailImageField):
    """A picture, accepted and re-encoded."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.help_text = _(
            "JPEG、PNG、WebP、GIF、HEIC 或 AVIF，最大 %(size)s。"
            "拍摄地点和设备信息会自动去除；动图只保留第一帧。"
        ) % {"size": self.max_upload_size_text}

    def to_python(self, data):
        file = forms.FileField.to_python(self, data)
        return file and accept_picture(data_or_file=file, name=file.name)


class DocumentFormField(WagtailDocumentField):
    """A document whose content is what its name says."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.help_text = _("可以上传：%(kinds)s。最大 %(size)s。") % {
            "kinds": "、".join([*KINDS, *PICTURES]),
            "size": self.max_upload_size_text,
        }

    def to_python(self, data):
        file = forms.FileField.to_python(self, data)
        return file and accept_document(file=file, name=file.name)


class StoringForm:
    """Stores the file as the last step of validation, so that a failing storage is an error
    of the field; what a new file replaces is deleted only after the transaction."""

    file_field = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            old = self.fields["file"]
            self.fields["file"] = self.file_field(
                label=old.label, widget=old.widget, required=old.required
            )

    def _post_clean(self):
        super()._post_clean()
        if self.errors or "file" not in self.changed_data:
            return
        file = self.instance.file
        try:
            file.save(file.name, file.file, save=False)
        except OSError as error:
            logger.exception("storing an upload failed")
            self.instance.file = self.original_file.name or None
            self.add_error("file", storage_message(error))

    def save(self, commit=True):
        replaced = "file" in self.changed_data and self.original_file
        self.original_file = None  # Wagtail would delete it before the transaction is sure
        saved = super().save(commit=commit)
        if commit and replaced:
            forget_file(replaced)
        return saved


def storage_message(error):
    """What to tell an editor whose file could not be stored."""
    if error.errno in FULL:
        text = _("存储空间已满，文件没有保存。请联系管理员，其他内容没有改变。")
    else:
        text = _("存储服务暂时不可用，文件没有保存。请稍后再试，其他内容没有改变。")
    return ValidationError(text, code="storage")


class PictureForm(StoringForm, BaseImageForm):
    """Upload or change a picture."""

    file_field = PictureFormField


class DocumentForm(StoringForm, BaseDocumentForm):
    """Upload or change a document. The same bytes twice in one folder are not needed."""

    file_field = DocumentFormField

    def clean(self):
        cleaned = super().clean()
        # Who has one folder only is not asked for it.
        collection = cleaned.get("collection") or self.collections.first()
        if cleaned.get("file") and "file" in self.changed_data:
            self._refuse_duplicate(cleaned["file"], collection)
        return cleaned

    def _refuse_duplicate(self, file, collection):
        from wagtail.utils.file import hash_filelike

        same = type(self.instance).objects.filter(
            collection=collection, file_hash=hash_filelike(file)
        )
        same = same.exclude(pk=self.instance.pk).first()
        if same is not None:
            message = _("同样的文件已经有了：“%(title)s”。请直接选用它，不必再传。")
            self.add_error("file", ValidationError(message % {"title": same.title}, code="same"))
