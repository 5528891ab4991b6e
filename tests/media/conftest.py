"""Uploads as browsers send them."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image


def encoded(size=(1600, 1200), encoding="JPEG", colour="seagreen", **options):
    """A picture as bytes."""
    mode = "RGBA" if options.pop("transparent", False) else "RGB"
    image = Image.new(mode, size, colour if mode == "RGB" else (0, 128, 64, 90))
    output = BytesIO()
    image.save(output, encoding, **options)
    return output.getvalue()


@pytest.fixture
def upload(admin_client):
    """Send a file to Wagtail's multiple uploader; ``kind`` is images or documents."""

    def send(data, name, *, site, kind="images"):
        address = reverse(f"wagtail{'images' if kind == 'images' else 'docs'}:add_multiple")
        file = SimpleUploadedFile(name, data)
        fields = {"title": name, "files[]": file, "collection": site.collection.pk}
        return admin_client.post(
            address, fields, headers={"x-requested-with": "XMLHttpRequest"}
        ).json()

    return send
