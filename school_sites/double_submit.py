"""The same form sent twice (a double click, a reload) leads to what the first sending made."""

import hashlib

from .models import SentForm


def sent_form(request):
    """The SentForm of this POST, or None where it cannot be told from another.

    Django masks its token anew in each rendering of a form, so together with all
    that was typed and uploaded it names one filled-in form. What differs in
    anything is another article, and nothing typed is ever thrown away.
    """
    token = request.POST.get("csrfmiddlewaretoken", "")
    if request.method != "POST" or not token:
        return None
    return SentForm.claim(digest_of_form(request, f"{request.user.pk} {request.path}"))


def digest_of_form(request, seed, passed_over=None):
    """A digest of ``seed`` and of all that was typed and uploaded but the field ``passed_over``."""
    digest = hashlib.sha256(seed.encode())
    for name, values in sorted(request.POST.lists()):
        if name != passed_over:
            digest.update(repr((name, values)).encode())
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            digest.update(repr((name, upload.name)).encode())
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.hexdigest()
