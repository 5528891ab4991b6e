"""Wagtail's permission policies, asked of the groups in force only (accounts.working)."""

from os.path import commonprefix

from django.db.models import Q
from wagtail.models import AbstractPage, Collection, Page
from wagtail.permission_policies.collections import (
    CollectionManagementPermissionPolicy,
    CollectionOwnershipPermissionPolicy,
)
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from media.models import SiteDocument, SiteImage
from school_sites.tree import at_or_below
from sitehub.accounts.working import groups_in_force

STEP = Page.steplen
ROOT = "1".zfill(STEP)


class InForce:
    """Mixin: rights of groups that are not in force do not count."""

    def get_all_permissions_for_user(self, user):
        rows = super().get_all_permissions_for_user(user)
        return rows.filter(group__in=groups_in_force(user))


# Policies keep what they read on the user, and a stock one under the same name would
# leave there what groups give that are not in force; so ours have names of their own.


class WorkingPagePolicy(InForce, PagePermissionPolicy):
    """Pages of the site a person works in."""

    permission_cache_name = "_page_rights_in_force"

    def explorable_instances(self, user):
        """Pages ``user`` has a right on, and those between them and what they have in common.

        Wagtail 8.0.1 (permission_policies/pages.py) joins one condition for each row of a
        right by OR, for which SQLite reads every page of the install.
        """
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        pages = self.model._default_manager.all()
        roots = outermost({row.page.path for row in self.get_cached_permissions_for_user(user)})
        if not roots:
            return pages.none()
        if roots == [ROOT]:
            return pages
        condition = Q(path__in=_between(roots))
        for path in roots:
            condition |= at_or_below(path)
        return pages.filter(condition)

    def explorable_root_instance(self, user):
        """The page ``user`` begins at: known already where all rights are at or below one."""
        if user.is_superuser:
            return super().explorable_root_instance(user)
        pages = {one.path: one for one in self.instances_with_direct_explore_permission(user)}
        roots = outermost(set(pages))
        return pages[roots[0]] if len(roots) == 1 else super().explorable_root_instance(user)


def outermost(paths):
    """The paths that are below none of the others."""
    return [path for path in sorted(paths) if not any(path[:n] in paths for n in _ends(path))]


def _between(roots):
    """The pages above ``roots``, up to the nearest they have in common."""
    common = commonprefix(roots)  # noqa: RUF071 (cut to whole steps next)
    common = common[: len(common) // STEP * STEP]
    return {path[:n] for path in roots for n in _ends(path) if n >= len(common)}


def _ends(path):
    return range(STEP, len(path), STEP)


class WorkingFilePolicy(InForce, CollectionOwnershipPermissionPolicy):
    """Pictures and files of the site a person works in."""

    permission_cache_name = "_file_rights_in_force"


class WorkingCollectionPolicy(InForce, CollectionManagementPermissionPolicy):
    """Collections of the site a person works in; nobody may manage one."""

    permission_cache_name = "_file_rights_in_force"


def register_policies():
    """Put these in the place of Wagtail's own."""
    register_permission_policy(AbstractPage, WorkingPagePolicy())
    register_permission_policy(Collection, WorkingCollectionPolicy(Collection))
    for model in (SiteImage, SiteDocument):
        stock = _auth_model(model)
        policy = WorkingFilePolicy(model, auth_model=stock, owner_field_name="uploaded_by_user")
        # wagtail.images and wagtail.documents (8.0.1, apps.py) register theirs when they are
        # ready, which may come later than this; one for exactly the class goes before it.
        register_permission_policy(model, policy, exact_class=True)


def _auth_model(model):
    """Wagtail checks the permissions of its own models, also where they are replaced."""
    from wagtail.documents.models import Document
    from wagtail.images.models import Image

    return Image if model is SiteImage else Document
