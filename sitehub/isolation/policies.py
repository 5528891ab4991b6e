"""Wagtail's permission policies, asked of the groups in force only (accounts.working)."""

from wagtail.models import AbstractPage, Collection
from wagtail.permission_policies.collections import (
    CollectionManagementPermissionPolicy,
    CollectionOwnershipPermissionPolicy,
)
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from media.models import SiteDocument, SiteImage
from sitehub.accounts.working import groups_in_force


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
