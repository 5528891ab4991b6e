"""What stands still on a site, as its home page shows it: people, topics, links, the week's menu.

``READERS`` names what a home page can ask for: each reads its rows in one or two
queries, ``Leaves`` draws pictures out of them later, all together.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from wagtail.models import PageViewRestriction

from school_sites import context as ctx
from school_sites.event_lists import coming_events
from school_sites.figures import figures_of
from school_sites.models import (
    BoardLink,
    ColumnLayout,
    LinkBoardPage,
    PersonPage,
    TopicPage,
    WeekMenuPage,
)
from school_sites.models.menus import DAYS
from school_sites.models.pages import STEP
from school_sites.tree import at_or_below, below

PORTRAIT = "fill-360x450|format-webp"
TOPIC_BANNER = "fill-800x450|format-webp"
LOGO = "max-320x128|format-webp"
LINK_GROUPS = 6
LINKS_IN_GROUP = 12
WEEK = timedelta(days=7)
SATURDAY = 5
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def read(home, wanted):
    """Rows of each reader that ``wanted`` ({name: block}) names, as {name: rows}."""
    if not wanted:
        return {}
    hidden = hidden_paths(home.site) if LEAF_READERS & wanted.keys() else ()
    return {name: READERS[name](home, block, hidden) for name, block in wanted.items()}


def images_of(rows):
    """Every picture that ``read`` found, for reading the renditions at once."""
    found = [person.photo for person in rows.get("people", [])]
    found += [topic.banner for topic in rows.get("topics", [])]
    found += [link.logo for board in rows.get("links", []) for link in board.links.all()]
    return [image for image in found if image is not None]


def hidden_paths(site):
    """Tree paths at the site that a view restriction hides, with all that is below."""
    root = site.root_page.path
    at_site = at_or_below(root, "page__path") | Q(page__path=root[:-STEP])
    return tuple(PageViewRestriction.objects.filter(at_site).values_list("page__path", flat=True))


def pages(model, home, layout, hidden, column=None):
    """Live pages of one type in the public columns of ``layout``, or in one of them."""
    columns = [
        one
        for one in home.columns
        if one.layout == layout
        and (column is None or one.id == column)
        and not one.tree_path.startswith(hidden)
    ]
    if not columns:
        return model.objects.none()
    inside = Q()
    for one in columns:
        inside |= below(one.tree_path)
    restriction = PageViewRestriction.objects.filter(page=OuterRef("pk"))
    own = model.objects.filter(inside, root_path=home.site.root_page.path, live=True)
    return own.filter(~Exists(restriction)).order_by("path")


def people(home, block, hidden):
    """People of the block's column, or of the first column of people, in the editor's order."""
    column = block.get("column") or first_of(home, ColumnLayout.PEOPLE, hidden)
    rows = pages(PersonPage, home, ColumnLayout.PEOPLE, hidden, column)
    return list(rows.defer("body").select_related("photo")[: block.limit])


def first_of(home, layout, hidden):
    """Number of the first public column of ``layout``, or None."""
    open_ones = (c for c in home.columns if not c.tree_path.startswith(hidden))
    return next((column.id for column in open_ones if column.layout == layout), None)


def topics(home, block, hidden):
    """Topics of the block's column, or of all, in the editors' order."""
    rows = pages(TopicPage, home, ColumnLayout.TOPICS, hidden, block.get("column"))
    return list(rows.defer("sections").select_related("banner")[: block.limit])


def links(home, block, hidden):
    """The first groups of links, each with its links."""
    chosen = Prefetch("links", BoardLink.objects.select_related("logo"))
    rows = pages(LinkBoardPage, home, ColumnLayout.LINKS, hidden)
    return list(rows.prefetch_related(chosen)[:LINK_GROUPS])


def menu(home, block, hidden):
    """The menu of this week, as a list of one; at the weekend the next week's, if it is there."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    weeks = [monday, monday + WEEK] if today.weekday() >= SATURDAY else [monday]
    rows = pages(WeekMenuPage, home, ColumnLayout.MENU, hidden).filter(week_start__in=weeks)
    return list(rows.order_by("-week_start").prefetch_related("meals")[:1])


def events(home, block, hidden):
    """Events that are not over, the next one first; the schools', too, on the district's home."""
    return coming_events(home.site, block.limit)


def event_values(item):
    """An event as the home page shows it."""
    facts = item.facts
    return {
        "title": item.title,
        "url": item.url,
        "starts_at": facts.starts_at,
        "ends_at": facts.ends_at,
        "all_day": facts.all_day,
        "place": facts.place,
        "weekday": WEEKDAYS[timezone.localtime(facts.starts_at).weekday()],
    }


def figures(home, block, hidden):
    """The platform's numbers of the site, {name: number}."""
    return figures_of(home.site)


def person_values(person):
    """A person as the home page shows them."""
    has_photo = person.photo_id is not None
    return {
        "name": person.title,
        "initial": person.title.strip()[:1],
        "url": person.site_path(),
        "position": person.position,
        "photo": ctx.cover_of(person.photo, PORTRAIT) if has_photo else None,
    }


def topic_values(topic):
    """A topic as the home page shows it."""
    return {
        "title": topic.title,
        "url": topic.site_path(),
        "tagline": topic.tagline,
        "cover": ctx.cover_of(topic.banner, TOPIC_BANNER) if topic.banner_id else None,
    }


def board_values(board):
    """A group of links as the home page shows it."""
    return {
        "title": board.title,
        "links": [
            {
                "title": link.title,
                "url": link.url,
                "logo": ctx.cover_of(link.logo, LOGO) if link.logo_id else None,
            }
            for link in list(board.links.all())[:LINKS_IN_GROUP]
        ],
    }


def week_values(page):
    """A week's menu by day, days without a dish left out."""
    meals = list(page.meals.all())
    days = [
        {
            "weekday": WEEKDAYS[number],
            "date": page.week_start + timedelta(days=number),
            "meals": [
                {"name": meal.name, "dishes": dishes}
                for meal in meals
                if (
                    dishes := [
                        one.strip() for one in getattr(meal, day).splitlines() if one.strip()
                    ]
                )
            ],
        }
        for number, day in enumerate(DAYS)
    ]
    return [day for day in days if day["meals"]]


READERS = {
    "people": people,
    "topics": topics,
    "links": links,
    "menu": menu,
    "events": events,
    "figures": figures,
}
LEAF_READERS = {"people", "topics", "links", "menu"}
