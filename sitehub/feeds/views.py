"""The district's screens of schools outside: list, add, change, try, switch on and off."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.paginator import WagtailPaginator

from school_sites.admin_screens import header
from sitehub.accounts.roles import OPEN_SCHOOL
from sitehub.syndication.models import Decision

from . import fetching, sources
from .forms import SourceForm
from .matching import Match, published_here
from .models import FeedSource
from .problems import text_of_problem

PAGE_SIZE = 50
PREVIEWED = 10


def administrators_only(view):
    """Refuse whoever may not change the settings of submissions."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.has_perm(OPEN_SCHOOL):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@administrators_only
@require_safe
def index(request):
    """All sources, those in trouble first."""
    accepted = Q(items__submission__decision=Decision.ACCEPTED)
    found = (
        FeedSource.objects.select_related("channel", "site")
        .annotate(
            offered=Count("items__submission"),
            accepted=Count("items__submission", filter=accepted),
        )
        .order_by("-failures", "school_name", "pk")
    )
    page = WagtailPaginator(found, PAGE_SIZE).get_page(request.GET.get("p"))
    context = {
        "rows": [_facts(source) for source in page],
        "page": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "failing": FeedSource.objects.filter(failures__gt=0).count(),
        **_header(_("站外学校")),
    }
    return render(request, "feeds/index.html", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """A new source; it is switched on from its own screen."""
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            source = sources.add_source(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已保存，还没有启用。请先试抓一次，看看条目对不对。"))
            return redirect("feeds:edit", source.pk)
    return render(
        request, "feeds/source.html", {"form": form, **_header(_("添加站外学校"), inside=True)}
    )


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """One source: its facts, its state, what went wrong."""
    source = _source(pk)
    form = SourceForm(request.POST or None, instance=_source(pk))
    if request.method == "POST" and form.is_valid():
        try:
            sources.change_source(source, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已保存：%s") % source.school_name)
            return redirect("feeds:edit", source.pk)
    return _render_source(request, source, form)


@transaction.non_atomic_requests
@administrators_only
@require_POST
def try_now(request, pk):
    """Ask for the feed now and show what was found; nothing is kept.

    In no transaction: on SQLite the others would wait for the other server, too.
    """
    source = _source(pk)
    fetched = fetching.fetch(source.url)
    return _render_source(request, source, SourceForm(instance=source), fetched)


@administrators_only
@require_POST
def switch(request, pk, state):
    """Switch a source on or off."""
    source = _source(pk)
    if state == "on":
        sources.switch_on(source, by=request.user)
        messages.success(request, _("已启用，几分钟内开始抓取：%s") % source.school_name)
    elif state == "off":
        sources.switch_off(source, by=request.user)
        text = _("已停用：%s。以前的条目不受影响。")
        messages.success(request, text % source.school_name)
    else:
        raise Http404
    return redirect("feeds:edit", pk)


def _source(pk):
    return get_object_or_404(FeedSource.objects.select_related("channel", "site"), pk=pk)


def _render_source(request, source, form, fetched=None):
    context = {
        "form": form,
        "source": source,
        "row": _facts(source),
        "failures": [
            {"at": one.at, "text": text_of_problem(one.problem)}
            for one in source.failure_list.order_by("-at", "-pk")
        ],
        "preview": _preview(source, fetched) if fetched is not None else None,
        **_header(source.school_name, inside=True),
    }
    return render(request, "feeds/source.html", context)


def _facts(source):
    """What screens show of a source."""
    if not source.is_active:
        state, label = "gone", _("未启用")
    elif source.failures:
        state, label = "returned", _("抓取失败 %d 次") % source.failures
    elif source.last_ok_at:
        state, label = "open", _("正常")
    else:
        state, label = "preparing", _("等待首次抓取")
    return {
        "source": source,
        "state": state,
        "state_label": label,
        "problem": text_of_problem(source.problem),
        "has_moved": source.is_active and source.site is not None and source.site.opened_at,
    }


def _preview(source, fetched):
    """What "try now" found, as the template shows it."""
    entries = fetched.feed.entries if fetched.feed else []
    match = Match(source, entries)
    known = {entry for entry, _keys, _item in match.known}
    new = {entry for entry, _keys in match.new}
    here = published_here(source.site, new)
    return {
        "problem": text_of_problem(fetched.problem),
        "suggestions": fetched.suggestions,
        "title": fetched.feed.title if fetched.feed else "",
        "count": len(entries),
        "new": len(new - here),
        "entries": [
            {"entry": entry, "mark": _mark(entry, known, new, here)}
            for entry in entries[:PREVIEWED]
        ],
    }


def _mark(entry, known, new, here):
    if entry in here:
        return _("学校网站已有")
    if entry in known:
        return _("已报送过")
    return "" if entry in new else _("重复")


def _header(title, *, inside=False):
    between = [(reverse("feeds:index"), _("站外学校"))] if inside else []
    return header(title, "link-external", *between)
