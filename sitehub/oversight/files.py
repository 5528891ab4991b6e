"""Pictures and files: who brought, changed, removed and fetched them."""

from media.sites import site_path
from school_sites.models import SchoolSite
from sitehub.audit import is_covered, record


def record_saved(file, *, created, raw):
    """A line for a picture or document that was uploaded or changed; ``raw`` is a restore."""
    if raw or is_covered():
        return
    facts = {"title": file.title, "file": file.file.name, "size": file.file_size}
    action = "file.upload" if created else "file.change"
    record(action, by=None, site=_site_of(file), target=file, after=facts)


def record_deleted(file):
    """A line for one that was deleted; its number is kept."""
    facts = {"title": file.title, "file": file.file.name}
    record("file.delete", by=None, site=_site_of(file), target=file, before=facts)


def record_download(document, request):
    """A line for a file that went out through the admin; not for what visitors read.

    A film is fetched in many ranges; only the first is recorded.
    """
    begins = request.headers.get("Range", "bytes=0-").startswith("bytes=0-")
    if request.is_admin_host and request.user.is_authenticated and begins:
        record("file.download", by=request.user, site=_site_of(document), target=document)


def _site_of(file):
    path = site_path(file.collection.path)
    return SchoolSite.objects.filter(collection__path=path).first()
