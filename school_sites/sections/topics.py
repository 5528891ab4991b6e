"""Special topics: a gallery of them, and each with its sections."""

from media.pictures import prefetch_pictures
from media.sizes import TOPIC, TOPIC_CARD
from school_sites import context as ctx
from school_sites.gathering import Pick, gather
from school_sites.linked_data import leaf_data
from school_sites.models import ColumnLayout, ColumnPage, TopicPage
from school_sites.topic_blocks import numbers_in

from . import Section, pages_of, register

GALLERY_LIMIT = 60
FED = ("tag", "column", "hand")


def column_values(request, entry, column):
    """The column's topics, in the editor's order, each with its banner."""
    pages = pages_of(TopicPage, column.path).defer("sections").select_related("banner")
    pages = list(pages[:GALLERY_LIMIT])
    prefetch_pictures(page.banner for page in pages)
    return {"section_items": [card_of(page) for page in pages]}


def card_of(page):
    """A topic as the gallery shows it."""
    return {
        "title": page.title,
        "url": page.site_path(),
        "tagline": page.tagline,
        "begins": page.begins,
        "ends": page.ends,
        "cover": ctx.cover_of(page.banner, TOPIC_CARD) if page.banner_id else None,
    }


def page_values(request, entry, page):
    """One topic: its head, then its sections in the editor's order."""
    prefetch_pictures([page.banner])
    banner = ctx.cover_of(page.banner, TOPIC) if page.banner_id else None
    return {
        "topic": {
            "title": page.title,
            "tagline": page.tagline,
            "summary": page.summary,
            "begins": page.begins,
            "ends": page.ends,
            "banner": banner,
        },
        "sections": sections_of(entry.school_site, page),
        "description": page.summary or page.tagline,
        "image": banner.url if banner else "",
        "json_ld": leaf_data(entry, page, "CollectionPage", description=page.summary),
        # What schools do changes a page of the district's that gathers from them.
        "tags": {"sites": "all"} if entry.school_site.is_district else {},
    }


def sections_of(site, page):
    """The topic's sections as templates show them; one that has nothing to show is left out.

    Read from the raw value: the choosers would fetch every article with its body.
    """
    raw = list(page.sections.raw_data)
    fed = [place for place, section in enumerate(raw) if section["type"] in FED]
    picks = [pick_of(raw[place]) for place in fed]
    items = dict(zip(fed, gather(site, picks), strict=True))
    urls = _column_urls(site, raw)
    _prepare_pictures(page, raw)
    sections = []
    for place, section in enumerate(raw):
        if place not in items:
            sections.append({"kind": section["type"], "block": page.sections[place]})
        elif items[place]:
            value = section["value"]
            sections.append(
                {
                    "kind": "items",
                    "title": value["title"],
                    "layout": value["layout"],
                    "items": items[place],
                    "url": urls.get(value.get("column"), ""),
                }
            )
    return sections


def pick_of(section):
    """What a fed section asks for. A column or an article that is gone asks for nothing."""
    value = section["value"]
    if section["type"] == "tag":
        return Pick(limit=value["limit"], word=value["word"].strip())
    numbers = tuple(numbers_in(section))
    if section["type"] == "column":
        return Pick(limit=value["limit"], column_id=numbers[0] if numbers else 0)
    return Pick(limit=len(numbers), articles=numbers or (0,))


def _column_urls(site, raw):
    """{column number: its address} of the columns that sections name."""
    numbers = {number for one in raw if one["type"] == "column" for number in numbers_in(one)}
    if not numbers:
        return {}
    root = site.root_page
    rows = ColumnPage.objects.filter(pk__in=numbers, root_path=root.path, live=True)
    cut = len(root.url_path)
    return {pk: "/" + path[cut:] for pk, path in rows.values_list("pk", "url_path")}


def _prepare_pictures(page, raw):
    """Read the renditions of the topic's pictures in one query."""
    places = [place for place, section in enumerate(raw) if section["type"] == "image"]
    prefetch_pictures(page.sections[place].value["image"] for place in places)


def pictures(page):
    """The banner in its two sizes."""
    return [(page.banner, TOPIC_CARD), (page.banner, TOPIC)] if page.banner_id else []


register(
    Section(
        layout=ColumnLayout.TOPICS,
        column=column_values,
        page_model=TopicPage,
        page=page_values,
        template="themes/base/pages/topic.html",
        styles=("topic",),
        pictures=pictures,
    )
)
