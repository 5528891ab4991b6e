"""What sites show of notices, as ``school_sites.handed_down`` asks for it."""

from school_sites import hosts
from school_sites.handed_down import HandedDown
from school_sites.models import Listing
from school_sites.models.articles import ARTICLE_PATH

from .models import Audience, DistrictNotice, Level, Recipient

WEIGHTS = {level: number for number, level in enumerate(Level)}
# Public pages are Chinese, whatever language the person has in whose request this is read.
LEVEL_NAMES = {Level.INFO: "提示", Level.WARNING: "注意", Level.EMERGENCY: "紧急"}


def in_force():
    """All notices and banners shown now or later, in two queries; of notices without the text."""
    rows = list(DistrictNotice.objects.not_over())
    chosen = {}
    named = [row.pk for row in rows if row.audience == Audience.CHOSEN]
    for notice, site in Recipient.objects.filter(notice__in=named).values_list("notice", "site"):
        chosen.setdefault(notice, set()).add(site)
    return [_handed_down(row, chosen.get(row.pk, ())) for row in rows]


def _handed_down(row, sites):
    by_kinds = row.audience == Audience.KINDS
    return HandedDown(
        number=row.pk,
        title=row.title,
        text=row.text if row.is_banner else "",
        level=row.level if row.is_banner else "",
        level_name=LEVEL_NAMES[row.level] if row.is_banner else "",
        weight=WEIGHTS[row.level],
        starts_at=row.show_from,
        ends_at=row.show_until,
        has_more=row.article_id is not None,
        everywhere=row.audience == Audience.ALL,
        kinds=frozenset(row.kind_list if by_kinds else ()),
        sites=frozenset(sites),
        on_district=row.on_district,
    )


def articles_of(numbers):
    """``{number: {"url", "title"}}`` of the district's articles that visitors may read, one query.

    An article that was taken down, or is no longer the district's, is left out.
    """
    district, numbers = hosts.table().district, {number for number in numbers if number}
    if district is None or not numbers:
        return {}
    listed = Listing.objects.for_site(district.id).visible().filter(article__in=numbers)
    return {
        number: {"url": district.url(ARTICLE_PATH.format(number)), "title": title}
        for number, title in listed.values_list("article", "title")
    }
