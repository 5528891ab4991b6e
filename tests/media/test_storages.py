"""One behaviour, whatever the place: local disk, and a real S3-compatible server."""

from io import BytesIO

import pytest
import urllib3
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from PIL import Image

from media.models import SiteDocument, SiteImage
from media.storages import UnsatisfiableRange
from tests.factories import make_article, make_picture, offer
from tests.plugins.storages import empty, use_s3

from .conftest import encoded

pytestmark = pytest.mark.django_db


def test_files_come_back_as_they_were_put(place):
    public, private = place
    data = bytes(range(256)) * 500
    for storage, name in ((public, "images/ab/abc.webp"), (private, "documents/ab/报名表.pdf")):
        assert storage.save(name, ContentFile(data)) == name
        assert storage.exists(name)
        assert storage.size(name) == len(data)
        with storage.open(name) as file:
            assert file.read() == data
        part = storage.fetch(name, "bytes=10-19")
        assert (b"".join(part.chunks), part.first, part.total) == (data[10:20], 10, len(data))
        with pytest.raises(UnsatisfiableRange):
            storage.fetch(name, f"bytes={len(data)}-")
        storage.put(name, ContentFile(b"newer"))
        assert b"".join(storage.fetch(name).chunks) == b"newer"
        assert list(storage.walk()) == [name]
        storage.delete(name)
        assert not storage.exists(name)
        with pytest.raises(FileNotFoundError):
            storage.fetch(name)


def test_an_upload_is_stored_shown_and_deleted(place, client, school, run_jobs):
    image = make_picture(school, size=(1000, 640))
    make_article(school, cover=image, body=[("image", {"image": image})])
    assert image.renditions.count() == 14
    answer = client.get(image.renditions.last().file.url, headers={"host": "shiyan.localhost"})
    shown = b"".join(answer.streaming_content)
    assert Image.open(BytesIO(shown)).width <= 1000
    image.delete()
    assert not list(place[0].walk())


@pytest.mark.s3
def test_a_document_in_s3_is_handed_out_by_a_link_that_expires(in_s3, client, school, settings):
    settings.MEDIA_LINK_SECONDS = 2
    file = ContentFile(b"%PDF-1.7 secret", name="工资表.pdf")
    document = SiteDocument.objects.create(title="表", collection=school.collection, file=file)
    offer(document, school)
    assert client.get(document.url, headers={"host": "mingde.localhost"}).status_code == 404
    answer = client.get(document.url, headers={"host": "shiyan.localhost"})
    assert answer.status_code == 302
    assert "no-store" in answer["Cache-Control"]
    got = urllib3.request("GET", answer["Location"])
    assert (got.status, got.data) == (200, b"%PDF-1.7 secret")
    assert got.headers["Content-Type"] == "application/pdf"
    assert "%E5%B7%A5%E8%B5%84%E8%A1%A8.pdf" in got.headers["Content-Disposition"]
    assert urllib3.request("GET", answer["Location"].split("?")[0]).status == 403
    import time

    time.sleep(3)
    assert urllib3.request("GET", answer["Location"]).status == 403


@pytest.mark.s3
def test_s3_that_is_down_is_told_beside_the_field_and_loses_nothing(
    in_s3, admin_client, client, school, editor
):
    admin_client.force_login(editor)
    image = make_picture(school)
    in_s3.stop()
    fields = {
        "title": "新标题",
        "collection": school.collection.pk,
        "file": SimpleUploadedFile("new.jpg", encoded()),
    }
    page = admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), fields)
    assert "存储服务暂时不可用" in page.content.decode()
    fields["file"].seek(0)
    files = {"files[]": fields["file"], "title": "a"}
    answer = admin_client.post(reverse("wagtailimages:add_multiple"), files).json()
    assert "存储服务暂时不可用" in answer["error_message"]
    assert client.get(image.file.url, headers={"host": "shiyan.localhost"}).status_code == 503
    in_s3.start()
    image.refresh_from_db()
    assert image.title == "操场上的同学"
    assert client.get(image.file.url, headers={"host": "shiyan.localhost"}).status_code == 200
    assert SiteImage.objects.count() == 1


@pytest.mark.s3
def test_move_media_copies_everything_and_back_and_can_be_run_again(
    running_s3, school, settings, monkeypatch, tmp_path, run_jobs, capsys
):
    settings.MEDIA_ROOT = tmp_path / "first"
    image = make_picture(school, size=(1000, 640))
    file = ContentFile(b"%PDF-1.7 x", name="a.pdf")
    SiteDocument.objects.create(title="表", collection=school.collection, file=file)
    local = {
        name: b"".join(storage.fetch(name).chunks)
        for storage in (storages["public"], storages["default"])
        for name in storage.walk()
    }
    assert len(local) == 1 + 12 + 1
    use_s3(settings, monkeypatch, running_s3)
    empty()
    call_command("move_media", "--from", "local", "--to", "s3", verbosity=0)
    assert "14 copied, 0 were there already" in capsys.readouterr().out
    storages["public"].put(image.file.name, ContentFile(b"broken on the way"))
    storages["default"].put("documents/only/in-s3.pdf", ContentFile(b"%PDF-newer"))
    call_command("move_media", "--from", "local", "--to", "s3", verbosity=0)
    assert "1 copied, 13 were there already" in capsys.readouterr().out
    settings.MEDIA_ROOT = tmp_path / "second"
    call_command("move_media", "--from", "s3", "--to", "local", verbosity=0)
    for name, data in local.items():
        assert (tmp_path / "second" / name).read_bytes() == data
    assert (tmp_path / "second/documents/only/in-s3.pdf").exists()
    running_s3.stop()
    with pytest.raises(CommandError, match="Could not read"):
        call_command("move_media", "--from", "s3", "--to", "local", verbosity=0)
    with pytest.raises(CommandError, match="15 files were not moved"):
        call_command("move_media", "--from", "local", "--to", "s3", verbosity=0)
    running_s3.start()


def test_check_media_reports_missing_unused_and_stray_files(place, school, run_jobs, capsys):
    used, drafted, idle = (make_picture(school, title) for title in ("用了", "草稿里", "没用"))
    make_article(school, cover=used)
    article = make_article(school, "有草稿")
    article.body = [("image", {"image": drafted, "alt_text": "", "caption": ""})]
    article.save_revision()
    call_command("check_media", verbosity=0)
    report = capsys.readouterr().out
    assert f"picture {idle.pk} 没用" in report
    assert "草稿里" not in report
    assert "用了" not in report.replace("没用", "")
    assert "Missing: 0" in report
    place[0].put("images/st/stray.webp", ContentFile(b"x"))
    place[0].delete(idle.file.name)
    with pytest.raises(CommandError, match="1 files are missing"):
        call_command("check_media", verbosity=0)
    report = capsys.readouterr().out
    assert "images/st/stray.webp" in report
    assert f"{idle.file.name}  picture {idle.pk} 没用" in report
