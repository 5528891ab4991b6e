"""A form sent twice makes one article; two forms make two."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from school_sites import import_jobs
from school_sites.models import ArticlePage, ImportJob, SentForm
from school_sites.models.sent_forms import KEPT
from tests.factories import column_of

pytestmark = pytest.mark.django_db
TEXT = "秋游通知\n\n本周五秋游。"


@pytest.fixture(autouse=True)
def worker(run_jobs, monkeypatch):
    """Uploads are read at once: a test's transaction never commits."""
    monkeypatch.setattr(import_jobs.transaction, "on_commit", lambda run: run())


@pytest.fixture
def browser(editor):
    """A signed-in editor whose requests must carry the form's token."""
    client = Client(enforce_csrf_checks=True, headers={"host": "admin.localhost"})
    client.force_login(editor)
    return client


def open_form(browser, address):
    """The token of a newly rendered form."""
    page = browser.get(address).content.decode()
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]


def send_file(browser, token, column, text=TEXT, **options):
    data = {"csrfmiddlewaretoken": token, "column": column.pk,
            "file": SimpleUploadedFile("秋游.txt", text.encode())}  # fmt: skip
    return browser.post("/admin/import/", data, **options)


def test_a_file_sent_twice_is_imported_once(browser, school):
    column, token = column_of(school), open_form(browser, "/admin/import/")
    first = send_file(browser, token, column)
    second = send_file(browser, token, column, follow=True)
    assert ImportJob.objects.count() == ArticlePage.objects.count() == 1
    assert second.redirect_chain[0][0] == first["Location"]
    assert "没有重复导入" in second.content.decode()


def test_what_differs_in_anything_is_another_import(browser, school):
    news, notices = column_of(school), column_of(school, "notice")
    token = open_form(browser, "/admin/import/")
    send_file(browser, token, news)
    send_file(browser, token, news, text=TEXT + "再带一件外套。")
    send_file(browser, token, notices)
    send_file(browser, open_form(browser, "/admin/import/"), news)
    assert ArticlePage.objects.count() == 4


@pytest.mark.parametrize("error", [ValidationError("不行"), ValidationError({"title": ["不行"]})])
def test_any_refusal_of_the_model_is_told(browser, school, monkeypatch, error):
    def refuse(**_facts):
        raise error

    monkeypatch.setattr("school_sites.import_jobs.import_article", refuse)
    send_file(browser, open_form(browser, "/admin/import/"), column_of(school))
    job = ImportJob.objects.get()
    assert job.state == ImportJob.REFUSED
    assert "不行" in job.message
    assert not ArticlePage.objects.exists()


def new_article(token, title="运动会"):
    body = nested_form_data({"body": streamfield([("text", rich_text("<p>正文</p>"))])})
    comments = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    return {"csrfmiddlewaretoken": token, "title": title, **body, **comments}


def test_a_new_article_sent_twice_is_made_once(browser, school):
    address = f"/admin/pages/add/school_sites/articlepage/{column_of(school).pk}/"
    token = open_form(browser, address)
    form = new_article(token)
    first = browser.post(address, form)
    second = browser.post(address, form, follow=True)
    article = ArticlePage.objects.get()
    assert first["Location"] == second.redirect_chain[0][0] == f"/admin/pages/{article.pk}/edit/"
    assert "没有重复创建" in second.content.decode()
    browser.post(address, new_article(token, "运动会（二）"))
    assert ArticlePage.objects.count() == 2


def test_a_deleted_article_can_be_written_again_and_old_rows_go(browser, school):
    address = f"/admin/pages/add/school_sites/articlepage/{column_of(school).pk}/"
    token = open_form(browser, address)
    form = new_article(token)
    browser.post(address, form)
    ArticlePage.objects.get().delete()
    browser.post(address, form)
    assert ArticlePage.objects.count() == 1
    SentForm.objects.update(sent_at=timezone.now() - KEPT * 2)
    browser.post(address, new_article(token, "别的"))
    assert SentForm.objects.count() == 1
