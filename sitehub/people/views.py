"""人员: the list, one person, and what is done with an account."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.paginator import WagtailPaginator

from school_sites.models import SchoolSite, SiteGroup
from sitehub.accounts.roles import MANAGE_PEOPLE, Role

from .accounts import password_link
from .actions import ACTIONS, action_named
from .authority import Authority
from .forms import FilterForm, RolesForm
from .listing import PAGE_SIZE, ends_shown, people_for_list, roles_shown
from .memberships import set_roles


def managers_only(view):
    """Give the view the person's Authority; refuse whoever may not manage people."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.has_perm(MANAGE_PEOPLE):
            raise PermissionDenied
        return view(request, Authority(request.user), *args, **kwargs)

    return checked


def sites_of(authority):
    """The sites at which ``authority`` may give a role: all for the district's staff."""
    if authority.is_district_wide:
        return list(SchoolSite.objects.order_by("kind", "name"))
    return list(SchoolSite.objects.filter(pk__in=authority.site_ids))


def header(title, *, inside=False):
    """What the admin's header needs; ``inside`` for a screen below the list."""
    items = [{"url": reverse("wagtailadmin_home"), "label": _("首页")}]
    if inside:
        items.append({"url": reverse("people:index"), "label": _("人员")})
    items.append({"url": "", "label": title})
    return {"header_title": title, "header_icon": "group", "breadcrumbs_items": items}


@managers_only
@require_safe
def index(request, authority):
    """The people one answers for, 50 a page."""
    roles = [(role.value, role.label) for role in authority.roles_anywhere]
    wide = authority.is_district_wide
    form = FilterForm(request.GET, roles=roles, wide=wide)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = people_for_list(authority, **wanted)
    page = WagtailPaginator(found, PAGE_SIZE).get_page(request.GET.get("p"))
    held, ends = roles_shown(authority, page), ends_shown(authority, page)
    context = {
        "rows": [
            {"user": user, "held": held.get(user.pk, ()), "ends": ends.get(user.pk)}
            for user in page
        ],
        "wide": wide,
        "page": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "form": form,
        "is_narrowed": any(wanted.values()),
        **header(_("人员")),
    }
    return render(request, "people/index.html", context)


def _person(authority, pk):
    user = get_object_or_404(authority.people(), pk=pk)
    rows = SiteGroup.objects.filter(group__user=user).select_related("site").order_by("site__name")
    return user, list(rows)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def person(request, authority, pk):
    """One person: roles at each site one answers for, and the account."""
    user, rows = _person(authority, pk)
    shown = set(authority.memberships().filter(group__user=user).values_list("pk", flat=True))
    sites = {}
    for row in rows:
        if row.pk in shown:
            sites.setdefault(row.site, []).append(Role(row.role))
    refusal = authority.why_not_touch(user, rows)
    forms = [
        _roles_form(request, authority, site, held) for site, held in sites.items() if not refusal
    ]
    if request.method == "POST":
        for one in forms:
            if one["form"].is_bound and one["form"].is_valid():
                return _save_roles(request, user, one)
    whole = refusal or authority.why_not_whole(user, rows)
    context = {
        "person": user,
        "refusal": refusal,
        "whole_refusal": whole,
        "forms": forms,
        "held": [(site, [role.label for role in held]) for site, held in sites.items()],
        "actions": [] if whole else [one for one in ACTIONS if one.fits(user)],
        "may_link": not whole and user.is_active,
        **header(str(user), inside=True),
    }
    return render(request, "people/person.html", context)


def _roles_form(request, authority, site, held):
    offered = authority.roles_to_give(site)
    chosen = request.method == "POST" and request.POST.get("site") == str(site.pk)
    form = RolesForm(
        request.POST if chosen else None,
        initial={"roles": held},
        roles=offered,
        auto_id=f"id_{site.code}_%s",
    )
    return {
        "site": site,
        "form": form,
        "was": ",".join(role for role in held if role in offered),
        "others": [r.label for r in held if r not in offered],
    }


def _save_roles(request, user, one):
    was = request.POST.get("was")
    try:
        set_roles(
            user=user,
            site=one["site"],
            roles=one["form"].cleaned_data["roles"],
            was=None if was is None else filter(None, was.split(",")),
            by=request.user,
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("people:person", user.pk)
    messages.success(request, _("已保存：%s") % user)
    if not Authority(request.user).people().filter(pk=user.pk).exists():
        return redirect("people:index")
    return redirect("people:person", user.pk)


def _reason(request, action):
    return {"reason": request.POST.get("reason", "")} if action.asks_reason else {}


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request, authority, pk, action):
    """Say what will happen; do it on POST."""
    user, rows = _person(authority, pk)
    chosen = action_named(action, user)
    if chosen is None or (refusal := authority.why_not_whole(user, rows)):
        messages.error(request, refusal if chosen else _("账号的状态已经变了，请再看一下。"))
        return redirect("people:person", user.pk)
    if request.method == "POST":
        try:
            chosen.run(user=user, by=request.user, **_reason(request, chosen))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, chosen.done % user)
        return redirect("people:person", user.pk)
    context = {"person": user, "action": chosen, **header(str(user), inside=True)}
    return render(request, "people/act.html", context)


@managers_only
@require_POST
@never_cache
def show_password_link(request, authority, pk):
    """A link to set a new password, shown once."""
    user, _rows = _person(authority, pk)
    try:
        link = password_link(user=user, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("people:person", user.pk)
    context = {"person": user, "link": link, **header(_("重设密码"), inside=True)}
    return render(request, "people/password_link.html", context)
