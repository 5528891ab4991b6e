"""What each role may do with articles, columns and home pages, at its own site and elsewhere."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission

from school_sites.models import ArticlePage, ColumnPage
from tests.factories import column_of, make_article, make_user

CONTENT = {"edit", "publish", "unpublish", "delete", "move", "copy", "set_view_restrictions"}
COLUMN = CONTENT | {"reorder_children", "add_subpage"}
HOME = {"edit", "publish", "reorder_children", "add_subpage"}
NOTHING = set()
WRITING = {"add_subpage"}

# role: rights on an article, a column, the home page of the own site
SCHOOL_TABLE = {
    "school-editor": (CONTENT, WRITING, NOTHING),
    "school-first-reviewer": (CONTENT, WRITING, NOTHING),
    "school-final-reviewer": (CONTENT, WRITING, NOTHING),
    "school-manager": (CONTENT, COLUMN, HOME),
}
DISTRICT_TABLE = {
    "district-editor": (CONTENT, WRITING, NOTHING),
    "district-reviewer": (NOTHING, NOTHING, NOTHING),
    "security-administrator": (NOTHING, NOTHING, NOTHING),
    "auditor": (NOTHING, NOTHING, NOTHING),
    "district-administrator": (CONTENT, COLUMN, HOME),
}


def rights(user, page):
    """The actions of the widest set that ``user`` may take on ``page``."""
    tester = page.permissions_for_user(user)
    return {name for name in COLUMN if getattr(tester, f"can_{name}")()}


def pages_of(site):
    """An article, an empty column and the home page of ``site``."""
    return make_article(site), column_of(site, "notice"), site.root_page.specific


def check(user, pages, expected):
    kinds = ("article", "column", "home page")
    found = {kind: rights(user, page) for kind, page in zip(kinds, pages, strict=True)}
    # An article takes no subpages, but whoever may publish may sort what is below it: nothing.
    found["article"].discard("reorder_children")
    assert found == dict(zip(kinds, expected, strict=True))


@pytest.mark.parametrize("role", SCHOOL_TABLE)
def test_school_roles(school, other_school, role):
    user = make_user("someone", site=school, role=role)
    check(user, pages_of(school), SCHOOL_TABLE[role])
    check(user, pages_of(other_school), (NOTHING, NOTHING, NOTHING))


@pytest.mark.parametrize("role", DISTRICT_TABLE)
def test_district_roles(district, role):
    user = make_user("someone", site=district, role=role)
    check(user, pages_of(district), DISTRICT_TABLE[role])


def test_superusers_manage_every_site(school, django_user_model):
    user = django_user_model.objects.create_superuser("root", password="x")
    check(user, pages_of(school), (CONTENT, COLUMN, HOME))


def test_a_manager_of_one_school_only_writes_where_he_is_an_editor(school, other_school):
    user = make_user("both", site=school, role="school-manager")
    user.groups.add(other_school.groups.get(role="school-editor").group)
    check(user, pages_of(school), SCHOOL_TABLE["school-manager"])
    check(user, pages_of(other_school), SCHOOL_TABLE["school-editor"])
    own, foreign = column_of(school), column_of(other_school)
    assert not own.permissions_for_user(user).can_copy_to(foreign)
    assert own.permissions_for_user(user).can_copy_to(school.root_page)


def test_an_editor_files_articles_in_other_columns_of_the_same_site_only(
    school, other_school, editor
):
    editor.groups.add(other_school.groups.get(role="school-editor").group)
    tester = make_article(school).permissions_for_user(editor)
    assert tester.can_move_to(column_of(school, "notice"))
    assert tester.can_copy_to(column_of(school, "notice"))
    assert not tester.can_move_to(column_of(other_school))


def refused(response):
    """Whether Wagtail sent the person back to the start page, as it does when it refuses."""
    return (response.status_code, response.headers.get("Location")) == (302, "/admin/")


def state(site):
    """What a forbidden request could have changed."""
    own = ColumnPage.objects.filter(root_path=site.root_page.path)
    columns = list(own.order_by("path").values_list("pk", "path", "title", "live", "slug"))
    articles = list(ArticlePage.objects.order_by("path").values_list("pk", "path", "live"))
    site.root_page.refresh_from_db()
    return columns, articles, site.root_page.title, site.root_page.has_unpublished_changes


NEW_COLUMN = {
    "title": "新栏目",
    "slug": "xin",
    "kind": "news",
    "column_type": "工作动态",
    "layout": "list",
    "page_size": "20",
    "review": "inherit",
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "action-publish": "1",
}
# Each: path below /admin/, and what is posted. {home}, {column}, {full} are page numbers.
DANGEROUS = {
    "create a column at the top": ("pages/add/school_sites/columnpage/{home}/", NEW_COLUMN),
    "create a column below one": ("pages/add/school_sites/columnpage/{full}/", NEW_COLUMN),
    "edit a column": ("pages/{full}/edit/", NEW_COLUMN),
    "edit the home page": ("pages/{home}/edit/", NEW_COLUMN | {"body-count": "0"}),
    "unpublish a column": ("pages/{full}/unpublish/", {"include_descendants": "on"}),
    "delete a column": ("pages/{column}/delete/", {}),
    "move a column": ("pages/{column}/move/{full}/confirm/", {}),
    "copy a column": (
        "pages/{column}/copy/",
        {"new_title": "副本", "new_slug": "fuben", "new_parent_page": "{home}"},
    ),
    "sort columns": ("pages/{full}/set_position/?position=0", {}),
    "make a column private": ("pages/{full}/privacy/", {"restriction_type": "login"}),
    "copy a column by the interface for scripts": (
        "api/main/pages/{column}/action/copy/",
        {"destination_page_id": "{home}", "slug": "fuben"},
    ),
    "unpublish a column by the interface for scripts": (
        "api/main/pages/{full}/action/unpublish/",
        {"recursive": "true"},
    ),
}


def numbers(site):
    full = make_article(site).get_parent()
    return {"home": site.root_page_id, "full": full.pk, "column": column_of(site, "notice").pk}


def send(client, action, places):
    path, data = DANGEROUS[action]
    filled = {name: value.format(**places) for name, value in data.items()}
    return client.post(f"/admin/{path.format(**places)}", filled)


@pytest.mark.parametrize("person", ["editor", "district_editor"])
def test_an_editor_is_refused_and_nothing_changes(request, admin_client, school, district, person):
    site = school if person == "editor" else district
    admin_client.force_login(request.getfixturevalue(person))
    places = numbers(site)
    before = state(site)
    for action in DANGEROUS:
        response = send(admin_client, action, places)
        assert refused(response) or response.status_code == 403, action
        assert state(site) == before, action


@pytest.mark.parametrize(
    "action",
    ["create a column below one", "edit a column", "edit the home page", "unpublish a column",
     "delete a column", "copy a column", "sort columns"],
)  # fmt: skip
def test_the_same_requests_work_for_the_manager(admin_client, school, action):
    admin_client.force_login(make_user("m", site=school, role="school-manager"))
    places = numbers(school)
    before = state(school)
    assert not refused(send(admin_client, action, places))
    assert state(school) != before


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
def test_a_selection_with_a_column_acts_on_its_articles_only(admin_client, school, editor, action):
    article = make_article(school, publish=action != "publish")
    column, target = article.get_parent(), column_of(school, "notice")
    if action == "publish":
        ColumnPage.objects.filter(pk=column.pk).update(live=False)
    before = state(school)[0]
    admin_client.force_login(editor)
    path = f"/admin/bulk/wagtailcore/page/{action}/?id={column.pk}"
    data = {"include_descendants": "on", "chooser": target.pk}
    admin_client.post(path, data)
    assert state(school)[0] == before, "the column alone"
    admin_client.post(f"{path}&id={article.pk}", data)
    assert state(school)[0] == before, "with an article"
    left = ArticlePage.objects.filter(pk=article.pk).first()
    done = {
        "publish": lambda: left.live,
        "unpublish": lambda: not left.live,
        "delete": lambda: left is None,
        "move": lambda: left.path.startswith(target.path),
    }
    assert done[action]()


def test_an_editor_is_offered_articles_below_columns_and_nothing_at_the_top(
    admin_client, school, editor
):
    admin_client.force_login(editor)
    column = column_of(school)
    response = admin_client.get(f"/admin/pages/{column.pk}/add_subpage/")
    assert response["Location"] == f"/admin/pages/add/school_sites/articlepage/{column.pk}/"
    assert refused(admin_client.get(f"/admin/pages/{school.root_page_id}/add_subpage/"))
    admin_client.force_login(make_user("m", site=school, role="school-manager"))
    response = admin_client.get(f"/admin/pages/{column.pk}/add_subpage/")
    offered = {name for _label, _app, name, _text in response.context["page_types"]}
    assert offered == {"articlepage", "columnpage"}


def test_the_explorer_shows_an_editor_no_link_that_would_be_refused(admin_client, school, editor):
    admin_client.force_login(editor)
    column = make_article(school).get_parent()
    for page in (school.root_page_id, column.pk):
        html = admin_client.get(f"/admin/pages/{page}/").content.decode()
        for dead in ("edit", "unpublish", "delete", "move", "copy", "history"):
            assert f"/admin/pages/{column.pk}/{dead}/" not in html
            assert f"/admin/pages/{school.root_page_id}/{dead}/" not in html


def test_an_older_installs_groups_get_the_right_of_their_role(school, district):
    Permission.objects.filter(codename="manage_columns").delete()
    import_module("school_sites.migrations.0008_manage_columns").grant(apps, None)
    holders = Permission.objects.get(codename="manage_columns").group_set
    roles = holders.values_list("site_group__site__code", "site_group__role")
    assert set(roles) == {
        ("shiyan", "school-manager"),
        (district.code, "district-administrator"),
    }
