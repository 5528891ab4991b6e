"""The second factor: forced where the role needs it, recovered, reset."""

import pytest
from django.core.management import call_command
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from sitehub.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

SETUP = "/admin/second-factor/setup/"
GIVE = "/admin/second-factor/"


@pytest.fixture(autouse=True)
def as_the_table_says(settings):
    settings.SECOND_FACTOR_ROLES = None


def sign_in(client, username):
    data = {"username": username, "password": "correct horse"}
    return client.post("/admin/login/", data)


def browser():
    return Client(HTTP_HOST="admin.localhost")


def set_up(client):
    """Set up an app and return the recovery codes shown."""
    client.post(SETUP, {"action": "begin"})
    device = TOTPDevice.objects.get(confirmed=False)
    code = f"{totp(device.bin_key):06}"
    shown = client.post(SETUP, {"action": "confirm", "code": code}, follow=True)
    return shown.context["codes"]


def test_who_needs_one_finds_only_the_setup_after_signing_in(admin_client, administrator):
    sign_in(admin_client, "admin")
    for path in ("/admin/", "/admin/schools/", "/admin/pages/", "/admin/account/"):
        assert admin_client.get(path)["Location"].startswith(GIVE), path
    assert admin_client.get(GIVE)["Location"] == SETUP
    assert "必须有第二重验证" in admin_client.get(SETUP).content.decode()
    assert len(set_up(admin_client)) == 10
    assert admin_client.get("/admin/schools/").status_code == 200
    # The codes were shown once, and are not kept.
    page = admin_client.get("/admin/second-factor/codes/")
    assert page.context["codes"] == []


def test_the_next_sign_in_asks_and_a_code_works_once(admin_client, administrator):
    sign_in(admin_client, "admin")
    codes = set_up(admin_client)
    assert not StaticToken.objects.filter(token__in=codes).exists()
    other = browser()
    sign_in(other, "admin")
    assert other.get("/admin/")["Location"].startswith(GIVE)
    # Nothing can be added or seen before.
    assert other.get(SETUP)["Location"] == GIVE
    assert other.post(SETUP, {"action": "codes"})["Location"] == GIVE
    assert "不对" in other.post(GIVE, {"code": "AAAAA-AAAAA"}).content.decode()
    StaticDevice.objects.update(throttling_failure_count=0)
    data = {"code": codes[0].lower(), "next": "/admin/schools/"}
    assert other.post(GIVE, data)["Location"] == "/admin/schools/"
    assert other.get("/admin/schools/").status_code == 200
    third = browser()
    sign_in(third, "admin")
    assert third.post(GIVE, {"code": codes[0]}).status_code == 200


def test_the_app_s_code_works_and_guessing_is_slowed(admin_client, administrator):
    sign_in(admin_client, "admin")
    set_up(admin_client)
    device = TOTPDevice.objects.get()
    TOTPDevice.objects.update(last_t=-1)
    other = browser()
    sign_in(other, "admin")
    right = f"{totp(device.bin_key):06}"
    wrong = f"{(int(right) + 1) % 10**6:06}"
    assert other.post(GIVE, {"code": wrong}).status_code == 200
    assert other.post(GIVE, {"code": right}).status_code == 200  # too soon after a wrong one
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert other.post(GIVE, {"code": right}).status_code == 302


def test_who_need_not_have_one_is_not_asked_but_may_set_it_up(admin_client, editor):
    sign_in(admin_client, "shiyan.editor")
    assert admin_client.get("/admin/").status_code == 200
    set_up(admin_client)
    other = browser()
    sign_in(other, "shiyan.editor")
    assert other.get("/admin/")["Location"].startswith(GIVE)


def test_the_setting_decides_in_place_of_the_table(admin_client, administrator, editor, settings):
    settings.SECOND_FACTOR_ROLES = ["school-editor"]
    admin_client.force_login(administrator)
    assert admin_client.get("/admin/schools/").status_code == 200
    admin_client.force_login(editor)
    assert admin_client.get("/admin/")["Location"].startswith(GIVE)


def test_the_last_one_is_not_removed_where_the_role_needs_it(admin_client, administrator):
    sign_in(admin_client, "admin")
    set_up(admin_client)
    device = TOTPDevice.objects.get()
    admin_client.post(SETUP, {"action": "app", "pk": device.pk, "sure": "1"})
    assert TOTPDevice.objects.filter(pk=device.pk).exists()


@pytest.mark.parametrize("action", ["app", "passkey", "codes"])
def test_what_is_lost_is_asked_first(admin_client, editor, action):
    sign_in(admin_client, "shiyan.editor")
    codes = set_up(admin_client)
    device = TOTPDevice.objects.get()
    answer = admin_client.post(SETUP, {"action": action, "pk": device.pk})
    assert 'name="sure" value="1"' in answer.content.decode()
    assert TOTPDevice.objects.filter(pk=device.pk).exists()
    assert StaticToken.objects.count() == len(codes)


def test_a_passkey_that_is_refused_leaves_a_line(admin_client, editor):
    admin_client.force_login(editor)
    url = "/admin/second-factor/passkey/authentication/complete/"
    answer = admin_client.post(url, {}, content_type="application/json")
    assert answer.status_code == 400
    line = AuditEntry.objects.latest("pk")
    assert (line.action, line.details) == ("signin.code_failure", {"kind": "passkey"})


def test_nobody_removes_another_s(admin_client, editor, manager):
    other = TOTPDevice.objects.create(user=manager, confirmed=True)
    admin_client.force_login(editor)
    admin_client.post(SETUP, {"action": "app", "pk": other.pk, "sure": "1"})
    assert TOTPDevice.objects.filter(pk=other.pk).exists()


def test_a_manager_resets_it_for_the_school_s_people_only(
    admin_client, manager, editor, administrator
):
    for user in (editor, administrator):
        TOTPDevice.objects.create(user=user, confirmed=True)
    admin_client.force_login(manager)
    for user, status in ((editor, 302), (administrator, 404)):
        url = f"/admin/people/{user.pk}/reset-second-factor/"
        assert admin_client.post(url).status_code == status
    assert [one.user for one in TOTPDevice.objects.all()] == [administrator]
    assert AuditEntry.objects.filter(action="person.second_factor_reset").count() == 1


def test_passkeys_are_not_begun_without_signing_in(admin_client, editor):
    for kind in ("registration", "authentication"):
        url = f"/admin/second-factor/passkey/{kind}/begin/"
        assert admin_client.post(url).status_code == 403
    TOTPDevice.objects.create(user=editor, confirmed=True)
    sign_in(admin_client, "shiyan.editor")
    # With the password alone no passkey is added beside the app.
    url = "/admin/second-factor/passkey/registration/begin/"
    assert admin_client.post(url).status_code == 403


def test_a_superuser_s_is_reset_on_the_command_line(django_user_model):
    root = django_user_model.objects.create_superuser("root", password="x")
    TOTPDevice.objects.create(user=root, confirmed=True)
    call_command("reset_second_factor", "root")
    assert not TOTPDevice.objects.exists()


def test_wrong_codes_and_recovery_codes_leave_lines(admin_client, editor):
    sign_in(admin_client, "shiyan.editor")
    code = set_up(admin_client)[0]
    other = browser()
    sign_in(other, "shiyan.editor")
    for sent in ("000000", code):
        other.post(GIVE, {"code": sent})
    lines = AuditEntry.objects.order_by("-pk").values_list("action", "site_code")[:2]
    assert list(lines) == [("signin.recovery_code", "shiyan"), ("signin.code_failure", "shiyan")]


def test_what_is_gone_is_not_removed_again(admin_client, editor):
    admin_client.force_login(editor)
    for pk in ("999", "9" * 5000):
        assert admin_client.post(SETUP, {"action": "app", "pk": pk, "sure": "1"}).status_code == 302
    assert not AuditEntry.objects.filter(action="person.second_factor_removed").exists()
