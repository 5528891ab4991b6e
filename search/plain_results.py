"""Results as plain values for programs: what docs/search-api.md promises."""

from school_sites.feeds import absolute

from . import showing
from .asking import JSON, PAGE
from .models import Type


def results(asked, found, columns, notes):
    """The whole answer to one search."""
    return {
        "query": asked.text,
        "scope": None if asked.scope is None else asked.scope.code,
        "sort": asked.sort,
        "page": found.page,
        "pages": found.pages,
        "total": found.total,
        "partial": found.loose,
        "archived": showing.archived_count(asked, found),
        "corrected": list(found.corrected),
        "notes": notes,
        "html_url": asked.entry.url(asked.address(PAGE, page=found.page)),
        "next_url": _next_url(asked, found),
        "facets": {one["parameter"]: _options(one) for one in showing.facets_of(asked, found)},
        "hits": [_hit(asked, one) for one in showing.shown(found.hits, columns)],
    }


def _next_url(asked, found):
    if found.page == found.pages:
        return None
    return asked.entry.url(asked.address(JSON, page=found.page + 1))


def _options(facet):
    names = ("value", "label", "count", "selected")
    return [{name: option[name] for name in names} for option in facet["options"]]


def _hit(asked, one):
    hit, cover = one.hit, one.item.cover
    return {
        "title": showing.plain(hit.title),
        "url": hit.url,
        "date": hit.date.isoformat(),
        "type": {"value": hit.type, "label": str(Type(hit.type).label)},
        "school": {"value": hit.site.code, "label": hit.site.name},
        "columns": one.trail,
        "text": showing.plain(hit.passage),
        "marked": {"title": _pieces(hit.title), "text": _pieces(hit.passage)},
        "cover": absolute(one.entry, cover.url) if cover else None,
        "files": [_file(one, file) for file in hit.files],
        "featured": hit.featured,
        "partial": hit.is_loose,
    }


def _file(one, file):
    return {
        "title": showing.plain(file["title"]),
        "url": one.address_of(file),
        "kind": file["kind"],
        "text": showing.plain(file["passage"]),
    }


def _pieces(pieces):
    return [{"text": text, "hit": is_mark} for text, is_mark in pieces]
