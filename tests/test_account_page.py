import pytest

pytestmark = pytest.mark.django_db


def fields(page):
    """What a browser would send back: every field's present value."""
    forms = [panel.get_form() for tab in page.context["panels_by_tab"].values() for panel in tab]
    values = {}
    for form in forms:
        for bound in form:
            if bound.value() not in (None, False):
                values[bound.html_name] = bound.value()
    return values


def test_an_editor_with_one_name_and_no_address_chooses_english(admin_client, editor):
    admin_client.force_login(editor)
    page = admin_client.get("/admin/account/")
    assert "姓名" in page.content.decode()
    data = fields(page) | {"locale-preferred_language": "en"}
    response = admin_client.post("/admin/account/", data)
    assert response.status_code == 302
    editor.refresh_from_db()
    assert (editor.first_name, editor.email) == ("林老师", "")
    assert "My drafts" in admin_client.get("/admin/").content.decode()


def test_a_missing_name_is_told_and_changes_nothing(admin_client, editor):
    admin_client.force_login(editor)
    data = fields(admin_client.get("/admin/account/")) | {"name_email-first_name": " "}
    response = admin_client.post("/admin/account/", data)
    assert response.status_code == 200
    editor.refresh_from_db()
    assert editor.first_name == "林老师"
