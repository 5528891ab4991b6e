"""Link boards: groups of links out of the site, in a column and on the home page."""

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from wagtail.models import PageViewRestriction

from media.sizes import LINK_LOGO
from school_sites import context as ctx
from school_sites.hosts import ROOT_PATH_LENGTH
from school_sites.models import BoardLink, ColumnLayout, LinkBoardPage
from school_sites.models.pages import STEP

from . import Section, json_ld, pages_of, register

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
        "json_ld": json_ld(entry, page, "CollectionPage"),
    }


def boards_of(site, columns):
    """All groups of links of ``site`` for its home page, as plain values; [] without any.

    ``columns`` is ``queries.columns_of(site)``: a group counts only in a live
    column that shows links and that everybody may enter. Three queries.
    """
    columns = [column for column in columns if column.layout == ColumnLayout.LINKS]
    if not columns:
        return []
    closed = _closed(columns)
    open_paths = {column.tree_path for column in columns} - closed
    restriction = PageViewRestriction.objects.filter(page=OuterRef("pk"))
    boards = LinkBoardPage.objects.filter(~Exists(restriction), root_path=site.root_page.path,
                                          live=True)  # fmt: skip
    boards = boards.order_by("path").prefetch_related(LINKS)
    return with_links(board for board in boards if board.column_path in open_paths)


def _closed(columns):
    """Tree paths of those columns that are, or are below, a page with a restriction."""
    steps = {
        column.tree_path[:end]
        for column in columns
        for end in range(ROOT_PATH_LENGTH, len(column.tree_path) + 1, STEP)
    }
    restrictions = PageViewRestriction.objects.filter(page__path__in=steps)
    restricted = tuple(restrictions.values_list("page__path", flat=True))
    return {c.tree_path for c in columns if restricted and c.tree_path.startswith(restricted)}


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
