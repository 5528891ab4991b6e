"""推荐位: what stands where, in which order, how many, since when and until when."""

import re

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from school_sites import hosts
from school_sites.admin_screens import Screen
from sitehub.accounts.roles import DECIDE

from . import choosing, standing, states
from .forms import LimitForm, PlaceForm, TimesForm
from .models import Placement, SlotKind

ICON = "pick"
MOVES = {"up": -1, "down": 1}
HANDLE = re.compile(r"handle-\d{1,18}", re.ASCII)  # where the keyboard goes on


class PlacesBase(Screen):
    """A screen only people who may decide submissions get."""

    header_icon = ICON

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(DECIDE):
            return permission_denied(request)
        if hosts.table().district is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def screens_above(self):
        return [(reverse("placements:index"), IndexView.page_title)]


class IndexView(PlacesBase):
    """All places on one screen."""

    page_title = gettext_lazy("推荐位")
    template_name = "placements/index.html"

    def screens_above(self):
        return []

    def get_context_data(self, **kwargs):
        found = standing.places()
        return super().get_context_data(
            home_places=[place for place in found if place.kind != SlotKind.PIN],
            columns=[place for place in found if place.kind == SlotKind.PIN],
            kinds=SlotKind,
            **kwargs,
        )


class AddView(PlacesBase):
    """Find an article and put it in a place; the desk of submissions leads here with one."""

    page_title = gettext_lazy("放上推荐位")
    template_name = "placements/add.html"

    @cached_property
    def text(self):
        return self.request.GET.get("q", "").strip()[:100]

    def post(self, request):
        form = PlaceForm(request.POST)
        if form.is_valid():
            values = dict(form.cleaned_data)
            submission, article = choosing.parse(values.pop("source"))
            if submission is None and article is None:
                form.add_error("source", _("请选择一篇文章。"))
            else:
                try:
                    line = states.place(
                        submission=submission, article=article, by=request.user, **values
                    )
                except ValidationError as error:
                    form.refuse(error)
                else:
                    text = _("《%(title)s》放到了“%(slot)s”的最前面。")
                    values = {"title": line.title, "slot": line.slot}
                    messages.success(request, text % values)
                    return redirect(address_of(line.slot.key))
        messages.error(request, _("没有放上：请看下面标出的栏。"))
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, form=None, **kwargs):
        asked = self.request.GET
        kind = asked.get("kind") if asked.get("kind") in SlotKind.values else ""
        chosen = self.request.POST.get("source") or asked.get("source", "")
        named = choosing.of_source(*choosing.parse(chosen))
        found = [] if named and not self.text else choosing.found(self.text)
        if named and named.source not in [one.source for one in found]:
            found = [named, *found]
        return super().get_context_data(
            form=form or PlaceForm(initial={"kind": kind or SlotKind.PICKS}),
            candidates=found,
            chosen=named.source if named else "",
            text=self.text,
            kind=kind,
            **kwargs,
        )


class LineView(PlacesBase):
    """One line: from when and until when it is shown, and taking it away."""

    page_title = gettext_lazy("显示时间")
    template_name = "placements/line.html"

    @cached_property
    def placement(self):
        rows = Placement.objects.select_related("slot__column", "submission__site")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def post(self, request, pk):
        form = TimesForm(request.POST)
        version = line_version(request, pk)
        if form.is_valid():
            try:
                states.schedule(
                    self.placement, version=version, by=request.user, **form.cleaned_data
                )
            except ValidationError as error:
                form.refuse(error)
            except states.ChangedMeanwhile as error:
                messages.error(request, str(error))
                return redirect("placements:line", pk)
            else:
                messages.success(request, _("《%s》的显示时间已保存。") % self.placement.title)
                return redirect(address_of(self.placement.slot.key))
        messages.error(request, _("没有保存：请看下面标出的栏。"))
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, form=None, **kwargs):
        line = self.placement
        initial = {"show_from": line.show_from, "show_until": line.show_until}
        return super().get_context_data(
            line=line, form=form or TimesForm(initial=initial), **kwargs
        )


def changing(view):
    """A change by POST, for people who may decide; a stale one is told, and the screen is fresh."""

    @require_POST
    def checked(request, **kwargs):
        if not request.user.has_perm(DECIDE):
            return permission_denied(request)
        try:
            return view(request, **kwargs)
        except (states.ChangedMeanwhile, ValidationError) as error:
            text = " ".join(error.messages) if hasattr(error, "messages") else str(error)
            messages.error(request, text)
            return redirect("placements:index")
        except states.UnknownSlot as error:
            raise Http404 from error

    return checked


@changing
def reorder(request, key):
    """``line`` are the numbers in order; ``move`` is ``up:12`` or ``down:12`` within them."""
    slot = states.slot_of(key)
    order = [int(one) for one in request.POST.getlist("line") if _is_number(one)]
    direction, _colon, number = request.POST.get("move", "").partition(":")
    focus = f"slot-{key}"
    if direction in MOVES and _is_number(number) and int(number) in order:
        at = order.index(int(number))
        order.insert(max(0, at + MOVES[direction]), order.pop(at))
        focus = f"{direction}-{number}"
    if HANDLE.fullmatch(request.POST.get("at", "")):
        focus = request.POST["at"]
    states.reorder(slot, order=order, version=number_in(request.POST, "version"), by=request.user)
    messages.success(request, _("“%s”的次序已保存。") % slot)
    return redirect(f"{reverse('placements:index')}#{focus}")


@changing
def remove(request, pk):
    """Take a line away; the next moves up."""
    line = get_object_or_404(
        Placement.objects.select_related("slot__column", "submission__site"), pk=pk
    )
    states.remove(line, version=line_version(request, pk), by=request.user)
    messages.success(
        request, _("《%(title)s》已从“%(slot)s”移走。") % {"title": line.title, "slot": line.slot}
    )
    return redirect(address_of(line.slot.key))


@changing
def clear(request, key):
    """Take away what is over."""
    slot = states.slot_of(key)
    count = states.clear(slot, by=request.user)
    messages.success(request, _("清除了 %d 条已过期的。") % count)
    return redirect(address_of(key))


@changing
def set_limit(request, key):
    """How many lines visitors see."""
    slot, form = states.slot_of(key), LimitForm(request.POST)
    limit = form.cleaned_data["limit"] if form.is_valid() else 0
    states.set_limit(slot, limit=limit, by=request.user)
    messages.success(
        request, _("“%(slot)s”现在显示 %(count)d 条。") % {"slot": slot, "count": slot.limit}
    )
    return redirect(address_of(key))


def address_of(key):
    """The desk, at one of its places."""
    return f"{reverse('placements:index')}#slot-{key}"


def number_in(values, name):
    """A number that a form posts; -1, which fits no row, for anything else."""
    text = values.get(name, "")
    return int(text) if _is_number(text) else -1


def line_version(request, pk):
    """``line_version`` is ``12:3``: a button sends its own line's, among those of a list."""
    number, _colon, version = request.POST.get("line_version", "").partition(":")
    return int(version) if number == str(pk) and _is_number(version) else -1


def _is_number(text):
    return text.isascii() and text.isdecimal() and len(text) < 10
