"""Whether a visitor may have a file: as far as one of the pages that offer it can be opened."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageViewRestriction, ReferenceIndex

from media.models import SiteDocument

from .models.pages import STEP


def is_offered(document, request):
    """Whether ``request`` could open one of the pages that use ``document``.

    What is taken down, expired or made private takes its files along: the article with
    a list of names is gone, and so must be the list. A file that no page uses is nobody's
    but its editors'. Three queries at most.
    """
    users = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(document),
        to_object_id=str(document.pk),
    )
    users = set(users.values_list("base_content_type", "object_id"))
    page_type = ContentType.objects.get_for_model(Page).pk
    numbers = {int(number) for kind, number in users if kind == page_type}
    if len(numbers) < len(users):
        return True
    live = list(Page.objects.filter(pk__in=numbers, live=True).values_list("path", flat=True))
    above = {path[:end] for path in live for end in range(STEP, len(path) + 1, STEP)}
    restrictions = PageViewRestriction.objects.filter(page__path__in=above).select_related("page")
    closed = tuple(one.page.path for one in restrictions if not one.accept_request(request))
    return any(not path.startswith(closed) for path in live)


def note_uses(page):
    """Note what the published ``page`` uses, at once.

    Wagtail leaves it to a job; until that has run, a new article's files would be
    taken for files that no page uses.
    """
    ReferenceIndex.create_or_update_for_object(page)


def documents_of(page):
    """The files that the published ``page`` uses, as noted. Two queries."""
    numbers = uses_of([page]).get(page.pk)
    return list(SiteDocument.objects.filter(pk__in=numbers)) if numbers else []


def uses_of(pages):
    """{page number: set of document numbers} that ``pages`` use, as noted. One query."""
    uses = _noted().filter(object_id__in=[str(page.pk) for page in pages])
    found = {}
    for page, document in uses.values_list("object_id", "to_object_id"):
        found.setdefault(int(page), set()).add(int(document))
    return found


def pages_using(document):
    """Numbers of the pages that use ``document``, as noted. One query."""
    uses = _noted().filter(to_object_id=str(document.pk))
    return {int(page) for page in uses.values_list("object_id", flat=True)}


def _noted():
    """What is noted of pages that use files."""
    return ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(SiteDocument),
    )


def offered_ids(document_ids):
    """Which of some files, by id, a live page uses, or anything else does. Two queries."""
    page_type = ContentType.objects.get_for_model(Page).pk
    uses = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(SiteDocument),
        to_object_id__in=[str(pk) for pk in document_ids],
    ).values_list("to_object_id", "base_content_type", "object_id")
    uses = {(int(document), kind, number) for document, kind, number in uses}
    pages = {int(number) for _document, kind, number in uses if kind == page_type}
    live = set(Page.objects.filter(pk__in=pages, live=True).values_list("pk", flat=True))
    return {document for document, kind, number in uses if kind != page_type or int(number) in live}
