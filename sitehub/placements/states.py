"""Every change of a place: one function each.

All ask who is asking, take part in the caller's transaction and write an audit line. An
order is a conditional update on the slot's version, a change of one line on the line's own:
where a colleague was faster, ``ChangedMeanwhile`` tells, and nothing is overwritten.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites import hosts
from school_sites.models import ColumnPage
from school_sites.models.column_choices import ARTICLE_LAYOUTS
from school_sites.models.pages import STEP
from sitehub.accounts.roles import DECIDE
from sitehub.audit import record
from sitehub.syndication.models import Decision, Submission, source_is_visible

from .models import HIGHEST, LIMITS, Placement, Slot, SlotKind

MOST = 40  # lines of one slot that are not over


class UnknownSlot(LookupError):
    """There is no such place."""


class ChangedMeanwhile(Exception):
    """A colleague changed it first; what is on the screen is old."""


@transaction.atomic
def place(*, kind, submission=None, article=None, show_from=None, show_until=None, by):
    """Put a school's article (its submission) or the district's own first into a slot.

    A pin goes to the column the article stands in. What is there already and over begins
    anew. Returns the Placement; raises PermissionDenied, ValidationError.
    """
    _require(by)
    _check_times(show_from, show_until, timezone.now())
    title, column = _of_submission(submission) if submission else _of_article(article)
    if kind == SlotKind.PIN and column.layout not in ARTICLE_LAYOUTS:
        raise ValidationError(_("“%s”不是文章列表，不能置顶。") % column.title)
    slot = _slot_to_fill(kind, column if kind == SlotKind.PIN else None)
    lines = Placement.objects.filter(slot=slot)
    source = {"submission": submission, "article": article}
    earlier = lines.filter(**source).first()
    if earlier is not None and not earlier.is_over(timezone.now()):
        raise ValidationError(
            _("《%(title)s》已经在“%(slot)s”里。") % {"title": title, "slot": slot}
        )
    if lines.not_over().count() >= MOST:
        text = _("“%(slot)s”里已有 %(count)d 条，请先移走一些。")
        raise ValidationError(text % {"slot": slot, "count": MOST})
    first = lines.aggregate(Min("order"))["order__min"]
    values = {
        "title": title,
        "order": (first or 0) - 1,
        "show_from": show_from,
        "show_until": show_until,
        "placed_at": timezone.now(),
        "placed_by": by,
        "placed_by_name": str(by)[:150],
        "version": F("version") + 1 if earlier else 0,
    }
    line, _made = lines.update_or_create(**source, slot=slot, defaults=values)
    line.refresh_from_db()
    _touch(slot)
    record(
        "placement.place", by=by, site=_site_of(line), target=line,
        after={"slot": str(slot), **_times(line)},
    )  # fmt: skip
    return line


@transaction.atomic
def reorder(slot, *, order, version, by):
    """Let the lines of ``slot`` stand as ``order``, their numbers; lines it does not name follow.

    Raises PermissionDenied and ChangedMeanwhile.
    """
    _require(by)
    if not Slot.objects.filter(pk=slot.pk, version=version).update(version=F("version") + 1):
        raise ChangedMeanwhile(_stale(slot))
    lines = {line.pk: line for line in Placement.objects.filter(slot=slot).in_order()}
    before = [line.title for line in lines.values()]
    wanted = dict.fromkeys(number for number in order if number in lines)
    numbers = [*wanted, *(number for number in lines if number not in wanted)]
    for place_in_order, number in enumerate(numbers):
        lines[number].order = place_in_order
    Placement.objects.bulk_update(lines.values(), ["order"])
    record(
        "placement.reorder", by=by, target=slot,
        before={"order": before}, after={"order": [lines[number].title for number in numbers]},
    )  # fmt: skip
    return slot


@transaction.atomic
def schedule(placement, *, show_from, show_until, version, by):
    """Set from when and until when a line is shown; None is always.

    Raises PermissionDenied, ValidationError by field, ChangedMeanwhile.
    """
    _require(by)
    _check_times(show_from, show_until, timezone.now())
    before = _times(placement)
    _update(placement, version, show_from=show_from, show_until=show_until)
    record(
        "placement.schedule", by=by, site=_site_of(placement), target=placement,
        before=before, after=_times(placement),
    )  # fmt: skip
    return placement


@transaction.atomic
def remove(placement, *, version, by):
    """Take a line out of its slot; the next one moves up."""
    _require(by)
    _update(placement, version)
    _touch(placement.slot)
    record(
        "placement.remove", by=by, site=_site_of(placement), target=placement,
        before={"slot": str(placement.slot), **_times(placement)},
    )  # fmt: skip
    Placement.objects.filter(pk=placement.pk).delete()


@transaction.atomic
def clear(slot, *, by, now=None):
    """Take the lines whose time is over out of ``slot``; returns how many."""
    _require(by)
    over = Placement.objects.filter(slot_id=slot.pk).over(now or timezone.now()).in_order()
    titles = list(over.values_list("title", flat=True))
    if titles:
        over.delete()
        _touch(slot)
        record("placement.clear", by=by, target=slot, before={"titles": titles})
    return len(titles)


@transaction.atomic
def set_limit(slot, *, limit, by):
    """Say how many lines of ``slot`` visitors see."""
    _require(by)
    highest = HIGHEST[slot.kind]
    if not 1 <= limit <= highest:
        raise ValidationError(
            {"limit": _("“%(slot)s”的条数应为 1 到 %(most)d。") % {"slot": slot, "most": highest}}
        )
    before = slot.limit
    if limit != before:
        slot.limit = limit
        slot.save(update_fields=["limit"] if slot.pk else None)
        record(
            "placement.limit", by=by, target=slot, before={"limit": before}, after={"limit": limit}
        )
    return slot


def slot_of(key):
    """The Slot of that key, not saved if nobody used it yet. Raises UnknownSlot.

    A column of pins has a row: ``place`` made it.
    """
    kind, _dash, column = str(key).partition("-")
    if kind == SlotKind.PIN:
        number = int(column) if column.isdecimal() and len(column) < 19 else 0
        slot = Slot.objects.select_related("column").filter(column=number).first()
        if slot is None:
            raise UnknownSlot(key)
        return slot
    if column or kind not in LIMITS:
        raise UnknownSlot(key)
    found = Slot.objects.filter(kind=kind, column=None).first()
    return found or Slot(kind=kind, limit=LIMITS[SlotKind(kind)])


def _slot_to_fill(kind, column):
    """The slot, locked: of two editors the second sees what the first put there."""
    slot, _made = Slot.objects.get_or_create(
        kind=kind, column=column, defaults={"limit": LIMITS[SlotKind(kind)]}
    )
    return Slot.objects.select_for_update().get(pk=slot.pk)


def _require(by):
    if by is None or not by.has_perm(DECIDE):
        raise PermissionDenied


def _of_submission(submission):
    """Its title and column on the district. Raises ValidationError where it was not taken."""
    fresh = Submission.objects.select_related("column").get(pk=submission.pk)
    if fresh.decision != Decision.ACCEPTED or fresh.school_withdrew or fresh.set_aside:
        raise ValidationError(_("《%s》现在不是“已采用”，不能放上推荐位。") % fresh.title)
    if not Submission.objects.filter(source_is_visible(), pk=fresh.pk).exists():
        raise ValidationError(_("《%s》的原文现在看不到，不能放上推荐位。") % fresh.title)
    return fresh.headline or fresh.title, fresh.column


def _of_article(article):
    """The title and column of the district's own article, live or with a time to be so."""
    district = hosts.table().district
    if district is None or hosts.entry_for_path(article.path) != district:
        raise ValidationError(_("请选择区站自己的文章，或已采用的学校文章。"))
    if not (article.live or article.approved_schedule):
        raise ValidationError(_("《%s》还没有发布，也没有定时发布。") % article.draft_title)
    return article.title, ColumnPage.objects.get(path=article.path[:-STEP])


def _check_times(begin, end, now):
    if end is not None and end <= now:
        raise ValidationError({"show_until": _("“显示到何时”已经过去了。")})
    if begin is not None and end is not None and end <= begin:
        raise ValidationError({"show_until": _("“显示到何时”应晚于“从何时起显示”。")})


def _update(placement, version, **values):
    """Change the line if it is as it was shown, and ``placement`` with it."""
    rows = Placement.objects.filter(pk=placement.pk, version=version)
    if not rows.update(version=version + 1, **values):
        raise ChangedMeanwhile(_stale(placement.slot))
    for name, value in values.items():
        setattr(placement, name, value)
    placement.version = version + 1


def _touch(slot):
    Slot.objects.filter(pk=slot.pk).update(version=F("version") + 1)


def _stale(slot):
    return _("“%s”刚才被别人改过，您的操作没有生效，下面是最新的。") % slot


def _times(placement):
    return {"show_from": placement.show_from, "show_until": placement.show_until}


def _site_of(placement):
    """The school whose article it is; its manager reads the line, too."""
    if placement.submission is not None:
        return placement.submission.site
    return hosts.table().district.school_site if placement.article_id else None
