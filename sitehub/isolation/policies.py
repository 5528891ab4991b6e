"""Wagtail's permission policies, asked of the groups in force only (accounts.working)."""

from wagtail.models import AbstractPage
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from media.models import SiteDocument, SiteImage
from sitehub.accounts.working import groups_in_force


class InForce:
    """Mixin: rights of groups that are not in force do not count."""

    def get_all_permissions_for_user(self, user):
        rows = super().get_all_permissions_for_user(user)
        return rows.filter(group__in=groups_in_force(user))


class WorkingPagePolicy(InForce, PagePermissionPolicy):
    """Pages of the site a person works in."""


class WorkingFilePolicy(InForce, CollectionOwnershipPermissionPolicy):
    """Pictures and files of the site a person works in."""


def register_policies():
    """Put these in the place of Wagtail's own."""
    register_permission_policy(AbstractPage, WorkingPagePolicy())
    for model in (SiteImage, SiteDocument):
        stock = _auth_model(model)
        policy = WorkingFilePolicy(model, auth_model=stock, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy)


def _auth_model(model):
    """Wagtail checks the permissions of its own models, also where they are replaced."""
    from wagtail.documents.models import Document
    from wagtail.images.models import Image

    return Image if model is SiteImage else Document
