"""Accepted submissions as a source of the district site's lists."""

from dataclasses import replace

from django.db.models import Exists, OuterRef

from school_sites.gathering import number_of_pick, numbers_of, union
from school_sites.models.articles import ARTICLE_PATH
from school_sites.queries import FACT_FIELDS, Facts, ListItem, Source, cover_of, entry_of
from school_sites.years import years_with

from .gone import gone_submissions
from .models import Submission

RANK = 2
LISTING = "article__listing__"


def visible_submissions(column_id=None):
    """Submissions shown on the district; those of one district column if given."""
    submissions = Submission.objects.visible()
    return submissions.filter(column=column_id) if column_id else submissions


def items(site, window):
    """Items of the district's lists that schools contributed, in one query."""
    submissions = visible_submissions(window.column_id).filter(
        window.condition(
            rank=RANK,
            date_field="first_published_at",
            id_field="pk",
            category_field=LISTING + "category",
        )
    )
    return submitted_items(submissions.newest_first()[: window.limit])


def events(site, window):
    """Events that schools contributed, as ``school_sites.event_lists`` asks for them."""
    submissions = visible_submissions(window.column_id).filter(window.condition(LISTING))
    return submitted_items(submissions.order_by(*window.order(LISTING))[: window.limit])


def categories(site, column_id):
    """Document categories among a district column's submissions."""
    submissions = visible_submissions(column_id).exclude(**{LISTING + "category": ""})
    return submissions.order_by().values_list(LISTING + "category", flat=True).distinct()


def submitted_items(submissions):
    """List items of ``submissions`` (a queryset), linking to the schools' own pages."""
    items = [submitted_item(row) for row in submissions.values_list(*FIELDS)]
    return [item for item in items if item is not None]


# What ``submitted_item`` reads, in its order.
FIELDS = (
    "pk", "article_id", "site_id", "first_published_at", "channel__name",
    "headline", "summary", "cover_part",
    "article__listing__title", "article__listing__summary", "article__listing__cover_url",
    "article__listing__cover_width", "article__listing__cover_height",
    "article__listing__cover_id",
    "article__listing__updated_at", "article__listing__listed_changed_at", "standing_at",
    "outside_url", "outside_summary", "title", "school_name", "submitted_at",
    *[f"article__listing__{field}" for field in FACT_FIELDS],
)  # fmt: skip


def submitted_item(row):
    """The list item of a submission, ``row`` being its FIELDS; None where its site is unknown."""
    pk, article, site_id, date, channel, headline, words, part, *row = row
    title, summary, *cover = row[:6]
    updated, listed_at, standing_at, *outside, submitted_at = row[6 : -len(FACT_FIELDS)]
    facts = row[-len(FACT_FIELDS) :]
    entry = entry_of(site_id)
    if outside[0]:
        item = _outside_item(pk, date, channel, entry, outside, standing_at or submitted_at)
        return replace(item, title=headline or item.title, summary=words or item.summary)
    if entry is None:  # opened by another process a moment ago
        return None
    return ListItem(
        title=headline or title,
        url=entry.url(ARTICLE_PATH.format(article)),
        date=date,
        summary=words or summary,
        cover=cover_of(*cover, part),
        school=entry.school_site.short_name,
        school_url=entry.base_url + "/",
        column=channel,
        rank=RANK,
        id=pk,
        article_id=article,
        site_id=site_id,
        updated=max(
            filter(None, (updated, listed_at, standing_at, entry.school_site.shown_changed_at))
        ),
        facts=Facts(*facts),
    )


def _outside_item(pk, date, channel, entry, outside, updated):
    """The list item of a page outside; ``entry`` is its school's site here, if there is one."""
    url, summary, title, school_name = outside
    if entry and entry.school_site.shown_changed_at:
        updated = max(updated, entry.school_site.shown_changed_at)
    return ListItem(
        title=title,
        url=url,
        date=date,
        summary=summary,
        cover=None,
        school=entry.school_site.short_name if entry else school_name,
        school_url=entry.base_url + "/" if entry else "",
        column=channel,
        rank=RANK,
        id=pk,
        article_id=-pk,
        site_id=entry.id if entry else 0,
        updated=updated,
        is_outside=True,
    )


def picks(site, picks):
    """(number of the pick, item) for articles that schools contributed, in one query.

    Found through their listings, whose indexes lead to keywords and subjects; a
    column's by its channel. A date is the listing's then, so that positions are exact.
    """
    rows = Submission.objects.shown().values_list(*FIELDS, "article__listing__published_at")
    parts = []
    for number, pick in enumerate(picks):
        if is_own_list(pick):
            newest = visible_submissions(pick.column_id).newest_first()
            chosen = {"pk__in": newest.values("pk")[: pick.limit]}
        else:
            chosen = {"article__in": numbers_of(pick, rank=RANK, scope=accepted_of)}
        parts.append(rows.filter(**chosen).annotate(pick=number_of_pick(number)))
    found = []
    for *row, listed_at, number in union(parts):
        item = submitted_item(row)
        if item is not None and not is_own_list(picks[number]):
            item = replace(item, date=listed_at, id=item.article_id)
        if item is not None:
            found.append((number, item))
    return found


def is_own_list(pick):
    """Whether the rows of ``pick`` are found by their own date, not through listings."""
    return pick.column_id is not None or pick.newest


def accepted_of(path):
    """The condition "shown by the district" on a row whose ``path`` names an article."""
    return Exists(Submission.objects.shown().filter(article=OuterRef(path)))


def years(site, column_id, category):
    """Calendar years in which schools contributed to a district column, in one query."""
    submissions = visible_submissions(column_id)
    if category:
        submissions = submissions.filter(**{LISTING + "category": category})
    return years_with(submissions, "first_published_at")


SUBMISSIONS = Source(
    name="submissions",
    applies=lambda site: site.is_district,
    items=items,
    years=years,
    picks=picks,
    events=events,
    categories=categories,
    gone=gone_submissions,
)
