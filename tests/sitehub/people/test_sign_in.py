"""The door: locks, the same answer for everybody, old passwords, idle time, sessions."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone

from sitehub.accounts.models import UserSession
from sitehub.accounts.sessions import browser_name
from sitehub.audit.models import AuditEntry
from tests.factories import make_article

pytestmark = pytest.mark.django_db

WORD = "correct horse"
WRONG = "登录名或密码不对，请再试。"


def sign_in(client, username, password=WORD, **extra):
    data = {"username": username, "password": password}
    return client.post("/admin/login/", data, **extra)


def told(response):
    return response.context["form"].non_field_errors()


def test_unknown_disabled_and_wrong_are_told_the_same(admin_client, editor, stranger):
    stranger.is_active = False
    stranger.save()
    for name, password in (("shiyan.editor", "x"), ("nobody", WORD), ("mingde.editor", WORD)):
        assert told(sign_in(admin_client, name, password)) == [WRONG]


@pytest.mark.parametrize("name", ["shiyan.editor", "nobody"])
def test_a_name_is_locked_for_an_address_whether_there_is_such_a_person_or_not(
    admin_client, editor, name
):
    answers = [sign_in(admin_client, name, "wrong") for _ in range(5)]
    assert [one.status_code for one in answers] == [200] * 4 + [429]
    locked = sign_in(admin_client, name)
    assert locked.status_code == 429
    assert "15 分钟" in told(locked)[0]
    # From elsewhere the person signs in.
    if name == "shiyan.editor":
        elsewhere = Client(HTTP_HOST="admin.localhost", REMOTE_ADDR="192.0.2.7")
        assert sign_in(elsewhere, name).status_code == 302


def test_the_lock_ends_by_itself(admin_client, editor, settings):
    settings.AXES_COOLOFF_TIME = timedelta(seconds=0)
    for _ in range(6):
        assert told(sign_in(admin_client, "shiyan.editor", "wrong"))
    assert sign_in(admin_client, "shiyan.editor").status_code == 302


def test_a_manager_unlocks(admin_client, editor, manager):
    for _ in range(5):
        sign_in(admin_client, "shiyan.editor", "wrong")
    boss = Client(HTTP_HOST="admin.localhost")
    boss.force_login(manager)
    boss.post(f"/admin/people/{editor.pk}/unlock/")
    assert sign_in(admin_client, "shiyan.editor").status_code == 302


def test_one_address_cannot_try_many_names(admin_client, editor, settings):
    settings.SIGN_IN_FAILURES_PER_ADDRESS = 6
    for number in range(6):
        sign_in(admin_client, f"name{number}", "wrong")
    assert "锁定" in told(sign_in(admin_client, "shiyan.editor"))[0]
    assert AuditEntry.objects.filter(action="signin.address_locked").count() == 1


def test_a_password_reset_tells_nobody_who_has_an_account(
    admin_client, editor, mailoutbox, run_jobs
):
    editor.email = "lin@example.cn"
    editor.save()
    answers = []
    for email in ("lin@example.cn", "nobody@example.cn"):
        response = admin_client.post("/admin/password_reset/", {"email": email})
        answers.append((response.status_code, response["Location"]))
    assert answers[0] == answers[1]
    assert [one.to for one in mailoutbox] == [["lin@example.cn"]]
    assert "http://admin.localhost:8000/admin/password_reset/confirm/" in mailoutbox[0].body


def change_password(client, old, new):
    page = client.get("/admin/account/")
    forms = [panel.get_form() for tab in page.context["panels_by_tab"].values() for panel in tab]
    data = {
        bound.html_name: bound.value()
        for form in forms
        for bound in form
        if bound.value() not in (None, False)
    }
    data |= {
        "password-old_password": old,
        "password-new_password1": new,
        "password-new_password2": new,
    }
    return client.post("/admin/account/", data)


def test_none_of_the_last_five_passwords_comes_again(admin_client, editor):
    admin_client.force_login(editor)
    words = [WORD, *(f"phrase number {n}" for n in range(5))]
    for old, new in pairwise(words):
        assert change_password(admin_client, old, new).status_code == 302, new
    for used in words[1:]:
        assert change_password(admin_client, words[-1], used).status_code == 200, used
    assert change_password(admin_client, words[-1], WORD).status_code == 302


def idle(minutes):
    UserSession.objects.update(last_seen=timezone.now() - timedelta(minutes=minutes))


def test_who_does_nothing_is_signed_out_and_told(admin_client, editor):
    admin_client.force_login(editor)
    idle(61)
    response = admin_client.get("/admin/write/")
    assert response["Location"] == "/admin/login/?next=/admin/write/"
    assert "60 分钟没有操作" in admin_client.get(response["Location"]).content.decode()
    assert not UserSession.objects.filter(user=editor).exists()


def test_work_keeps_the_session_and_an_open_editor_alone_does_not(admin_client, school, editor):
    admin_client.force_login(editor)
    article = make_article(school)
    idle(59)
    ping = f"/admin/editing-sessions/ping/school_sites/articlepage/{article.pk}/1/"
    assert admin_client.post(ping).status_code != 302
    assert UserSession.objects.get(user=editor).last_seen < timezone.now() - timedelta(minutes=58)
    assert admin_client.get("/admin/").status_code == 200
    assert UserSession.objects.get(user=editor).last_seen > timezone.now() - timedelta(minutes=1)


PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


def test_a_person_sees_and_ends_the_own_sessions(admin_client, editor):
    phone = Client(HTTP_HOST="admin.localhost", REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT=PHONE)
    sign_in(phone, "shiyan.editor")
    sign_in(admin_client, "shiyan.editor")
    page = admin_client.get("/admin/account/sessions/").content.decode()
    assert "Chrome · Android" in page
    assert "192.0.2.7" in page
    row = UserSession.objects.get(address="192.0.2.7")
    assert row.session_key not in page
    admin_client.post("/admin/account/sessions/", {"session": row.started_at.isoformat()})
    assert phone.get("/admin/")["Location"].startswith("/admin/login/")
    assert admin_client.get("/admin/").status_code == 200
    assert AuditEntry.objects.filter(action="person.sessions_ended").count() == 1


def test_nobody_ends_another_s_session(admin_client, editor, manager):
    other = Client(HTTP_HOST="admin.localhost")
    other.force_login(manager)
    admin_client.force_login(editor)
    row = UserSession.objects.get(user=manager)
    data = {"session": row.started_at.isoformat()}
    assert admin_client.post("/admin/account/sessions/", data).status_code == 404
    admin_client.post("/admin/account/sessions/", {"others": "1"})
    assert other.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome · Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/121.0", "Firefox · Windows"),
        ("curl/8", ""),
    ],
)
def test_browsers_have_names(agent, name):
    assert browser_name(agent) == name
