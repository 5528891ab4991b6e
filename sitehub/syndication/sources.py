"""Accepted submissions as a source of the district site's lists."""

from school_sites.models.articles import ARTICLE_PATH
from school_sites.queries import FACT_FIELDS, Cover, Facts, ListItem, Source, entry_of
from school_sites.years import years_with

from .models import Channel, Submission

RANK = 2


def visible_submissions(column_id=None):
    """Submissions shown on the district; those of one district column if given."""
    submissions = Submission.objects.visible()
    return submissions.filter(channel=channel_of(column_id)) if column_id else submissions


def channel_of(column_id):
    """The channel of a district column, as a value the database looks up first.

    Joined instead, PostgreSQL walks all submissions by date to find the few, or
    none, of the channel.
    """
    return Channel.objects.filter(column=column_id).values("pk")[:1]


def items(site, window):
    """Items of the district's lists that schools contributed, in one query."""
    submissions = visible_submissions(window.column_id).filter(
        window.condition(rank=RANK, date_field="first_published_at", id_field="pk")
    )
    return submitted_items(submissions.newest_first()[: window.limit])


def submitted_items(submissions):
    """List items of ``submissions`` (a queryset), linking to the schools' own pages."""
    rows = submissions.values_list(
        "pk", "article_id", "site_id", "first_published_at", "channel__name",
        "article__listing__title", "article__listing__summary", "article__listing__cover_url",
        "article__listing__cover_width", "article__listing__cover_height",
        "article__listing__updated_at",
        *[f"article__listing__{field}" for field in FACT_FIELDS],
    )  # fmt: skip
    found = []
    for row in rows:
        pk, article, site_id, date, channel, title, summary, url, width, height, updated = row[:11]
        entry = entry_of(site_id)
        if entry is None:  # opened by another process a moment ago
            continue
        found.append(
            ListItem(
                title=title,
                url=entry.url(ARTICLE_PATH.format(article)),
                date=date,
                summary=summary,
                cover=Cover(url, width, height) if url else None,
                school=entry.school_site.short_name,
                school_url=entry.base_url + "/",
                column=channel,
                rank=RANK,
                id=pk,
                article_id=article,
                site_id=site_id,
                updated=updated,
                facts=Facts(*row[11:]),
            )
        )
    return found


def years(site, column_id):
    """Calendar years in which schools contributed to a district column, in one query."""
    return years_with(visible_submissions(column_id), "first_published_at")


SUBMISSIONS = Source(
    name="submissions", applies=lambda site: site.is_district, items=items, years=years
)
