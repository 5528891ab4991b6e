"""Albums and films: what visitors get, what editors upload, what the district takes."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from media.kinds import film_type
from media.models import SiteImage
from media.renditions import make_renditions
from media.sizes import EDITORS
from school_sites.listings_check import find_drift
from school_sites.models import AlbumPage, Listing, VideoPage
from sitehub.syndication import transitions
from sitehub.syndication.models import Submission, TrustedSchool
from tests.factories import make_article, make_column, make_film, make_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def wall(school):
    """A column that shows albums and films as tiles."""
    return make_column(school, "校园相册", "wall", slug="album")


@pytest.fixture
def album(school, wall):
    photos = [(make_picture(school, size=(1400, 900)), words) for words in ("跳绳", "")]
    return make_article(school, "校运会剪影", model=AlbumPage, column=wall, photos=photos)


def page_of(client, path, host="shiyan.localhost"):
    response = client.get(path, headers={"host": host})
    assert response.status_code == 200
    return response.content.decode()


def jpeg(size=(1400, 900)):
    data = BytesIO()
    Image.new("RGB", size, "teal").save(data, "JPEG")
    return data.getvalue()


def test_photographs_are_links_to_large_pictures_with_words(client, album):
    for photo in album.photos.all():
        make_renditions(photo.image)
    page = page_of(client, f"/a/{album.pk}/")
    first = album.photos.first().image
    assert f'href="{first.renditions.get(filter_spec="width-1280|format-webp").url}"' in page
    assert 'alt="跳绳"' in page
    assert 'alt="校运会剪影，第 2 张照片"' in page
    assert "共 2 张照片" in page
    assert "og:image" in page  # the first photograph stands for an album without a cover


def test_the_wall_shows_the_cover_and_the_count(client, album, school, wall):
    make_article(school, "空相册", model=AlbumPage, column=wall)
    page = page_of(client, "/album/")
    assert Listing.objects.get(pk=album.pk).cover_url in page
    assert '2<span class="visually-hidden"> 张照片' in page


def test_a_photograph_whose_original_is_lost_is_shown_in_the_sizes_there_are(
    client, school, wall, run_jobs, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        broken = make_picture(school)
    broken.file.storage.delete(broken.file.name)
    page = make_article(school, model=AlbumPage, column=wall, photos=[(broken, "拔河")])
    text = page_of(client, f"/a/{page.pk}/")
    assert "拔河" in text
    assert broken.file.name not in text


def test_an_album_goes_to_the_district_and_comes_back(client, district, school, editor):
    TrustedSchool.objects.create(site=school)
    album = make_article(school, "全区看得到", model=AlbumPage, photos=[(make_picture(school), "")])
    page = "/xinwen/xuexiao/"
    assert "1 张照片" in page_of(client, page, "district.localhost")
    album.unpublish()
    assert "全区看得到" not in page_of(client, page, "district.localhost")
    AlbumPage.objects.get(pk=album.pk).save_revision().publish()
    assert "全区看得到" in page_of(client, page, "district.localhost")
    submission = Submission.objects.get(article=album)
    transitions.withdraw(submission, by=editor)
    assert "全区看得到" not in page_of(client, page, "district.localhost")


def test_the_listing_check_knows_the_forms(school, album, wall):
    film = make_article(
        school, "短片", model=VideoPage, column=wall, link="https://example.com/v", duration="3:25"
    )
    assert list(find_drift()) == []
    Listing.objects.filter(pk=album.pk).update(pictures=9)
    Listing.objects.filter(pk=film.pk).update(duration="")
    found = {(drift.article_id, drift.field) for drift in find_drift()}
    assert found == {(album.pk, "pictures"), (film.pk, "duration")}


def test_an_uploaded_photograph_is_the_schools(admin_client, editor, school, wall):
    admin_client.force_login(editor)
    file = SimpleUploadedFile("DSC 0001.jpg", jpeg(), "image/jpeg")
    answer = admin_client.post(f"/admin/albums/{wall.pk}/photo/", {"file": file})
    image = SiteImage.objects.get()
    assert answer.json()["photo"]["id"] == str(image.pk)
    assert answer.json()["photo"]["preview"]["url"]
    assert (image.title, image.collection, image.uploaded_by_user) == (
        "DSC 0001", school.collection, editor,
    )  # fmt: skip
    assert {one.filter_spec for one in image.renditions.all()} <= set(EDITORS), (
        "the rest is a job's"
    )


@pytest.mark.parametrize(
    ("name", "data"), [("x.jpg", b"no picture"), ("x.txt", b"text"), ("x.svg", b"<svg/>")]
)
def test_a_refused_file_says_why_and_stores_nothing(admin_client, editor, wall, name, data):
    admin_client.force_login(editor)
    answer = admin_client.post(
        f"/admin/albums/{wall.pk}/photo/", {"file": SimpleUploadedFile(name, data)}
    )
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert not SiteImage.objects.exists()


def test_strangers_and_a_missing_file_upload_nothing(admin_client, editor, stranger, album, wall):
    before = SiteImage.objects.count()
    admin_client.force_login(stranger)
    for page in (album, wall):
        file = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
        answer = admin_client.post(f"/admin/albums/{page.pk}/photo/", {"file": file})
        assert answer.status_code == 404
    admin_client.force_login(editor)
    assert admin_client.post(f"/admin/albums/{album.pk}/photo/").status_code == 422
    assert admin_client.get(f"/admin/albums/{album.pk}/photo/").status_code == 405
    assert SiteImage.objects.count() == before


def test_an_editor_without_the_right_to_add_pictures_is_told(admin_client, editor, school, wall):
    group = school.groups.get(role="school-editor").group
    group.collection_permissions.all().delete()
    admin_client.force_login(editor)
    file = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
    answer = admin_client.post(f"/admin/albums/{wall.pk}/photo/", {"file": file})
    assert answer.status_code == 422
    assert "权限" in answer.json()["error"]
    assert not SiteImage.objects.exists()


def test_rows_are_stored_in_the_order_of_the_editor(admin_client, editor, school, album):
    admin_client.force_login(editor)
    edit = f"/admin/pages/{album.pk}/edit/"
    page = admin_client.get(edit)
    assert "批量上传照片" in page.content.decode()
    first, second = album.photos.all()
    rows = [
        {"id": first.pk, "image": first.image_id, "caption": "后", "alt_text": "", "ORDER": 2},
        {"id": second.pk, "image": second.image_id, "caption": "先", "alt_text": "", "ORDER": 1},
    ]
    form = page.context["form"]
    values = {name: form[name].value() or "" for name in form.fields if name != "body"}
    data = nested_form_data({**values, "photos": inline_formset(rows, initial=2)})
    data |= {"body-count": "0", "action-publish": "publish"}
    answer = admin_client.post(edit, data)
    assert answer.status_code == 302, answer.context["form"].errors
    album = AlbumPage.objects.get(pk=album.pk)
    assert [photo.caption for photo in album.photos.all()] == ["先", "后"]
    assert Listing.objects.get(pk=album.pk).cover_id == second.image_id


def test_a_film_of_the_site_is_played_and_a_link_says_it_leaves(client, school, wall):
    film = make_film(school)
    own = make_article(
        school, "校歌", model=VideoPage, column=wall, file=film, duration="12:30",
        cover=make_picture(school),
    )  # fmt: skip
    page = page_of(client, f"/a/{own.pk}/")
    assert f'<source src="{film.url}" type="video/mp4">' in page
    assert 'preload="metadata"' in page
    assert "PT12M30S" in page
    link = make_article(
        school, "课堂", model=VideoPage, column=wall, link="https://video.example.com/1"
    )
    page = page_of(client, f"/a/{link.pk}/")
    assert "将离开本站，前往 video.example.com" in page
    assert "12:30" in page_of(client, "/album/")
    film.delete()
    assert "视频暂时不能观看" in page_of(client, f"/a/{own.pk}/")


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("a.mp4", b"\0\0\0\x18ftypmp42", "video/mp4"),
        ("a.webm", b"\x1a\x45\xdf\xa3\x42\x82\x84webm", "video/webm"),
        ("a.webm", b"\x1a\x45\xdf\xa3\x42\x82\x88matroska", ""),
        ("a.mp4", b"\0\0\0\x14ftypqt  ", ""),
        ("a.mp4", b"\0\0\0\x18ftypheic", ""),
        ("a.mp4", b"<html>", ""),
        ("a.mp4", b"", ""),
        ("a.pdf", b"\0\0\0\x18ftypmp42", ""),
    ],
)
def test_films_are_known_by_their_content(name, data, content_type):
    assert film_type(ContentFile(data, name=name)) == content_type


@pytest.mark.parametrize(
    ("name", "data"), [("a.mp4", b"\0\0\0\x14ftypqt  "), ("a.txt", "一段文字".encode())]
)
def test_a_file_that_browsers_do_not_play_is_no_film(school, name, data):
    page = VideoPage(title="片", file=make_film(school, name, data))
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert list(refused.value.message_dict) == ["file"]


@pytest.mark.parametrize(("text", "good"), [("3:25", True), ("12:30", True), ("1:02:40", True),
                                            ("3分", False), ("3:75", False)])  # fmt: skip
def test_a_duration_is_minutes_and_seconds(text, good):
    page = VideoPage(title="片", link="https://example.com/", duration=text)
    if good:
        page.clean()
    else:
        with pytest.raises(ValidationError, match="时长"):
            page.clean()
