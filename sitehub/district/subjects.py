"""Teaching research by subject: what the column and each subject's page show."""

from django.db.models import prefetch_related_objects
from django.http import Http404

from media.sizes import RESEARCHER
from school_sites import context as ctx
from school_sites.gathering import COMING, PAST, Pick, gather
from school_sites.models import ColumnLayout
from school_sites.sections import Section, pages_of

from .subject_pages import SubjectPage

GRID_LIMIT = 40  # pages; each adds a part to the query that finds its newest line
COMING_LIMIT = 6
PAST_LIMIT = 4
PAGE_SIZE = 20


def column_values(request, entry, column):
    """Every subject of the column, each with its newest article."""
    pages = list(pages_of(SubjectPage, column.path).defer("introduction")[:GRID_LIMIT])
    newest = gather(entry.school_site, [Pick(limit=1, subject=page.subject) for page in pages])
    return {
        "section_items": [
            {
                "title": page.title,
                "subject": page.get_subject_display(),
                "url": page.site_path(),
                "newest": items[0] if items else None,
            }
            for page, items in zip(pages, newest, strict=True)
        ]
    }


def page_values(request, entry, page, *, after=None):
    """One subject's page; with ``after`` only the articles that come after it.

    A position with nothing after it is no page.
    """
    site = entry.school_site
    articles = Pick(limit=PAGE_SIZE + 1, subject=page.subject, after=after)
    picks = [articles]
    if after is None:
        picks += [
            Pick(limit=COMING_LIMIT, subject=page.subject, events=COMING),
            Pick(limit=PAST_LIMIT, subject=page.subject, events=PAST),
        ]
    items, *events = gather(site, picks)
    if after is not None and not items:
        raise Http404
    path = page.site_path()
    older_url = f"{path}p/{items[PAGE_SIZE - 1].cursor}/" if len(items) > PAGE_SIZE else ""
    values = {
        "subject": {"title": page.title, "name": page.get_subject_display(), "url": path},
        "items": items[:PAGE_SIZE],
        "older_url": older_url,
        "newest_url": path if after is not None else "",
        "path": path if after is None else f"{path}p/{after}/",
        "next_path": older_url,
        "description": f"{site.name}{page.title}",
        "tags": {"sites": "all"},
    }
    if after is None:
        coming, past = events
        values |= {
            "introduction": page.introduction,
            "people": people_of(page),
            "resources": resources_of(page),
            "coming": coming,
            "past": past,
        }
    return values


def people_of(page):
    """The subject's people, with their photographs, in two queries."""
    people = list(page.people.all())
    _fetch(people, "photo", "photo__renditions")
    return [
        {
            "name": person.name,
            "school": person.school,
            "role": person.role,
            "photo": ctx.cover_of(person.photo, RESEARCHER) if person.photo_id else None,
        }
        for person in people
    ]


def resources_of(page):
    """The subject's files, in two queries."""
    resources = list(page.resources.all())
    _fetch(resources, "document")
    return [
        {
            "title": one.title or one.document.title,
            "url": one.document.url,
            "kind": one.document.file_extension.upper(),
            "size": one.document.get_file_size(),
        }
        for one in resources
    ]


def _fetch(rows, *names):
    # Not on the queryset: in a preview the rows are not in the database.
    if rows:
        prefetch_related_objects(rows, *names)


def pictures(page):
    """The portraits of the subject's people."""
    return [(one.photo, RESEARCHER) for one in page.people.all() if one.photo_id]


SECTION = Section(
    layout=ColumnLayout.SUBJECTS,
    column=column_values,
    page_model=SubjectPage,
    page=page_values,
    template="themes/base/pages/subject.html",
    styles=("subject",),
    pictures=pictures,
)
