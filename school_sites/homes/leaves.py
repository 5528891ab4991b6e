"""What stands still on a site, as its home page shows it: people, topics, links, the week's menu.

``READERS`` names what every home page can ask for: each reads its rows in one or two
queries; the sections draw pictures out of them later, all together.
"""

from django.db.models import Q
from django.utils import timezone

from media.sizes import PERSON_CARD
from school_sites import clock, queries
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
from school_sites.restrictions import open_below
from school_sites.sections import menu as menu_section
from school_sites.sections import people as people_section
from school_sites.sections import topics as topic_section
from school_sites.tree import below
from school_sites.weeks import WEEKDAYS, coming_monday, monday_of

LINK_GROUPS = 6
LINKS_IN_GROUP = 12


def read(home, wanted):
    """Rows of each reader that ``wanted`` ({name: block}) names, as {name: rows}."""
    if not wanted:
        return {}
    columns = ()
    if wanted.keys() - NO_LEAVES:
        columns = queries.public_columns_of(home.site, home.columns)
    readers = home.profile.readers
    return {name: readers[name](home, block, columns) for name, block in wanted.items()}


def images_of(rows):
    """Every picture that ``read`` found, for reading the renditions at once."""
    found = [person.photo for person in rows.get("people", [])]
    found += [topic.banner for topic in rows.get("topics", [])]
    found += [link.logo for _board, links in rows.get("links", []) for link in links]
    return [image for image in found if image is not None]


def pages(model, home, layout, columns, number=None):
    """Public pages of one type in the ``columns`` of ``layout``, or in that of ``number``."""
    inside = Q()
    for one in columns:
        if one.layout == layout and number in (None, one.id):
            inside |= below(one.tree_path)
    if not inside:
        return model.objects.none()
    root_path = home.site.root_page.path
    own = model.objects.filter(inside, root_path=root_path, live=True)
    return open_below(own, root_path).order_by("path")


def people(home, block, columns):
    """People of the block's column, or of the first column of people, in the editor's order."""
    first = next((one.id for one in columns if one.layout == ColumnLayout.PEOPLE), None)
    rows = pages(PersonPage, home, ColumnLayout.PEOPLE, columns, block.get("column") or first)
    return list(rows.defer("body").select_related("photo")[: block.limit])


def topics(home, block, columns):
    """Topics of the block's column, or of all, in the editors' order."""
    rows = pages(TopicPage, home, ColumnLayout.TOPICS, columns, block.get("column"))
    return list(rows.defer("sections").select_related("banner")[: block.limit])


def links(home, block, columns):
    """The first groups of links, as (group, its first links); an empty group shows nothing."""
    boards = pages(LinkBoardPage, home, ColumnLayout.LINKS, columns)
    rows = BoardLink.objects.filter(board__in=boards.values("pk")).select_related("board", "logo")
    groups = {}
    for link in rows.order_by("board__path", "sort_order", "pk"):
        groups.setdefault(link.board, []).append(link)
    return [(board, links[:LINKS_IN_GROUP]) for board, links in groups.items()][:LINK_GROUPS]


def menu(home, block, columns):
    """The menu of this week, as a list of one; at the weekend the next week's, if it is there."""
    weeks = {monday_of(clock.today()), coming_monday()}
    rows = pages(WeekMenuPage, home, ColumnLayout.MENU, columns).filter(week_start__in=weeks)
    return list(rows.order_by("-week_start").prefetch_related("meals")[:1])


def events(home, block, columns):
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


def figures(home, block, columns):
    """The platform's numbers of the site, {name: number}."""
    return figures_of(home.site)


def person_values(person):
    """A person as the home page shows them."""
    return people_section.person_values(person, PERSON_CARD)


def topic_values(topic):
    """A topic as the home page shows it."""
    return topic_section.card_of(topic)


def week_values(page):
    """A week's menu by day, days without a dish left out."""
    return [day for day in menu_section.week_values(page)["days"] if day["meals"]]


READERS = {
    "people": people,
    "topics": topics,
    "links": links,
    "menu": menu,
    "events": events,
    "figures": figures,
}
NO_LEAVES = {"events", "figures"}  # what stands in no column of its own
