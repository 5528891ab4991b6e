"""Roles: one table from which groups, permissions, menus and tests are made.

A school's groups hold rights on that school's root page and collection only.
District staff hold rights at the district's root or the tree's root, never in
a school's groups: with rights on 500 subtrees the explorer fails.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does. The value is stored; the label is shown."""

    SCHOOL_EDITOR = "school-editor", _("学校编辑")
    SCHOOL_MANAGER = "school-manager", _("学校管理员")
    DISTRICT_EDITOR = "district-editor", _("区编辑")
    DISTRICT_ADMINISTRATOR = "district-administrator", _("区管理员")


@dataclass(frozen=True)
class RoleRights:
    """The rights a role's group gets.

    ``page``: codenames of page permissions on the role's root page.
    ``collection``: (app label, codename) pairs on the role's collection.
    ``model``: permissions without an object, as ``app.codename``.
    """

    page: tuple[str, ...]
    collection: tuple[tuple[str, str], ...]
    model: tuple[str, ...]


# Wagtail checks the permissions of its own picture and file models, also where
# a project has replaced them.
FILES = tuple(
    (app, f"{action}_{model}")
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
    for action in ("add", "change", "choose")
)
DELETE_FILES = (("wagtailimages", "delete_image"), ("wagtaildocs", "delete_document"))
WRITE = ("add_page", "change_page", "publish_page")
ADMIN = "wagtailadmin.access_admin"
DECIDE = "syndication.decide_submission"
# Page rights run down the tree; without this one they are rights on content only.
MANAGE_COLUMNS = "school_sites.manage_columns"
ANSWER_LETTERS = "school_sites.answer_letters"

RIGHTS = {
    Role.SCHOOL_EDITOR: RoleRights(WRITE, FILES, (ADMIN, ANSWER_LETTERS)),
    Role.SCHOOL_MANAGER: RoleRights(
        (*WRITE, "lock_page", "unlock_page"),
        FILES + DELETE_FILES,
        (ADMIN, MANAGE_COLUMNS, ANSWER_LETTERS),
    ),
    Role.DISTRICT_EDITOR: RoleRights(WRITE, FILES, (ADMIN, DECIDE, ANSWER_LETTERS)),
    Role.DISTRICT_ADMINISTRATOR: RoleRights(
        (*WRITE, "lock_page", "unlock_page"),
        FILES + DELETE_FILES,
        (
            ADMIN,
            DECIDE,
            MANAGE_COLUMNS,
            ANSWER_LETTERS,
            "school_sites.open_school",
            "school_sites.see_platform",
        ),
    ),
}
SCHOOL_ROLES = (Role.SCHOOL_EDITOR, Role.SCHOOL_MANAGER)
DISTRICT_ROLES = (Role.DISTRICT_EDITOR, Role.DISTRICT_ADMINISTRATOR)
