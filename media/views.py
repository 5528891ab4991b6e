"""Files handed out to visitors."""

from django.db.transaction import non_atomic_requests
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents.models import document_served

from . import delivery, links
from .kinds import content_type_of
from .models import SiteDocument
from .storages import is_public, private_storage, public_storage

# Names are random and never used twice.
FOR_EVER = "public, max-age=31536000, immutable"
LONGEST_NAME = 100  # characters, as the fields of the models; a disk fails at far longer ones
ASK_AGAIN = "private, no-cache"


@non_atomic_requests
@require_safe
def serve_public(request, name):
    """A picture or a rendition by its path; nothing else has one."""
    content_type = content_type_of(name)
    known = is_public(name) and name.isprintable() and content_type.startswith("image/")
    if not known or len(name) > LONGEST_NAME:
        raise Http404
    return delivery.deliver(
        request, public_storage(), name, content_type=content_type, cache_control=FOR_EVER
    )


@non_atomic_requests
@require_safe
def serve_signed(request, token):
    """A private file through an address that expires."""
    name = links.name_of(token)
    if name is None:
        return HttpResponse("链接已失效。", status=410, content_type="text/plain; charset=utf-8")
    return delivery.deliver(
        request,
        private_storage(),
        name,
        content_type=content_type_of(name),
        cache_control="private, no-store",
        file_name=name.rsplit("/", 1)[-1],
    )


@non_atomic_requests
@require_safe
def serve_document(request, document_id, filename):
    """A document, after everyone who may refuse was asked.

    As Wagtail's own view (wagtail/documents/views/serve.py), but by ranges, so
    that a film can be wound, and from S3 by a link that expires.
    """
    document = get_object_or_404(SiteDocument.objects.select_related("collection"), pk=document_id)
    if document.filename != filename:
        raise Http404
    for may in hooks.get_hooks("before_serve_document"):
        answer = may(document, request)
        if isinstance(answer, HttpResponse):
            return answer
    document_served.send(sender=SiteDocument, instance=document, request=request)
    content_type = document.content_type
    storage = document.file.storage
    link = storage.direct_link(
        document.file.name,
        content_type=content_type,
        disposition=delivery.disposition(content_type, filename),
    )
    if link:
        return HttpResponseRedirect(link, headers={"Cache-Control": "private, no-store"})
    return delivery.deliver(
        request,
        storage,
        document.file.name,
        content_type=content_type,
        cache_control=ASK_AGAIN,
        file_name=filename,
    )
