"""Roles: the one table from which groups, permissions, menus, the help page and tests are made.

A school's groups hold rights on that school's root page and collection only.
District staff hold rights at the district's root or the tree's root, never in
a school's groups: with rights on 500 subtrees the explorer fails.

Nobody holds two of ``SEPARATED``: who runs the platform, who decides about
people, and who reads what both did are three persons (GB/T 22239-2019 8.1.5,
system, audit and security management).
"""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does. The value is stored; the label is shown."""

    SCHOOL_EDITOR = "school-editor", _("学校编辑")
    FIRST_REVIEWER = "school-first-reviewer", _("初审员")
    FINAL_REVIEWER = "school-final-reviewer", _("终审员")
    SCHOOL_MANAGER = "school-manager", _("学校管理员")
    DISTRICT_EDITOR = "district-editor", _("区编辑")
    DISTRICT_REVIEWER = "district-reviewer", _("区审核员")
    DISTRICT_ADMINISTRATOR = "district-administrator", _("区网站管理员")
    SECURITY_ADMINISTRATOR = "security-administrator", _("安全管理员")
    AUDITOR = "auditor", _("审计员")


class Step(models.TextChoices):
    """A step of a review. The value is stored; the label is shown."""

    FIRST = "first", _("初审")
    SECOND = "second", _("复审")
    FINAL = "final", _("终审")
    DISTRICT = "district", _("区审")


@dataclass(frozen=True)
class RoleRights:
    """What a role may do, and what its people find.

    ``summary``: one sentence for the help page.
    ``page``: codenames of page permissions on the role's root page.
    ``collection``: (app label, codename) pairs on the role's collection.
    ``model``: permissions without an object, as ``app.codename``.
    ``everywhere``: the page and collection rights are held at the root of all
    trees rather than at the own site's.
    ``steps``: the review steps its people may take, at their own site; the
    step DISTRICT at every school.
    ``gives``: the roles its people may give and take; a school's manager at
    that school only.
    ``second_factor``: whether signing in asks for one, unless the setting
    SECOND_FACTOR_ROLES says otherwise.
    """

    summary: str
    model: tuple[str, ...] = ()
    page: tuple[str, ...] = ()
    collection: tuple[tuple[str, str], ...] = ()
    everywhere: bool = False
    steps: tuple[Step, ...] = ()
    gives: tuple[Role, ...] = ()
    menu: tuple[str, ...] = field(default=())
    second_factor: bool = False


# Wagtail checks the permissions of its own picture and file models, also where
# a project has replaced them.
FILES = tuple(
    (app, f"{action}_{model}")
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
    for action in ("add", "change", "choose")
)
DELETE_FILES = (("wagtailimages", "delete_image"), ("wagtaildocs", "delete_document"))
WRITE = ("add_page", "change_page", "publish_page")
LOCK = ("lock_page", "unlock_page")
ADMIN = "wagtailadmin.access_admin"
DECIDE = "syndication.decide_submission"
# Page rights run down the tree; without this one they are rights on content only.
MANAGE_COLUMNS = "school_sites.manage_columns"
ANSWER_LETTERS = "school_sites.answer_letters"
OPEN_SCHOOL = "school_sites.open_school"
SEE_PLATFORM = "school_sites.see_platform"
MANAGE_PEOPLE = "school_sites.manage_people"
PUBLISH_URGENTLY = "school_sites.publish_urgently"
SEND_NOTICE = "downward.send_notice"
READ_AUDIT = "audit.view_auditentry"

# Names of menu items.
CONTENT_MENU = ("explorer", "images", "documents", "reviews", "letters")
SEARCH_MENU = ("search-settings", "search-pins", "search-report")

RIGHTS = {
    Role.SCHOOL_EDITOR: RoleRights(
        _("写文章、传照片，报送给区站，回复来信。"),
        model=(ADMIN, ANSWER_LETTERS),
        page=WRITE,
        collection=FILES,
        menu=(*CONTENT_MENU, "received-notices", "my-submissions", "own-points"),
    ),
    Role.FIRST_REVIEWER: RoleRights(
        _("做编辑的工作，并初审、复审别人的文章。"),
        model=(ADMIN, ANSWER_LETTERS),
        page=WRITE,
        collection=FILES,
        steps=(Step.FIRST, Step.SECOND),
        menu=(*CONTENT_MENU, "received-notices", "my-submissions", "own-points"),
    ),
    Role.FINAL_REVIEWER: RoleRights(
        _("做编辑的工作，并承担各级审核，终审后文章即发布。"),
        model=(ADMIN, ANSWER_LETTERS),
        page=WRITE,
        collection=FILES,
        steps=(Step.FIRST, Step.SECOND, Step.FINAL),
        menu=(*CONTENT_MENU, "received-notices", "my-submissions", "own-points"),
    ),
    Role.SCHOOL_MANAGER: RoleRights(
        _("管理本校的人员、栏目、首页和外观；紧急时可不经审核发布，事后补审。"),
        model=(ADMIN, MANAGE_COLUMNS, ANSWER_LETTERS, MANAGE_PEOPLE, PUBLISH_URGENTLY, READ_AUDIT),
        page=(*WRITE, *LOCK),
        collection=FILES + DELETE_FILES,
        steps=(Step.FIRST, Step.SECOND, Step.FINAL),
        gives=(
            Role.SCHOOL_EDITOR,
            Role.FIRST_REVIEWER,
            Role.FINAL_REVIEWER,
            Role.SCHOOL_MANAGER,
        ),
        menu=(
            *CONTENT_MENU,
            "received-notices",
            "my-submissions",
            "own-points",
            "look",
            "own-site",
            "search-pins",
            "search-report",
            "people",
            "audit",
        ),
    ),
    Role.DISTRICT_EDITOR: RoleRights(
        _("编辑区站，处理各校报送，给学校发通知。"),
        model=(ADMIN, DECIDE, ANSWER_LETTERS, SEND_NOTICE),
        page=WRITE,
        collection=FILES,
        menu=(*CONTENT_MENU, "desk", "placements", "points", "district-notices", *SEARCH_MENU),
    ),
    Role.DISTRICT_REVIEWER: RoleRights(
        _("审核区站的文章，以及各校须区里审核的栏目；各校页面只在审核时看到。"),
        model=(ADMIN, DECIDE),
        # The rights to lock are those that let one look at a page without changing it.
        page=LOCK,
        collection=(),
        steps=(Step.FIRST, Step.SECOND, Step.FINAL, Step.DISTRICT),
        menu=("explorer", "reviews", "desk", "placements", "points", *SEARCH_MENU),
    ),
    Role.DISTRICT_ADMINISTRATOR: RoleRights(
        _("开通学校网站，管理区站栏目、报送设置和平台，给学校发通知；不管人员，不看审计。"),
        model=(
            ADMIN,
            DECIDE,
            MANAGE_COLUMNS,
            ANSWER_LETTERS,
            SEND_NOTICE,
            OPEN_SCHOOL,
            SEE_PLATFORM,
            PUBLISH_URGENTLY,
        ),
        page=(*WRITE, *LOCK),
        collection=FILES + DELETE_FILES,
        everywhere=True,
        menu=(
            *CONTENT_MENU,
            "desk",
            "placements",
            "points",
            "district-notices",
            "look",
            "schools",
            "feeds",
            "submission-settings",
            *SEARCH_MENU,
            "platform",
        ),
        second_factor=True,
    ),
    Role.SECURITY_ADMINISTRATOR: RoleRights(
        _("管理区里的账号和各校管理员，停用账号、解除锁定；不编辑内容。"),
        model=(ADMIN, MANAGE_PEOPLE),
        gives=(
            Role.SCHOOL_MANAGER,
            Role.DISTRICT_EDITOR,
            Role.DISTRICT_REVIEWER,
            Role.DISTRICT_ADMINISTRATOR,
            Role.SECURITY_ADMINISTRATOR,
            Role.AUDITOR,
        ),
        menu=("people",),
        second_factor=True,
    ),
    Role.AUDITOR: RoleRights(
        _("查看、导出审计记录；不编辑内容，不管人员。"),
        model=(ADMIN, READ_AUDIT),
        menu=("audit",),
        second_factor=True,
    ),
}
# What everybody finds in the menu.
COMMON_MENU = ("working-site", "home", "hub-help")
SCHOOL_ROLES = (
    Role.SCHOOL_EDITOR,
    Role.FIRST_REVIEWER,
    Role.FINAL_REVIEWER,
    Role.SCHOOL_MANAGER,
)
DISTRICT_ROLES = (
    Role.DISTRICT_EDITOR,
    Role.DISTRICT_REVIEWER,
    Role.DISTRICT_ADMINISTRATOR,
    Role.SECURITY_ADMINISTRATOR,
    Role.AUDITOR,
)
SEPARATED = frozenset({Role.DISTRICT_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR})


def conflict(roles):
    """The roles among ``roles`` that no one person may hold together; empty if none."""
    held = SEPARATED.intersection(roles)
    return held if len(held) > 1 else frozenset()
