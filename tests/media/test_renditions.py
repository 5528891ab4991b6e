"""Sizes of pictures: made by a job, read by pages."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from PIL import Image, ImageChops

from media import drawing
from media.models import SiteImage, SiteRendition
from media.pictures import picture_of, prefetch_pictures
from media.renditions import make_renditions
from media.sizes import COVER, body_spec
from media.tasks import make_renditions_task
from school_sites.models import Listing
from tests.factories import make_article

from .conftest import encoded

pytestmark = pytest.mark.django_db


def add_picture(site, size=(1600, 1200), **options):
    file = ContentFile(encoded(size, **options), name="a.jpg")
    return SiteImage.objects.create(title="操场", collection=site.collection, file=file)


def pixels(rendition):
    with rendition.file.open() as file:
        return Image.open(BytesIO(file.read())).convert("RGB")


def visit(client, article):
    return client.get(f"/a/{article.pk}/", headers={"host": "shiyan.localhost"})


def with_pictures(site, *images):
    body = [("image", {"image": image, "alt_text": "操场", "caption": ""}) for image in images]
    return make_article(site, body=body, cover=images[0])


@pytest.fixture
def no_drawing(monkeypatch):
    """Fail whoever draws."""

    def refuse(*arguments, **options):
        raise AssertionError("drawn in a visitor's request")

    monkeypatch.setattr(drawing, "draw", refuse)
    monkeypatch.setattr(drawing, "draw_from", refuse)
    monkeypatch.setattr("wagtail.images.models.Filter.run", refuse)


def test_before_the_job_a_page_shows_the_picture_itself(client, school, request):
    image = add_picture(school)
    article = with_pictures(school, image)
    image.renditions.exclude(filter_spec=COVER).delete()
    request.getfixturevalue("no_drawing")
    page = visit(client, article).content.decode()
    assert f'src="{image.file.url}"' in page
    assert "<source" not in page


def test_after_the_job_a_page_offers_every_format_and_width(client, school, run_jobs, request):
    image = add_picture(school, (1000, 800))
    article = with_pictures(school, image)
    request.getfixturevalue("no_drawing")
    page = visit(client, article).content.decode()
    for kind in ("image/avif", "image/webp", "image/jpeg"):
        assert f'<source type="{kind}"' in page
    picture = picture_of(image)
    assert "480w" in picture.sources[0].srcset
    assert "1000w" in picture.sources[0].srcset
    assert "1280w" not in picture.sources[0].srcset, "never larger than the picture"
    answer = client.get(picture.url, headers={"host": "shiyan.localhost"})
    assert Image.open(BytesIO(b"".join(answer.streaming_content))).size == (1000, 800)


def test_pictures_of_a_page_cost_the_same_number_of_queries(
    school, run_jobs, django_assert_num_queries
):
    for _ in range(6):
        add_picture(school, (500, 400))
    for number in (1, 6):
        images = list(SiteImage.objects.all()[:number])
        with django_assert_num_queries(1):
            for image in prefetch_pictures(images):
                assert picture_of(image).sources


def test_the_job_can_run_again_and_makes_only_what_is_missing(school, run_jobs):
    image = add_picture(school)
    names = set(image.renditions.values_list("file", flat=True))
    assert len(names) == 3 + 9
    assert make_renditions(image) == 0
    image.renditions.filter(filter_spec=body_spec(800, "webp")).delete()
    call_command("make_renditions", verbosity=0)
    assert image.renditions.count() == 12
    assert len(names & set(image.renditions.values_list("file", flat=True))) == 11


def test_a_cover_is_cut_around_the_focal_point_and_lists_show_the_new_one(school, run_jobs):
    """Left half red, right half blue, twice as wide as a cover."""
    drawn = Image.new("RGB", (2000, 500), "red")
    drawn.paste("blue", (1000, 0, 2000, 500))
    output = BytesIO()
    drawn.save(output, "PNG")
    file = ContentFile(output.getvalue(), name="a.png")
    image = SiteImage.objects.create(title="横幅", collection=school.collection, file=file)
    article = with_pictures(school, image)
    before = Listing.objects.get(article=article).cover_url
    image.focal_point_x, image.focal_point_y = 1900, 250
    image.focal_point_width = image.focal_point_height = 100
    image.save()
    cover = image.renditions.get(filter_spec=COVER)
    red, _green, blue = pixels(cover).getpixel((5, 100))
    assert blue > 200 > red
    after = Listing.objects.get(article=article).cover_url
    assert after == cover.file.url != before


def test_a_replaced_picture_takes_its_renditions_files_with_it(school, run_jobs):
    image = add_picture(school)
    article = with_pictures(school, image)
    old = [one.file for one in image.renditions.all()]
    image.file = ContentFile(encoded(colour="navy"), name="b.jpg")
    image.save()
    image = SiteImage.objects.get(pk=image.pk)
    cover = image.renditions.get(filter_spec=COVER)
    assert pixels(cover).getpixel((9, 9))[2] > 100
    assert Listing.objects.get(article=article).cover_url == cover.file.url
    assert not [file.name for file in old if file.storage.exists(file.name)]
    files = [one.file for one in image.renditions.all()] + [image.file]
    image.delete()
    assert not [file.name for file in files if file.storage.exists(file.name)]


def test_a_watermark_is_drawn_on_pictures_in_texts_and_follows_the_schools_wish(
    school, other_school, run_jobs
):
    image, foreign = add_picture(school), add_picture(other_school)
    plain = {one.filter_spec: pixels(one) for one in image.renditions.all()}
    school.watermark = "云澜区实验小学"
    school.save()
    marked = body_spec(800, "jpeg")
    for one in SiteRendition.objects.filter(image=image):
        changed = ImageChops.difference(plain[one.filter_spec], pixels(one)).getbbox()
        if one.filter_spec == marked:
            left, top, _right, _bottom = changed
            assert left > 300, "in the lower right corner"
            assert top > 500
        if one.filter_spec == COVER:
            assert changed is None
    assert foreign.renditions.get(filter_spec=marked).mark == ""
    school.watermark = ""
    school.save()
    one = image.renditions.get(filter_spec=marked)
    assert ImageChops.difference(plain[marked], pixels(one)).getbbox() is None


def test_a_storage_that_is_down_is_tried_again_later(school, settings, monkeypatch):
    image = add_picture(school)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    from django_tasks_db.models import DBTaskResult

    def down(*arguments):
        raise OSError("down")

    monkeypatch.setattr("media.storages.LocalStorage.put", down)
    make_renditions_task.func(image.pk)
    waiting = DBTaskResult.objects.get()
    assert waiting.args_kwargs["args"] == [image.pk, 1, []]
    assert waiting.run_after > waiting.enqueued_at
    with pytest.raises(OSError, match="down"):
        make_renditions_task.func(image.pk, 5)  # then a person sees it
