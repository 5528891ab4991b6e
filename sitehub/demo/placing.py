"""What the demo district's editors put in their places."""

from datetime import timedelta

from django.utils import timezone

from school_sites.models import ArticlePage, Listing
from sitehub.placements.models import SlotKind
from sitehub.placements.states import place
from sitehub.syndication.models import Submission

SLIDES, PICKS = 3, 4


def fill_places(site, *, by):
    """A headline and the one of tomorrow, a carousel, picks, a pin of the district's own."""
    pictured = Submission.objects.visible().exclude(article__listing__cover_url="")
    rows = list(pictured.select_related("column").newest_first()[: SLIDES + PICKS + 1])
    coming, slides, picks = rows[:1], rows[1 : SLIDES + 1], rows[SLIDES + 1 :]
    tomorrow = timezone.now() + timedelta(days=1)
    newest = Listing.objects.for_site(site).visible().newest_first().values("pk")[:1]
    own = ArticlePage.objects.get(pk__in=newest)
    place(kind=SlotKind.HEADLINE, article=own, show_until=tomorrow + timedelta(days=2), by=by)
    for row in coming:
        place(kind=SlotKind.HEADLINE, submission=row, show_from=tomorrow, by=by)
    for kind, chosen in ((SlotKind.CAROUSEL, slides), (SlotKind.PICKS, picks)):
        for row in reversed(chosen):
            place(kind=kind, submission=row, by=by)
    for row in slides[:1]:
        place(kind=SlotKind.PIN, submission=row, by=by)
