"""An editor's upload, from the form to the storage and back."""

import errno
import os
from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from media.models import SiteDocument, SiteImage
from tests.factories import make_picture

from .conftest import encoded
from .test_intake import phone_photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(admin_client, editor):
    admin_client.force_login(editor)


def stored_names():
    return [name for place in ("public", "default") for name in storages[place].walk()]


def test_a_photograph_is_stored_clean_under_a_name_nobody_can_guess(upload, school):
    answer = upload(phone_photo(), "../../校门 IMG.jpg", site=school)
    assert answer["success"], answer
    image = SiteImage.objects.get()
    assert image.file.name.startswith("original_images/")
    assert "IMG" not in image.file.name
    assert image.original_name == "校门 IMG.jpg"
    assert (image.width, image.height) == (200, 400)
    assert image.collection == school.collection
    with image.file.open() as file:
        stored = file.read()
    assert b"Phone Maker" not in stored
    assert image.file_size == len(stored)


def test_a_refused_picture_is_an_error_of_the_file(upload, school):
    before = stored_names()
    answer = upload(b"<svg/>", "drawing.png", site=school)
    assert not answer["success"]
    assert "SVG" in answer["error_message"]
    assert stored_names() == before
    assert not UploadedFile.objects.exists()


def test_a_raw_upload_that_waits_for_its_title_is_cleaned_when_it_becomes_a_picture(
    admin_client, school, editor
):
    """Wagtail keeps an upload whose other fields are wrong, and makes a picture later."""
    file = SimpleUploadedFile("photo.jpg", phone_photo())
    fields = {"title": " ", "files[]": file, "collection": school.collection.pk}
    answer = admin_client.post(reverse("wagtailimages:add_multiple"), fields).json()
    waiting = UploadedFile.objects.get(pk=answer["uploaded_file_id"])
    prefix = f"uploaded-image-{waiting.pk}"
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk])
    title = {f"{prefix}-title": "校门", f"{prefix}-collection": school.collection.pk}
    assert admin_client.post(address, title).json()["success"]
    with SiteImage.objects.get().file.open() as stored:
        assert b"Phone Maker" not in stored.read()


def test_a_second_upload_is_offered_for_reuse_in_the_same_school_only(
    upload, admin_client, school, other_school, administrator
):
    data = encoded()
    assert not upload(data, "a.jpg", site=school)["duplicate"]
    again = upload(data, "b.jpg", site=school)
    assert again["duplicate"]
    assert "confirm_duplicate_upload" in again
    admin_client.force_login(administrator)  # may choose everywhere, and still
    assert not upload(data, "c.jpg", site=other_school)["duplicate"]


def test_the_chooser_asks_whether_to_use_the_picture_there_is(admin_client, school, upload):
    upload(encoded(), "a.jpg", site=school)
    fields = {
        "image-chooser-upload-title": "再来",
        "image-chooser-upload-file": SimpleUploadedFile("b.jpg", encoded()),
        "image-chooser-upload-collection": school.collection.pk,
    }
    answer = admin_client.post(reverse("wagtailimages_chooser:create"), fields)
    assert answer.json()["step"] == "duplicate_found"


def test_the_same_document_is_not_stored_twice_in_a_folder(upload, school, other_school):
    first = upload(b"%PDF-1.7 same", "报名表.pdf", site=school, kind="docs")
    assert first["success"]
    second = upload(b"%PDF-1.7 same", "新报名表.pdf", site=school, kind="docs")
    assert "报名表.pdf" in second["error_message"]
    document = SiteDocument.objects.get()
    assert document.url.endswith("/%E6%8A%A5%E5%90%8D%E8%A1%A8.pdf")
    assert document.file.name.startswith("documents/")
    assert "报名表" not in document.file.name


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "存储空间已满"), (errno.EIO, "存储服务暂时不可用")]
)
def test_a_failing_disk_is_told_beside_the_field_and_loses_nothing(
    admin_client, school, monkeypatch, number, words
):
    image = make_picture(school)
    kept = image.file.name

    def failing(*arguments):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("media.storages.os.fsync", failing)
    before = stored_names()
    fields = {
        "title": "新标题",
        "file": SimpleUploadedFile("new.jpg", encoded(colour="navy")),
        "collection": school.collection.pk,
    }
    page = admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), fields)
    assert page.status_code == 200
    assert words in str(page.context["form"].errors["file"])
    assert words in page.content.decode()
    image.refresh_from_db()
    assert (image.file.name, image.title) == (kept, "操场上的同学")
    assert stored_names() == before
    fields["file"].seek(0)
    page = admin_client.post(reverse("wagtailimages:add"), fields)
    assert words in page.content.decode()
    assert SiteImage.objects.count() == 1


def test_a_full_disk_leaves_no_half_file(upload, school, tmp_path, settings):
    """A real one: a file system of 64 KB, where this machine lets us mount it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.system(f"mount -t tmpfs -o size=64k tmpfs {disk} 2>/dev/null"):
        pytest.skip("this process may not mount a file system")
    try:
        settings.MEDIA_ROOT = disk
        noise = os.urandom(300 * 300 * 3)
        output = BytesIO()
        Image.frombytes("RGB", (300, 300), noise).save(output, "PNG")
        answer = upload(output.getvalue(), "a.png", site=school)
        assert "存储空间已满" in answer["error_message"]
        assert not SiteImage.objects.exists()
        assert not [name for _, _, names in os.walk(disk) for name in names]
    finally:
        os.system(f"umount {disk}")


def test_the_file_that_is_replaced_goes_only_when_the_change_is_sure(
    admin_client, school, django_capture_on_commit_callbacks, run_jobs, monkeypatch
):
    image = make_picture(school)
    old = image.file.name
    fields = {
        "title": "新的", "collection": school.collection.pk,
        "file": SimpleUploadedFile("new.jpg", encoded(colour="navy")),
    }  # fmt: skip
    later = []
    monkeypatch.setattr("media.renditions.transaction.on_commit", later.append)
    page = admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), fields)
    assert page.status_code == 302, list(get_messages(page.wsgi_request))
    assert storages["public"].exists(old)
    for run in later:
        run()
    image.refresh_from_db()
    assert not storages["public"].exists(old)
    assert storages["public"].exists(image.file.name)
