"""The one writer of search entries: in the transaction that publishes, moves or hides a page."""

from datetime import UTC, date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.models import Page

from school_sites import hosts
from school_sites.models import ColumnPage, Listing
from school_sites.restrictions import hidden_among, unrestricted
from school_sites.tree import at_or_below

from . import engines, files, outbox, texts, vocabulary
from .models import Entry, EntryText

EPOCH = date(1970, 1, 1)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
AT_ONCE = 500  # entries that one statement changes


def public_pages():
    """Pages that are live, not expired, and under no view restriction."""
    return unrestricted(Page.objects.filter(live=True, expired=False))


@transaction.atomic
def write(page):
    """Write the entry of ``page`` (specific) as it is published now; return it, or None."""
    return write_many([page])[0] if texts.is_searched(page) else None


@transaction.atomic
def write_many(pages):
    """Write the entries of ``pages`` (specific, searched), a fixed number of statements.

    Returns the entries, None for a page that is of no site or not live. Where the words are the
    ones that are indexed already, of the same site, only the facts are written.
    """
    return write_expected(list(expected(pages)), known([page.pk for page in pages]))


def known(numbers):
    """{page number: its entry} of those of the pages ``numbers`` that have one.

    Long texts are read when they are asked for.
    """
    found = Entry.objects.filter(page__in=numbers).select_related("text")
    return {one.page_id: one for one in found.defer("text__body", "text__keywords")}


@transaction.atomic
def write_expected(rows, known):
    """The same for what ``expected`` said; ``known`` are the pages' entries."""
    new, result = [], []
    for page, values, text in rows:
        entry = known.get(page.pk)
        if values is None:
            result.append(None)
            continue
        if (
            entry is not None
            and entry.text.digest == text.digest
            and (entry.site_id == values["site_id"])
        ):
            _update(entry, values, text)
        else:
            entry = Entry(page_id=page.pk, **values)
            new.append((entry, text))
        result.append(entry)
    Entry.objects.filter(page__in=[entry.page_id for entry, _text in new]).delete()
    _insert(new)
    return result


def expected(pages):
    """Yield (page, facts of its entry, its Text) for ``pages`` (specific, searched).

    Facts and text are None for a page that is of no site or not live.
    """
    facts, offered = Facts(pages), files.files_of(pages)
    for page in pages:
        values = facts.of(page)
        if values is None:
            yield page, None, None
            continue
        text = texts.text_of(page, offered.get(page.pk, ()))
        text.keywords = f"{text.keywords} {facts.names[page.pk]}".strip()
        text.path = facts.paths[page.pk]
        yield page, values, text


def _update(entry, values, text):
    changed = [name for name, value in values.items() if getattr(entry, name) != value]
    for name in changed:
        setattr(entry, name, values[name])
    if changed:
        entry.save(update_fields=changed)
        outbox.note([entry.pk])
    if (entry.text.files, entry.text.path) != (text.files, text.path):
        EntryText.objects.filter(pk=entry.pk).update(files=text.files, path=text.path)


def _insert(new):
    if not new:
        return
    engines.storing().insert([(entry, text.tokens) for entry, text in new])
    EntryText.objects.bulk_create(
        EntryText(
            entry=entry, title=text.title, keywords=text.keywords, body=text.body,
            files=text.files, path=text.path, digest=text.digest,
        )
        for entry, text in new
    )  # fmt: skip
    outbox.note([entry.pk for entry, _text in new])
    vocabulary.take_in((entry, text.title) for entry, text in new)


class Facts:
    """The facts of many pages (specific, searched), each kind asked for once."""

    def __init__(self, pages):
        numbers = [page.pk for page in pages]
        self.columns = _columns({texts.column_path_of(page) for page in pages})
        self.hidden = hidden_among([page.path for page in pages])
        self.dates = dict(Listing.objects.filter(pk__in=numbers).values_list("pk", "published_at"))
        self.paths, self.names = {}, {}

    def of(self, page):
        """The facts of ``page``, for an entry; None where it is of no site."""
        site = hosts.entry_for_path(page.path)
        column = self.columns.get(texts.column_path_of(page))
        if site is None or column is None or not page.live:
            return None
        self.paths[page.pk] = page.site_path(site)
        school = site.school_site
        self.names[page.pk] = " ".join(dict.fromkeys((school.name, school.short_name)))
        number, kind, layout = column
        # A column that was made with its site has no date of its own.
        moment = self.dates.get(page.pk) or page.first_published_at or school.opened_at or BEGINNING
        day = timezone.localdate(moment)
        return {
            "site_id": site.id,
            "column_id": number,
            "column_kind": kind,
            "type": texts.type_of(page, kind, layout),
            "listed": not page.expired and page.path not in self.hidden,
            "expires_at": page.expire_at,
            "published_at": moment,
            "year": day.year,
            "day": max(0, (day - EPOCH).days),
        }


def _columns(paths):
    """{tree path of a column: (number, kind, layout)}.

    In two steps: joined, PostgreSQL would read all pages to find a hundred paths.
    """
    numbers = dict(Page.objects.filter(path__in=paths).values_list("pk", "path"))
    found = ColumnPage.objects.filter(pk__in=numbers).values_list("pk", "kind", "layout")
    return {numbers[pk]: (pk, kind, layout) for pk, kind, layout in found}


def hide(page):
    """What is not published any more is found no more, at once."""
    _change(Entry.objects.filter(page=page.pk), listed=False)


def refresh_below(page):
    """Set ``listed`` anew for all at or below ``page``, after a restriction or a move."""
    below = Entry.objects.filter(at_or_below(page.path, "page__path"))
    public = public_pages().filter(pk=OuterRef("page"))
    for listed in (True, False):
        is_public = Exists(public) if listed else ~Exists(public)
        _change(below.filter(is_public, listed=not listed), listed=listed)


def file_again(page):
    """After a move: of another column, perhaps of another kind; and below it all the same."""
    page = page.specific
    is_filed = texts.is_searched(page) and not isinstance(page, ColumnPage)
    if is_filed and Entry.objects.filter(page=page.pk).exists():
        write(page)
    refresh_below(page)


def column_published(column):
    """What is filed in ``column`` is found under its kind."""
    filed = Entry.objects.filter(column_id=column.pk).exclude(column_kind=column.kind)
    _change(filed, column_kind=column.kind)


@transaction.atomic
def _change(entries, **values):
    numbers = list(entries.values_list("pk", flat=True))
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        Entry.objects.filter(pk__in=some).update(**values)
        outbox.note(some)


@transaction.atomic
def file_read(document):
    """Write anew what offers ``document``: its words are known now, or are others."""
    write_many(files.offering(document))
