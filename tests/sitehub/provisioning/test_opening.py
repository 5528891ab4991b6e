"""Opening a school: what is made, what is refused, and that it is all or nothing."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from school_sites.models import ColumnPage, SchoolSite
from sitehub.accounts.roles import RIGHTS, SCHOOL_ROLES, Role
from sitehub.audit.models import AuditEntry
from sitehub.provisioning import sites
from sitehub.provisioning.sites import open_school
from sitehub.provisioning.trees import KINDERGARTEN, TREES
from tests.factories import make_school

SHIYAN = {
    "code": "shiyan", "name": "云澜区实验小学", "kind": "primary", "host": "shiyan.localhost",
    "by": None,
}  # fmt: skip


def rights_of(group):
    """(page rights, collection rights, model rights) of a group, each with its object."""
    pages = GroupPagePermission.objects.filter(group=group).values_list(
        "page_id", "permission__codename"
    )
    collections = GroupCollectionPermission.objects.filter(group=group).values_list(
        "collection_id", "permission__content_type__app_label", "permission__codename"
    )
    models = group.permissions.values_list("content_type__app_label", "codename")
    return set(pages), set(collections), {f"{app}.{name}" for app, name in models}


@pytest.mark.parametrize("role", SCHOOL_ROLES)
def test_a_schools_group_holds_exactly_the_rights_of_its_role(school, role):
    group = school.groups.get(role=role).group
    wanted = RIGHTS[role]
    pages, collections, models = rights_of(group)
    assert pages == {(school.root_page_id, name) for name in wanted.page}
    assert collections == {(school.collection_id, *pair) for pair in wanted.collection}
    assert models == set(wanted.model)


def test_a_school_has_a_group_for_each_school_role_and_no_other(school):
    assert set(school.groups.values_list("role", flat=True)) == set(SCHOOL_ROLES)


def test_no_group_of_another_site_gains_rights(school, other_school):
    groups = [row.group for row in school.groups.all()]
    rows = GroupPagePermission.objects.filter(page=other_school.root_page)
    assert not rows.filter(group__in=groups).exists()
    assert set(rows.values_list("group__site_group__site", flat=True)) == {other_school.pk}


def test_district_administrators_hold_their_rights_at_the_root_of_the_tree(district):
    group = district.groups.get(role=Role.DISTRICT_ADMINISTRATOR).group
    pages = GroupPagePermission.objects.filter(group=group).values_list("page__path", flat=True)
    assert set(pages) == {"0001"}


def test_a_kindergarten_gets_a_kindergartens_columns(district):
    school = make_school("lele", kind="kindergarten")
    columns = ColumnPage.objects.filter(path__startswith=school.root_page.path)
    top = columns.filter(depth=3).order_by("path")
    assert list(top.values_list("title", flat=True)) == [plan.title for plan in KINDERGARTEN]
    assert columns.get(kind="menu").layout == "menu"
    assert columns.get(kind="events").get_parent().title == "保教活动"


@pytest.mark.parametrize("kind", TREES)
def test_a_menu_has_room_for_the_columns_of_its_kind(kind):
    assert len([plan for plan in TREES[kind] if plan.in_menu]) <= 12
    assert [plan.title for plan in TREES[kind] if not plan.in_menu] == ["友情链接"]


def test_a_schools_tree_is_beside_the_districts_not_in_it(district, school):
    assert not school.root_page.path.startswith(district.root_page.path)


def test_opening_is_written_to_the_audit_trail(school):
    entry = AuditEntry.objects.get(action="site.open", site_code="shiyan")
    assert entry.site_id == school.pk


def test_the_collection_of_a_new_school_comes_last_and_moves_no_other(school):
    before = dict(Collection.objects.values_list("pk", "path"))
    new = make_school("aaa", name="阿克苏路小学")
    assert (
        dict(Collection.objects.exclude(pk=new.collection_id).values_list("pk", "path")) == before
    )
    assert new.collection.path == max(Collection.objects.values_list("path", flat=True))


@pytest.mark.parametrize("step", ["add_collection", "add_columns", "add_groups", "record"])
def test_a_failure_in_the_middle_leaves_nothing(district, counts, monkeypatch, step):
    before = counts()

    def fail(*args, **kwargs):
        raise RuntimeError(step)

    monkeypatch.setattr(sites, step, fail)
    with pytest.raises(RuntimeError):
        open_school(**SHIYAN)
    assert counts() == before


def test_someone_faster_with_the_same_code_is_told_in_words(district, counts, monkeypatch):
    before = counts()

    def lose_the_race(*args):
        raise IntegrityError

    monkeypatch.setattr(sites, "add_groups", lose_the_race)
    with pytest.raises(ValidationError, match="再试一次"):
        open_school(**SHIYAN)
    assert counts() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "shiyan"}, "code"),
        ({"name": "云澜区实验小学"}, "name"),
        ({"host": "shiyan.localhost"}, "host"),
        ({"host": "SHIYAN.localhost "}, "host"),
        ({"other_hosts": ["shiyan.localhost"]}, "other_hosts"),
        ({"other_hosts": ["new.localhost"]}, "other_hosts"),
        ({"host": "admin.localhost"}, "host"),
        ({"other_hosts": ["admin.localhost"]}, "other_hosts"),
        ({"host": "http://new.localhost"}, "host"),
        ({"host": "new.localhost:80"}, "host"),
        ({"host": "new localhost"}, "host"),
        ({"host": ""}, "host"),
        ({"host": "x" * 254}, "host"),
        ({"code": ""}, "code"),
        ({"code": "a"}, "code"),
        ({"code": "New"}, "code"),
        ({"code": "new_school"}, "code"),
        ({"code": "1new"}, "code"),
        ({"code": "实验"}, "code"),
        ({"code": "new\n"}, None),
        ({"code": "district"}, "code"),
        ({"name": " "}, "name"),
        ({"name": "校" * 101}, "name"),
        ({"short_name": "校" * 31}, "short_name"),
        ({"kind": "district"}, "kind"),
        ({"kind": "小学"}, "kind"),
        ({"status": "archived"}, "status"),
        ({"phone": "1" * 61}, "phone"),
    ],
)
def test_what_is_wrong_is_named_by_field_and_changes_nothing(school, counts, changes, field):
    values = SHIYAN | {"code": "new", "name": "新校", "host": "new.localhost"} | changes
    before = counts()
    if field is None:  # tidied, not wrong
        assert open_school(**values).code == "new"
        return
    with pytest.raises(ValidationError) as caught:
        open_school(**values)
    assert list(caught.value.message_dict) == [field]
    assert counts() == before


def test_everything_wrong_is_told_at_once(school):
    with pytest.raises(ValidationError) as caught:
        open_school(code="?", name="", kind="x", host="!", by=None)
    assert set(caught.value.message_dict) == {"code", "name", "kind", "host"}


def test_a_fact_that_no_site_has_is_a_mistake_of_the_caller(district):
    with pytest.raises(TypeError, match="latest_article_at"):
        open_school(**SHIYAN, latest_article_at=None)


def test_a_long_name_is_cut_only_for_the_short_name_nobody_gave(district):
    school = make_school("long", name="长" * 60)
    assert (school.name, school.short_name) == ("长" * 60, "长" * 30)


@pytest.mark.parametrize("person", ["editor", "stranger", "district_editor"])
def test_only_a_district_administrator_opens_schools(request, counts, person):
    user = request.getfixturevalue(person)
    before = counts()
    with pytest.raises(PermissionDenied):
        open_school(**SHIYAN | {"by": user})
    assert counts() == before


def test_the_administrator_who_opened_it_is_in_the_audit_trail(administrator):
    open_school(**SHIYAN | {"by": administrator})
    line = AuditEntry.objects.get(action="site.open", site_code="shiyan")
    assert line.actor_id == administrator.pk


def test_preparing_is_not_yet_opened(district):
    school = make_school("later", status="preparing")
    assert school.opened_at is None
    assert sites.reopen(school, by=None).opened_at is not None
    assert SchoolSite.objects.get(code="later").status == "open"
