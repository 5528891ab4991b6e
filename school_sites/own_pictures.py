"""Fields of forms that choose a picture of one site."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.widgets import AdminImageChooser

from media.models import SiteImage


class OwnPictureChooser(AdminImageChooser):
    """Wagtail's, but a number of another site's picture shows nothing when the form comes back."""

    def __init__(self, *, collection_id, **kwargs):
        super().__init__(**kwargs)
        self.collection_id = collection_id

    def get_instance(self, value):
        picture = super().get_instance(value)
        is_own = picture is not None and picture.collection_id == self.collection_id
        return picture if is_own else None


def own_picture_field(site, **texts):
    """Chooses a picture of the collection of ``site``; ``texts`` are its label and help."""
    return forms.ModelChoiceField(
        queryset=SiteImage.objects.filter(collection=site.collection_id),
        required=False,
        widget=OwnPictureChooser(collection_id=site.collection_id),
        error_messages={"invalid_choice": _("只能用本网站图片库里的图片。")},
        **texts,
    )
