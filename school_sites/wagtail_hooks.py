"""Wagtail hooks of one site's content."""

from django.http import Http404
from wagtail import hooks


@hooks.register("before_serve_document")
def document_only_at_its_own_site(document, request):
    """A file of one site is never handed out through another site's host."""
    site = getattr(request, "school_site", None)
    if site is not None and not document.collection.path.startswith(site.collection.path):
        raise Http404
