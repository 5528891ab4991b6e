"""人员: what managers and the security administrator see and do, and the choice of a site."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sitehub.audit.models import AuditEntry
from sitehub.people import memberships
from sitehub.people.accounts import password_link
from sitehub.people.invitations import invite
from tests.factories import make_article, make_picture, make_user

pytestmark = pytest.mark.django_db


def test_a_manager_sees_the_school_s_people_and_nobody_else(
    admin_client, manager, editor, stranger, district_editor, django_user_model
):
    root = django_user_model.objects.create_superuser("root", password="x", first_name="超级")
    admin_client.force_login(manager)
    page = admin_client.get("/admin/people/").content.decode()
    assert "林老师" in page
    assert "学校编辑" in page
    for name in ("周老师", "陈编辑", "超级", "明德"):
        assert name not in page
    for hidden in (stranger, district_editor, root):
        for path in ("", "disable/", "unlock/"):
            url = f"/admin/people/{hidden.pk}/{path}"
            assert admin_client.get(url).status_code == 404
            assert admin_client.post(url).status_code == 404
        url = f"/admin/people/{hidden.pk}/password-link/"
        assert admin_client.post(url).status_code == 404


def test_the_security_administrator_sees_managers_and_the_district_and_finds_by_school(
    admin_client, security, manager, editor, other_school, district_editor
):
    make_user("m2", "郑校长", site=other_school, role="school-manager")
    admin_client.force_login(security)
    page = admin_client.get("/admin/people/").content.decode()
    assert all(name in page for name in ("孙校长", "郑校长", "陈编辑", "钱安全"))
    assert "林老师" not in page
    found = admin_client.get("/admin/people/?q=明德").content.decode()
    assert "郑校长" in found
    assert "孙校长" not in found
    narrowed = admin_client.get("/admin/people/?role=district-editor").content.decode()
    assert "陈编辑" in narrowed
    assert "郑校长" not in narrowed


@pytest.mark.parametrize("person", ["editor", "district_editor", "administrator"])
def test_nobody_else_has_the_screen(request, admin_client, person):
    admin_client.force_login(request.getfixturevalue(person))
    for path in ("", "invite/", "bulk/", "invitations/", "bulk/template/"):
        response = admin_client.get(f"/admin/people/{path}")
        assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert "/admin/people/" not in admin_client.get("/admin/").content.decode()


def test_roles_are_changed_by_boxes(admin_client, school, manager, editor):
    admin_client.force_login(manager)
    url = f"/admin/people/{editor.pk}/"
    data = {"site": school.pk, "roles": ["school-final-reviewer", "school-first-reviewer"]}
    admin_client.post(url, data)
    roles = set(editor.groups.values_list("site_group__role", flat=True))
    assert roles == {"school-first-reviewer", "school-final-reviewer"}
    admin_client.post(url, {"site": school.pk, "roles": ["district-editor"]})
    assert editor.groups.count() == 2
    # With none left the person is not of the school.
    assert admin_client.post(url, {"site": school.pk})["Location"] == "/admin/people/"
    assert admin_client.get(url).status_code == 404


def test_an_account_is_disabled_after_a_question_and_enabled_again(admin_client, manager, editor):
    admin_client.force_login(manager)
    url = f"/admin/people/{editor.pk}/"
    assert "写过的文章和署名不变" in admin_client.get(f"{url}disable/").content.decode()
    editor.refresh_from_db()
    assert editor.is_active
    for action, active in (("disable", False), ("enable", True)):
        admin_client.post(f"{url}{action}/", {"reason": "调离 本校"})
        editor.refresh_from_db()
        assert editor.is_active is active
    line = AuditEntry.objects.get(action="person.disabled")
    assert line.details == {"reason": "调离 本校"}
    admin_client.post(f"{url}disable/", {"reason": "长" * 201})
    editor.refresh_from_db()
    assert editor.is_active


def test_who_works_elsewhere_is_not_named_there_and_keeps_the_account(
    admin_client, other_school, manager, editor
):
    editor.groups.add(other_school.groups.get(role="school-editor").group)
    admin_client.force_login(manager)
    url = f"/admin/people/{editor.pk}/"
    page = admin_client.get(url).content.decode()
    assert "其他单位" in page
    assert "明德" not in page
    admin_client.post(f"{url}disable/")
    admin_client.post(f"{url}password-link/")
    editor.refresh_from_db()
    assert editor.is_active


def test_a_link_for_a_new_password_works_once(admin_client, manager, editor):
    admin_client.force_login(manager)
    page = admin_client.post(f"/admin/people/{editor.pk}/password-link/")
    link = page.context["link"].removeprefix("http://admin.localhost:8000")
    admin_client.logout()
    form = admin_client.get(link)["Location"]
    word = "another long phrase"
    admin_client.post(form, {"new_password1": word, "new_password2": word})
    editor.refresh_from_db()
    assert editor.check_password(word)
    assert admin_client.get(link).context["validlink"] is False


@pytest.mark.parametrize("enabled_again", [False, True])
def test_a_link_for_a_new_password_dies_with_the_account(
    admin_client, manager, editor, enabled_again
):
    link = password_link(user=editor, by=manager).removeprefix("http://admin.localhost:8000")
    memberships.disable(user=editor, by=manager)
    if enabled_again:
        memberships.enable(user=editor, by=manager)
    assert admin_client.get(link).context["validlink"] is False


def test_the_list_asks_no_more_for_more_people(admin_client, school, security, manager):
    def queries(user, path):
        admin_client.force_login(user)
        admin_client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(path).status_code == 200
        return len(captured)

    paths = ("/admin/people/", "/admin/people/invitations/")
    invite(site=school, role="school-editor", name="甲", by=manager)
    before = [queries(manager, path) for path in paths] + [queries(security, paths[0])]
    for number in range(20):
        make_user(f"e{number}", site=school, role="school-editor")
        make_user(f"m{number}", site=school, role="school-manager")
        invite(site=school, role="school-editor", name=f"乙{number}", by=manager)
    after = [queries(manager, path) for path in paths] + [queries(security, paths[0])]
    assert after == before
    assert max(after) <= 20


# --- people of several schools ---------------------------------------------------------------


@pytest.fixture
def both(school, other_school):
    """Manager of 明德, editor of 实验: 明德 comes first by name."""
    user = make_user("both", "何老师", site=other_school, role="school-manager")
    user.groups.add(school.groups.get(role="school-editor").group)
    return user


def test_who_has_several_sites_chooses_after_signing_in(admin_client, both, school):
    data = {"username": "both", "password": "correct horse", "next": "/admin/write/"}
    response = admin_client.post("/admin/login/", data)
    assert response["Location"] == "/admin/working-site/?next=%2Fadmin%2Fwrite%2F"
    page = admin_client.get(response["Location"]).content.decode()
    assert "云澜区实验小学" in page
    assert "云澜区明德中学" in page
    data = {"site": school.pk, "next": "/admin/write/"}
    assert admin_client.post("/admin/working-site/", data)["Location"] == "/admin/write/"
    assert "实验小学" in admin_client.get("/admin/").content.decode()


def test_who_has_one_site_is_not_asked(admin_client, editor):
    data = {"username": "shiyan.editor", "password": "correct horse"}
    assert admin_client.post("/admin/login/", data)["Location"] == "/admin/"
    assert "/admin/working-site/" not in admin_client.get("/admin/").content.decode()


def test_only_own_sites_can_be_chosen_and_no_outside_address_follows(
    admin_client, both, school, district
):
    admin_client.force_login(both)
    url = "/admin/working-site/"
    assert admin_client.post(url, {"site": district.pk}).status_code == 404
    data = {"site": school.pk, "next": "https://evil.example/"}
    assert admin_client.post(url, data)["Location"] == "/admin/"


def test_nothing_of_the_other_site_bleeds_over(admin_client, both, school, other_school):
    here, there = make_article(school, "实验的文章"), make_article(other_school, "明德的文章")
    picture, foreign = make_picture(school, "实验的图"), make_picture(other_school, "明德的图")
    admin_client.force_login(both)
    admin_client.post("/admin/working-site/", {"site": school.pk})
    for path in (
        "/admin/",
        f"/admin/pages/{here.get_parent().pk}/",
        "/admin/pages/search/?q=文章",
        f"/admin/choose-page/{here.get_parent().pk}/",
        "/admin/images/",
        "/admin/images/chooser/",
        "/admin/letters/",
        "/admin/my-submissions/",
    ):
        response = admin_client.get(path)
        assert response.status_code == 200, path
        assert "明德的" not in response.content.decode(), path
    assert f"/admin/pages/{there.pk}/" not in admin_client.get("/admin/").content.decode()
    assert admin_client.get(f"/admin/pages/{there.pk}/edit/").status_code == 404
    assert admin_client.get(f"/admin/images/{foreign.pk}/").status_code == 404
    assert admin_client.get(f"/admin/images/{picture.pk}/").status_code == 200
    # The manager's screens belong to the other site.
    assert admin_client.get("/admin/people/")["Location"] == "/admin/"
    admin_client.post("/admin/working-site/", {"site": other_school.pk})
    assert admin_client.get("/admin/people/").status_code == 200
    assert admin_client.get(f"/admin/pages/{here.pk}/edit/").status_code == 404


def test_the_start_page_of_who_answers_for_accounts_shows_them_and_no_search_for_pages(
    admin_client, security, district, manager
):
    invite(site=district, role="district-editor", name="顾明辨", by=security)
    admin_client.force_login(security)
    page = admin_client.get("/admin/").content.decode()
    assert "2 个账号正常" in page
    assert "顾明辨" in page
    assert 'role="search"' not in page
    admin_client.force_login(manager)
    page = admin_client.get("/admin/").content.decode()
    assert "个账号正常" not in page
    assert 'role="search"' in page
