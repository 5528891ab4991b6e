import pytest
from django.core.files.base import ContentFile

from media.models import SiteDocument

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
