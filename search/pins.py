"""Pages that a site puts first for one question."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from school_sites import hosts
from sitehub.accounts.roles import DECIDE, MANAGE_COLUMNS
from sitehub.audit import record

from . import analysis
from .held import Held
from .models import Entry, PinnedResult
from .suggestions import asked_at

MOST = 5  # for one question


def key_of(text):
    """Equal for questions that mean the same pin."""
    return " ".join(analysis.fold(text).split())


def _load():
    return frozenset(PinnedResult.objects.values_list("site", "folded"))


questions = Held("search-pins", _load)  # for which a site pinned something, over or not


def pinned(scope, text):
    """Numbers of the entries that ``scope`` (None: all sites) shows first for ``text``.

    Only what can be seen now, in the chosen order. One query, none where nothing was pinned.
    """
    site, folded = asked_at(scope), key_of(text)
    if (site, folded) not in questions():
        return []
    pins = PinnedResult.objects.in_force().filter(site=site, folded=folded)
    found = Entry.objects.visible().filter(page__in=pins.values("page"))
    if scope is not None:
        found = found.filter(site=scope)
    order = F("page__search_pins__order"), F("page__search_pins__pk")
    mine = found.filter(page__search_pins__in=pins).order_by(*order)
    return list(mine.values_list("pk", flat=True)[:MOST])


def seen_pages(pages):
    """Those numbers of ``pages`` that visitors can see now."""
    return Entry.objects.visible().filter(page__in=list(pages)).values_list("page", flat=True)


def may_pin(user, site):
    """Whether ``user`` may say what ``site``, which they work in, shows first."""
    right = DECIDE if site.is_district else MANAGE_COLUMNS
    return user.has_perm(right)


@transaction.atomic
def pin(*, site, text, page, by, order=0, until=None):
    """Show ``page`` first where visitors of ``site`` ask ``text``, up to the day ``until``.

    A school pins its own pages, the district any that can be seen. Pinned again, order and
    day are changed. Returns the PinnedResult; raises PermissionDenied, ValidationError by field.
    """
    if not may_pin(by, site):
        raise PermissionDenied
    folded = key_of(text)
    if not analysis.RUN.search(folded):
        raise ValidationError({"text": _("请填写搜索词。")})
    owner = hosts.entry_for_path(page.path)
    if owner is None or not (site.is_district or owner.id == site.pk):
        raise ValidationError({"page": _("请选择本站的页面。")})
    if not Entry.objects.visible().filter(page=page.pk).exists():
        raise ValidationError({"page": _("这个页面访客现在看不到，不能置顶。")})
    others = PinnedResult.objects.in_force().filter(site=site, folded=folded)
    if others.exclude(page=page.pk).count() >= MOST:
        raise ValidationError({"text": _("这个词已置顶 %d 个页面，请先取消一个。") % MOST})
    values = {"text": " ".join(text.split()), "order": order, "until": until}
    row, is_new = PinnedResult.objects.update_or_create(
        site=site, folded=folded, page_id=page.pk, defaults=values
    )
    questions.changed()
    after = {"text": row.text, "page": page.title, "order": order, "until": str(until or "")}
    action = "pinnedresult.create" if is_new else "pinnedresult.change"
    record(action, by=by, site=site, target=row, after=after)
    return row


@transaction.atomic
def unpin(pinned_result, *, by):
    """Take the pin away. Raises PermissionDenied."""
    site = pinned_result.site
    if not may_pin(by, site):
        raise PermissionDenied
    before = {"text": pinned_result.text, "page": pinned_result.page.title}
    record("pinnedresult.delete", by=by, site=site, target=pinned_result, before=before)
    pinned_result.delete()
    questions.changed()
