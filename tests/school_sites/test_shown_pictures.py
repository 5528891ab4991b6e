"""Addresses of covers and logos follow the picture: new file, new focal point, renewed sizes."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image

from media.models import SiteRendition
from school_sites.listings_check import find_drift, mend
from school_sites.models import Listing, SchoolSite
from sitehub.provisioning.sites import set_logo
from tests.factories import make_article, make_picture, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def worker(run_jobs, monkeypatch):
    """Pictures are drawn anew at once: a test's transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda run, **options: run())


@pytest.fixture
def picture(school):
    """A picture that two articles show as their cover and the site as its logo.

    Wagtail keeps renditions in the cache, where those of earlier tests would be found.
    """
    cache.clear()
    picture = make_picture(school)
    make_article(school, "甲", cover=picture)
    make_article(school, "乙", cover=picture)
    set_logo(school, image=picture, by=None)
    return picture


@pytest.fixture
def signed_in(admin_client, school):
    admin_client.force_login(make_user("manager", site=school, role="school-manager"))
    return admin_client


def save(client, picture, **changes):
    data = {"title": picture.title, "collection": picture.collection_id, "tags": ""}
    response = client.post(f"/admin/images/{picture.pk}/", data | changes)
    assert response.status_code == 302, response.context["form"].errors


def another_file():
    data = BytesIO()
    Image.new("RGB", (900, 900), "firebrick").save(data, "JPEG")
    return SimpleUploadedFile("other.jpg", data.getvalue(), "image/jpeg")


def addresses():
    covers = set(Listing.objects.values_list("cover_url", flat=True))
    return covers, SchoolSite.objects.get(code="shiyan").logo_url


def alive(address):
    name = address.removeprefix("/media/")
    return any(r.file.name == name and r.file.storage.exists(name)
               for r in SiteRendition.objects.all())  # fmt: skip


def test_a_new_file_gives_covers_and_logo_new_addresses(client, school, picture, signed_in):
    before, logo_before = addresses()
    page = client.get("/", headers={"host": "shiyan.localhost"}).content.decode()
    assert logo_before in page
    save(signed_in, picture, file=another_file())
    covers, logo = addresses()
    assert len(covers) == 1
    assert covers.isdisjoint(before)
    assert logo != logo_before
    assert all(alive(address) for address in [*covers, logo])
    page = client.get("/", headers={"host": "shiyan.localhost"}).content.decode()
    assert logo in page
    assert logo_before not in page
    assert covers.pop() in page


def test_a_new_focal_point_gives_covers_a_new_cut(school, picture, signed_in):
    before, _ = addresses()
    save(signed_in, picture, focal_point_x=10, focal_point_y=10, focal_point_width=20,
         focal_point_height=20)  # fmt: skip
    covers, logo = addresses()
    assert covers.isdisjoint(before)
    assert all(alive(address) for address in [*covers, logo])


def test_purged_sizes_are_made_again_where_they_are_shown(school, picture):
    call_command("wagtail_update_image_renditions", "--purge-only")
    covers, logo = addresses()
    assert all(alive(address) for address in [*covers, logo])


def test_a_picture_of_ten_articles_costs_no_more_than_of_two(
    school, picture, signed_in, django_assert_max_num_queries
):
    from school_sites.shown_pictures import refresh_picture

    for number in range(8):
        make_article(school, str(number), cover=picture)
    SiteRendition.objects.all()._raw_delete("default")
    with django_assert_max_num_queries(24):
        refresh_picture(picture)
    assert len(addresses()[0]) == 1


def test_a_cover_that_is_gone_for_good_leaves_articles_and_site_without(school, picture):
    picture.delete()
    assert addresses() == ({""}, "")


def test_the_check_finds_a_dead_cover_address_and_mends_it(school, picture):
    article = Listing.objects.first().pk
    Listing.objects.filter(pk=article).update(cover_url="/media/images/gone.webp")
    drifts = list(find_drift())
    assert [(drift.article_id, drift.field) for drift in drifts] == [(article, "cover_url")]
    mend(article)
    assert list(find_drift()) == []
    assert all(alive(address) for address in addresses()[0])


def test_the_check_is_content_with_a_cover_that_cannot_be_read(school, picture):
    picture.file.storage.delete(picture.file.name)
    SiteRendition.objects.all()._raw_delete("default")
    cache.clear()
    drifts = list(find_drift())
    assert {drift.field for drift in drifts} == {"cover_url", "cover_width", "cover_height"}
    for drift in drifts:
        mend(drift.article_id)
    assert list(find_drift()) == []


def test_the_icon_of_a_site_is_its_logo_or_the_platforms(client, school, other_school):
    set_logo(school, image=make_picture(school), by=None)
    icon = SchoolSite.objects.get(pk=school.pk).icon_url
    answer = client.get("/favicon.ico", headers={"host": "shiyan.localhost"})
    assert (answer.status_code, answer["Location"]) == (302, icon)
    assert icon.endswith(".png")
    assert alive(icon)
    page = client.get("/", headers={"host": "shiyan.localhost"}).content.decode()
    assert f'<link rel="icon" href="{icon}" type="image/png">' in page
    assert 'rel="apple-touch-icon"' in page
    answer = client.get("/favicon.ico", headers={"host": "mingde.localhost"})
    assert answer["Location"].endswith("icon.svg")


def test_the_icon_follows_the_logo_and_goes_with_it(school, picture, signed_in):
    before = SchoolSite.objects.get(pk=school.pk).icon_url
    save(signed_in, picture, file=another_file())
    after = SchoolSite.objects.get(pk=school.pk)
    assert after.icon_url != before
    assert alive(after.icon_url)
    assert alive(after.touch_icon_url)
    picture.delete()
    after.refresh_from_db()
    assert (after.icon_url, after.touch_icon_url) == ("", "")
