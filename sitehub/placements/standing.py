"""How each line of each slot stands: shown, waiting behind the limit, or why it is not shown."""

from dataclasses import dataclass, field

from django.db.models import BooleanField, Case, F, Value, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from school_sites import clock, hosts
from school_sites.homes import arrangement
from school_sites.models.articles import ARTICLE_PATH
from school_sites.models.school_site import SHOWN_STATUSES
from school_sites.queries import entry_of
from sitehub.syndication.models import Decision

from .models import HIGHEST, LIMITS, Placement, Slot, SlotKind

SHOWN, NEXT, LATER, OVER, GONE, HIDDEN = "shown", "next", "later", "over", "gone", "hidden"
OVER_SHOWN = 20


@dataclass
class Line:
    """One placement as the desk shows it; ``state`` is a code, ``reason`` its name for people."""

    placement: Placement
    title: str
    school: str
    url: str
    edit_url: str
    cover_url: str
    state: str = ""
    reason: str = ""


@dataclass
class Place:
    """One slot as the desk shows it: its lines, and what moved up for what vanished."""

    key: str
    kind: str
    title: str
    limit: int
    highest: int
    version: int
    column_url: str = ""
    lines: list = field(default_factory=list)
    over: list = field(default_factory=list)
    gone: list = field(default_factory=list)
    moved_up: list = field(default_factory=list)
    is_missing: bool = False  # no block of the home page shows it


def places(now=None):
    """Every slot with its lines; two queries, and one for the home page. Pins by column."""
    now = now or clock.now()
    rows = for_desk(Placement.objects.all(), now)
    by_slot = {}
    for row in rows:
        by_slot.setdefault(row.slot_id, []).append(row)
    slots = {slot.key: slot for slot in Slot.objects.annotate(
        column_title=F("column__title"), column_path=F("column__url_path"),
    ).order_by("column__path")}  # fmt: skip
    shown_at_home = slots_of_home()
    keys = [kind for kind in SlotKind.values if kind != SlotKind.PIN]
    keys += [key for key, slot in slots.items() if slot.column_id and slot.pk in by_slot]
    return [_place(key, slots.get(key), by_slot, now, shown_at_home) for key in keys]


def vanished(now=None):
    """The places in which something vanished; for the start page, in two queries."""
    now = now or clock.now()
    rows = for_desk(Placement.objects.not_over(now).select_related("slot__column"), now)
    by_slot = {}
    for row in rows:
        by_slot.setdefault(row.slot_id, []).append(row)
    slots = {rows[0].slot_id: rows[0].slot for rows in by_slot.values()}
    found = [_place(slot.key, slot, by_slot, now, set(SlotKind.values)) for slot in slots.values()]
    return [place for place in found if place.gone]


def for_desk(placements, now):
    """Placements in order, with ``is_visible`` and what the reasons are told from."""
    visible = When(pk__in=Placement.objects.visible(now).values("pk"), then=Value(True))
    listing, submitted = "article__listing__", "submission__article__listing__"
    return (
        placements.select_related("submission", "slot")
        .annotate(
            is_visible=Case(visible, default=Value(False), output_field=BooleanField()),
            own_title=F(listing + "title"),
            own_cover=F(listing + "cover_url"),
            own_column=F(listing + "column"),
            goes_live_at=F("article__go_live_at"),
            is_live=F("article__live"),
            source_title=F(submitted + "title"),
            source_cover=F(submitted + "cover_url"),
        )
        .in_order()
    )


def slots_of_home():
    """The slots that some block of the district's home page shows. One query."""
    district = hosts.table().district
    page = district.school_site.root_page.specific_class.objects.get(
        pk=district.school_site.root_page_id
    )
    blocks = arrangement.placed(page.body)
    blocks = blocks or [arrangement.placed_block(raw) for raw in page.profile.default()]
    return {block.type for block in blocks}


def _place(key, slot, by_slot, now, shown_at_home):
    kind = slot.kind if slot else key
    place = Place(
        key=key,
        kind=kind,
        title=slot.column_title if hasattr(slot, "column_title") and slot.column_id
        else str(slot or SlotKind(key).label),
        limit=slot.limit if slot else LIMITS[SlotKind(key)],
        highest=HIGHEST[SlotKind(kind)],
        version=slot.version if slot else 0,
        column_url=_column_url(slot),
        is_missing=kind != SlotKind.PIN and kind not in shown_at_home,
    )  # fmt: skip
    rows = by_slot.get(slot.pk, []) if slot else []
    lines = [_line(row, now) for row in rows]
    place.over = [line for line in lines if line.state == OVER][:OVER_SHOWN]
    place.lines = [line for line in lines if line.state != OVER]
    _move_up(place)
    if place.is_missing:
        for line in place.lines:
            if line.state == SHOWN:
                line.state, line.reason = HIDDEN, _("首页没有这个版块")
    return place


def _column_url(slot):
    path = getattr(slot, "column_path", None)
    if not path:
        return ""
    district = hosts.table().district
    return district.url("/" + path[len(district.school_site.root_page.url_path) :])


def _move_up(place):
    """Mark the first visible lines as shown; note which stand in for those that vanished."""
    due = [line for line in place.lines if line.state in (SHOWN, GONE)]
    shown = [line for line in due if line.state == SHOWN]
    for line in shown[place.limit :]:
        line.state, line.reason = NEXT, _("候补")
    meant = due[: place.limit]
    place.gone = [line for line in meant if line.state == GONE]
    place.moved_up = [line for line in shown[: place.limit] if line not in meant]


def _line(row, now):
    submission = row.submission
    entry = entry_of(submission.site_id) if submission else hosts.table().district
    line = Line(
        placement=row,
        title=_title(row),
        school=(entry.school_site.short_name if entry else submission.school_name)
        if submission else "",
        url=_url(row, entry),
        edit_url=_edit_url(row),
        cover_url=(row.source_cover if submission else row.own_cover) or "",
    )  # fmt: skip
    line.state, line.reason = _state(row, entry, now)
    return line


def _title(row):
    """As visitors read it; once they cannot, as they could when it was placed."""
    if not row.is_visible:
        return row.title
    if row.submission:
        return row.submission.headline or row.source_title or row.submission.title
    return row.own_title


def _url(row, entry):
    if not row.is_visible:
        return ""
    if row.submission and row.submission.outside_url:
        return row.submission.outside_url
    number = row.submission.article_id if row.submission else row.article_id
    return entry.url(ARTICLE_PATH.format(number)) if entry else ""


def _edit_url(row):
    if row.submission:
        return reverse("syndication:item", args=[row.submission_id])
    return reverse("wagtailadmin_pages:edit", args=[row.article_id]) if row.article_id else ""


def _state(row, entry, now):
    """(code, words) of a line by itself; which of those shown wait behind the limit comes later."""
    if row.is_over(now):
        return OVER, _("已过期")
    if row.show_from is not None and row.show_from > now:
        return LATER, _("%s 起显示") % minute(row.show_from)
    if row.is_visible:
        return SHOWN, _("显示中")
    if row.submission is not None:
        later = row.submission.show_from
        if later is not None and later > now:
            return LATER, _("编排定于 %s 起显示") % minute(later)
        return GONE, _why_submission(row, entry, now)
    return _why_article(row, now)


def _why_submission(row, entry, now):
    one = row.submission
    site_shown = entry is None or entry.school_site.status in SHOWN_STATUSES
    reasons = (
        (one.school_withdrew, _("学校已撤回")),
        (one.set_aside, _("学校已移出报送栏目")),
        (one.decision == Decision.RECALLED, _("区站已撤下")),
        (one.decision != Decision.ACCEPTED, _("现在不是“已采用”")),
        (one.is_hidden, _("学校有较大改动，待再看一遍")),
        (one.show_until and one.show_until <= now, _("报送的编排里显示时间已过")),
        (one.article_id is None and not one.outside_url, _("学校已删除文章")),
        (not site_shown, _("学校网站没有开放")),
        (row.slot.column_id not in (None, one.column_id), _("已换到别的栏目")),
    )
    return next((words for holds, words in reasons if holds), _("学校已下线文章或限制了访问"))


def _why_article(row, now):
    if row.article_id is None:
        return GONE, _("文章已删除")
    if not row.is_live and row.goes_live_at is not None and row.goes_live_at > now:
        return LATER, _("文章定于 %s 发布") % minute(row.goes_live_at)
    if row.is_live and row.slot.column_id not in (None, row.own_column):
        return GONE, _("已换到别的栏目")
    return GONE, _("文章限制了访问或已失效") if row.is_live else _("文章已下线")


def minute(moment):
    """A moment as screens name it."""
    return date_format(localtime(moment), "Y-m-d H:i")
