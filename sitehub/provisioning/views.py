"""The district administrator's screens: list, open, change, and change of status."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.paginator import WagtailPaginator

from school_sites import hosts
from school_sites.admin_screens import header
from school_sites.models import SchoolSite

from .fields import messages_of
from .forms import EditForm, FilterForm, OpenForm, OwnForm
from .listing import PAGE_SIZE, sites_for_list
from .sites import (
    OPEN_SCHOOL,
    OWN_FACTS,
    change_site_facts,
    manages,
    open_school,
    set_hosts,
    set_logo,
)
from .status_actions import ACTION_NAMES, actions_for
from .validation import FOOTER_FACTS


def administrators_only(view):
    """Refuse whoever may not open schools."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.has_perm(OPEN_SCHOOL):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@administrators_only
@require_safe
def index(request):
    """All sites, 50 a page."""
    form = FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = WagtailPaginator(sites_for_list(**wanted), PAGE_SIZE).get_page(request.GET.get("p"))
    context = {
        "rows": [_row(site) for site in page],
        "page": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "form": form,
        "is_narrowed": any(wanted.get(name) for name in ("q", "kind", "status")),
        "index_url": reverse("provisioning:index"),
        **_header(_("学校网站")),
    }
    return render(request, "provisioning/index.html", context)


def _row(site):
    primary = next((one.host for one in site.hosts.all() if one.is_primary), "")
    return {
        "site": site,
        "edit_url": reverse("provisioning:edit", args=[site.pk]),
        "host": primary,
        "address": hosts.base_url(primary) + "/",
        "actions": actions_for(site),
    }


def _header(title, *, inside=False):
    """What the admin's header needs; ``inside`` for a screen below the list."""
    between = [(reverse("provisioning:index"), _("学校网站"))] if inside else []
    return header(title, "site", *between)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def open_view(request):
    """Open a school."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            site = open_school(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_errors(form, error)
        else:
            messages.success(request, _("已开通：%s") % site.name)
            return redirect("provisioning:index")
    context = {"form": form, "submit_label": _("开通"), **_header(_("开通学校"), inside=True)}
    return render(request, "provisioning/form.html", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Change names, hosts and footer facts of a site."""
    site = get_object_or_404(SchoolSite.objects.prefetch_related("hosts"), pk=pk)
    form = EditForm(request.POST or None, site=site)
    title = site.name
    if request.method == "POST" and form.is_valid():
        try:
            _change(site, form, by=request.user)
        except ValidationError as error:
            show_errors(form, error)
        else:
            messages.success(request, _("已保存：%s") % site.name)
            return redirect("provisioning:index")
    context = {
        "form": form,
        "submit_label": _("保存"),
        "site": site,
        "actions": actions_for(site),
        **_header(title, inside=True),
    }
    return render(request, "provisioning/form.html", context)


@transaction.atomic
def _change(site, form, *, by):
    """Both changes or neither."""
    data = form.cleaned_data
    change_site_facts(site, by=by, **form.facts())
    _change_logo(site, form, by=by)
    set_hosts(site, primary=data["host"], others=data["other_hosts"], by=by)


def _change_logo(site, form, *, by):
    if form.cleaned_data["logo"] != site.logo:
        set_logo(site, image=form.cleaned_data["logo"], by=by)


@require_http_methods(["GET", "HEAD", "POST"])
def own(request):
    """What a school's manager changes of the site they work in."""
    site = request.working_site
    if site is None or not manages(site, request.user):
        raise PermissionDenied
    form = OwnForm(request.POST or None, site=site)
    if request.method == "POST" and form.is_valid():
        try:
            _change_own(site, form, by=request.user)
        except ValidationError as error:
            show_errors(form, error)
        else:
            messages.success(request, _("已保存。访客刷新页面就能看到。"))
            return redirect("own_site")
    fixed = [field for field in FOOTER_FACTS if field not in OWN_FACTS]
    labels = {field: SchoolSite._meta.get_field(field).verbose_name for field in fixed}
    context = {
        "form": form,
        "submit_label": _("保存"),
        "fixed": [(labels[field], getattr(site, field)) for field in fixed if getattr(site, field)],
        **header(_("本站信息"), "cog"),
    }
    return render(request, "provisioning/own.html", context)


@transaction.atomic
def _change_own(site, form, *, by):
    """Both changes or neither."""
    change_site_facts(site, by=by, **form.facts())
    _change_logo(site, form, by=by)


def show_errors(form, error):
    """Put the errors of a ValidationError beside their fields, the rest on top."""
    for field, message in messages_of(error):
        form.add_error(field if field in form.fields else None, message)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def status(request, pk, action):
    """Say what will happen; do it on POST."""
    site = get_object_or_404(SchoolSite, pk=pk)
    if action not in ACTION_NAMES:
        raise Http404
    chosen = next((one for one in actions_for(site) if one.name == action), None)
    if chosen is None:
        messages.error(request, _refusal(site))
        return redirect("provisioning:index")
    if request.method == "POST":
        try:
            chosen.run(site, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, chosen.done % site.name)
        return redirect("provisioning:index")
    context = {"site": site, "action": chosen, **_header(site.name, inside=True)}
    return render(request, "provisioning/status.html", context)


def _refusal(site):
    if site.is_district:
        return _("区站不能暂停或归档。")
    return _("“%(name)s”现在是“%(now)s”，不需要这样做。") % {
        "name": site.name,
        "now": site.get_status_display(),
    }
