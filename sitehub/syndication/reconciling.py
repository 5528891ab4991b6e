"""Prove that submissions are what listings, columns and rules make of them, and mend what is not.

A kind of drift is a condition on rows. The database looks for it, a batch at a time in
the order of numbers, so memory does not grow with the install. Each batch is mended in
a transaction of its own; what is where is mended by the functions that publishing calls.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import BigIntegerField, Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Concat, Substr
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from school_sites import hosts
from school_sites.models import ArticlePage, Listing, SchoolSite
from sitehub.audit import record

from . import ledger
from .filing import file_article, follow_listings, page_source_key
from .ledger_entries import Event
from .models import ChannelRule, Decision, Submission
from .rules import matching, stand_since

BATCH = 200
# What putting right changes of how a row stands.
STEPS = {"set_aside": Event.SET_ASIDE, "site_id": Event.GIVEN}
PREFIX = page_source_key("")
LISTING = "article__listing__"
RIGHT_KEY = Concat(Value(PREFIX), Cast("article_id", CharField()))


@dataclass(frozen=True)
class Kind:
    """One way of being wrong. ``rows()`` are those that are; ``mend(rows)`` puts them right.

    ``mend`` gets the rows of one batch, locked, and returns nothing.
    """

    name: str
    label: Promise
    rows: Callable
    mend: Callable


@dataclass(frozen=True, slots=True)
class Found:
    """A batch of one kind: ``rows`` are (number, title); ``left`` could not be mended."""

    kind: Kind
    rows: list
    left: int = 0


def reconcile(*, mend, batch=BATCH) -> Iterator[Found]:
    """Yield what is wrong, a batch at a time; with ``mend`` put it right before.

    A fixed number of queries for each batch of at most ``batch`` rows.
    """
    for kind in [*KINDS, *kinds_of_rules()]:
        last = 0
        while True:
            drifted = kind.rows().filter(pk__gt=last).order_by("pk")
            rows = list(drifted.values_list("pk", "title")[:batch])
            if not rows:
                break
            last = rows[-1][0]
            numbers = [pk for pk, _title in rows]
            yield Found(kind, rows, _mend(kind, numbers) if mend else len(rows))


@transaction.atomic
def _mend(kind, numbers):
    """Mend those rows that are still wrong once they are locked; return how many stay so."""
    locked = kind.rows().filter(pk__in=numbers).select_for_update(of=("self",)).order_by("pk")
    kind.mend(list(locked))
    return kind.rows().filter(pk__in=numbers).count()


# --- which rows are wrong


def _submissions(*conditions, **values):
    return lambda: Submission.objects.filter(*conditions, **values)


def _without_article():
    """The number in the key is that of an article, which the row does not name."""
    number = Case(
        When(source_key__regex=rf"^{PREFIX}[0-9]{{1,18}}$",
             then=Cast(Substr("source_key", len(PREFIX) + 1), BigIntegerField())),
    )  # fmt: skip
    rows = Submission.objects.filter(article=None, outside_url="").annotate(number=number)
    return rows.filter(Exists(ArticlePage.objects.filter(pk=OuterRef("number"))))


def _second():
    """Live rows of an article beside the one that stands: its own key's, else the newest."""
    others = Submission.objects.filter(article=OuterRef("article"), set_aside=False)
    stands = others.filter(Q(source_key=RIGHT_KEY) | Q(pk__gt=OuterRef("pk")))
    return Submission.objects.filter(~Q(source_key=RIGHT_KEY), Exists(stands), set_aside=False)


def _left_aside():
    """None of the article's rows stands, though it is where this one was filed, by a rule.

    One that was set aside before the rules were changed is not judged.
    """
    rules_changed = stand_since()
    if rules_changed is None:
        return Submission.objects.none()
    live = Submission.objects.filter(article=OuterRef("article"), set_aside=False)
    everybody = Q(site=None, school_kind="") | Q(site=None, school_kind=OuterRef("site__kind"))
    rules = ChannelRule.objects.filter(
        everybody | Q(site=OuterRef("site")), column_kind=OuterRef("filed_kind")
    )
    return Submission.objects.filter(
        ~Exists(live), Exists(rules), set_aside=True, offered_by=None,
        filed_kind=F(f"{LISTING}column__kind"), standing_at__gt=rules_changed,
    )  # fmt: skip


def _never_offered(rule):
    """Listings that ``rule`` covers and nobody offered.

    Only what was published after the rules were last changed: a rule says where articles
    go from then on, and what is older waits for being published again (0013).
    """
    offered = Submission.objects.filter(article=OuterRef("pk"))
    return matching(rule).filter(~Exists(offered), updated_at__gt=stand_since())


def _in_foreign_column():
    """Shown in a column that is not the district's."""
    district = hosts.table().district
    if district is None:
        return Submission.objects.none()
    return Submission.objects.exclude(column__root_path=district.school_site.root_page.path)


# --- how they are put right


def _change(values_of):
    """A ``mend`` that writes ``values_of(row)`` on each row, and records it."""

    def mend(rows):
        for row in rows:
            values = values_of(row)
            before = {name: getattr(row, name) for name in values}
            changed = Submission.objects.filter(pk=row.pk)
            changed.update(**values, version=F("version") + 1)
            for event in [event for name, event in STEPS.items() if name in values]:
                ledger.write(changed, event)
            record(
                "submission.reconcile", by=None, site=row.site, target=row,
                before=before, after=values,
            )  # fmt: skip

    return mend


def _file(rows):
    """File the articles of ``rows``, submissions or listings, as publishing them would."""
    for listing in _listings_of(rows):
        file_article(listing)


def _follow(rows):
    follow_listings(_listings_of(rows))


def _listings_of(rows):
    numbers = [row.article_id for row in rows]
    return Listing.objects.filter(pk__in=numbers).select_related("site", "column").order_by("pk")


def _named_article(row):
    return {"article_id": int(row.source_key.removeprefix(PREFIX))}


def _right_key(row):
    """The key of its article; where another row has that, this one lets go of the article."""
    key = page_source_key(row.article_id)
    if Submission.objects.filter(source_key=key).exists():
        return {"article_id": None, "set_aside": True}
    return {"source_key": key}


def _own_site(row):
    site = SchoolSite.objects.get(listings=row.article_id)
    return {"site_id": site.pk, "school_name": site.name}


def _date_of_decision(row):
    moment = row.decided_at or row.standing_at or row.waiting_since
    taken = {"accepted_at": row.accepted_at or moment} if row.decision == Decision.ACCEPTED else {}
    return {"decided_at": moment} | taken


HERE = Q(article__isnull=False)
ACCEPTED, WAITING = Q(decision=Decision.ACCEPTED), Q(decision=Decision.WAITING)
KINDS = [
    Kind("unlinked", _("文章还在，报送却没有对应文章"), _without_article, _change(_named_article)),
    Kind(
        "double", _("同一篇文章有两条有效的报送"),
        _second, _change(lambda row: {"set_aside": True}),
    ),
    Kind(
        "key", _("来源编号不是文章的编号"),
        _submissions(HERE, ~Q(source_key=RIGHT_KEY)), _change(_right_key),
    ),
    Kind(
        "outside", _("既是本站文章，又是站外条目"),
        _submissions(HERE, outside_url__gt=""),
        _change(lambda row: {"outside_url": "", "outside_summary": ""}),
    ),
    Kind(
        "site", _("报送的学校不是文章的学校"),
        _submissions(Q(site=None) | ~Q(site=F(f"{LISTING}site")), article__listing__isnull=False),
        _change(_own_site),
    ),
    Kind(
        "place", _("文章换了栏目，报送没有跟着走"),
        _submissions(
            ~Q(filed_kind=F(f"{LISTING}column__kind")), article__listing__isnull=False,
            set_aside=False, offered_by=None,
        ),
        _file,
    ),
    Kind("aside", _("文章在报送栏目，报送却没有恢复"), _left_aside, _file),
    Kind(
        "title", _("标题与文章不同"),
        _submissions(~Q(title=F(f"{LISTING}title")), article__listing__listed=True), _follow,
    ),
    Kind(
        "date", _("日期晚于文章的发布日期"),
        _submissions(first_published_at__gt=F(f"{LISTING}published_at")), _follow,
    ),
    Kind(
        "column", _("显示在别的网站的栏目"),
        _in_foreign_column, _change(lambda row: {"column_id": row.channel.column_id}),
    ),
    Kind(
        "decided", _("已处理，却没有处理时间"),
        _submissions(~WAITING, Q(decided_at=None) | ACCEPTED & Q(accepted_at=None)),
        _change(_date_of_decision),
    ),
    Kind(
        "undecided", _("待处理，却有处理时间"),
        _submissions(WAITING, decided_at__isnull=False),
        _change(lambda row: {"decided_at": None, "decided_by_id": None}),
    ),
    Kind(
        "flag", _("没有采用，却标明采用后有改动"),
        _submissions(~ACCEPTED, Q(changed_at__isnull=False) | Q(is_hidden=True)),
        _change(lambda row: {"changed_at": None, "is_hidden": False}),
    ),
    Kind(
        # Whoever hid it is unknown: an editor looks at it before visitors do.
        "hidden", _("没有改动，却不显示"),
        _submissions(ACCEPTED, is_hidden=True, changed_at=None),
        _change(lambda row: {"changed_at": timezone.now()}),
    ),
]  # fmt: skip


def kinds_of_rules():
    """Articles that nobody offered, a kind for each rule."""
    return [
        Kind("missing", _("应报送而没有报送"), partial(_never_offered, rule), _file)
        for rule in ChannelRule.objects.order_by("pk")
    ]
