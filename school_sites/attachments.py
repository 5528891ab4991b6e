"""The files a text offers, gathered in one list for its foot."""

import re
from dataclasses import dataclass

from django.utils.html import strip_tags

from media.models import SiteDocument

LINK = re.compile(r"<a\b([^>]*\blinktype=\"document\"[^>]*)>(.*?)</a>", re.DOTALL)
LINK_ID = re.compile(r"\bid=\"(\d{1,18})\"")


@dataclass(frozen=True, slots=True)
class Attached:
    """What a text offers to download.

    ``files`` as ``{title, url, kind, size}``, each once, in the text's order: empty where a
    list at the end of the text holds them all already. ``count`` is how many its lists hold,
    ``anchor`` the id of the first of them.
    """

    files: list
    count: int
    anchor: str


def attached_to(body):
    """What ``body`` (a StreamValue) offers; links within its text cost a query."""
    blocks = list(body)
    lists = [block for block in blocks if block.block_type == "attachments"]
    return Attached(
        files=_files_for_foot(blocks),
        count=sum(1 for block in lists for _offer in _offers(block)),
        anchor=lists[0].id if lists else "",
    )


def _files_for_foot(blocks):
    offers = [offer for block in blocks for offer in _offers(block)]
    at_the_end = {pk for pk, *_ in _offers(blocks[-1])} if blocks else set()
    if blocks and blocks[-1].block_type == "attachments" and at_the_end >= {o[0] for o in offers}:
        return []
    unread = {pk for pk, _title, document in offers if document is None}
    documents = SiteDocument.objects.in_bulk(unread) if unread else {}
    documents |= {pk: document for pk, _title, document in offers if document is not None}
    found = {}
    for pk, title, _document in offers:
        if pk in documents:  # a link in the text may lead to a file that was deleted
            found.setdefault(pk, _values(documents[pk], title))
    return list(found.values())


def _offers(block):
    """(id, title, document or None) of each file in one block, in its order."""
    if block.block_type == "attachments":
        for one in block.value:
            if one["document"] is not None:
                yield one["document"].pk, one["title"], one["document"]
    elif block.block_type == "text":
        for attributes, words in LINK.findall(block.value.source):
            if number := LINK_ID.search(attributes):
                yield int(number[1]), strip_tags(words).strip(), None


def _values(document, title):
    return {
        "title": title or document.title,
        "url": document.url,
        "kind": document.file_extension.upper(),
        "size": document.file_size or 0,
    }
