"""The files that pages offer, with what could be read of them."""

from collections import defaultdict

from wagtail.models import Page

from media.models import SiteDocument
from school_sites.document_access import pages_using, uses_of

from . import texts
from .models import AttachmentText


def files_of(pages):
    """{page number: [texts.File, …]} of ``pages``, by what they are noted to use. Three queries.

    A file that was not read, or could not be, is there by its name.
    """
    uses = uses_of(pages)
    numbers = {document for documents in uses.values() for document in documents}
    if not numbers:
        return {}
    documents = SiteDocument.objects.in_bulk(numbers)
    read = AttachmentText.objects.filter(document__in=numbers, state=AttachmentText.DONE)
    read = dict(read.of_present_file().values_list("document_id", "text"))
    found = defaultdict(list)
    for page, wanted in uses.items():
        for pk in sorted(wanted & documents.keys()):
            one = documents[pk]
            kind = one.file_extension.upper()
            found[page].append(texts.File(one.title, one.url, kind, read.get(pk, "")))
    return found


def offering(document):
    """The live pages, specific, that use ``document`` and can be found."""
    pages = Page.objects.filter(pk__in=pages_using(document), live=True).specific()
    return [page for page in pages if texts.is_searched(page)]
