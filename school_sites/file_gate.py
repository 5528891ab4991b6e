"""Which files visitors get: not those that stand only in pages they cannot read."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex


def may_be_read(document, request):
    """Whether a visitor may have ``document``: a page it stands in is open to them, or none has it.

    Pages are found by the reference index, which the worker brings up to date
    after each change. A password given for a page counts for its files.
    """
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(document).filter(base_content_type=page_type)
    numbers = {int(one) for one in references.values_list("object_id", flat=True)}
    pages = list(Page.objects.filter(pk__in=numbers))
    return not pages or any(_is_open(page, request) for page in pages)


def _is_open(page, request):
    return page.live and all(
        restriction.accept_request(request) for restriction in page.get_view_restrictions()
    )
