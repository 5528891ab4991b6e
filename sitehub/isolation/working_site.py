"""The site a person works in, where they belong to several."""

from django.http import Http404

from school_sites.models import SiteGroup
from sitehub.accounts.roles import conflict
from sitehub.accounts.working import groups_in_force, work_with

from .workarounds import restrictions_of

SESSION_KEY = FIELD = "working_site"


def memberships(user):
    """The sites of ``user`` with the groups held there: ``{site: [SiteGroup, …]}``, by name."""
    rows = SiteGroup.objects.filter(group__user=user).select_related("site").order_by("site__name")
    found = {}
    for row in rows:
        found.setdefault(row.site, []).append(row)
    return found


def roles_in_force(user):
    """The roles ``user`` has now: all, or those at the site worked in; read once per user."""
    if not hasattr(user, "_roles_in_force"):
        rows = SiteGroup.objects.filter(group__in=groups_in_force(user))
        user._roles_in_force = frozenset(rows.values_list("role", flat=True))
    return user._roles_in_force


def choose_site(request, site):
    """Work in ``site`` from now on. Raises LookupError where the person has no role there."""
    if site not in memberships(request.user):
        raise LookupError
    request.session[SESSION_KEY] = site.pk


class WorkingSiteMiddleware:
    """Sets ``request.working_site`` and ``request.working_sites``; only its groups give rights.

    Without a choice it is the first by name. A form about "the site worked in" says
    in which it was opened (isolation/working_site_field.html): sent after another window
    chose another site, it still means its own, and what follows is there, too.
    Superusers and people without a role have None.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.working_site, request.working_sites = None, []
        if request.is_admin_host and request.user.is_authenticated:
            self._settle(request)
        return self.get_response(request)

    def _settle(self, request):
        user = request.user
        if user.is_superuser:
            return
        found = memberships(user)
        request.working_sites = list(found)
        # A bulk insert passes every door: who holds two of the separated roles has none.
        if not found or conflict(row.role for rows in found.values() for row in rows):
            user._roles_in_force = frozenset()
            work_with(user, [])
            return
        chosen = request.session.get(SESSION_KEY)
        site = next((one for one in found if one.pk == chosen), request.working_sites[0])
        if of_form := request.POST.get(FIELD):
            site = next((one for one in found if str(one.pk) == of_form), None)
            if site is None:
                raise Http404
            request.session[SESSION_KEY] = site.pk
        request.working_site = site
        user._roles_in_force = frozenset(row.role for row in found[site])
        work_with(user, [row.group_id for row in found[site]])
        if not site.is_district:
            request.all_page_view_restriction_paths = restrictions_of(site)
