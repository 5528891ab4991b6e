"""Rich text of a home page: all of it in at most two queries."""

import re

from django.contrib.contenttypes.models import ContentType
from django.utils.html import escape
from django.utils.safestring import mark_safe
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.rewriters import LinkRewriter

from school_sites import hosts
from school_sites.models.columns import ColumnPage
from school_sites.models.pages import NUMBERED_PATH, SiteRootPage

SEAM = "<!--seam-->"  # no editor's text has a comment


def expand(sources):
    """HTML of each of ``sources`` (rich text as stored), with the addresses of what it links.

    Wagtail would read every linked page with its content, one query for each type.
    """
    if not sources:
        return []
    texts = [re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL) for source in sources]
    whole = _REWRITER(SEAM.join(texts))
    return [mark_safe(text) for text in whole.split(SEAM)]  # noqa: S308 (Wagtail's own cleaned HTML)


def _pages(attributes):
    numbers = {one.get("id") for one in attributes}
    numbers = {number for number in numbers if number and number.isdecimal()}
    rows = Page.objects.filter(pk__in=numbers, live=True)
    rows = rows.values_list("pk", "path", "url_path", "content_type_id")
    addresses = {str(row[0]): _address(*row) for row in rows}
    links = [addresses.get(one.get("id")) for one in attributes]
    return [f'<a href="{escape(address)}">' if address else "<a>" for address in links]


def _address(number, path, url_path, content_type_id):
    entry = hosts.entry_for_path(path)
    if entry is None:
        return None
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    if model is not None and issubclass(model, ColumnPage | SiteRootPage):
        return entry.url("/" + url_path[len(entry.school_site.root_page.url_path) :])
    return entry.url(NUMBERED_PATH.format(number))


_REWRITER = LinkRewriter(
    bulk_rules={"page": _pages, "document": DocumentLinkHandler.expand_db_attributes_many},
)
