"""Every address of the admin host, and who reaches it.

The guard (guard.py) looks each request up here by the name of its URL. A name
that is not here is closed to everyone but superusers: a new Wagtail version
adds nothing to the surface before a person has decided.
"""

from dataclasses import dataclass
from enum import Enum, auto


class Reach(Enum):
    """What decides whether a person reaches a view."""

    ANYONE = auto()  # shows nothing that belongs to a site
    OWN = auto()  # a view of this project, which asks for itself
    SCOPED = auto()  # Wagtail's view lists only what the person has rights on; the note says how
    CHECKED = auto()  # the ids in the request are checked here, then Wagtail asks for the right
    CLOSED = auto()  # not for this platform: superusers only


@dataclass(frozen=True)
class Rule:
    """How one view is reached.

    ``pages``, ``pictures``, ``documents``: names of URL arguments that hold such
    an id. ``above``: whether a page above the person's own may be named, too.
    """

    reach: Reach
    note: str = ""
    pages: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    above: bool = False


# Parameters of the query string or the form that name pages, in any view.
PAGE_PARAMETERS = (
    "childOf", "chooser", "new_parent_page", "parent_page", "parent_page_id", "target_pages[]",
)  # fmt: skip


def _all(names, rule):
    return dict.fromkeys(names.split(), rule)


def _pages(names, *arguments, **more):
    rule = Rule(Reach.CHECKED, pages=arguments, **more)
    return {f"wagtailadmin_pages:{name}": rule for name in names.split()}


RULES = {
    **_all(
        "wagtailadmin_login wagtailadmin_logout wagtailadmin_sprite "
        "wagtailadmin_javascript_catalog wagtailadmin_password_reset "
        "wagtailadmin_password_reset_done wagtailadmin_password_reset_confirm "
        "wagtailadmin_password_reset_complete "
        "wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link "
        "wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link "
        "wagtailadmin_block_preview admin_start people_accept",
        Rule(Reach.ANYONE),
    ),
    **_all(
        "wagtailadmin_account wagtailadmin_dismissibles",
        Rule(Reach.SCOPED, "about the person who asks"),
    ),
    "wagtailadmin_home": Rule(Reach.SCOPED, "panels of this project"),
    # --- pages ---------------------------------------------------------------
    "wagtailadmin_explore_root": Rule(Reach.SCOPED, "explorable pages"),
    "wagtailadmin_explore": Rule(Reach.CHECKED, pages=("parent_page_id",), above=True),
    "wagtailadmin_explore_results": Rule(Reach.CHECKED, pages=("parent_page_id",), above=True),
    **_pages("add preview_on_add add_subpage", "parent_page_id"),
    **_pages(
        "usage edit preview_on_edit view_draft delete unpublish copy "
        "confirm_workflow_cancellation workflow_preview set_privacy "
        "lock unlock revisions_index revisions_view revisions_revert revisions_unschedule "
        "workflow_history workflow_history_detail history history_results",
        "page_id",
    ),
    **_all(
        "wagtailadmin_pages:workflow_action wagtailadmin_pages:collect_workflow_action_data",
        Rule(
            Reach.CLOSED,
            "take a task's state by its number, whatever page they name; ours is the review page",
        ),
    ),
    "page_privacy": Rule(Reach.CHECKED, "workarounds.PrivacyView", pages=("page_id",)),
    **_pages("move set_page_position", "page_to_move_id"),
    **_pages("move_confirm", "page_to_move_id", "destination_id"),
    **_pages("revisions_compare", "pk"),
    **_all(
        "wagtailadmin_pages:search wagtailadmin_pages:search_results",
        Rule(Reach.SCOPED, "explorable pages"),
    ),
    **_all(
        "choose_page choose_page_search wagtailadmin_choose_page wagtailadmin_choose_page_search",
        Rule(Reach.SCOPED, "hooks.choosable_pages"),
    ),
    **_all(
        "choose_page_child wagtailadmin_choose_page_child",
        Rule(Reach.CHECKED, pages=("parent_page_id",), above=True),
    ),
    "wagtailadmin_choose_page_chosen_multiple": Rule(Reach.CHECKED, "ids in the query string"),
    **_all(
        "wagtailadmin_api:pages:listing wagtailadmin_api:pages:find",
        Rule(Reach.SCOPED, "explorable pages"),
    ),
    **_all(
        "wagtailadmin_api:pages:detail wagtailadmin_api:pages:action",
        Rule(Reach.CHECKED, pages=("pk",), above=True),
    ),
    "wagtail_bulk_action": Rule(Reach.CHECKED, "ids in the query string"),
    "wagtailadmin_editing_sessions:ping": Rule(Reach.CHECKED, "object_id of the URL"),
    "wagtailadmin_editing_sessions:release": Rule(Reach.SCOPED, "the person's own sessions"),
    # --- pictures and files --------------------------------------------------
    **_all(
        "wagtaildocs:index wagtaildocs:index_results wagtaildocs:add wagtaildocs:add_multiple "
        "wagtaildocs_chooser:choose wagtaildocs_chooser:choose_results wagtaildocs_chooser:create "
        "wagtailimages:index wagtailimages:index_results wagtailimages:add "
        "wagtailimages:add_multiple wagtailimages_chooser:choose "
        "wagtailimages_chooser:choose_results wagtailimages_chooser:create",
        Rule(Reach.SCOPED, "collections of the person"),
    ),
    **_all(
        "wagtaildocs:create_multiple_from_uploaded_document wagtaildocs:delete_upload_multiple "
        "wagtailimages:create_multiple_from_uploaded_image wagtailimages:delete_upload_multiple",
        Rule(Reach.SCOPED, "uploads of the person"),
    ),
    **_all(
        "wagtaildocs:edit wagtaildocs:delete wagtaildocs:document_usage",
        Rule(Reach.CHECKED, documents=("document_id",)),
    ),
    **_all(
        "wagtaildocs:edit_multiple wagtaildocs:delete_multiple",
        Rule(Reach.CHECKED, documents=("doc_id",)),
    ),
    "wagtaildocs_chooser:chosen": Rule(Reach.CHECKED, documents=("pk",)),
    "wagtaildocs_chooser:chosen_multiple": Rule(Reach.CHECKED, "ids in the query string"),
    **_all(
        "wagtailimages:edit wagtailimages:delete wagtailimages:preview wagtailimages:image_usage "
        "wagtailimages:edit_multiple wagtailimages:delete_multiple "
        "wagtailimages_chooser:select_format",
        Rule(Reach.CHECKED, pictures=("image_id",)),
    ),
    "wagtailimages_chooser:chosen": Rule(Reach.CHECKED, pictures=("pk",)),
    "wagtailimages_chooser:chosen_multiple": Rule(Reach.CHECKED, "ids in the query string"),
    # --- of Wagtail, and not for this platform -------------------------------
    **_all(
        "wagtailadmin_api:images:listing wagtailadmin_api:images:detail "
        "wagtailadmin_api:images:find wagtailadmin_api:documents:listing "
        "wagtailadmin_api:documents:detail wagtailadmin_api:documents:find",
        Rule(Reach.CLOSED, "lists every site's files; no screen of ours asks it"),
    ),
    **_all(
        "wagtailadmin_tag_autocomplete wagtailadmin_tag_model_autocomplete",
        Rule(Reach.CLOSED, "tags belong to no site; pictures are filed without them"),
    ),
    **_all(
        "wagtailadmin_pages:type_use wagtailadmin_pages:type_use_results "
        "wagtailadmin_pages:choose_parent wagtailadmin_pages:convert_alias",
        Rule(Reach.CLOSED, "pages are made from their column; there are no aliases"),
    ),
    "wagtailimages:url_generator": Rule(
        Reach.CLOSED, "the serve view it makes URLs for is not here"
    ),
    "wagtailimages:url_generator_output": Rule(Reach.CLOSED, "as url_generator"),
    **_all(
        "wagtailadmin_collections:index wagtailadmin_collections:add wagtailadmin_collections:edit "
        "wagtailadmin_collections:delete wagtailadmin_collections:set_privacy",
        Rule(Reach.CLOSED, "a site has one collection, made by provisioning"),
    ),
    **_all(
        "wagtailadmin_workflows:index wagtailadmin_workflows:index_results "
        "wagtailadmin_workflows:add wagtailadmin_workflows:enable wagtailadmin_workflows:disable "
        "wagtailadmin_workflows:edit wagtailadmin_workflows:usage "
        "wagtailadmin_workflows:usage_results wagtailadmin_workflows:remove "
        "wagtailadmin_workflows:add_task wagtailadmin_workflows:select_task_type "
        "wagtailadmin_workflows:task_index wagtailadmin_workflows:task_index_results "
        "wagtailadmin_workflows:edit_task wagtailadmin_workflows:disable_task "
        "wagtailadmin_workflows:enable_task wagtailadmin_workflows:task_chooser "
        "wagtailadmin_workflows:task_chooser_results wagtailadmin_workflows:task_chooser_create "
        "wagtailadmin_workflows:task_chosen",
        Rule(Reach.CLOSED, "reviews are chosen at the column"),
    ),
    **_all(
        "wagtailadmin_reports:locked_pages wagtailadmin_reports:locked_pages_results "
        "wagtailadmin_reports:workflow wagtailadmin_reports:workflow_results "
        "wagtailadmin_reports:workflow_tasks wagtailadmin_reports:workflow_tasks_results "
        "wagtailadmin_reports:site_history wagtailadmin_reports:site_history_results "
        "wagtailadmin_reports:aging_pages wagtailadmin_reports:aging_pages_results "
        "wagtailadmin_reports:page_types_usage wagtailadmin_reports:page_types_usage_results",
        Rule(Reach.CLOSED, "their filters list people, sites and titles of every school"),
    ),
    **_all(
        "wagtailembeds:chooser wagtailembeds:chooser_upload",
        Rule(Reach.CLOSED, "no outside request on an editor's behalf"),
    ),
    "wagtailsnippets:index": Rule(Reach.CLOSED, "there are no snippets"),
    **_all(
        "wagtailsites:index wagtailsites:index_results wagtailsites:add wagtailsites:edit "
        "wagtailsites:delete wagtailsites:history wagtailsites:history_results wagtailsites:usage "
        "wagtailsites:copy",
        Rule(Reach.CLOSED, "sites are opened by provisioning"),
    ),
    **_all(
        "wagtailusers_users:index wagtailusers_users:index_results wagtailusers_users:add "
        "wagtailusers_users:edit wagtailusers_users:delete wagtailusers_users:history "
        "wagtailusers_users:history_results wagtailusers_users:usage wagtailusers_users:copy "
        "wagtailusers_groups:index wagtailusers_groups:index_results wagtailusers_groups:add "
        "wagtailusers_groups:edit wagtailusers_groups:delete wagtailusers_groups:history "
        "wagtailusers_groups:history_results wagtailusers_groups:usage",
        Rule(Reach.CLOSED, "who may assign groups there may make himself anything"),
    ),
    **_all(
        # Two patterns of Wagtail's that have no name: known by their view.
        "django.views.generic.base.TemplateView wagtail.admin.views.home.default "
        "wagtailadmin_error_test alias_not_here",
        Rule(Reach.CLOSED, "for developers of Wagtail; aliases are not used"),
    ),
    # --- of this project: each asks for itself -------------------------------
    **_all(
        "article_checks article_publish article_write_template article_templates_own "
        "article_drop_template article_keep_template article_copy admin_help letters:list "
        "letters:export letters:letter letters:file letters:change article_import "
        "article_import_batch article_import_report article_write home_customise home_restore "
        "look:index look:preview look:frame look:act look_sheet "
        "album_photo_upload provisioning:index provisioning:open provisioning:edit "
        "provisioning:status own_site syndication:desk syndication:item syndication:reason "
        "syndication:school syndication:offer syndication:urgent syndication:backfill "
        "syndication:higher syndication:not_higher counting:index counting:export "
        "counting:bulletin counting:rules counting:school counting:own "
        "syndication:withdraw syndication:offer_again syndication:submit_again platform_status "
        "placements:index placements:add placements:line placements:remove placements:reorder "
        "placements:limit placements:clear placements:preview placements:frame "
        "feeds:index feeds:add feeds:edit feeds:try feeds:switch "
        "search_admin:pins search_admin:unpin search_admin:report search_admin:export "
        "reviews:index reviews:review reviews:preview reviews:sheet reviews:urgent "
        "downward:index downward:add downward:notice downward:edit downward:confirm "
        "downward:discard downward:extend downward:withdraw downward:remind downward:received "
        "downward:acknowledge "
        "unread_files reviews:confirm reviews:absence reviews:absence_end reviews:settings "
        "wagtaildocs_serve wagtaildocs_authenticate_with_password media_public media_signed "
        "wagtail_serve audit:index audit:entry audit:export audit:part people:index "
        "people:invite people:invited people:download "
        "people:invitations people:revoke people:bulk people:template people:person "
        "people:password_link people:act working_site account_sessions second_factor "
        "second_factor_setup second_factor_codes otp_webauthn:credential-registration-begin "
        "otp_webauthn:credential-registration-complete "
        "otp_webauthn:credential-authentication-begin "
        "otp_webauthn:credential-authentication-complete",
        Rule(Reach.OWN),
    ),
    **{
        f"{model}:{view}": Rule(Reach.OWN, "settings of submissions, by one permission")
        for model in ("returnphrase", "channel", "channelrule", "trustedschool")
        for view in "index index_results add edit delete history history_results usage".split()
    },
    **{
        f"{model}:{view}": Rule(Reach.OWN, "the district's words for search, by one permission")
        for model in ("synonyms", "blockedquery")
        for view in "index index_results add edit delete history history_results usage".split()
    },
}


def rule_for(name):
    """The rule of the URL name ``name``; closed where there is none."""
    return RULES.get(name, UNDECIDED)


UNDECIDED = Rule(Reach.CLOSED, "nobody has decided yet")
