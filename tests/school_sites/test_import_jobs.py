"""Documents on their way through the worker: drafts with pictures, or nothing at all."""

import datetime
import io
from datetime import timedelta

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from media import renditions
from media.models import SiteImage
from media.storages import private_storage, public_storage
from school_sites import import_jobs, imports
from school_sites.models import ArticlePage, ColumnPage, ImportJob
from sitehub.platform import schedule
from tests.factories import column_of, make_column
from tests.school_sites.word_import.documents import (
    picture,
    red_head,
    saved,
    with_changed,
    with_pictures,
    zipped,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def commits(monkeypatch):
    """What waits for the commit happens at once: a test's transaction never commits."""
    monkeypatch.setattr(import_jobs.transaction, "on_commit", lambda run: run())


@pytest.fixture
def editor_client(admin_client, editor):
    admin_client.force_login(editor)
    return admin_client


def upload(client, school, *files):
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    facts = {"column": column_of(school, "news").pk, "file": uploads}
    return client.post("/admin/import/", facts, follow=True)


def take(school, editor, name="新闻.docx", data=None, column=None):
    """A waiting upload."""
    data, column = data or with_pictures(1), column or column_of(school, "news")
    import_jobs.accept_uploads(column=column, uploads=[SimpleUploadedFile(name, data)], by=editor)
    return ImportJob.objects.get()


def stored_files(folder):
    """Names of the stored files below ``folder``, public or private."""
    names = [*public_storage().walk(), *private_storage().walk()]
    return [name for name in names if name.startswith(f"{folder}/")]


def test_a_report_with_pictures_becomes_a_draft_with_guesses(editor_client, school, run_jobs):
    source = docx.Document()
    source.add_heading("春季运动会", 1)
    source.add_paragraph("作者：林晓雨")
    source.add_paragraph("三月的操场上，同学们奔跑、跳跃，为班级争光。")
    for seed in (1, 2, 1):
        source.add_picture(io.BytesIO(picture(seed)))
    source.add_paragraph("图1 拔河比赛", style="Caption")
    source.add_paragraph("2026年3月5日")
    page = upload(editor_client, school, ("运动会.docx", saved(source))).content.decode()
    article = ArticlePage.objects.get()
    assert (article.title, article.live) == ("春季运动会", False)
    assert (article.author, article.document_date) == ("林晓雨", datetime.date(2026, 3, 5))
    assert article.summary == "三月的操场上，同学们奔跑、跳跃，为班级争光。"
    blocks = [block.value for block in article.body if block.block_type == "image"]
    assert blocks[0]["image"] == blocks[2]["image"] == article.cover
    assert blocks[2]["caption"] == "图1 拔河比赛"
    assert {image.collection for image in SiteImage.objects.all()} == {school.collection}
    assert SiteImage.objects.count() == 2
    assert "猜的" in page
    assert page.count("#block-") == 3, "each picture without words is linked to its field"
    edit = editor_client.get(f"/admin/pages/{article.pk}/edit/").content.decode()
    assert "导入时猜的，请核对" in edit
    assert "林晓雨" in edit
    assert "有 3 张图片还没有替代文字" in edit
    article.get_latest_revision().publish()
    assert (
        "导入时猜的" not in editor_client.get(f"/admin/pages/{article.pk}/edit/").content.decode()
    )


def test_several_files_end_each_in_its_own_way(editor_client, school, run_jobs):
    before = stored_files("imports")
    page = upload(
        editor_client, school, ("通知.docx", red_head()), ("坏.docx", b"PK" + bytes(90)),
        ("计划.txt", "计划\n\n本学期的计划如下所列。".encode()),
    ).content.decode()  # fmt: skip
    states = dict(ImportJob.objects.values_list("name", "state"))
    assert states == {"通知.docx": "done", "坏.docx": "refused", "计划.txt": "done"}
    assert "文件“坏.docx”已经损坏" in page
    for article in ArticlePage.objects.all():
        assert f'href="/admin/import/{article.pk}/"' in page
    assert "data-import-waits" not in page
    assert sorted(stored_files("imports")) == sorted(before)


def test_the_upload_waits_for_the_worker_and_says_so(editor_client, school):
    page = upload(editor_client, school, ("通知.docx", red_head()))
    assert "正在导入" in page.content.decode()
    assert "刷新</a>" in page.content.decode(), "the page can be renewed without a script"
    job = ImportJob.objects.get()
    long_ago = timezone.now() - timedelta(minutes=1)
    ImportJob.objects.update(created_at=long_ago)
    part = editor_client.get(f"/admin/import/batch/{job.batch}/?part").content.decode()
    assert "后台程序没有运行" in part
    assert "<html" not in part


def test_an_import_run_twice_makes_one_article(school, editor):
    job = take(school, editor)
    import_jobs.run_import.call(job.pk)
    import_jobs.run_import.call(job.pk)
    assert ArticlePage.objects.count() == 1


def test_what_a_dead_worker_left_is_imported_after_its_lease(school, editor, run_jobs):
    job = take_dead(school, editor)
    import_jobs.run_import.call(job.pk)
    assert not ArticlePage.objects.exists(), "the lease still holds"
    later = timezone.now() + import_jobs.LEASE * 2
    ImportJob.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    import_jobs.requeue_imports(later)
    assert ArticlePage.objects.count() == 1
    assert ImportJob.objects.get().state == ImportJob.DONE


def take_dead(school, editor):
    """An upload whose worker was killed in the middle."""
    column = column_of(school, "news")
    job = ImportJob(column=column, by=editor, name="新闻.docx", size=1, attempts=1)
    job.state, job.leased_until = ImportJob.RUNNING, timezone.now() + import_jobs.LEASE
    job.file.save("x.docx", SimpleUploadedFile("x.docx", with_pictures(1)))
    return job


def test_a_file_that_kills_its_worker_every_time_is_given_up(school, editor, run_jobs):
    job = take_dead(school, editor)
    ImportJob.objects.update(attempts=import_jobs.MAX_ATTEMPTS)
    import_jobs.requeue_imports(timezone.now() + import_jobs.LEASE * 2)
    job.refresh_from_db()
    assert job.state == ImportJob.FAILED
    assert "联系平台管理员" in job.message
    assert stored_files("imports"), "the file stays for somebody to look at"
    job.file.storage.delete(job.file.name)


def test_a_failure_in_the_middle_leaves_neither_rows_nor_files(school, editor, monkeypatch):
    job = take(school, editor, data=with_pictures(3))
    before = stored_files("original_images")
    monkeypatch.setattr(imports, "record", lambda *a, **k: 1 / 0)
    import_jobs.run_import.call(job.pk)
    job.refresh_from_db()
    assert job.state == ImportJob.WAITING
    assert not ArticlePage.objects.exists()
    assert not SiteImage.objects.exists()
    assert stored_files("original_images") == before
    monkeypatch.undo()
    import_jobs.run_import.call(job.pk)
    assert ArticlePage.objects.count() == 1


def test_somebody_who_lost_the_column_meanwhile_gets_nothing(school, editor):
    job = take(school, editor)
    editor.groups.clear()
    import_jobs.run_import.call(job.pk)
    job.refresh_from_db()
    assert job.state == ImportJob.REFUSED
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize("when", ["waiting", "reading"])
def test_a_column_deleted_meanwhile_is_told_and_leaves_nothing(
    editor_client, school, editor, monkeypatch, when
):
    column = make_column(school, "临时", "list", slug="temporary")
    before = stored_files("imports")
    job = take(school, editor, column=column)
    if when == "waiting":
        column.delete()
    else:
        read = imports.read_document
        monkeypatch.setattr(
            imports,
            "read_document",
            lambda *args, **kw: (ColumnPage.objects.get(pk=column.pk).delete(), read(*args, **kw))[
                1
            ],
        )
    import_jobs.run_import.call(job.pk)
    page = editor_client.get(f"/admin/import/batch/{job.batch}/").content.decode()
    assert "栏目已经删除" in page
    assert not ArticlePage.objects.exists()
    assert not SiteImage.objects.exists()
    assert stored_files("imports") == before
    assert not any(Page.find_problems()), "no page without a parent"


def test_the_file_of_an_upload_goes_with_its_row(school, editor, run_jobs, monkeypatch):
    monkeypatch.setattr(renditions.transaction, "on_commit", lambda run: run())
    before = stored_files("imports")
    take(school, editor, data=b"PK")
    editor.delete()
    assert stored_files("imports") == before


def test_a_picture_is_what_its_bytes_are(editor_client, school, run_jobs):
    bitmap = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(bitmap, "BMP")
    page = (
        "<h1>春游</h1><p>我们去了植物园，看见了许多花。</p><img src='a.png'><img src='b.jpg'>"
        "<img src='c.png'><img src='d.png'>"
    )
    members = {
        "a.html": page.encode(),
        "a.png": bitmap.getvalue(),
        "b.jpg": b"<svg onload='alert(1)'/>",
        "c.png": picture(5)[:300],
        "d.png": picture(6),
    }
    upload(editor_client, school, ("春游.zip", zipped(members)))
    article = ArticlePage.objects.get()
    assert SiteImage.objects.count() == 2
    assert all(image.file.name.endswith(".png") for image in SiteImage.objects.all())
    refused = [
        f["message"] for f in article.import_report.to_check if f["code"] == "picture-refused"
    ]
    assert len(refused) == 2
    assert "SVG" in refused[0]
    assert "损坏" in refused[1]


def test_a_picture_of_too_many_pixels_is_named(school, editor, settings):
    settings.MEDIA_MAX_PIXELS = 1000
    job = take(school, editor)
    import_jobs.run_import.call(job.pk)
    (told,) = [
        f
        for f in ArticlePage.objects.get().import_report.to_check
        if f["code"] == "picture-refused"
    ]
    assert "像素太多" in told["message"]


def test_an_external_entity_never_reaches_the_server(editor_client, school, run_jobs):
    secret = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document '
    data = with_changed(
        red_head(), "word/document.xml", lambda xml: xml.replace(b"<w:document ", secret, 1)
    )
    page = upload(editor_client, school, ("通知.docx", data)).content.decode()
    assert "外部实体" in page
    assert not ArticlePage.objects.exists()


def test_the_scheduler_looks_after_uploads():
    assert {"requeue_imports", "prune_imports"} <= {job.name for job in schedule.jobs()}


def test_uploads_that_ended_long_ago_are_forgotten(school, editor):
    job = take(school, editor)
    import_jobs.run_import.call(job.pk)
    import_jobs.prune_imports(timezone.now() + timedelta(days=20))
    assert ImportJob.objects.exists()
    import_jobs.prune_imports(timezone.now() + timedelta(days=40))
    assert not ImportJob.objects.exists()
    assert ArticlePage.objects.exists()
