"""What public hosts refuse, and how: policies on every answer, no writing, passwords that stay."""

from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from lxml import html
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from media.models import SiteDocument
from school_sites.models import ColumnPage
from sitehub.provisioning.sites import set_hosts, suspend
from tests.factories import column_of, make_article

pytestmark = pytest.mark.django_db
HOST = "shiyan.localhost"


def policy_of(client, host, path="/", **options):
    response = client.get(path, headers={"host": host}, **options)
    return response.status_code, response["Content-Security-Policy"]


def test_what_the_gate_answers_itself_has_the_public_policy(client, school, other_school):
    set_hosts(school, primary=HOST, others=["www.shiyan.localhost"], by=None)
    suspend(other_school, by=None)
    expected = policy_of(client, HOST)[1]
    assert "default-src 'self'" in expected
    assert "unsafe" not in expected
    for host, path, status in [
        ("nobody.localhost", "/", 404),
        ("mingde.localhost", "/", 503),
        ("www.shiyan.localhost", "/xinwen/", 301),
        (HOST, "/admin/", 301),
    ]:
        assert policy_of(client, host, path) == (status, expected), (host, path)


def test_the_admin_keeps_its_own_policy_and_previews_the_public_one(admin_client, school, editor):
    admin_client.force_login(editor)
    assert "script-src 'self' 'unsafe-inline'" in policy_of(admin_client, "admin.localhost",
                                                            "/admin/")[1]  # fmt: skip
    article = make_article(school, publish=False)
    draft = f"/admin/pages/{article.pk}/view_draft/"
    assert "unsafe" not in policy_of(admin_client, "admin.localhost", draft)[1]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/", "/xinwen/", "/feed/", "/sitemap.xml", "/nothing/here/"])
def test_sending_something_to_a_page_is_refused_in_its_dress(school, method, path):
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)(path, headers={"host": HOST})
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    page = response.content.decode()
    assert "这一页不接收提交的内容" in page
    assert school.name in page
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not response.cookies


def test_routes_of_forms_are_let_through_and_protected_against_forgery(school):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/f/enquiry/", headers={"host": HOST}).status_code in (403, 404)
    restriction = restrict(school)
    url = reverse("wagtailcore_authenticate_with_password", "sitehub.public_urls",
                  [restriction.pk, restriction.page_id])  # fmt: skip
    assert client.post(url, {"password": "right"}, headers={"host": HOST}).status_code == 403


def restrict(school):
    return PageViewRestriction.objects.create(
        page=column_of(school), restriction_type="password", password="right"
    )


FOREIGN = ["https://evil.example/", "//evil.example", "javascript:alert(1)", "http:///evil"]


@pytest.mark.parametrize("wanted", FOREIGN)
def test_the_right_password_with_a_foreign_address_leads_home(client, school, wanted):
    restriction = restrict(school)
    make_article(school, "家长会安排")
    page = html.fromstring(client.get("/xinwen/", headers={"host": HOST}).content)
    action = page.xpath("//form/@action")[0]
    response = client.post(
        action, {"password": "right", "return_url": wanted}, headers={"host": HOST}
    )
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/xinwen/", headers={"host": HOST}).status_code == 200
    assert f"/{restriction.pk}/" in action


def test_the_right_password_leads_to_the_page_asked_for(client, school):
    restriction = restrict(school)
    url = f"/_util/authenticate_with_password/{restriction.pk}/{restriction.page_id}/"
    data = {"password": "right", "return_url": "/xinwen/"}
    response = client.post(url, data, headers={"host": HOST})
    assert (response.status_code, response["Location"]) == (302, "/xinwen/")


def test_a_page_of_another_site_asks_for_no_password_here(client, school, other_school):
    restriction = restrict(other_school)
    url = f"/_util/authenticate_with_password/{restriction.pk}/{restriction.page_id}/"
    assert client.get(url, headers={"host": HOST}).status_code == 404
    assert client.get(url, headers={"host": "mingde.localhost"}).status_code == 200


@pytest.mark.parametrize("wanted", FOREIGN)
def test_the_right_password_of_a_folder_with_a_foreign_address_leads_home(client, school, wanted):
    restriction = CollectionViewRestriction.objects.create(
        collection=school.collection, restriction_type="password", password="right"
    )
    SiteDocument.objects.create(title="x", collection=school.collection, file="documents/x.txt")
    url = f"/documents/authenticate_with_password/{restriction.pk}/"
    data = {"password": "right", "return_url": wanted}
    response = client.post(url, data, headers={"host": HOST})
    assert (response.status_code, response["Location"]) == (302, "/")


def first_components():
    """What the public addresses begin with, by building an address of each name there is."""
    patterns = import_module("sitehub.public_urls").urlpatterns
    arguments = {"wagtaildocs_serve": [1, "a.txt"], "sitemap_articles": [1],
                 "page_code": [1], "view_count": [1], "district_notice": [1],
                 "look_sheet": ["0"],
                 "media_public": ["a.png"], "media_signed": ["token"],
                 "wagtaildocs_authenticate_with_password": [1],
                 "wagtailcore_authenticate_with_password": [1, 1]}  # fmt: skip
    for pattern in patterns:
        if getattr(pattern, "name", None) not in (None, "wagtail_serve", "calendar_file"):
            address = reverse(pattern.name, "sitehub.public_urls", arguments.get(pattern.name))
            component = address.split("/")[1]
            if "." not in component:  # a column's address never has a dot
                yield component


def test_no_column_can_take_an_address_of_the_platform(school):
    taken = set(first_components()) | {"a", "admin", "f", "media", "static", "schools"}
    assert {"_util", "documents", "feed"} <= taken
    for slug in taken:
        column = ColumnPage(title="栏目", slug=slug, kind="other")
        with pytest.raises(ValidationError) as refused:
            school.root_page.specific.add_child(instance=column)
        assert set(refused.value.message_dict) == {"slug"}, slug
