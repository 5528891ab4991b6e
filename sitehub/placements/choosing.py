"""What can be put in a place: schools' accepted articles and the district's own, by title."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites import hosts
from school_sites.models import ArticlePage, Listing
from school_sites.queries import entry_of
from school_sites.tree import below
from sitehub.syndication.models import Submission, source_is_visible

FOUND = 20
SOURCE = re.compile(r"([sa])(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One article to choose; ``source`` is what a form posts for it."""

    source: str
    title: str
    school: str
    column: str
    date: datetime
    cover_url: str
    note: str = ""


def parse(text):
    """(submission, article) that a form names, one of them None; both where it names nothing."""
    found = SOURCE.fullmatch(text or "")
    if found is None:
        return None, None
    number = int(found[2])
    if found[1] == "s":
        return Submission.objects.filter(pk=number).first(), None
    return None, own_articles().filter(pk=number).first()


def own_articles():
    """The articles of the district's own site."""
    district = hosts.table().district
    if district is None:
        return ArticlePage.objects.none()
    return ArticlePage.objects.filter(below(district.school_site.root_page.path))


def found(text):
    """The newest whose title has ``text``, in three queries; "" finds the newest of all."""
    rows = [*_offered(text), *_own(text), *_scheduled(text)]
    return sorted(rows, key=lambda one: one.date, reverse=True)[:FOUND]


def of_source(submission, article):
    """The Candidate of one source, or None."""
    if submission is not None:
        return next(_submitted(Submission.objects.filter(pk=submission.pk)), None)
    if article is None:
        return None
    date = article.published_at or article.go_live_at or timezone.now()
    return Candidate(f"a{article.pk}", article.title, "", article.get_parent().title, date, "")


def _offered(text):
    named = Q(title__icontains=text) | Q(headline__icontains=text)
    offered = Submission.objects.accepted().filter(named, source_is_visible())
    return _submitted(offered.newest_first()[:FOUND])


def _submitted(submissions):
    rows = submissions.values_list(
        "pk", "title", "headline", "site_id", "school_name", "column__title",
        "first_published_at", "article__listing__cover_url",
    )  # fmt: skip
    for pk, title, headline, site_id, name, column, date, cover in rows:
        entry = entry_of(site_id)
        school = entry.school_site.short_name if entry else name
        yield Candidate(f"s{pk}", headline or title, school, column, date, cover or "")


def _own(text):
    district = hosts.table().district
    listings = Listing.objects.for_site(district.id).visible().filter(title__icontains=text)
    rows = listings.newest_first().values_list(
        "pk", "title", "column__title", "published_at", "cover_url"
    )
    for pk, title, column, date, cover in rows[:FOUND]:
        yield Candidate(f"a{pk}", title, "", column, date, cover)


def _scheduled(text):
    """Articles of the district that have a time to be published and were never."""
    waiting = own_articles().filter(live=False, title__icontains=text, listing=None)
    waiting = waiting.filter(go_live_at__gt=timezone.now())
    waiting = waiting.filter(_revisions__approved_go_live_at__isnull=False).distinct()
    for pk, title, date in waiting.values_list("pk", "title", "go_live_at")[:FOUND]:
        note = _("定时发布")
        yield Candidate(f"a{pk}", title, "", "", date, "", note)
