"""Pictures of public pages: drawn by the job, in every size a page shows, never for a visitor."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.images.models import Filter

from media import drawing, pictures, renditions
from media.models import SiteImage, SiteRendition
from media.sizes import CHOSEN, PERSON, PERSON_CARD, SLIDES
from school_sites.looks.choices import Choice
from school_sites.looks.states import put_in_force, try_out
from school_sites.models import (
    AlbumPage,
    ColumnLayout,
    EventPage,
    Listing,
    PersonPage,
    PlainPage,
    SiteLook,
    TopicPage,
    VideoPage,
)
from sitehub.district.models import SubjectPage, SubjectPerson
from sitehub.provisioning.sites import set_logo
from tests.factories import (
    lay_out,
    make_article,
    make_board,
    make_column,
    make_leaf,
    make_picture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nobody_draws(monkeypatch):
    """Fail whoever draws from now on, once called."""

    def refuse(*arguments, **options):
        raise AssertionError("drawn in a visitor's request")

    def start():
        for module, name in ((drawing, "draw"), (drawing, "draw_from"), (Filter, "run")):
            monkeypatch.setattr(module, name, refuse)
        cache.clear()  # or Wagtail would find what was drawn before

    return start


def in_text(image):
    return [("image", {"image": image, "alt_text": "操场", "caption": ""})]


def furnish(school, district):
    """One page of every type that shows pictures, a picture of its own for each place."""
    new = lambda site=school: make_picture(site)  # noqa: E731
    set_logo(school, image=new(), by=None)
    columns = {
        layout: make_column(school, layout, layout, slug=layout)
        for layout in (ColumnLayout.PEOPLE, ColumnLayout.TOPICS, ColumnLayout.LINKS,
                       ColumnLayout.WALL, ColumnLayout.PAGES)
    }  # fmt: skip
    soon = timezone.now() + timedelta(days=2)
    found = [
        make_article(school, "新闻", body=in_text(new()), cover=new()),
        make_article(school, "影片", model=VideoPage, link="https://example.com/v", cover=new()),
        make_article(school, "活动", model=EventPage, starts_at=soon, cover=new()),
        make_article(school, "相册", model=AlbumPage, column=columns[ColumnLayout.WALL],
                     photos=[(new(), "一"), (new(), "二")]),
        make_leaf(columns[ColumnLayout.PEOPLE], PersonPage, "林晓岚", photo=new(),
                  body=in_text(new())),
        make_leaf(columns[ColumnLayout.TOPICS], TopicPage, "读书节", banner=new(),
                  sections=in_text(new())),
        make_leaf(columns[ColumnLayout.PAGES], PlainPage, "简介", body=in_text(new())),
        make_board(columns[ColumnLayout.LINKS], "平台", 1, logo=new()),
    ]  # fmt: skip
    home = school.root_page.specific
    wide = make_picture(school, size=(2000, 1250))
    slide = {"image": wide.pk, "title": "开学", "link": "https://example.com/", "article": None}
    blocks = {
        "carousel": {"title": "", "limit": 3, "slides": [slide]},
        "banner": {"image": new().pk, "alt_text": "横幅", "link": "", "width": "full"},
        "people": {"title": "", "limit": 4},
        "topics": {"title": "", "limit": 4},
        "links": {"title": ""},
        "latest": {"title": "", "limit": 5, "style": "cards"},
    }
    home.body = json.dumps([{"type": kind, "value": value} for kind, value in blocks.items()])
    home.save_revision().publish()
    banners = Choice(banner=new().pk, inner_banner=new().pk)
    try_out(school, choice=banners, by=None)
    put_in_force(school, by=None)
    subjects = lay_out(district, ColumnLayout.SUBJECTS, kind="research")
    subject = SubjectPage(title="数学教研", subject="maths", locale_id=subjects.locale_id)
    subject.people = [SubjectPerson(name="王老师", photo=new(district))]
    subjects.add_child(instance=subject)
    subject.save_revision().publish()
    shown = [("shiyan", "/"), ("district", "/"), ("district", subject.site_path())]
    shown += [("shiyan", f"/{column.slug}/") for column in columns.values()]
    shown += [("shiyan", "/xinwen/"), ("shiyan", "/feed/"), ("shiyan", "/sitemap-0.xml")]
    return shown + [("shiyan", f"/a/{page.pk}/") for page in found]


def visit(client, places):
    """{place: its page}."""
    found = {}
    for site, path in places:
        response = client.get(path, headers={"host": f"{site}.localhost"})
        assert response.status_code == 200, path
        found[site, path] = response.getvalue().decode()
    return found


def test_no_page_draws_and_none_lacks_a_picture_while_the_job_has_not_run(
    client, school, district, nobody_draws
):
    places = furnish(school, district)
    SiteRendition.objects.all()._raw_delete("default")
    nobody_draws()
    pages = visit(client, places)
    assert not SiteRendition.objects.exists()
    everything = "".join(pages.values())
    listed = Listing.objects.exclude(cover=None).values_list("cover_id", flat=True)
    kept = [school.logo_id, *SiteLook.objects.get(site=school).pictures]  # with their addresses
    shown = SiteImage.objects.exclude(pk__in=listed).exclude(pk__in=kept)
    assert [one.pk for one in shown if one.file.url not in everything] == []


def test_the_job_makes_every_size_a_page_asks_for(
    client, school, district, run_jobs, nobody_draws, monkeypatch
):
    places = furnish(school, district)
    nobody_draws()
    asked = []
    monkeypatch.setattr(pictures, "ask_once", lambda image, spec: asked.append((image, spec)))
    pages = visit(client, places)
    assert asked == []
    everything = "".join(pages.values())
    made = SiteRendition.objects.filter(filter_spec__in=CHOSEN)
    assert {one.filter_spec for one in made} == CHOSEN
    # A cover has the sizes of a carousel: it stands in its school's until there are newer ones.
    slides = made.filter(filter_spec__in=SLIDES, image__in=Listing.objects.values("cover"))
    others = made.exclude(pk__in=slides)
    assert slides.exists()
    assert [one.filter_spec for one in others if one.url not in everything] == []
    assert "original_images" not in everything, "a page shows the picture itself"


def test_a_new_file_is_drawn_in_the_sizes_that_the_old_one_had(school, run_jobs):
    photo, plain = make_picture(school), make_picture(school)
    make_leaf(lay_out(school, "people"), PersonPage, "林晓岚", photo=photo)
    photo.focal_point_x, photo.focal_point_y = 900, 300
    photo.focal_point_width = photo.focal_point_height = 60
    photo.save()
    key = Filter(spec=PERSON).get_cache_key(photo)
    sizes = photo.renditions.filter(filter_spec__in=CHOSEN)
    assert set(sizes.values_list("filter_spec", "focal_point_key")) == {
        (PERSON, key), (PERSON_CARD, key),
    }  # fmt: skip
    assert not plain.renditions.filter(filter_spec__in=CHOSEN).exists()
    photo.renditions.all().delete()  # as Wagtail does when the file is replaced
    assert set(sizes.values_list("filter_spec", flat=True)) == {PERSON, PERSON_CARD}


def test_a_size_that_was_lost_is_asked_for_once(client, school, run_jobs, settings, monkeypatch):
    person = make_leaf(lay_out(school, "people"), PersonPage, "林",
                       photo=make_picture(school, size=(1000, 640)))  # fmt: skip
    SiteRendition.objects.filter(filter_spec=PERSON)._raw_delete("default")
    ordered = []
    monkeypatch.setattr(renditions, "order", lambda image, chosen: ordered.append(chosen))
    for _ in range(3):
        page = visit(client, [("shiyan", f"/a/{person.pk}/")])
    assert ordered == [{PERSON}]
    wide = person.photo.renditions.get(filter_spec="width-800|format-webp")
    assert wide.url in "".join(page.values())
