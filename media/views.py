"""Files handed out to visitors."""

from django.db.transaction import non_atomic_requests
from wagtail.documents.views import serve


@non_atomic_requests
def serve_document(request, document_id, filename):
    """Wagtail's view, without the header ``Content-Encoding: None``.

    Wagtail 8.0 sends it with every file (wagtail/utils/sendfile.py); a browser
    that takes it seriously cannot decode the file.
    """
    response = serve.serve(request, document_id, filename)
    if response.get("Content-Encoding") == "None":
        del response["Content-Encoding"]
    return response
