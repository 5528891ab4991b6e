import pytest
from django.core.files.base import ContentFile

from media.models import SiteDocument
from school_sites.models import SiteStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(school):
    return SiteDocument.objects.create(
        title="报名表", collection=school.collection, file=ContentFile(b"text", name="form.txt")
    )


def test_a_file_is_handed_out_at_its_own_site_only(client, document, other_school):
    own = client.get(document.url, headers={"host": "shiyan.localhost"})
    assert own.status_code == 200
    assert b"".join(own.streaming_content) == b"text"
    assert "attachment" in own["Content-Disposition"]
    assert own["X-Content-Type-Options"] == "nosniff"
    assert "Content-Encoding" not in own
    for host in ("mingde.localhost", "district.localhost", "nobody.localhost"):
        assert client.get(document.url, headers={"host": host}).status_code == 404


def of_admin(client, user, document):
    client.logout()
    if user is not None:
        client.force_login(user)
    response = client.get(document.url, headers={"host": "admin.localhost"})
    assert b"".join(response) != b""
    return response.status_code


def test_on_the_admin_host_only_its_own_people_get_a_file(client, document, editor, stranger):
    assert of_admin(client, None, document) == 404
    assert of_admin(client, stranger, document) == 404
    assert of_admin(client, editor, document) == 200
    below = document.collection.add_child(name="报名")
    SiteDocument.objects.filter(pk=document.pk).update(collection=below)
    assert of_admin(client, editor, document) == 200
    editor.is_active = False
    editor.save()
    assert of_admin(client, editor, document) == 404


def test_rights_at_the_root_reach_every_file(client, document, administrator):
    assert of_admin(client, administrator, document) == 200


@pytest.mark.parametrize("status", [SiteStatus.SUSPENDED, SiteStatus.PREPARING])
def test_files_of_a_site_that_is_not_shown_are_not_handed_out(client, document, school, status):
    school.status = status
    school.save()
    response = client.get(document.url, headers={"host": "shiyan.localhost"})
    assert response.status_code == 503
    assert b"text" not in response.content.split(b"<body")[1]
