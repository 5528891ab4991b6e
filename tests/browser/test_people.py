"""People in a real browser: a passkey from its setup to the next sign-in; screens on a phone."""

import pytest

from tests.browser.conftest import PHONE, axe, scrolls_sideways
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def authenticator(page):
    """A security key inside the browser, whose owner always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page, server, username):
    page.goto(server.url_of("admin.localhost", "/admin/login/"))
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", "correct horse")
    page.click("button[type=submit]")


def test_a_passkey_is_set_up_when_it_must_be_and_opens_the_next_session(
    page, server, authenticator, administrator, settings
):
    settings.SECOND_FACTOR_ROLES = None
    settings.OTP_WEBAUTHN_ALLOWED_ORIGINS = [settings.WAGTAILADMIN_BASE_URL]
    page.set_viewport_size(PHONE)
    sign_in(page, server, "admin")
    page.wait_for_url("**/admin/second-factor/setup/")
    assert axe(page) == []
    assert not scrolls_sideways(page)
    page.click("[data-passkey=add]")
    page.click("text=去工作")
    page.wait_for_url("**/admin/")
    page.context.clear_cookies()
    sign_in(page, server, "admin")
    page.wait_for_url("**/admin/second-factor/?**")
    assert axe(page) == []
    assert not scrolls_sideways(page)
    page.click("[data-passkey=use]")
    page.wait_for_url("**/admin/")


def test_people_and_the_choice_of_a_site_on_a_phone(page, server, school, other_school, manager):
    make_user("lin", "林老师", site=school, role="school-editor")
    manager.groups.add(other_school.groups.get(role="school-editor").group)
    page.set_viewport_size(PHONE)
    sign_in(page, server, "shiyan.manager")
    page.wait_for_url("**/admin/working-site/**")
    assert axe(page, context="main") == []
    page.click("button:has-text('云澜区实验小学')")
    page.wait_for_url("**/admin/")
    for path in ("", "invite/", "bulk/", f"{manager.pk}/"):
        page.goto(server.url_of("admin.localhost", f"/admin/people/{path}"))
        assert axe(page, context="main") == [], path
        assert not scrolls_sideways(page), path
    page.goto(server.url_of("admin.localhost", "/admin/people/invite/"))
    page.fill("input[name=name]", "吴老师")
    page.select_option("select[name=role]", "school-editor")
    page.click("main button[type=submit]:has-text('邀请')")
    page.wait_for_url("**/admin/people/invited/")
    assert "/admin/invitation/" in page.input_value("textarea")
