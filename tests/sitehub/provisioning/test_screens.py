"""The district administrator's screens."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from school_sites.models import SchoolSite, SiteHost
from sitehub.provisioning.fields import LABELS
from tests.factories import make_school

FORM = {
    "code": "mingde", "name": "云澜区明德中学", "short_name": "", "kind": "middle",
    "status": "open", "host": "mingde.localhost", "other_hosts": "www.mingde.cn\r\n\r\nm.mingde.cn",
    "phone": "0512-2",
}  # fmt: skip


@pytest.fixture
def desk(admin_client, administrator):
    """A client signed in as district administrator."""
    admin_client.force_login(administrator)
    return admin_client


def doors(site):
    return [
        reverse("provisioning:index"),
        reverse("provisioning:open"),
        reverse("provisioning:edit", args=[site.pk]),
        *[reverse("provisioning:status", args=[site.pk, a]) for a in ("suspend", "archive")],
    ]


@pytest.mark.parametrize("person", ["editor", "district_editor"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_door_is_closed_to_others(request, admin_client, school, person, method):
    admin_client.force_login(request.getfixturevalue(person))
    before = SchoolSite.objects.values().get(pk=school.pk)
    for door in doors(school):
        response = getattr(admin_client, method)(door, FORM)
        assert (response.status_code, response["Location"]) == (302, "/admin/"), door
    assert SchoolSite.objects.values().get(pk=school.pk) == before
    assert SchoolSite.objects.count() == 2
    assert "学校网站" not in admin_client.get("/admin/", follow=True).content.decode()


def test_the_menu_leads_administrators_here(desk):
    assert '"/admin/schools/"' in desk.get("/admin/").content.decode()


def test_a_school_is_opened_and_reached(client, desk, district):
    response = desk.post(reverse("provisioning:open"), FORM)
    assert response.status_code == 302
    site = SchoolSite.objects.get(code="mingde")
    assert (site.short_name, site.phone) == ("云澜区明德中学", "0512-2")
    assert set(site.hosts.filter(is_primary=False).values_list("host", flat=True)) == {
        "www.mingde.cn",
        "m.mingde.cn",
    }
    assert client.get("/", headers={"host": "mingde.localhost"}).status_code == 200


def test_errors_stand_beside_their_fields_and_nothing_is_lost(desk, school):
    values = FORM | {"code": "shiyan", "host": "admin.localhost", "phone": "0512-77"}
    response = desk.post(reverse("provisioning:open"), values)
    errors = response.context["form"].errors
    assert set(errors) == {"code", "host"}
    assert 'value="0512-77"' in response.content.decode()
    assert SchoolSite.objects.count() == 2


def test_a_bad_choice_of_kind_or_status_is_refused(desk):
    values = FORM | {"kind": "district", "status": "archived"}
    response = desk.post(reverse("provisioning:open"), values)
    assert set(response.context["form"].errors) == {"kind", "status"}


def test_the_edit_form_shows_what_is_and_saves_what_is_changed(client, desk, school):
    door = reverse("provisioning:edit", args=[school.pk])
    initial = desk.get(door).context["form"].initial
    values = {k: v or "" for k, v in initial.items() if not isinstance(v, list)}
    values |= {"name": "新实验小学", "host": "new.localhost", "other_hosts": ""}
    assert desk.post(door, values).status_code == 302
    fresh = SchoolSite.objects.get(pk=school.pk)
    assert fresh.name == "新实验小学"
    assert client.get("/", headers={"host": "shiyan.localhost"}).status_code == 301


def test_a_wrong_host_undoes_the_new_name(desk, school):
    door = reverse("provisioning:edit", args=[school.pk])
    values = FORM | {"name": "新实验小学", "host": "district.localhost"}
    response = desk.post(door, values)
    assert list(response.context["form"].errors) == ["host"]
    fresh = SchoolSite.objects.get(pk=school.pk)
    assert (fresh.name, fresh.phone) == ("云澜区实验小学", "")


def test_the_district_can_be_renamed_but_not_suspended(desk, district):
    door = reverse("provisioning:edit", args=[district.pk])
    values = FORM | {"name": "云澜教育网", "host": "district.localhost", "other_hosts": ""}
    assert desk.post(door, values).status_code == 302
    assert SchoolSite.objects.get(pk=district.pk).name == "云澜教育网"
    for action in ("suspend", "archive", "reopen"):
        desk.post(reverse("provisioning:status", args=[district.pk, action]))
    assert SchoolSite.objects.get(pk=district.pk).status == "open"
    page = desk.get(reverse("provisioning:index")).content.decode()
    assert reverse("provisioning:status", args=[district.pk, "suspend"]) not in page


def test_a_status_changes_on_post_only_after_its_consequences_are_told(desk, school):
    door = reverse("provisioning:status", args=[school.pk, "suspend"])
    page = desk.get(door).content.decode()
    assert "暂停“云澜区实验小学”" in page
    assert "访客打开网站的任何页面" in page
    assert SchoolSite.objects.get(pk=school.pk).status == "open"
    assert desk.post(door).status_code == 302
    assert SchoolSite.objects.get(pk=school.pk).status == "suspended"


def test_a_change_that_does_not_fit_is_refused_in_words(desk, school):
    door = reverse("provisioning:status", args=[school.pk, "reopen"])
    response = desk.post(door, follow=True)
    assert "现在是“已开通”" in response.content.decode()
    assert desk.get(reverse("provisioning:status", args=[school.pk, "delete"])).status_code == 404


def test_the_list_is_searched_and_narrowed(desk, school, other_school):
    def codes(**query):
        response = desk.get(reverse("provisioning:index"), query)
        return [row["site"].code for row in response.context["rows"]]

    assert codes() == ["district", "mingde", "shiyan"]
    assert codes(q="实验") == ["shiyan"]
    assert codes(q="MINGDE.localhost") == ["mingde"]
    assert codes(kind="middle") == ["mingde"]
    assert codes(status="suspended") == []
    assert codes(kind="nonsense", p="x") == ["district", "mingde", "shiyan"]
    SchoolSite.objects.filter(code="shiyan").update(latest_article_at="2026-01-01T00:00Z")
    assert codes(order="-latest_article_at") == ["district", "shiyan", "mingde"]
    assert codes(order="latest_article_at") == ["district", "mingde", "shiyan"]
    page = desk.get(reverse("provisioning:index"), {"q": "没有这个"}).content.decode()
    assert "没有符合条件的网站" in page


def test_an_install_without_sites_says_what_to_do(admin_client, db):
    from tests.factories import make_user

    user = make_user("root")
    user.is_superuser = True
    user.save()
    admin_client.force_login(user)
    assert "还没有网站" in admin_client.get(reverse("provisioning:index")).content.decode()


def plain_sites(template, count):
    """Rows enough for the list, without trees of their own."""
    from wagtail.models import Collection, Page, Site

    root, collections = Page.objects.get(path="0001"), Collection.get_first_root_node()
    for number in range(count):
        page = root.add_child(instance=Page(title=f"p{number}", slug=f"p{number}", locale_id=1))
        site = SchoolSite.objects.create(
            code=f"p{number}", name=f"校{number}", short_name="校", kind="primary", root_page=page,
            wagtail_site=Site.objects.create(hostname=f"p{number}.cn", root_page=page),
            collection=Collection.get_first_root_node().add_child(name=f"9{number:03}"),
        )  # fmt: skip
        SiteHost.objects.create(site=site, host=f"p{number}.cn", is_primary=True)
    return collections


def test_the_list_asks_as_often_for_sixty_sites_as_for_three(desk, school, other_school):
    door = reverse("provisioning:index")
    desk.get(door)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            response = desk.get(door)
        return len(captured), len(response.context["rows"])

    few, shown = queries()
    assert shown == 3
    plain_sites(school, 57)
    desk.get(door)  # builds the host table anew
    many, shown = queries()
    assert shown == 50
    assert many == few
    assert len(desk.get(door, {"p": 2}).context["rows"]) == 10


def test_every_field_has_a_chinese_name():
    assert all(not label.isascii() for label in LABELS.values())


def test_opening_twice_in_a_row_is_refused(desk, district):
    assert desk.post(reverse("provisioning:open"), FORM).status_code == 302
    assert desk.post(reverse("provisioning:open"), FORM).status_code == 200
    assert make_school("third").pk
