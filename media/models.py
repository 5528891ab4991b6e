"""Own picture and file models: what is stored was checked, and belongs to one site."""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, SourceImageIOError
from wagtail.search import index

from . import drawing
from .fields import DocumentField, PictureField, RenditionField
from .kinds import content_type_of, download_name
from .sites import site_path
from .storages import private_storage, public_storage


class SiteImage(AbstractImage):
    """A picture of one site: its collection says of which."""

    file = PictureField(
        verbose_name=_("图片文件"),
        storage=public_storage,
        width_field="width",
        height_field="height",
    )
    original_name = models.CharField(_("原文件名"), max_length=255, blank=True, editable=False)
    # SHA-256 of the upload as it came. What is stored was encoded anew, and the
    # next version of the encoder would give other bytes.
    upload_hash = models.CharField(max_length=64, blank=True, editable=False)

    # Tags belong to no site.
    admin_form_fields = tuple(one for one in Image.admin_form_fields if one != "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")

    def save(self, *args, **kwargs):
        # The file first: what is noted about it is saved with it.
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
        self._set_file_hash()
        super().save(*args, **kwargs)

    def note_accepted(self, accepted):
        """Remember what the door found out about the file that is about to be stored."""
        facts = accepted.facts
        self.original_name, self.upload_hash = facts.original_name, facts.upload_hash
        self.file_size = accepted.size
        self._measured = (facts.width, facts.height)

    def _set_image_file_metadata(self):
        """Nothing: Wagtail would read the file back from the storage."""

    def _set_file_hash(self):
        """What Wagtail compares to find duplicates: the upload, within one site.

        A duplicate at another school is none, not even for people of the district.
        """
        if self.upload_hash:
            key = f"{site_path(self.collection.path)} {self.upload_hash}"
            self.file_hash = hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()
        elif not self.file_hash:
            super()._set_file_hash()

    def generate_rendition_file(self, filter, *, source=None):
        """Wagtail's hook: the same drawing as the job's, for what an editor's screen asks first."""
        from .renditions import mark_for

        return drawing.draw(self, filter.spec, mark=mark_for(self, filter.spec), source=source)

    def create_rendition(self, filter):
        """Wagtail's hook: note what the rendition was made of, as the job does.

        A storage that cannot write is the error that Wagtail's screens expect of one
        that cannot read: they show a gap, and the form with its message.
        """
        from .renditions import mark_for

        try:
            rendition, _created = self.renditions.get_or_create(
                filter_spec=filter.spec,
                focal_point_key=filter.get_cache_key(self),
                defaults={
                    "file": self.generate_rendition_file(filter),
                    "source": self.file.name,
                    "mark": mark_for(self, filter.spec),
                },
            )
        except OSError as error:
            raise SourceImageIOError(str(error)) from error
        return rendition

    def create_renditions(self, *filters):
        return {filter: self.create_rendition(filter) for filter in filters}


class SiteRendition(AbstractRendition):
    """One size of a picture, and what it was made of."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")
    file = RenditionField(storage=public_storage, width_field="width", height_field="height")
    # The picture's file and the watermark at that time; if either changed, the job draws anew.
    source = models.CharField(max_length=100, blank=True, editable=False)
    mark = models.CharField(max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = _("图片规格")
        unique_together = [("image", "filter_spec", "focal_point_key")]


class SiteDocument(AbstractDocument):
    """A file of one site: its collection says of which. Handed out by a view only."""

    file = DocumentField(verbose_name=_("文件"), storage=private_storage)
    original_name = models.CharField(_("原文件名"), max_length=255, blank=True, editable=False)

    admin_form_fields = tuple(one for one in Document.admin_form_fields if one != "tags")
    search_fields = [*AbstractDocument.search_fields, index.SearchField("filename")]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("文件")
        verbose_name_plural = _("文件")
        indexes = [models.Index(fields=["collection", "file_hash"], name="document_duplicates")]

    def save(self, *args, **kwargs):
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
        super().save(*args, **kwargs)

    def note_accepted(self, accepted, *, file_hash):
        """Remember what the door found out about the file that is about to be stored."""
        self.original_name = getattr(accepted, "original_name", None) or accepted.name
        self.file_size, self.file_hash = accepted.size, file_hash

    def _set_document_file_metadata(self):
        """Nothing: Wagtail would read the file back from the storage."""

    @property
    def filename(self):
        """The name it is downloaded under: what its owner called it."""
        extension = self.file.name[self.file.name.rfind(".") :]
        return self.original_name or download_name(self.title, extension)

    @property
    def content_type(self):
        """By what is stored, not by what anyone calls it."""
        return content_type_of(self.file.name)
