"""The photographs of an album in the editor: chosen, or uploaded many at a time."""

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import MultipleChooserPanel
from wagtail.images.utils import get_accept_attributes


class PhotosPanel(MultipleChooserPanel):
    """Wagtail's panel for several pictures, with a control that uploads files one by one.

    Rows are put in order by dragging or with the arrow buttons, as Wagtail has it.
    """

    class BoundPanel(MultipleChooserPanel.BoundPanel):
        template_name = "school_sites/photos_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return context | {
                "upload_url": reverse("album_photo_upload", args=[self.upload_target]),
                "accept": get_accept_attributes(),
            }

        @cached_property
        def upload_target(self):
            """Number of the album, or of the column it is being made in."""
            if self.instance.pk:
                return self.instance.pk
            return self.form.parent_page.pk

        @property
        def media(self):
            files = forms.Media(
                js=["school_sites/photo_upload.js"],
                css={"all": ["school_sites/photo_upload.css"]},
            )
            return super().media + files
