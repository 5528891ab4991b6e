"""Tags and document dates of articles listed before listings knew them.

A migration, since all it needs is in the rows themselves and it must have run once
before the new pages are asked; ``check_listing`` proves the result and mends drift.
"""

import re

from django.db import migrations
from django.db.models import OuterRef, Subquery

CHUNK = 2_000
SEPARATORS = re.compile("[,，、；;]")
LONGEST = 40


def write_tags(apps, schema_editor):
    Listing = apps.get_model("school_sites", "Listing")
    ListingTag = apps.get_model("school_sites", "ListingTag")
    rows = Listing.objects.exclude(keywords="").filter(tags=None).order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        ListingTag.objects.bulk_create(
            ListingTag(
                listing_id=one.pk, site_id=one.site_id, word=word, published_at=one.published_at
            )
            for one in chunk
            for word in words_of(one.keywords)
        )


def words_of(keywords):
    words = (word.strip()[:LONGEST] for word in SEPARATORS.split(keywords))
    return sorted({word for word in words if word})


def copy_document_dates(apps, schema_editor):
    Listing = apps.get_model("school_sites", "Listing")
    ArticlePage = apps.get_model("school_sites", "ArticlePage")
    dated = ArticlePage.objects.exclude(document_date=None)
    rows = Listing.objects.filter(document_date=None, article__in=dated.values("pk"))
    date = ArticlePage.objects.filter(pk=OuterRef("pk")).values("document_date")
    rows.update(document_date=Subquery(date))


class Migration(migrations.Migration):
    dependencies = [("school_sites", "0013_subject_layout_and_events")]

    operations = [
        migrations.RunPython(write_tags, migrations.RunPython.noop),
        migrations.RunPython(copy_document_dates, migrations.RunPython.noop),
    ]
