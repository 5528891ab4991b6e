"""Templates, copies to another column, and what the editor does by itself."""

import re

import pytest

from school_sites.article_templates import BUILT_IN
from school_sites.checklist import check
from school_sites.models import ArticlePage, ArticleTemplate, Listing
from sitehub.audit.models import AuditEntry
from tests.factories import column_of, make_article


def has_words(page, words):
    """Whether ``words`` stand in the data of the body field, where JSON writes them in numbers."""
    return words.encode("unicode_escape").decode().replace("\\", "") in page.replace("\\", "")


def create_url(site, code):
    return f"/admin/pages/add/school_sites/articlepage/{column_of(site).pk}/?template={code}"


@pytest.mark.parametrize("template", BUILT_IN, ids=lambda one: one.code)
def test_a_built_in_template_fills_the_form_and_saves_nothing(
    admin_client, school, editor, template
):
    admin_client.force_login(editor)
    page = admin_client.get(create_url(school, template.code)).content.decode()
    assert template.title in page
    kind, value = template.body[0]
    assert kind == "text"
    assert has_words(page, re.sub("<[^>]+>", "", value)[:8])
    assert not ArticlePage.objects.exists()
    article = make_article(school, template.title, publish=False, body=list(template.body))
    assert {one.code for one in check(article)} == {"no-cover"}


def test_the_choice_leads_over_the_column_to_the_form(admin_client, school, editor):
    admin_client.force_login(editor)
    page = admin_client.get("/admin/write/template/").content.decode()
    assert "?template=meeting" in page
    assert "管理本站模板" not in page
    page = admin_client.get("/admin/write/template/?template=meeting").content.decode()
    assert create_url(school, "meeting") in page
    assert admin_client.get("/admin/write/template/?template=none").status_code == 404


def test_a_manager_keeps_uses_and_drops_a_template(admin_client, school, editor, manager, stranger):
    article = make_article(
        school, "升旗仪式", summary="每周一", body=[("text", "<p>国旗下讲话</p>")]
    )
    keep = f"/admin/templates/keep/{article.pk}/"
    admin_client.force_login(editor)
    assert refused(admin_client.post(keep, {"name": "升旗"}))
    admin_client.force_login(manager)
    for _ in range(2):  # the same name is the same template
        admin_client.post(keep, {"name": "升旗"})
    template = ArticleTemplate.objects.get()
    code = f"own-{template.pk}"
    article.delete()

    admin_client.force_login(editor)
    assert code in admin_client.get("/admin/write/template/").content.decode()
    page = admin_client.get(create_url(school, code)).content.decode()
    assert has_words(page, "国旗下讲话")
    assert "每周一" in page
    drop = f"/admin/templates/{template.pk}/drop/"
    assert admin_client.post(drop).status_code == 404

    admin_client.force_login(stranger)
    assert code not in admin_client.get("/admin/write/template/").content.decode()
    own_site = stranger.groups.get().site_group.site
    assert "每周一" not in admin_client.get(create_url(own_site, code)).content.decode()

    admin_client.force_login(manager)
    assert "升旗" in admin_client.get("/admin/templates/").content.decode()
    admin_client.post(drop)
    assert not ArticleTemplate.objects.exists()
    actions = AuditEntry.objects.filter(action__startswith="template.")
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "template.keep", "template.keep", "template.drop",
    ]  # fmt: skip


def refused(response):
    return response.status_code == 403 or response.headers.get("Location") == "/admin/"


# --- copies


def test_a_copy_is_a_draft_of_the_newest_words(admin_client, school, editor):
    article = make_article(school, "原题", document_number="1 号")
    article.title = "改过的题"
    article.save_revision()
    target = column_of(school, "notice")
    admin_client.force_login(editor)
    listing = Listing.objects.count()
    response = admin_client.post(f"/admin/copy/{article.pk}/", {"column": target.pk})
    copy = ArticlePage.objects.exclude(pk=article.pk).get()
    assert response["Location"] == f"/admin/pages/{copy.pk}/edit/"
    assert (copy.title, copy.document_number, copy.live) == ("改过的题", "1 号", False)
    assert (copy.get_parent().pk, copy.owner, copy.first_published_at) == (target.pk, editor, None)
    assert Listing.objects.count() == listing
    line = AuditEntry.objects.get(action="article.copy")
    assert line.details == {"from": article.pk, "column": target.pk}
    copy.save_revision().publish()
    assert Listing.objects.get(pk=copy.pk).column_id == target.pk


def test_copies_stay_at_the_site_and_with_who_may_write(
    admin_client, school, other_school, editor, stranger
):
    editor.groups.add(other_school.groups.get(role="school-editor").group)
    article = make_article(school)
    foreign = column_of(other_school)
    admin_client.force_login(editor)
    page = admin_client.get(f"/admin/copy/{article.pk}/").content.decode()
    assert f'value="{foreign.pk}"' not in page
    page = admin_client.post(f"/admin/copy/{article.pk}/", {"column": foreign.pk}).content.decode()
    assert ArticlePage.objects.count() == 1
    admin_client.force_login(stranger)
    assert admin_client.get(f"/admin/copy/{article.pk}/").status_code == 404


def test_the_buttons_stand_where_they_work(admin_client, school, editor, manager):
    article = make_article(school)
    edit, copy = f"/admin/pages/{article.pk}/edit/", f"/admin/copy/{article.pk}/"
    admin_client.force_login(editor)
    listing = admin_client.get(f"/admin/pages/{article.get_parent().pk}/").content.decode()
    assert copy in listing
    page = admin_client.get(edit).content.decode()
    assert copy in page
    assert "templates/keep" not in page
    admin_client.force_login(manager)
    assert f"/admin/templates/keep/{article.pk}/" in admin_client.get(edit).content.decode()


# --- the editor saving by itself


@pytest.mark.unrecorded
def test_saving_by_itself_writes_no_listing_and_one_audit_line(admin_client, school, editor):
    article = make_article(school, "已发布")
    before = Listing.objects.values().get(pk=article.pk)
    admin_client.force_login(editor)
    lines = AuditEntry.objects.count()
    data = {
        "title": "正在改", "slug": "", "body-count": "0", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    overwrite = {}
    for _ in range(3):
        answer = admin_client.post(
            f"/admin/pages/{article.pk}/edit/", {**data, **overwrite},
            headers={"accept": "application/json"},
        ).json()  # fmt: skip
        assert answer["success"]
        overwrite = {"overwrite_revision_id": answer["revision_id"]}
    assert Listing.objects.values().get(pk=article.pk) == before
    assert AuditEntry.objects.count() == lines + 1
    assert AuditEntry.objects.last().action == "wagtail.edit"
    assert article.revisions.count() == 2


def test_the_editor_saves_by_itself(admin_client, school, editor):
    admin_client.force_login(editor)
    article = make_article(school)
    page = admin_client.get(f"/admin/pages/{article.pk}/edit/").content.decode()
    assert "w-autosave" in page
