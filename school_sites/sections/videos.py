"""Videos: a player for the school's own file, or a card that leads to another site."""

from urllib.parse import urlsplit

from media.sizes import COVER
from school_sites import context as ctx
from school_sites.models import Form

from .parts import Part, register_part


def video_part(entry, page):
    """The film of a video page."""
    poster = ctx.cover_of(page.cover, COVER) if page.cover_id else None
    document = page.file
    values = {
        "url": document.url if document else "",
        "content_type": document.content_type if document else "",
        "size": document.get_file_size() if document else None,
        "link": page.link,
        "link_host": urlsplit(page.link).hostname or "",
        "duration": page.duration,
        "poster": poster,
        "title": page.title,
    }
    return Part(
        template="themes/base/components/video.html",
        values=values,
        styles=("album", "video"),
        json_ld=json_ld(entry, page, values),
    )


def json_ld(entry, page, values):
    """schema.org VideoObject within the article's data; nothing without a film."""
    if not (values["url"] or values["link"]):
        return {}
    film = {"@type": "VideoObject", "name": page.title, "description": page.summary or page.title}
    if values["url"]:
        film["contentUrl"] = entry.url(values["url"])
    else:
        film["url"] = values["link"]
    if page.published_at:
        film["uploadDate"] = page.published_at.isoformat()
    if values["poster"]:
        film["thumbnailUrl"] = entry.url(values["poster"].url)
    if page.duration:
        film["duration"] = iso_duration(page.duration)
    return {"video": film}


def iso_duration(text):
    """``3:25`` as ISO 8601, ``PT3M25S``."""
    numbers = [int(number) for number in text.split(":")][::-1]
    marks = [f"{number}{mark}" for number, mark in zip(numbers, "SMH", strict=False)]
    return "PT" + "".join(marks[::-1])


register_part(Form.VIDEO, video_part)
