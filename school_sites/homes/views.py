"""Home pages: an arrangement of blocks, the editor's or the default, drawn by one template."""

from django.template.response import TemplateResponse

from media.models import SiteImage
from media.renditions import order_missing
from media.sizes import BANNER, SLIDES
from school_sites import clock, event_times
from school_sites import context as ctx
from school_sites.linked_data import home_data
from sitehub.publishing import tag, until

from . import arrangement, layout
from .supply import Home, parts_of

PLAIN_SHAPES = {"list", "cards", "news", "digest", "notices"}  # drawn without further styles
DATED = {"events", "menu"}  # blocks that say something else on another day


def serve(request, page):
    """A site's home page."""
    entry = page.site_entry
    preview = ctx.is_preview(request)
    columns = ctx.columns_for(entry)
    blocks = arrangement.placed(page.body)
    # Only who arranges a page is told of its empty blocks.
    home = Home(entry, columns, page.profile, preview=preview and bool(blocks))
    if not blocks:
        blocks = [arrangement.placed_block(raw) for raw in page.profile.default()]
    rows = layout.compose(parts_of(home, blocks))
    if all(row["kind"] == "row" for row in rows):
        rows.insert(0, {"kind": "row", "shape": "empty", "text": page.profile.empty_text})
    context = home_context(entry, columns, preview=preview) | {
        "rows": rows,
        "section_styles": [] if layout.shapes_of(rows) <= PLAIN_SHAPES else ["home-blocks"],
    }
    response = TemplateResponse(request, "themes/base/pages/home.html", context)
    if DATED & {block.type for block in blocks}:
        until(response, event_times.next_midnight(clock.now()), *ends_of(rows))
    until(response, *home.moments)
    return tag(response, site=entry.id, **page.profile.tags)


def prepare_pictures(page):
    """Order the sizes of chosen pictures when the page is published, not for its first visitor."""
    sizes = {"carousel": SLIDES, "banner": (BANNER,)}
    blocks = [block for block in arrangement.placed(page.body) if block.type in sizes]
    chosen = [
        (number, size)
        for block in blocks
        for number in block.images()
        for size in sizes[block.type]
    ]
    images = SiteImage.objects.in_bulk({number for number, _size in chosen})
    order_missing((images[number], size) for number, size in chosen if number in images)


def ends_of(rows):
    """When events on the page are over."""
    sections = layout.sections_in(rows)
    events = [item for one in sections if one["shape"] == "events" for item in one["items"]]
    return [event["ends_at"] for event in events]


def home_context(entry, columns, *, preview=False):
    """What a home page has in common with every page of its site, and its own description."""
    site = entry.school_site
    description = site.motto or f"{site.name}官方网站"
    context = ctx.page_context(
        entry,
        columns=columns,
        breadcrumb=[],
        title=site.name,
        path=None if preview else "/",
        description=description,
        page_meta=[("ColumnType", ctx.COLUMN_TYPE_HOME), ("Description", description)],
        json_ld=home_data(entry),
    )
    return context | {"breadcrumb": [], "is_home": True}
