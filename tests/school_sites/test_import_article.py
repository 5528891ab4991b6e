"""Files into articles: the command and the upload, real dirt, bad files, wrong people."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from media.storages import private_storage
from school_sites.models import ArticlePage, ImportJob, ImportReport
from sitehub.audit.models import AuditEntry
from tests.factories import column_of, make_article

pytestmark = pytest.mark.django_db

FIXTURE = Path(__file__).parent / "word_import" / "fixtures" / "plan.txt"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def run(*arguments):
    out, err = StringIO(), StringIO()
    call_command("import_article", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_dirty_plan_becomes_a_clean_published_article(client, school):
    out, _ = run("--site", "shiyan", "--column", "jiaoyan", "--publish", FIXTURE)
    article = ArticlePage.objects.get()
    assert article.live
    assert f"/a/{article.pk}/" in out
    page = client.get(f"/a/{article.pk}/", headers={"host": "shiyan.localhost"}).content.decode()
    assert "_GoBack" not in page
    assert "bookmark" not in page
    assert article.import_report.fixed
    kinds = {block.block_type for block in article.body}
    assert {"heading", "text"} <= kinds
    assert AuditEntry.objects.filter(action="article.import", object_id=article.pk).exists()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real seed lies outside the repository")
def test_the_real_plan_is_read_on_both_sites(client, school):
    from sitehub.syndication.models import TrustedSchool

    TrustedSchool.objects.create(site=school)
    seed = next(SEEDS.glob("*.txt"))
    run("--site", "shiyan", "--column", "教学科研", "--publish", seed)
    article = ArticlePage.objects.get()
    page = client.get(f"/a/{article.pk}/", headers={"host": "shiyan.localhost"}).content.decode()
    assert "以教育信息发布、学科教学研究为主线" in page
    assert "一、月：" in page
    listed = client.get("/jiaoyan/xueke/", headers={"host": "district.localhost"})
    assert article.title in listed.content.decode()
    assert article.full_url in listed.content.decode()


def test_the_command_names_what_is_wrong(school, tmp_path):
    with pytest.raises(CommandError, match="--site"):
        run("--site", "nobody", "--column", "jiaoyan", FIXTURE)
    with pytest.raises(CommandError, match="jiaoyan（教学科研）"):
        run("--site", "shiyan", "--column", "nothing", FIXTURE)
    with pytest.raises(CommandError, match="1 个文件没有导入"):
        run("--site", "shiyan", "--column", "jiaoyan", tmp_path / "gone.txt")


def test_one_bad_file_does_not_stop_the_others(school, tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00\x01\x02\xff" * 100)
    with pytest.raises(CommandError, match="其余 1 个已导入"):
        run("--site", "shiyan", "--column", "jiaoyan", bad, FIXTURE)
    assert ArticlePage.objects.count() == 1


BAD_NAMES_AND_SIZES = [("空.txt", b""), ("表格.xlsx", b"PK"), ("大.txt", b"a" * (21 * 1024 * 1024))]
BAD_CONTENTS = [
    ("空白.txt", " \n　\n".encode(), "只有空白"),
    ("图片.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "PNG 图片"),
    ("乱码.txt", "运动会".encode() + b"\xff\xfe\xfa\xff\xff", "编码"),
    ("坏.docx", b"PK\x03\x04" + b"0" * 100, "损坏"),
]


def upload(client, school, *files, kind="research", follow=True):
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    facts = {"column": column_of(school, kind).pk, "file": uploads}
    return client.post("/admin/import/", facts, follow=follow)


@pytest.mark.parametrize(("name", "data"), BAD_NAMES_AND_SIZES)
def test_a_file_of_a_bad_kind_or_size_is_not_taken(admin_client, school, editor, name, data):
    admin_client.force_login(editor)
    response = upload(admin_client, school, ("好.txt", "好\n\n正文。".encode()), (name, data))
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert errors.keys() == {"file"}
    assert name in errors["file"][0]
    assert not ImportJob.objects.exists()


@pytest.mark.parametrize(("name", "data", "word"), BAD_CONTENTS)
def test_a_bad_upload_says_why_and_changes_nothing(
    admin_client, school, editor, run_jobs, name, data, word
):
    before = set(private_storage().walk())
    admin_client.force_login(editor)
    page = upload(admin_client, school, (name, data)).content.decode()
    assert word in page
    assert name in page
    assert "没有导入" in page
    assert not ArticlePage.objects.exists()
    assert not ImportReport.objects.exists()
    assert set(private_storage().walk()) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_an_upload_in_any_usual_encoding_becomes_a_draft(
    admin_client, school, editor, run_jobs, encoding
):
    text = "关于秋游的通知\n\n各位家长：\n　　本周五秋游，请给孩子准备水壶。\n"
    admin_client.force_login(editor)
    response = upload(admin_client, school, ("秋游.txt", text.encode(encoding)), kind="notice")
    article = ArticlePage.objects.get()
    assert (article.title, article.live, article.owner) == ("关于秋游的通知", False, editor)
    assert response.request["PATH_INFO"] == f"/admin/import/{article.pk}/"
    assert "继续编辑" in response.content.decode()
    assert "<p>本周五秋游，请给孩子准备水壶。</p>" in str(article.body)
    assert admin_client.get(f"/admin/pages/{article.pk}/edit/").status_code == 200


def test_lost_glyphs_are_listed_and_left_alone(admin_client, school, editor, run_jobs):
    text = "工作计划\n\n本学期????完成 2 018 年的目标。\n"
    admin_client.force_login(editor)
    response = upload(admin_client, school, ("计划.txt", text.encode()))
    assert "请核对" in response.content.decode()
    body = str(ArticlePage.objects.get().body)
    assert "本学期????完成 2 018 年的目标。" in body


def test_a_script_in_a_file_never_reaches_a_page(client, school, tmp_path):
    path = tmp_path / "新闻.html"
    path.write_text(
        "<h1>新闻</h1><p onclick='x()'>正文<script>alert(1)</script>"
        "<a href='javascript:alert(2)'>链接</a><iframe src='//evil.example'></iframe></p>",
        encoding="utf-8",
    )
    run("--site", "shiyan", "--column", "xinwen", "--publish", path)
    article = ArticlePage.objects.get()
    page = client.get(f"/a/{article.pk}/", headers={"host": "shiyan.localhost"}).content.decode()
    for hostile in ("alert(", "onclick", "javascript:", "<iframe"):
        assert hostile not in page


def test_a_stranger_can_neither_write_there_nor_read_the_report(
    admin_client, school, editor, stranger, other_school, run_jobs
):
    admin_client.force_login(editor)
    upload(admin_client, school, ("a.txt", "标题\n\n正文很长的一段。".encode()))
    article = ArticlePage.objects.get()
    batch = ImportJob.objects.get().batch
    admin_client.force_login(stranger)
    assert admin_client.get(f"/admin/import/{article.pk}/").status_code == 404
    assert admin_client.get(f"/admin/import/batch/{batch}/").status_code == 404
    response = upload(admin_client, school, ("b.txt", "标题\n\n正文很长的一段。".encode()))
    assert "column" in response.context["form"].errors
    assert ArticlePage.objects.count() == 1
    form = admin_client.get("/admin/import/").content.decode()
    assert other_school.short_name in form
    assert school.short_name not in form


def test_a_second_schools_editor_cannot_open_it_in_the_admin(admin_client, school, stranger):
    article = make_article(school, "只给本校看的稿子", publish=False)
    admin_client.force_login(stranger)
    for view in ("edit", "delete", "move", "copy", "history", "unpublish", "view_draft"):
        response = admin_client.get(f"/admin/pages/{article.pk}/{view}/", follow=True)
        assert "只给本校看的稿子" not in response.content.decode(), view
