"""What Wagtail does, who signs in and who fetches files becomes a line."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page

from media.models import SiteDocument
from sitehub.audit.models import AuditEntry
from tests.factories import column_of, make_article, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def lines(action):
    return AuditEntry.objects.filter(action=action).order_by("pk")


def test_editing_and_publishing_name_person_school_and_revisions(school, editor):
    article = make_article(school, publish=False)
    first = article.latest_revision_id
    article.title = "新标题"
    revision = article.save_revision(user=editor, log_action=True)
    revision.publish(user=editor)
    edit, publish = lines("wagtail.edit").get(), lines("wagtail.publish").get()
    assert (edit.before, edit.after) == ({"revision": first}, {"revision": revision.pk})
    assert (edit.actor_id, edit.site_code, edit.object_id) == (editor.pk, "shiyan", str(article.pk))
    assert (publish.actor_name, publish.site_code) == ("林老师", "shiyan")
    assert publish.roles == "school-editor"


def test_moving_locking_restricting_and_deleting_are_recorded(admin_client, school, manager):
    article = make_article(school)
    other = column_of(school, "notice")
    admin_client.force_login(manager)
    page = Page.objects.get(pk=article.pk)
    admin_client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    admin_client.post(reverse("wagtailadmin_pages:unlock", args=[page.pk]))
    admin_client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk]))
    admin_client.post(
        reverse("wagtailadmin_pages:set_privacy", args=[page.pk]),
        {"restriction_type": "password", "password": "open sesame 7", "groups": []},
    )
    admin_client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    admin_client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    verbs = ("lock", "unlock", "move", "view_restriction.create", "unpublish", "delete")
    for verb in verbs:
        line = lines(f"wagtail.{verb}").get()
        assert (line.actor_id, line.site_code) == (manager.pk, "shiyan"), verb
    assert lines("wagtail.move").get().details["destination"]["title"] == other.title


def test_an_upload_is_a_line_of_the_school(admin_client, school, editor):
    admin_client.force_login(editor)
    file = SimpleUploadedFile("plan.txt", b"text", content_type="text/plain")
    data = {"files[]": file, "collection": school.collection_id, "title": "计划"}
    response = admin_client.post(
        reverse("wagtaildocs:add_multiple"), data, headers={"x-requested-with": "XMLHttpRequest"}
    )
    assert response.json()["success"]
    line = lines("file.upload").get()
    assert (line.object_kind, line.site_code) == ("media.sitedocument", "shiyan")
    assert line.actor_id == editor.pk


def test_a_deleted_picture_is_a_line_of_the_school(admin_client, school, manager):
    picture = make_picture(school)
    admin_client.force_login(manager)
    admin_client.post(reverse("wagtailimages:delete", args=[picture.pk]))
    line = lines("file.delete").get()
    assert (line.object_id, line.site_code) == (str(picture.pk), "shiyan")
    assert line.actor_id == manager.pk
    assert line.object_title == picture.title


def test_opening_a_school_is_one_line(school):
    assert lines("site.open").filter(site_code="shiyan").count() == 1
    assert not lines("wagtail.create").exists()


def test_signing_in_failing_and_leaving_are_lines(admin_client, editor):
    login = reverse("wagtailadmin_login")
    admin_client.post(login, {"username": "shiyan.editor", "password": "wrong"})
    admin_client.post(login, {"username": "nobody", "password": "secret word"})
    admin_client.post(login, {"username": "shiyan.editor", "password": "correct horse"})
    admin_client.post(reverse("wagtailadmin_logout"))
    wrong, unknown = lines("signin.failure")
    assert (wrong.object_id, wrong.site_code, wrong.actor_id) == (str(editor.pk), "shiyan", None)
    assert (unknown.details, unknown.site_id) == ({"name": "nobody"}, None)
    came, left = lines("signin.success").get(), lines("signin.out").get()
    assert came.actor_id == left.actor_id == editor.pk
    assert came.roles == "school-editor"
    everything = str(list(AuditEntry.objects.values()))
    assert "secret word" not in everything
    assert "correct horse" not in everything


def test_a_file_fetched_inside_is_recorded_and_one_that_visitors_read_is_not(
    client, admin_client, school, editor
):
    document = SiteDocument.objects.create(
        title="内部", collection=school.collection, file=ContentFile(b"x", name="a.txt")
    )
    address = reverse("wagtaildocs_serve", args=[document.pk, document.filename])
    client.get(address, headers={"host": "shiyan.localhost"})
    assert not lines("file.download").exists()
    admin_client.force_login(editor)
    admin_client.get(address, headers={"host": "admin.localhost"})
    admin_client.get(address, headers={"host": "admin.localhost", "range": "bytes=1-"})
    line = lines("file.download").get()
    assert (line.actor_id, line.site_code) == (editor.pk, "shiyan")


def test_settings_show_what_was_before(admin_client, administrator):
    admin_client.force_login(administrator)
    admin_client.post(reverse("returnphrase:add"), {"text": "请补图", "order": 1})
    number = lines("returnphrase.create").get().object_id
    admin_client.post(reverse("returnphrase:edit", args=[number]), {"text": "请补图片", "order": 1})
    line = lines("returnphrase.change").get()
    assert (line.before["text"], line.after["text"]) == ("请补图", "请补图片")


def test_an_account_is_recorded_when_made_changed_and_given_a_password(editor, admin_client):
    user = get_user_model().objects.create_superuser("root", password="open sesame 77")
    assert lines("person.created").get(object_id=str(user.pk)).after["is_superuser"] is True
    admin_client.force_login(editor)
    admin_client.post(
        reverse("wagtailadmin_account"),
        {"name_email-first_name": "林一", "name_email-email": "lin@example.com",
         "locale-preferred_language": "", "locale-current_time_zone": "Asia/Shanghai",
         "theme-theme": "system", "theme-density": "default", "theme-keyboard_shortcuts": "on",
         "theme-contrast": "system", "returns-returns": "daily"},
    )  # fmt: skip
    line = lines("person.changed").get()
    assert (line.actor_id, line.site_code) == (editor.pk, "shiyan")
    assert line.before == {"first_name": "林老师", "email": ""}
    assert line.after == {"first_name": "林一", "email": "lin@example.com"}
    editor.refresh_from_db()
    editor.set_password("another sesame 78")
    editor.save()
    line = lines("person.password_changed").get(object_id=str(editor.pk))
    assert "sesame" not in str(line.__dict__)


def test_a_password_stored_anew_at_sign_in_is_no_change(editor, settings):
    editor.set_password("open sesame 77")
    editor.save()
    before = lines("person.password_changed").count()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    old = editor.password
    assert get_user_model().objects.get(pk=editor.pk).check_password("open sesame 77")
    editor.refresh_from_db()
    assert editor.password != old
    assert lines("person.password_changed").count() == before


def test_accounts_disabled_emptied_and_deleted_past_the_functions_are_recorded(
    school, editor, manager, admin_client, django_user_model
):
    manager.groups.clear()
    line = lines("person.role_taken").get()
    assert (line.object_id, line.details) == (str(manager.pk), {"role": "school-manager"})
    editor.is_active = False
    editor.save()
    assert lines("person.changed").get().after == {"is_active": False}
    root = django_user_model.objects.create_superuser("root", password="open sesame 77")
    admin_client.force_login(root)
    admin_client.post(reverse("wagtailusers_users:delete", args=[editor.pk]))
    line = lines("person.deleted").get()
    assert (line.actor_id, line.site_code, line.object_title) == (root.pk, "shiyan", "林老师")


def test_a_role_given_past_the_functions_is_recorded_too(school, editor):
    group = school.groups.get(role="school-manager").group
    given = lines("person.role_given").count()
    editor.groups.add(group)
    group.user_set.remove(editor)
    assert lines("person.role_given").count() == given + 1
    line = lines("person.role_taken").get()
    assert (line.site_code, line.object_id) == ("shiyan", str(editor.pk))
    assert line.details == {"role": "school-manager"}
