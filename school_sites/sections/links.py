"""Link boards: groups of links out of the site."""

from django.db.models import Prefetch, prefetch_related_objects

from media.sizes import LINK_LOGO
from school_sites import context as ctx
from school_sites.linked_data import leaf_data
from school_sites.models import BoardLink, ColumnLayout, LinkBoardPage

from . import Section, pages_of, register

LINKS = Prefetch(
    "links", BoardLink.objects.select_related("logo").prefetch_related("logo__renditions")
)


def column_values(request, entry, column):
    """The column's groups of links."""
    boards = pages_of(LinkBoardPage, column.path).prefetch_related(LINKS)
    return {"section_items": with_links(boards)}


def page_values(request, entry, page):
    """One group of links."""
    links = list(page.links.all())
    prefetch_related_objects(links, "logo__renditions")
    return {
        "board": board_values(page, links),
        "json_ld": leaf_data(entry, page, "CollectionPage"),
    }


def with_links(boards):
    """Boards as templates show them, those without a link left out."""
    return [values for values in map(board_values, boards) if values["links"]]


def board_values(board, links=None):
    """A group of links as templates show it; ``links`` are its own, already read."""
    links = board.links.all() if links is None else links
    return {
        "title": board.title,
        "links": [
            {
                "title": link.title,
                "url": link.url,
                "description": link.description,
                "initial": link.title[:1],
                "logo": ctx.cover_of(link.logo, LINK_LOGO) if link.logo_id else None,
            }
            for link in links
        ],
    }


def pictures(page):
    """The links' logos."""
    return [(link.logo, LINK_LOGO) for link in page.links.all() if link.logo_id]


register(
    Section(
        layout=ColumnLayout.LINKS,
        column=column_values,
        page_model=LinkBoardPage,
        page=page_values,
        template="themes/base/pages/link_board.html",
        styles=("plain", "links"),
        empty="这里还没有链接",
        pictures=pictures,
    )
)
