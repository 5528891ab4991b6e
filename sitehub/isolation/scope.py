"""What of the install a person works with: parts of the page tree, and collections."""

from wagtail.models import Page
from wagtail.permissions import policy_registry

from media.models import SiteDocument, SiteImage
from sitehub.accounts.roles import DECIDE

USES = ("choose", "change", "add", "delete")


class Scope:
    """The pages and files ``user`` has any right on. Superusers have everything."""

    def __init__(self, user):
        self.user = user
        self.everything = user.is_active and user.is_superuser

    @property
    def roots(self):
        """Tree paths of the topmost pages ``user`` holds a right on."""
        rows = policy_registry.get_by_type(Page).get_cached_permissions_for_user(self.user)
        return {row.page.path for row in rows}

    @property
    def links_to_all(self):
        """Whether ``user`` may name public pages of every site: in topics, in links."""
        return self.user.has_perm(DECIDE)

    def has_path(self, path):
        """Whether the page at the tree path ``path`` is inside."""
        return self.everything or any(path.startswith(root) for root in self.roots)

    def leads_to(self, path):
        """Whether ``path`` is inside, or an ancestor one passes on the way."""
        return self.has_path(path) or any(root.startswith(path) for root in self.roots)

    def has_pages(self, ids, *, or_above=False):
        """Whether every page of ``ids`` is inside; a page that does not exist is not.

        With ``or_above`` ancestors of what is inside count, too.
        """
        if self.everything:
            return True
        wanted = set(ids)
        paths = Page.objects.filter(pk__in=wanted).values_list("path", flat=True)
        may = self.leads_to if or_above else self.has_path
        return len(paths) == len(wanted) and all(may(path) for path in paths)

    def has_pictures(self, ids):
        """Whether every picture of ``ids`` is in a collection of the user's."""
        return self._has_files(SiteImage, ids)

    def has_documents(self, ids):
        """Whether every document of ``ids`` is in a collection of the user's."""
        return self._has_files(SiteDocument, ids)

    def _has_files(self, model, ids):
        if self.everything:
            return True
        wanted = set(ids)
        policy = policy_registry.get_by_type(model)
        inside = policy.instances_user_has_any_permission_for(self.user, USES)
        return inside.filter(pk__in=wanted).count() == len(wanted)


def scope_of(user):
    """The scope of ``user``, made once per user object."""
    if not hasattr(user, "_scope"):
        user._scope = Scope(user)
    return user._scope
