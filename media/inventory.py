"""What is stored against what the database knows: missing, unused and stray files."""

from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, ReferenceIndex

from .models import SiteDocument, SiteImage, SiteRendition
from .storages import private_storage, public_storage


@dataclass
class Inventory:
    """Findings, as lines a person can act on."""

    missing: list[str] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    files: int = 0


_other_files = []


def register_files(source):
    """Add a source of (name, whose it is) pairs: files that a higher room keeps by name."""
    if source not in _other_files:
        _other_files.append(source)


def take_inventory(progress=lambda names: names):
    """Compare both storages with the database, in one walk through each.

    ``progress`` wraps the names that are walked. Raises OSError if a storage is down.
    """
    found = Inventory()
    expected = dict(expected_files())
    for storage in (public_storage(), private_storage()):
        for name in progress(storage.walk()):
            found.files += 1
            if expected.pop(name, None) is None:
                found.stray.append(name)
    found.missing = [f"{name}  {whose}" for name, whose in sorted(expected.items())]
    found.unused = list(unused())
    return found


def expected_files():
    """Every file the database names: pairs of name and whose it is."""
    for image in SiteImage.objects.values("pk", "file", "title").iterator():
        yield image["file"], f"picture {image['pk']} {image['title']}"
    for rendition in SiteRendition.objects.values("image_id", "file", "filter_spec").iterator():
        yield rendition["file"], f"picture {rendition['image_id']} as {rendition['filter_spec']}"
    for document in SiteDocument.objects.values("pk", "file", "title").iterator():
        yield document["file"], f"document {document['pk']} {document['title']}"
    for model in apps.get_models():
        if model not in (SiteImage, SiteRendition, SiteDocument):
            yield from _files_of(model)
    for source in _other_files:
        yield from source()


def _files_of(model):
    """Files of any other model, ours or Wagtail's: unfinished uploads, photographs of users …"""
    what = model._meta.verbose_name
    for one in model._meta.concrete_fields:
        if isinstance(one, models.FileField) and not one.model._meta.proxy:
            rows = model.objects.exclude(**{one.name: ""}).values_list("pk", one.name)
            for pk, name in rows.iterator():
                yield name, f"{what} {pk}"


def unused():
    """Pictures and documents that no page, setting or newest draft refers to."""
    in_drafts = references_of_drafts()
    for model, what in ((SiteImage, "picture"), (SiteDocument, "document")):
        kind = ContentType.objects.get_for_model(model)
        referred = ReferenceIndex.objects.filter(to_content_type=kind)
        used = set(referred.values_list("to_object_id", flat=True).distinct())
        for pk, title in model.objects.order_by("pk").values_list("pk", "title").iterator():
            if str(pk) not in used and (kind.pk, str(pk)) not in in_drafts:
                yield f"{what} {pk} {title}"


def references_of_drafts():
    """What unpublished changes refer to. Wagtail's index knows what is in the page's own row."""
    found = set()
    drafts = Page.objects.filter(has_unpublished_changes=True).exclude(latest_revision=None)
    for page in drafts.select_related("latest_revision").iterator(chunk_size=100):
        draft = page.latest_revision.as_object()
        for kind, pk, *_path in ReferenceIndex._extract_references_from_object(draft):
            found.add((kind, str(pk)))
    return found
