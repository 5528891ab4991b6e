"""What all demo content is made with: columns found, pictures drawn, files written, pages shown."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.rich_text import RichText

from media.models import SiteDocument, SiteImage
from school_sites.imports import WRITERS
from school_sites.models import ColumnPage

from .content import parse_body
from .pictures import SCENES, draw


def column_of(site, **fields):
    """The column of these ``fields``; where several are nested, the deepest and first."""
    columns = ColumnPage.objects.filter(root_path=site.root_page.path, **fields)
    column = columns.order_by("-depth", "path").first()
    if column is None:
        raise ValueError(f"{site.code} has no column of {fields}")
    return column


def show(column, page, by):
    """File ``page`` in ``column`` and publish it as ``by``; return it."""
    page.live = False
    page.owner = by
    page.locale_id = column.locale_id
    column.add_child(instance=page)
    page.save_revision(user=by).publish(user=by)
    return page


def some_days_ago(days, *, hour=9, minute=0):
    """A moment ``days`` before today at that local time; never in the future."""
    moment = timezone.localtime() - timedelta(days=days)
    moment = moment.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return min(moment, timezone.now() - timedelta(minutes=1))


def blocks_of(site, body, number=0):
    """The blocks of a body that ``parse_body`` read; ``number`` varies its pictures."""
    return [_block(site, kind, value, number) for kind, value in body]


def blocks_of_text(site, text, number=0):
    """The blocks of a body in the markup of the content files."""
    return blocks_of(site, parse_body(text), number)


def _block(site, kind, value, number):
    if kind == "image":
        picture = drawn(site, value["scene"], number + 100, value["alt"])
        return kind, {"image": picture, "alt_text": value["alt"], "caption": value["caption"]}
    if kind == "attachments":
        return kind, [{"document": file_of(site, title), "title": ""} for title in value]
    if kind == "text":
        return kind, RichText(value)
    return kind, WRITERS[kind](value)


def drawn(site, scene, seed, title, **options):
    """A picture of a scene in the site's collection; ``options`` are those of ``draw``."""
    data = draw(scene, seed=seed, **options)
    return image_of(site, title or SCENES[scene], data, f"{scene}-{seed}.jpg")


def image_of(site, title, data, file_name):
    """A picture in the site's collection."""
    return SiteImage.objects.create(
        title=title[:255],
        collection=site.collection,
        file=ContentFile(data, name=file_name),
        file_size=len(data),
    )


def file_of(site, title):
    """A plain text file named ``title`` in the site's collection."""
    stem = title.rsplit(".", 1)[0]
    text = f"{stem}\n\n（演示附件，内容为示例。）\n\n{site.name}\n"
    return document_of(site, stem, text.encode("utf-8-sig"), title)


def document_of(site, title, data, file_name):
    """A file in the site's collection."""
    document = SiteDocument(title=title, collection=site.collection)
    document.file.save(file_name, ContentFile(data), save=False)
    document.file_size = document.file.size
    document.save()
    return document
