"""Screens of invitations: one, many, those that wait; and the page behind the link."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth import login
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.paginator import WagtailPaginator

from school_sites.double_submit import sent_form
from school_sites.letters.export import CONTENT_TYPE
from sitehub.accounts.roles import Role

from . import bulk
from .forms import AcceptForm, BulkForm, InviteForm, role_choices
from .invitations import LinkDead, accept_as, accept_as_new, find, invitations_of, invite, revoke
from .listing import PAGE_SIZE
from .views import header, managers_only, sites_of

ROWS, LINKS = "people.bulk.rows", "people.links"  # salts
SESSION_KEY = "invited"  # links made and not yet shown
AN_HOUR = 3600
BACKEND = "sitehub.accounts.backends.WorkingBackend"


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def invite_one(request, authority):
    """Invite one person; the link is shown on the next screen."""
    sites = sites_of(authority)
    form = InviteForm(request.POST or None, sites=sites, roles=role_choices(authority, sites))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        site = data.pop("site", None) or sites[0]
        if data["role"] not in authority.roles_to_give(site):
            form.add_error("role", _("这个单位没有这个角色。"))
        else:
            return _invite_once(request, site, data)
    return render(request, "people/invite.html", {"form": form, **header(_("邀请"), inside=True)})


@transaction.atomic
def _invite_once(request, site, data):
    """Invite; the same form sent again (a double click, a reload) makes no second link."""
    sent = sent_form(request)
    if sent is not None and not sent.is_new:
        messages.warning(request, _("刚才已经提交过一次，没有重复邀请。"))
        shown = SESSION_KEY not in request.session
        return redirect("people:invitations" if shown else "people:invited")
    invitation = invite(site=site, by=request.user, **data)
    return _show_once(request, [invitation])


def _show_once(request, invitations):
    request.session[SESSION_KEY] = [
        {
            "name": one.name,
            "site": one.site.name,
            "role": str(Role(one.role).label),
            "email": one.email,
            "link": one.link,
        }
        for one in invitations
    ]
    return redirect("people:invited")


@managers_only
@require_safe
@never_cache
def invited(request, authority):
    """The links just made, once."""
    found = request.session.pop(SESSION_KEY, [])
    context = {
        "invited": found,
        "signed": signing.dumps(found, salt=LINKS, compress=True),
        **header(_("邀请"), inside=True),
    }
    return render(request, "people/invited.html", context)


@managers_only
@require_POST
def download(request, authority):
    """The links of the screen before, as a table."""
    try:
        found = signing.loads(request.POST.get("links", ""), salt=LINKS, max_age=AN_HOUR)
    except signing.BadSignature:
        messages.error(request, _("链接只显示一次，已经看过了。"))
        return redirect("people:invitations")
    lines = [[one[name] for name in ("name", "site", "role", "email", "link")] for one in found]
    headings = [_("姓名"), _("单位"), _("角色"), _("电子邮箱"), _("链接")]
    return _workbook(lines, headings, "yaoqing.xlsx")


@managers_only
@require_safe
def template(request, authority):
    """An empty table to fill in."""
    names = ["姓名", *(["单位"] if authority.is_district_wide else []), "角色", "电子邮箱"]
    return _workbook([], names, "renyuan.xlsx")


def _workbook(lines, headings, name):
    response = HttpResponse(bulk.as_workbook(lines, headings), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@managers_only
@require_safe
def invitations(request, authority):
    """Those that wait and those that expired."""
    rows = invitations_of(request.user)
    page = WagtailPaginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        **header(_("未接受的邀请"), inside=True),
    }
    return render(request, "people/invitations.html", context)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_one(request, authority, pk):
    """Ask first, then make a link useless."""
    invitation = get_object_or_404(invitations_of(request.user), pk=pk)
    if request.method != "POST":
        context = {"invitation": invitation, **header(_("未接受的邀请"), inside=True)}
        return render(request, "people/revoke.html", context)
    try:
        revoke(invitation=invitation, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("已撤销给 %s 的邀请。") % invitation.name)
    return redirect("people:invitations")


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def invite_many(request, authority):
    """A file is checked first; the checked rows, signed, are then invited."""
    sites = sites_of(authority)
    if request.method == "POST" and "rows" in request.POST:
        return _invite_checked(request, sites)
    form = BulkForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = bulk.read_rows(form.cleaned_data["file"].read())
        except bulk.FileRefused as error:
            form.add_error("file", str(error))
        else:
            return _show_check(request, rows, sites)
    names = [str(label) for _value, label in role_choices(authority, sites)]
    context = {
        "form": form,
        "wide": authority.is_district_wide,
        "role_names": "、".join(names),
        **header(_("批量邀请"), inside=True),
    }
    return render(request, "people/bulk.html", context)


def _show_check(request, rows, sites):
    bad = bulk.check_rows(rows, sites=sites, by=request.user)
    packed = [row.packed() for row in rows]
    context = {
        "rows": rows,
        "bad": bad,
        "signed": signing.dumps(packed, salt=ROWS, compress=True),
        **header(_("批量邀请"), inside=True),
    }
    return render(request, "people/bulk_check.html", context)


def _invite_checked(request, sites):
    try:
        packed = signing.loads(request.POST["rows"], salt=ROWS, max_age=AN_HOUR)
        if not _is_first(request.POST["rows"]):
            messages.error(request, _("这份名单已经邀请过了。"))
            return redirect("people:invited")
        rows = [bulk.Row(*one) for one in packed]
        return _show_once(request, bulk.invite_rows(rows, sites=sites, by=request.user))
    except signing.BadSignature:
        messages.error(request, _("检查结果已过期，请重新上传文件。"))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("people:bulk")


def _is_first(signed):
    """Whether a checked table comes for the first time: a double click invites nobody twice."""
    return cache.add(f"people.bulk:{sha256(signed.encode()).hexdigest()}", True, AN_HOUR)


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, secret):
    """The page behind a link: make an account, or take the role with the one signed in."""
    try:
        invitation = find(secret)
        posted = request.POST if request.method == "POST" else None
        form = AcceptForm(posted, initial={"name": invitation.name})
        if posted is not None:
            answer = _accepted(request, secret, form)
            if answer is not None:
                return answer
    except LinkDead:
        return render(request, "people/accept.html", {"invitation": None}, status=410)
    return render(request, "people/accept.html", {"invitation": invitation, "form": form})


def _accepted(request, secret, form):
    try:
        if request.user.is_authenticated:
            accept_as(secret=secret, user=request.user)
            return redirect("wagtailadmin_home")
        if form.is_valid():
            data = {k: v for k, v in form.cleaned_data.items() if k != "again"}
            user = accept_as_new(secret=secret, **data)
            login(request, user, backend=BACKEND)
            return redirect("wagtailadmin_home")
    except ValidationError as error:
        for name, problems in getattr(error, "error_dict", {None: [error]}).items():
            form.add_error(name, problems)
    return None
