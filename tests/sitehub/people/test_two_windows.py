"""Two windows, two people at the same moment: the later one meets what the earlier one did."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from sitehub.accounts.working import groups_in_force
from sitehub.people import memberships
from sitehub.people.models import Invitation
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(school):
    """A second manager of the school."""
    return make_user("shiyan.second", "李主任", site=school, role="school-manager")


@pytest.fixture
def both(school, other_school):
    """One who manages two schools."""
    user = make_user("both", "何老师", site=school, role="school-manager")
    user.groups.add(other_school.groups.get(role="school-manager").group)
    return user


def as_a_request_found(user):
    """The person as a request reads them before it waits for the other's transaction."""
    user = type(user).objects.get(pk=user.pk)
    groups_in_force(user)
    return user


def hidden_fields(client, url):
    """What the form at ``url`` sends along without being seen."""
    form = BeautifulSoup(client.get(url).content, "html.parser").select_one(
        "main form[method=post]"
    )
    hidden = form.select("input[type=hidden]")
    return {
        one["name"]: one.get("value", "") for one in hidden if one["name"] != "csrfmiddlewaretoken"
    }


def test_two_managers_who_disable_each_other_are_not_both_out(manager, colleague):
    one, other = as_a_request_found(manager), as_a_request_found(colleague)
    memberships.disable(user=other, by=one)
    with pytest.raises(PermissionDenied):
        memberships.disable(user=one, by=other)
    manager.refresh_from_db()
    assert manager.is_active


def test_who_has_just_lost_the_role_gives_none(school, manager, colleague, editor, security):
    late = as_a_request_found(colleague)
    memberships.take_role(user=colleague, site=school, role="school-manager", by=security)
    with pytest.raises(PermissionDenied):
        memberships.give_role(user=editor, site=school, role="school-manager", by=late)


def test_a_window_left_open_gives_no_role_back(admin_client, school, manager, colleague, security):
    colleague.groups.add(school.groups.get(role="school-editor").group)
    admin_client.force_login(manager)
    url = reverse("people:person", args=[colleague.pk])
    sent = hidden_fields(admin_client, url) | {"roles": ["school-editor", "school-manager"]}
    memberships.take_role(user=colleague, site=school, role="school-manager", by=security)
    answer = admin_client.post(url, sent, follow=True)
    assert "刚才有人改过" in answer.content.decode()
    roles = colleague.groups.values_list("site_group__role", flat=True)
    assert list(roles) == ["school-editor"]


def test_a_form_means_the_site_it_was_opened_in(admin_client, both, school, other_school):
    admin_client.force_login(both)
    chosen = reverse("working_site")
    admin_client.post(chosen, {"site": school.pk})
    url = reverse("people:invite")
    sent = hidden_fields(admin_client, url)
    admin_client.post(chosen, {"site": other_school.pk})
    admin_client.post(url, sent | {"name": "王老师", "role": "school-editor"})
    assert [one.site for one in Invitation.objects.all()] == [school]


@pytest.mark.parametrize("name", ["own_site", "look:index", "reviews:settings", "people:bulk"])
def test_so_do_the_other_forms_about_the_site_worked_in(admin_client, both, school, name):
    admin_client.force_login(both)
    admin_client.post(reverse("working_site"), {"site": school.pk})
    assert hidden_fields(admin_client, reverse(name))["working_site"] == str(school.pk)


def test_a_form_takes_nobody_to_a_site_of_others(admin_client, manager, other_school):
    admin_client.force_login(manager)
    sent = {"working_site": other_school.pk, "name": "王老师", "role": "school-editor"}
    assert admin_client.post(reverse("people:invite"), sent).status_code == 404
    assert not Invitation.objects.exists()
