"""Numbers that nothing has, in the addresses and forms of our own screens."""

import pytest

from tests.factories import column_of, make_article

pytestmark = pytest.mark.django_db

NOBODY, ENDLESS = 10**30, "9" * 5000
SCREENS = ["checks/{}/", "publish/{}/", "copy/{}/", "templates/keep/{}/", "import/{}/"]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_number_no_database_holds_is_not_found(admin_client, school, manager, screen):
    admin_client.force_login(manager)
    assert admin_client.get("/admin/" + screen.format(NOBODY)).status_code == 404


def test_numbers_without_end_are_no_numbers(admin_client, school, manager):
    admin_client.force_login(manager)
    add = f"/admin/pages/add/school_sites/articlepage/{column_of(school).pk}/"
    assert admin_client.get(add, {"template": f"own-{ENDLESS}"}).status_code == 200
    article = make_article(school, publish=False)
    answer = admin_client.post(f"/admin/publish/{article.pk}/", {"revision": ENDLESS})
    assert answer.status_code == 302
    article.refresh_from_db()
    assert not article.live
