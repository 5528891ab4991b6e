"""Who may give and take roles, and what it does to the person."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from sitehub.accounts.roles import RIGHTS, Role
from sitehub.audit.models import AuditEntry
from sitehub.people.memberships import disable, enable, give_role, set_roles, take_role
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def roles(user):
    return set(user.groups.values_list("site_group__site__code", "site_group__role"))


def test_a_manager_gives_and_takes_roles_of_the_school_and_each_is_audited(school, manager, editor):
    give_role(user=editor, site=school, role="school-first-reviewer", by=manager)
    take_role(user=editor, site=school, role="school-editor", by=manager)
    assert roles(editor) == {("shiyan", "school-first-reviewer")}
    lines = AuditEntry.objects.filter(action__startswith="person.").order_by("pk")
    assert [(one.action, one.details["role"], one.site_code) for one in lines] == [
        ("person.role_given", "school-first-reviewer", "shiyan"),
        ("person.role_taken", "school-editor", "shiyan"),
    ]


@pytest.mark.parametrize("role", [one for one in Role if one not in ("school-manager",)])
def test_only_the_table_says_who_gives(request, school, district, editor, role):
    """Nobody but a manager and the security administrator gives anything at a school."""
    site = school if role in RIGHTS[Role.SCHOOL_MANAGER].gives else district
    actor = make_user("actor", site=site, role=role)
    before = roles(editor)
    with pytest.raises((PermissionDenied, ValidationError)):
        give_role(user=editor, site=school, role="school-final-reviewer", by=actor)
    assert roles(editor) == before


def test_nothing_of_another_school_and_nothing_of_the_district(
    school, other_school, district, manager, editor, stranger, district_editor
):
    for user, site, role in (
        (stranger, school, "school-editor"),
        (stranger, other_school, "school-editor"),
        (editor, other_school, "school-editor"),
        (editor, district, "district-editor"),
        (editor, district, "security-administrator"),
        (district_editor, district, "district-editor"),
        (district_editor, school, "school-editor"),
    ):
        before = roles(user)
        for change in (give_role, take_role):
            with pytest.raises(PermissionDenied):
                change(user=user, site=site, role=role, by=manager)
        assert roles(user) == before
    for user in (stranger, district_editor):
        with pytest.raises(PermissionDenied):
            disable(user=user, by=manager)


def test_nobody_changes_oneself(school, district, manager, security):
    for person, site, role in (
        (manager, school, "school-editor"),
        (security, district, "district-editor"),
    ):
        with pytest.raises(ValidationError):
            give_role(user=person, site=site, role=role, by=person)
        with pytest.raises(ValidationError):
            disable(user=person, by=person)


def test_a_school_s_manager_does_not_touch_who_also_has_a_district_role(
    school, district, manager, editor, security
):
    editor.groups.add(district.groups.get(role="district-editor").group)
    with pytest.raises(ValidationError, match="安全管理员"):
        take_role(user=editor, site=school, role="school-editor", by=manager)
    disable(user=editor, by=security)
    editor.refresh_from_db()
    assert not editor.is_active


def test_who_works_elsewhere_too_loses_only_the_membership(school, other_school, manager, editor):
    editor.groups.add(other_school.groups.get(role="school-editor").group)
    with pytest.raises(ValidationError, match="其他单位"):
        disable(user=editor, by=manager)
    set_roles(user=editor, site=school, roles=[], by=manager)
    assert roles(editor) == {("mingde", "school-editor")}


def test_the_security_administrator_gives_managers_and_district_roles_only(
    school, district, security, manager, editor, district_editor
):
    give_role(user=district_editor, site=district, role="district-reviewer", by=security)
    with pytest.raises(PermissionDenied):
        give_role(user=manager, site=school, role="school-editor", by=security)
    with pytest.raises(PermissionDenied):
        disable(user=editor, by=security)


def test_a_superuser_is_nobody_s_business(school, security, django_user_model):
    root = django_user_model.objects.create_superuser("root", password="x")
    root.groups.add(school.groups.get(role="school-manager").group)
    with pytest.raises(PermissionDenied):
        disable(user=root, by=security)


@pytest.mark.parametrize("way", ["add", "reverse", "set"])
def test_no_path_gives_two_separated_roles(district, administrator, way):
    group = district.groups.get(role="auditor").group
    ways = {
        "add": lambda: administrator.groups.add(group),
        "reverse": lambda: group.user_set.add(administrator),
        "set": lambda: administrator.groups.set([*administrator.groups.all(), group]),
    }
    with pytest.raises(ValidationError, match="不能兼任"), transaction.atomic():
        ways[way]()
    assert roles(administrator) == {("district", "district-administrator")}


def test_who_got_two_past_every_door_has_no_rights(admin_client, district, administrator):
    group = district.groups.get(role="auditor").group
    type(administrator).groups.through.objects.create(user=administrator, group=group)
    admin_client.force_login(administrator)
    assert admin_client.get("/admin/").status_code == 302


def test_from_one_separated_role_to_another_in_one_step(district, administrator, security):
    set_roles(user=administrator, site=district, roles=["auditor"], by=security)
    assert roles(administrator) == {("district", "auditor")}


@pytest.mark.parametrize("end", ["disable", "last role"])
def test_leaving_ends_every_session_at_once_and_content_stays(
    admin_client, school, manager, editor, end
):
    article = make_article(school)
    article.owner = editor
    article.save()
    admin_client.force_login(editor)
    assert admin_client.get("/admin/").status_code == 200
    if end == "disable":
        disable(user=editor, by=manager)
    else:
        take_role(user=editor, site=school, role="school-editor", by=manager)
    assert not editor.sessions.exists()
    assert admin_client.get("/admin/")["Location"].startswith("/admin/login/")
    article.refresh_from_db()
    assert (article.owner, article.live) == (editor, True)


def test_an_account_enabled_again_signs_in_again(admin_client, manager, editor):
    disable(user=editor, by=manager)
    data = {"username": "shiyan.editor", "password": "correct horse"}
    assert admin_client.post("/admin/login/", data).status_code == 200
    enable(user=editor, by=manager)
    assert admin_client.post("/admin/login/", data).status_code == 302
