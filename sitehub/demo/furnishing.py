"""Fill the demo schools with what is no article: pages, people, menus, albums, events, papers.

The texts stand in ``content/furnishing``. Everything is filed in the columns that
provisioning made and published by the site's own editor, as people would do it.
"""

import tomllib
from datetime import timedelta
from itertools import islice

from django.contrib.auth import get_user_model
from django.utils import timezone

from school_sites.models import (
    AlbumPage,
    AlbumPhoto,
    ArticlePage,
    BoardLink,
    ColumnLayout,
    EventPage,
    LinkBoardPage,
    PersonPage,
    PlainPage,
    SchoolSite,
    VideoPage,
    WeekMenuMeal,
    WeekMenuPage,
)
from school_sites.models.menus import DAYS
from school_sites.weeks import coming_monday

from .content import CONTENT_DIR
from .district_pages import add_district_pages
from .making import (
    blocks_of_text,
    column_of,
    document_of,
    drawn,
    image_of,
    show,
    some_days_ago,
)
from .pictures import draw_portrait
from .post import fill_boxes
from .reviewing import begin_reviews
from .staff import add_staff
from .standing import arrange_homes, dress, open_others

PHOTO_SIZE = (1024, 640)


def load(name):
    """The content of ``content/furnishing/<name>.toml``."""
    return tomllib.loads((CONTENT_DIR / "furnishing" / f"{name}.toml").read_text(encoding="utf-8"))


def editor_of(site):
    """The demo editor of a site."""
    code = "district" if site.is_district else site.code
    return get_user_model().objects.get(username=f"{code}.editor")


def furnish(sites, *, host_of):
    """Fill ``sites``, {code: SchoolSite} of a new demo world, and open schools of other states.

    ``host_of(code)`` gives a site's host name.
    """
    pages, life = load("pages"), load("life")
    editors = {code: editor_of(site) for code, site in sites.items()}
    for add, rows in (
        (_shape_column, pages["columns"]),
        (_add_profile, pages["profiles"]),
        (_add_people, pages["people"]),
        (_add_links, pages["links"]),
        (_add_document, pages["documents"]),
        (_add_menus, life["menus"]),
        (_add_album, life["albums"]),
        (_add_event, life["events"]),
        (_add_film, life["films"]),
    ):
        for row in rows:
            add(sites[row["site"]], row, editors[row["site"]])
    fill_boxes(load("letters"), sites, editors)
    add_district_pages(sites["district"], load("district"), editors["district"])
    schools = load("schools")
    open_others(schools, host_of)
    arrange_homes(schools, sites)
    dress(schools, sites)
    begin_reviews(load("reviews"), sites, editors)
    add_staff(load("staff"), {site.code: site for site in SchoolSite.objects.all()})


def _shape_column(site, row, by):
    """Call or show one of a school's columns otherwise, or leave it out of its menu.

    No editor may: it is done as opening the school was, in nobody's name.
    """
    column = column_of(site, kind=row["kind"])
    column.title = row.get("title", column.title)
    column.layout = row.get("layout", column.layout)
    column.show_in_menus = row.get("in_menu", True)
    column.save_revision().publish()


def _add_profile(site, row, by):
    body = blocks_of_text(site, row["text"])
    page = PlainPage(title=row["title"], body=body)
    show(column_of(site, layout=ColumnLayout.PAGES), page, by)


def _add_people(site, row, by):
    column = column_of(site, layout=ColumnLayout.PEOPLE)
    for person in row["people"]:
        name, code = person["name"], f"{site.code}-{person['name']}"
        portrait = draw_portrait(seed=code, long_hair=person.get("long_hair", False))
        page = PersonPage(
            title=name,
            group=row["group"],
            position=person["position"],
            subject=person.get("subject", ""),
            summary=person["summary"],
            photo=image_of(site, name, portrait, "portrait.jpg"),
        )
        show(column, page, by)


def _add_links(site, row, by):
    board = LinkBoardPage(title=row["title"])
    board.links = [BoardLink(sort_order=n, **link) for n, link in enumerate(row["links"])]
    show(column_of(site, layout=ColumnLayout.LINKS), board, by)


def _add_document(site, row, by):
    published = some_days_ago(row["days_ago"])
    page = ArticlePage(
        title=row["title"],
        document_number=row["number"].format(year=published.year),
        category=row["category"],
        publication_date=published,
        document_date=timezone.localdate(published),
        source=site.name,
        body=blocks_of_text(site, row["text"]),
    )
    if "valid_days" in row:
        page.valid_until = timezone.localdate() + timedelta(days=row["valid_days"])
    show(column_of(site, kind=row["column"]), page, by)


def _add_menus(site, row, by):
    """The weeks that end with the current one."""
    column = column_of(site, layout=ColumnLayout.MENU)
    first = coming_monday() - timedelta(weeks=row["weeks"] - 1)
    for week, note in enumerate(islice(row["notes"], row["weeks"])):
        menu = WeekMenuPage(week_start=first + timedelta(weeks=week), note=note)
        menu.meals = [_meal(meal, order, week) for order, meal in enumerate(row["meals"])]
        show(column, menu, by)


def _meal(meal, order, week):
    days = meal["days"]
    # One day further each week: a list of another length than five never repeats a week.
    dishes = {
        day: "\n".join(days[(week * len(DAYS) + number) % len(days)])
        for number, day in enumerate(DAYS)
    }
    return WeekMenuMeal(name=meal["name"], sort_order=order, **dishes)


def _add_album(site, row, by):
    page = AlbumPage(
        title=row["title"],
        author=row["author"],
        source=site.name,
        summary=row["summary"],
        keywords="，".join(row["keywords"]),
        publication_date=some_days_ago(row["days_ago"], hour=16),
    )
    page.photos = [
        AlbumPhoto(
            image=drawn(site, scene, 200 + order, caption, size=PHOTO_SIZE),
            caption=caption,
            sort_order=order,
        )
        for order, (scene, caption) in enumerate(row["photos"])
    ]
    show(column_of(site, layout=ColumnLayout.WALL), page, by)


def _add_film(site, row, by):
    film = (CONTENT_DIR / "films" / row["file"]).read_bytes()
    page = VideoPage(
        title=row["title"],
        author=row["author"],
        source=site.name,
        summary=row["summary"],
        keywords="，".join(row["keywords"]),
        publication_date=some_days_ago(row["days_ago"], hour=15),
        file=document_of(site, row["title"], film, row["file"]),
        duration=row["duration"],
        cover=drawn(site, row["cover"], 220, row["title"]),
        body=blocks_of_text(site, row["text"]),
    )
    show(column_of(site, layout=ColumnLayout.WALL), page, by)


def _add_event(site, row, by):
    """An event announced ten days before, or a day ago where that is later than now."""
    all_day = "days" in row
    starts = timezone.localtime() + timedelta(days=row["in_days"])
    starts = starts.replace(hour=row.get("hour", 0), minute=0, second=0, microsecond=0)
    length = timedelta(days=row["days"] - 1) if all_day else timedelta(hours=row["hours"])
    page = EventPage(
        title=row["title"],
        starts_at=starts,
        ends_at=starts + length,
        all_day=all_day,
        place=row["place"],
        audience=row["audience"],
        contact=row["contact"],
        source=site.name,
        publication_date=some_days_ago(max(1, 10 - row["in_days"])),
        body=blocks_of_text(site, row["text"]),
    )
    show(column_of(site, layout=ColumnLayout.CALENDAR), page, by)
