"""Who gets a file, and with which headers."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from wagtail.models import CollectionViewRestriction

from media import links
from media.models import SiteDocument
from tests.factories import make_picture, offer

pytestmark = pytest.mark.django_db

FILM = b"\0\0\0\x20ftypisom" + bytes(range(256)) * 1000


@pytest.fixture
def get(client):
    def fetch(address, host="shiyan.localhost", **headers):
        return client.get(address, headers={"host": host, **headers})

    return fetch


@pytest.fixture
def film(school):
    file = ContentFile(FILM, name="运动会.mp4")
    film = SiteDocument.objects.create(title="运动会", collection=school.collection, file=file)
    offer(film, school)
    return film


def body(response):
    return b"".join(response.streaming_content)


def test_a_picture_may_be_kept_for_ever_and_never_run(get, school):
    image = make_picture(school)
    for host in ("shiyan.localhost", "admin.localhost"):
        answer = get(image.file.url, host)
        assert body(answer)[:3] == b"\xff\xd8\xff"
        assert answer["Content-Type"] == "image/jpeg"
        assert "immutable" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
    assert get(image.file.url, if_none_match=answer["ETag"]).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "../sitehub.sqlite3", "images/../../x.jpg", "images/%2e%2e/%2e%2e/x.jpg", "images/",
        "images", "", "images//etc/passwd", "documents/ab/abc.pdf", "wagtail_uploads/a.jpg",
        "images/a.html", "images/no-such.jpg", "images/a\0.jpg",
        f"images/{'a' * 300}.jpg",
    ],
)  # fmt: skip
def test_nothing_but_pictures_has_a_path(get, school, path):
    assert get(f"/media/{path}").status_code in (400, 404)


def test_a_document_cannot_be_fetched_by_its_path(get, film):
    assert get(f"/media/{film.file.name}").status_code == 404


def test_no_way_round_leads_from_pictures_to_private_files(get, school):
    """A signed link tells the name of its file; the file must not outlive the link by it."""
    name = storages["default"].save("letters/ab/abcd.jpg", ContentFile(b"\xff\xd8\xff"))
    for way in ("images/../", "images/ab/../../", "original_images/../images/../", "images/./../"):
        assert get(f"/media/{way}{name}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=1000-", 1000, None), ("bytes=-10", -10, None),
     ("bytes=100-99999999", 100, None)],
)  # fmt: skip
def test_a_film_can_be_wound(get, film, asked, first, last):
    answer = get(film.url, range=asked)
    assert answer.status_code == 206
    wanted = FILM[first:] if last is None else FILM[first : last + 1]
    assert body(answer) == wanted
    assert answer["Content-Length"] == str(len(wanted))
    start = first % len(FILM)
    assert answer["Content-Range"] == f"bytes {start}-{start + len(wanted) - 1}/{len(FILM)}"
    assert answer["Content-Type"] == "video/mp4"


def test_odd_ranges_get_the_whole_or_are_refused(get, film):
    endless = "9" * 5000
    odds = ["bytes=5-2", "bytes=-", "lines=1-2", "bytes=0-1,5-6", "bytes=٣-٥"]
    for odd in (*odds, f"bytes=0-{endless}", f"bytes={endless}-", f"bytes=-{endless}"):
        answer = get(film.url, range=odd)
        assert answer.status_code == 200
        assert body(answer) == FILM
    assert get(film.url, range=f"bytes={len(FILM)}-").status_code == 416


def test_a_document_in_a_restricted_folder_is_not_handed_out(get, school, film):
    CollectionViewRestriction.objects.create(
        collection=school.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert get(film.url).status_code in (302, 403)


def test_a_signed_link_opens_one_file_and_expires(get, film, monkeypatch):
    link = storages["default"].url(film.file.name)
    assert body(get(link)) == FILM
    token = link.split("/")[2]
    assert get(f"/files/{token}x/").status_code == 410
    late = timezone.now().timestamp() + 301
    monkeypatch.setattr("django.core.signing.time.time", lambda: late)
    assert get(link).status_code == 410
    assert links.name_of(token) is None


def test_head_asks_for_the_headers_only(client, film):
    answer = client.head(film.url, headers={"host": "shiyan.localhost"})
    assert answer["Content-Length"] == str(len(FILM))
    assert not answer.streaming
