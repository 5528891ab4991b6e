"""Telling a school by e-mail what was returned: at once, once a day, never."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sitehub.syndication import transitions
from sitehub.syndication.models import MailWish, Submission
from sitehub.syndication.telling import LIMIT, mail_digests

from .helpers import offer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases,
    pytest.mark.usefixtures("run_jobs"),
]


@pytest.fixture
def people(editor, manager, stranger, district_editor):
    """Two of the school, one of another, one of the district: all have an address."""
    for person in (editor, manager, stranger, district_editor):
        person.email = f"{person.username}@example.org"
        person.save()
    return {"editor": editor, "manager": manager}


def wants(person, returns):
    MailWish.objects.create(user=person, returns=returns)


def returned(site, by, title="校运会", reason="照片里有电话"):
    row = offer(site, title)
    return transitions.return_to_school(row, version=row.version, by=by, reason=reason)


def receivers(letters):
    return sorted(to for letter in letters for to in letter.to)


def test_at_once_for_who_asked_and_daily_for_the_others(
    school, people, district_editor, mailoutbox, django_capture_on_commit_callbacks
):
    wants(people["manager"], "at-once")
    with django_capture_on_commit_callbacks(execute=True):
        returned(school, district_editor)
    assert receivers(mailoutbox) == [people["manager"].email]
    assert "照片里有电话" in mailoutbox[0].body
    assert "/admin/my-submissions/" in mailoutbox[0].body
    mailoutbox.clear()
    assert mail_digests() == 1
    assert receivers(mailoutbox) == [people["editor"].email]
    assert "《校运会》（学校动态） 已退回：照片里有电话" in mailoutbox[0].body


def test_a_digest_says_everything_once(school, people, district_editor, mailoutbox):
    wants(people["manager"], "never")
    for number in range(LIMIT + 2):
        returned(school, district_editor, f"第{number}篇")
    assert mail_digests() == 1
    assert "还有 2 篇" in mailoutbox[0].body
    assert mail_digests() == 0
    returned(school, district_editor, "又一篇")
    assert mail_digests(timezone.now() + timedelta(hours=1)) == 1
    assert "又一篇" in mailoutbox[1].body
    assert "第0篇" not in mailoutbox[1].body


def test_what_is_offered_again_or_accepted_is_not_told(
    school, people, editor, district_editor, mailoutbox
):
    row = returned(school, district_editor)
    transitions.submit_again(row, by=editor)
    row = offer(school, "科技节")
    transitions.accept(row, version=row.version, by=district_editor)
    assert mail_digests() == 0
    assert not mailoutbox


def test_a_wish_is_set_on_the_account_page(admin_client, editor, district_editor):
    admin_client.force_login(editor)
    page = admin_client.get("/admin/account/").content.decode()
    assert "报送的邮件通知" in page
    fields = {
        name: value
        for name, value in {
            "name_email-first_name": "林老师",
            "name_email-last_name": "",
            "name_email-email": "lin@example.org",
            "locale-preferred_language": "",
            "locale-current_time_zone": "",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
            "returns-returns": "at-once",
        }.items()
    }
    admin_client.post("/admin/account/", fields)
    assert MailWish.objects.get(user=editor).returns == "at-once"
    admin_client.force_login(district_editor)
    assert "报送的邮件通知" not in admin_client.get("/admin/account/").content.decode()


def test_the_reason_is_on_the_start_page_and_in_the_list(
    admin_client, school, editor, district_editor
):
    row = returned(school, district_editor)
    admin_client.force_login(editor)
    for address in ("/admin/", "/admin/my-submissions/"):
        assert "照片里有电话" in admin_client.get(address).content.decode()
    assert Submission.objects.get(pk=row.pk).reason
