"""What the district shows in the end, against what was acknowledged."""

from collections import Counter
from io import StringIO

from django.core.management import CommandError, call_command
from django.db.models import Count
from django.test import Client

from school_sites import hosts
from school_sites.listings_check import find_drift
from school_sites.models import ArticlePage
from search import api, drift
from sitehub.audit import chain
from sitehub.audit.models import AuditEntry
from sitehub.platform.scheduled_publishing import publish_due
from sitehub.syndication.models import Submission, TrustedSchool
from sitehub.syndication.reconciling import reconcile

from .writing import OFFERED

PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")


def verdict(stories, killed):
    """Print the counts; 1 where anything is not as it should be."""
    publish_due()
    chain.seal()
    hosts.forget()
    articles = {pk: one for story in stories for pk, one in story.articles.items()}
    counts = sum((story.counts for story in stories), Counter())
    tell(stories, articles, counts, killed)
    faults = {
        **on_the_district(articles),
        **on_the_schools(articles),
        "waiting, missing or double": waiting(articles),
        "published without a line": without_line(stories),
        "drift of submissions": sum(len(found.rows) for found in reconcile(mend=False)),
        "drift of listings": sum(1 for _ in find_drift()),
        "drift of search": len(drift.of_pages(sorted(articles))),
        "searched for, not as it is": sought(articles),
        "audit chain broken": chain_is_broken(),
    }
    for name, number in faults.items():
        print(f"{name:32}{number:>6}")
    print("FAILED" if any(faults.values()) else "nothing was lost, doubled or wrongly shown")
    return int(any(faults.values()))


def tell(stories, articles, counts, killed):
    """What was done, and how often somebody died doing it."""
    kills, seconds = killed
    print(f"{sum(story.done for story in stories)} actions in {seconds:.0f} s, {kills} kills")
    for name, number in sorted(counts.items()):
        print(f"  {name:30}{number:>6}")
    live = sum(one.live for one in articles.values())
    print(f"{len(articles)} articles, {live} of them online")


def feed(host):
    """[(number, title)] of a site's feed, page by page, as anybody reads it."""
    client, path, found = Client(headers={"host": host}), "/feed.json", []
    while path:
        page = client.get(path).json()
        found += [(int(one["id"].rpartition("/")[2]), one["title"]) for one in page["items"]]
        path = page.get("next_url", "").partition(".localhost")[2].lstrip(":0123456789")
    return found


def on_the_district(articles):
    """Against the district's feed, and the expression that all its lists ask."""
    trusted = set(TrustedSchool.objects.values_list("site__code", flat=True))
    expected = {
        (pk, one.title)
        for pk, one in articles.items()
        if one.live and not one.withdrew and one.kind in OFFERED and one.code in trusted
    }
    shown = feed("district.localhost")
    rows = list(Submission.objects.visible().values_list("article", flat=True))
    several = Submission.objects.values("source_key").annotate(n=Count("pk")).filter(n__gt=1)
    print(f"the district should show {len(expected)} and shows {len(shown)}")
    return {
        "missing on the district": len(expected - set(shown)),
        "wrongly shown on the district": len(set(shown) - expected),
        "double on the district": len(shown) - len(set(shown)) + len(several),
        "feed and lists differ": len(set(rows) ^ {pk for pk, _title in shown}),
    }


def on_the_schools(articles):
    """Against the schools' own feeds, and against the tree."""
    expected = {(pk, one.title) for pk, one in articles.items() if one.live}
    codes = {one.code for one in articles.values()}
    shown = [item for code in sorted(codes) for item in feed(f"{code}.localhost")]
    live = set(ArticlePage.objects.filter(live=True).values_list("pk", "title"))
    return {
        "missing at the schools": len(expected - set(shown)) + len(expected - live),
        "wrongly shown at the schools": len(set(shown) - expected) + len(live - expected),
        "double at the schools": len(shown) - len(set(shown)),
    }


def sought(articles):
    """Articles whose title finds something else than what is online. A sample of them."""
    wrong = 0
    for pk, one in sorted(articles.items())[:: max(1, len(articles) // 100)]:
        hits = api.search(None, f'标题:"{one.title}"').hits
        wrong += (pk in {hit.page for hit in hits}) != one.live
    return wrong


def waiting(articles):
    """Every article that was ever offered has one submission, decided as its school is trusted."""
    trusted = set(TrustedSchool.objects.values_list("site__code", flat=True))
    expected = Counter(
        (pk, "accepted" if one.code in trusted else "waiting", one.withdrew)
        for pk, one in articles.items()
        if one.kind in OFFERED
    )
    rows = Submission.objects.values_list("article", "decision", "school_withdrew")
    found = Counter(rows)
    return ((expected - found) + (found - expected)).total()


def without_line(stories):
    """Publications that the audit does not know, or knows twice."""
    expected = sum((story.publications for story in stories), Counter())
    articles = map(str, ArticlePage.objects.values_list("pk", flat=True))
    lines = AuditEntry.objects.filter(action__in=PUBLISHED, object_id__in=articles)
    found = Counter(int(one) for one in lines.values_list("object_id", flat=True))
    return ((expected - found) + (found - expected)).total()


def chain_is_broken():
    """Whether verify_audit complains."""
    try:
        call_command("verify_audit", stdout=StringIO())
    except (CommandError, SystemExit) as error:
        print(error)
        return 1
    return 0
