"""Model fields that store nothing that did not pass the door (intake.py, kinds.py).

The check is in the field's file, so that forms, imports, commands and tests all
go through it; a form calls it earlier only to show the message beside the field.
"""

from pathlib import PurePath

from django.db import models
from wagtail.images.models import WagtailImageField as WagtailImageModelField
from wagtail.images.models import WagtailImageFieldFile
from wagtail.utils.file import hash_filelike

from .intake import accept_picture
from .kinds import accept_document
from .storages import opaque_name


class PictureFile(WagtailImageFieldFile):
    """A picture's file: what is saved has been accepted, under a name nobody can guess."""

    def save(self, name, content, save=True):
        accepted = accept_picture(data_or_file=content, name=name)
        self.instance.note_accepted(accepted)
        super().save(accepted.name, accepted, save=save)

    def get_image_dimensions(self):
        """Known since it was accepted; reading it back would cost a request to S3."""
        if not self._committed:
            facts = getattr(self.file, "facts", None)
            return (facts.width, facts.height) if facts else (None, None)
        return getattr(self.instance, "_measured", None) or super().get_image_dimensions()


class PictureField(WagtailImageModelField):
    """The file of a SiteImage."""

    attr_class = PictureFile

    def generate_filename(self, instance, filename):
        return opaque_name("original_images", PurePath(filename).suffix)


class RenditionFile(WagtailImageFieldFile):
    """The file of a rendition, drawn by ourselves (drawing.py)."""

    def save(self, name, content, save=True):
        self.instance._measured = (content.width, content.height)
        super().save(name, content, save=save)

    def get_image_dimensions(self):
        return getattr(self.instance, "_measured", None) or super().get_image_dimensions()


class RenditionField(WagtailImageModelField):
    """The file of a SiteRendition."""

    attr_class = RenditionFile

    def generate_filename(self, instance, filename):
        return opaque_name("images", PurePath(filename).suffix)


class DocumentFile(models.fields.files.FieldFile):
    """A document's file: what is saved has been accepted."""

    def save(self, name, content, save=True):
        accepted = accept_document(file=content, name=name)
        self.instance.note_accepted(accepted, file_hash=hash_filelike(accepted))
        super().save(accepted.name, accepted, save=save)


class DocumentField(models.FileField):
    """The file of a SiteDocument."""

    attr_class = DocumentFile

    def generate_filename(self, instance, filename):
        return opaque_name("documents", PurePath(filename).suffix)
