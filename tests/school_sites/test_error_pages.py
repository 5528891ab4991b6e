"""What is not there, not any more, or not for everybody: said in the site's own dress."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from school_sites import context, error_pages, hosts
from school_sites.models import ColumnLayout, ColumnPage, GonePage, PlainPage
from tests.factories import column_of, make_article

pytestmark = pytest.mark.django_db
HOST = {"host": "shiyan.localhost"}


def answer(client, path, host="shiyan.localhost"):
    response = client.get(path, headers={"host": host})
    return response.status_code, response.content.decode()


def test_a_deleted_article_is_gone_and_leads_to_its_column(client, school, other_school):
    article = make_article(school)
    path = f"/a/{article.pk}/"
    article.delete()
    status, page = answer(client, path)
    assert (status, "该内容已删除" in page, school.name in page) == (410, True, True)
    assert 'href="/xinwen/"' in page.split("<main")[1].split("</main")[0]
    assert 'content="noindex"' in page
    assert answer(client, path, "mingde.localhost")[0] == 404


def test_what_was_taken_down_or_never_shown_is_not_found(client, school):
    article, draft = make_article(school), make_article(school, "草稿", publish=False)
    article.unpublish()
    assert answer(client, f"/a/{article.pk}/")[0] == 404
    draft.delete()
    assert answer(client, f"/a/{draft.pk}/")[0] == 404
    article.delete()
    assert answer(client, f"/a/{article.pk}/")[0] == 410


def test_a_deleted_column_takes_all_below_it_along(client, school):
    news = column_of(school)
    below = news.add_child(instance=ColumnPage(title="社团", slug="shetuan", kind="other"))
    below.layout = ColumnLayout.PAGES
    below.save()
    plain = below.add_child(instance=PlainPage(title="社团简介"))
    for page in (below, plain):
        page.save_revision().publish()
    articles = [make_article(school, f"文章{number}", column=below) for number in range(3)]
    ColumnPage.objects.get(pk=below.pk).delete()
    for path in ["/xinwen/shetuan/", *(f"/a/{page.pk}/" for page in (plain, *articles))]:
        assert answer(client, path)[0] == 410, path
    assert 'href="/xinwen/"' in answer(client, "/xinwen/shetuan/")[1]
    again = news.add_child(instance=ColumnPage(title="社团", slug="shetuan", kind="other"))
    assert answer(client, again.site_path(hosts.table().by_id[school.pk]))[0] == 200


def test_deleting_in_the_admin_leaves_the_mark_too(admin_client, client, school, manager):
    article = make_article(school)
    admin_client.force_login(manager)
    assert admin_client.post(f"/admin/pages/{article.pk}/delete/").status_code == 302
    assert answer(Client(), f"/a/{article.pk}/")[0] == 410


def test_many_deleted_pages_are_remembered_in_as_few_statements_as_one(school):
    def statements(count):
        column = column_of(school).add_child(
            instance=ColumnPage(title=f"栏目{count}", slug=f"lanmu{count}", kind="other")
        )
        for number in range(count):
            make_article(school, f"文章{number}", column=column)
        with CaptureQueriesContext(connection) as captured:
            ColumnPage.objects.get(pk=column.pk).delete()
        return [one["sql"] for one in captured if "gonepage" in one["sql"]]

    assert len(statements(1)) == len(statements(6)) == 1
    assert GonePage.objects.count() >= 7


def test_a_fault_is_told_in_the_dress_of_the_site_without_a_query(
    rf, school, django_assert_num_queries
):
    request = rf.get("/")
    request.site_entry = hosts.table().by_id[school.pk]
    with django_assert_num_queries(0):
        response = error_pages.server_error(request)
    page = response.content.decode()
    assert (response.status_code, school.name in page) == (500, True)
    assert "kind-primary" in page


def test_a_fault_of_the_dress_itself_is_told_plainly(rf, school, monkeypatch):
    def broken(entry):
        raise RuntimeError("no dress")

    monkeypatch.setattr(context, "dress_of", broken)
    request = rf.get("/")
    request.site_entry = hosts.table().by_id[school.pk]
    response = error_pages.server_error(request)
    assert response.status_code == 500
    assert "服务器出错了" in response.content.decode()


def test_a_forged_or_old_form_is_refused_in_chinese_and_in_dress(school):
    response = Client(enforce_csrf_checks=True).post("/f/enquiry/", headers=HOST)
    page = response.content.decode()
    assert response.status_code == 403
    assert "您填写的内容没有保存" in page
    assert school.name in page


def test_a_page_for_members_is_refused_in_dress(client, school):
    status, page = answer(client, "/_util/login/")
    assert (status, school.name in page) == (403, True)


@pytest.mark.parametrize("path", ["/nothing/", "/qr/1.svg", "/sitemap-99.xml"])
def test_developers_see_what_visitors_see(client, school, settings, path):
    settings.DEBUG = True
    status, page = answer(client, path)
    assert (status, school.name in page) == (404, True)


@pytest.mark.both_databases
@pytest.mark.parametrize("path", ["/%00/", "/xinwen%00/", "/a/1%00/", "/%ff/"])
def test_odd_characters_in_an_address_are_not_found(client, school, path):
    assert client.get(path, headers={"host": "shiyan.localhost"}).status_code == 404
