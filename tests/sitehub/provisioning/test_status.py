"""Suspending, reopening and archiving: what visitors and editors may do then."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Revision

from school_sites.models import Listing
from sitehub.audit.models import AuditEntry
from sitehub.provisioning.sites import archive, reopen, suspend
from sitehub.syndication.models import Submission
from tests.factories import column_of, make_article, make_school, make_user

AT_SHIYAN = {"host": "shiyan.localhost"}


@pytest.fixture
def superuser(db):
    user = make_user("root", "超级管理员")
    user.is_superuser = True
    user.save()
    return user


def draft(school):
    return make_article(school, "没发布的", publish=False)


def test_a_suspended_site_shows_a_notice_at_every_address_at_once(client, school):
    article = make_article(school)
    paths = ["/", "/feed/", "/sitemap.xml", "/xinwen/", "/xinwen/feed/", f"/a/{article.pk}/", "/x/"]
    assert client.get(paths[-2], headers=AT_SHIYAN).status_code == 200
    suspend(school, by=None)
    for path in paths:
        response = client.get(path, headers=AT_SHIYAN)
        assert response.status_code == 503, path
        assert response["Retry-After"] == "3600"
        assert response["Cache-Control"] == "no-store"
        assert "云澜区实验小学" in response.content.decode()
        assert "没发布" not in response.content.decode()


def test_a_reopened_site_is_as_it_was(client, school):
    article = make_article(school)
    before = client.get(f"/a/{article.pk}/", headers=AT_SHIYAN).content
    reopen(suspend(school, by=None), by=None)
    response = client.get(f"/a/{article.pk}/", headers=AT_SHIYAN)
    assert (response.status_code, response.content) == (200, before)


def test_a_preparing_site_is_not_shown(client, district):
    make_school("later", status="preparing")
    assert client.get("/", headers={"host": "later.localhost"}).status_code == 503


def test_an_archived_site_stays_readable_and_says_so(client, school):
    article = make_article(school)
    assert "已归档" not in client.get("/", headers=AT_SHIYAN).content.decode()
    archive(school, by=None)
    for path in ("/", "/xinwen/", f"/a/{article.pk}/"):
        response = client.get(path, headers=AT_SHIYAN)
        assert response.status_code == 200, path
        assert "已归档" in response.content.decode(), path


@pytest.mark.parametrize("person", ["editor", "superuser"])
@pytest.mark.parametrize("change", [suspend, archive])
def test_nobody_publishes_on_a_site_that_is_not_open(request, school, person, change):
    user = request.getfixturevalue(person)
    article = draft(school)
    change(school, by=None)
    with pytest.raises(PublishPagePermissionError):
        article.get_latest_revision().publish(user=user)
    column = column_of(school)
    assert not article.permissions_for_user(user).can_publish()
    assert not column.permissions_for_user(user).can_publish_subpage()


@pytest.mark.parametrize("status", ["preparing", "suspended"])
def test_editors_prepare_content_before_a_site_is_open(district, admin_client, status):
    school = make_school("later", status="preparing")
    article = draft(school)
    editor = make_user("later.editor", site=school, role="school-editor")
    if status == "suspended":
        suspend(school, by=None)
    allowed = column_of(school).permissions_for_user(editor)
    assert allowed.can_add_subpage()
    assert article.permissions_for_user(editor).can_edit()
    admin_client.force_login(editor)
    response = admin_client.get(f"/admin/pages/{article.pk}/edit/")
    assert response.status_code == 200
    assert (b'name="action-publish"' in response.content) == (status == "preparing")


@pytest.mark.parametrize("person", ["editor", "superuser"])
def test_an_archived_site_takes_nothing_new(request, admin_client, school, person):
    user = request.getfixturevalue(person)
    article = make_article(school)
    archive(school, by=None)
    column, tester = column_of(school), article.permissions_for_user(user)
    assert not column.permissions_for_user(user).can_add_subpage()
    assert not school.root_page.permissions_for_user(user).can_add_subpage()
    assert not school.root_page.permissions_for_user(user).can_edit()
    other = column_of(school, "notice")
    assert not any([tester.can_edit(), tester.can_delete(), tester.can_move(), tester.can_copy()])
    assert not tester.can_move_to(other)
    assert tester.can_unpublish()
    assert tester.can_set_view_restrictions()
    admin_client.force_login(user)
    doors = [f"{article.pk}/edit/", f"add/school_sites/articlepage/{column.pk}/"]
    for door in doors:
        response = admin_client.get(f"/admin/pages/{door}")
        assert (response.status_code, response["Location"]) == (302, "/admin/"), door


def test_a_page_of_an_archived_site_can_still_be_taken_down(client, admin_client, school, editor):
    article = make_article(school)
    archive(school, by=None)
    admin_client.force_login(editor)
    admin_client.post(f"/admin/pages/{article.pk}/unpublish/")
    assert client.get(f"/a/{article.pk}/", headers=AT_SHIYAN).status_code == 404


def test_an_editor_of_a_reopened_site_publishes_again(school, editor):
    article = draft(school)
    reopen(archive(school, by=None), by=None)
    article.get_latest_revision().publish(user=editor)
    assert Listing.objects.get(pk=article.pk).listed


def test_what_was_scheduled_on_an_archived_site_never_goes_live(school, other_school):
    due = timezone.now() + timedelta(hours=1)
    articles = [draft(school), draft(other_school)]
    for article in articles:
        article.go_live_at = due
        article.save_revision(approved_go_live_at=due)
    archive(school, by=None)
    kept = Revision.objects.filter(approved_go_live_at__isnull=False)
    assert [int(one.object_id) for one in kept] == [articles[1].pk]


def test_an_archived_site_offers_nothing_to_the_district(school):
    article = draft(school)
    archive(school, by=None)
    article.get_latest_revision().publish()  # by the system: no permission asked
    assert not Submission.objects.exists()


@pytest.mark.parametrize("change", [suspend, reopen, archive])
def test_only_a_district_administrator_changes_a_status(school, editor, district_editor, change):
    for user in (editor, district_editor):
        with pytest.raises(PermissionDenied):
            change(school, by=user)
    school.refresh_from_db()
    assert school.status == "open"


@pytest.mark.parametrize("change", [suspend, reopen, archive])
def test_the_districts_own_site_keeps_its_status(district, change):
    with pytest.raises(ValidationError, match="区站不能"):
        change(district, by=None)


def test_a_status_is_not_changed_from_what_it_no_longer_is(school):
    first, second = school, type(school).objects.get(pk=school.pk)
    archive(first, by=None)
    with pytest.raises(ValidationError, match="已归档"):
        archive(second, by=None)
    assert AuditEntry.objects.filter(action="site.archived").count() == 1


def test_the_commands_do_the_same_and_say_what_is_wrong(school, capsys):
    from django.core.management.base import CommandError

    call_command("suspend_school", "shiyan")
    assert "已暂停" in capsys.readouterr().out
    call_command("reopen_school", "shiyan")
    call_command("archive_school", "shiyan")
    school.refresh_from_db()
    assert school.status == "archived"
    with pytest.raises(CommandError, match="不能改为"):
        call_command("archive_school", "shiyan")
    with pytest.raises(CommandError, match="没有代码"):
        call_command("suspend_school", "nowhere")
