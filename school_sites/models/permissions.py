"""Who may do what with a page of a site, asked by Wagtail wherever it acts on pages."""

from wagtail.models import PagePermissionTester

from school_sites import reviewing
from sitehub.accounts.roles import MANAGE_COLUMNS, PUBLISH_URGENTLY
from sitehub.accounts.working import groups_holding


def groups_managing_columns(user):
    """Ids of the groups of ``user`` that hold MANAGE_COLUMNS."""
    return groups_holding(user, MANAGE_COLUMNS)


class SitePagePermissionTester(PagePermissionTester):
    """What a site's status forbids, to superusers too.

    Archived: nothing new and nothing changed; taking a page down or making it
    private stays possible, for what should never have been published.
    Suspended: nothing is published; drafts can be prepared.

    Where a column asks for review, nobody publishes directly.
    """

    def __init__(self, user, page):
        super().__init__(user, page)
        entry = page.site_entry
        self.is_archived = entry is not None and entry.school_site.is_archived
        self.may_publish = page.publishes

    def manages_columns(self):
        """Whether the user looks after the columns of the site this page belongs to.

        Asked of the groups with rights here, not of the person: who manages
        one school may only write for another.
        """
        return self._holds_here(MANAGE_COLUMNS)

    def _holds_here(self, permission):
        if self.user.is_superuser:
            return self.user.is_active
        here = {
            row.group_id
            for row in self.permission_policy.get_cached_permissions_for_user(self.user)
            if self.page.path.startswith(row.page.path)
        }
        return not here.isdisjoint(groups_holding(self.user, permission))

    def asks_for_review(self):
        """Whether what the page says is published by its last review only."""
        return not self.page.is_structure and bool(self.page.review_steps)

    def can_publish_urgently(self):
        """Whether the user may publish past the review that is asked for, to be reviewed after."""
        may = self.may_publish and super().can_publish() and self.asks_for_review()
        return may and self._holds_here(PUBLISH_URGENTLY)

    def can_add(self, page_class):
        """Whether the user may make a page of ``page_class`` below this page."""
        return (
            self.can_add_subpage()
            and page_class.can_create_at(self.page)
            and (not getattr(page_class, "is_structure", False) or self.manages_columns())
        )

    def can_add_subpage(self):
        return not self.is_archived and super().can_add_subpage()

    def can_edit(self):
        return not self.is_archived and super().can_edit()

    def can_delete(self, ignore_bulk=False):
        return not self.is_archived and super().can_delete(ignore_bulk)

    def can_publish(self):
        return self.may_publish and not self.asks_for_review() and super().can_publish()

    def can_publish_subpage(self):
        return self.may_publish and not self.page.review_steps and super().can_publish_subpage()

    def can_submit_for_moderation(self):
        return self.may_publish and super().can_submit_for_moderation()

    def can_reorder_children(self):
        return not self.is_archived and super().can_reorder_children()

    def can_move_to(self, destination):
        # Asked first: stock Wagtail lets superusers move what nobody may move.
        return (
            self.can_move()
            and not self._would_skip_review(destination)
            and super().can_move_to(destination)
        )

    def _would_skip_review(self, destination):
        # To move what is online is to publish it there.
        if not self.page.live or self.page.is_structure:
            return False
        return not set(reviewing.steps_at(destination.path)) <= set(self.page.review_steps)

    def can_set_view_restrictions(self):
        return super().can_publish()

    def can_unschedule(self):
        return super().can_publish()


class StructurePermissionTester(SitePagePermissionTester):
    """Columns and home pages: content goes below them, they themselves are the managers'.

    Wagtail's page rights run down the tree, so the right to publish an article
    would take a whole column down. ``can_move`` and ``can_copy`` follow from
    ``can_delete`` and ``can_edit``.
    """

    def can_add_subpage(self):
        if not super().can_add_subpage():
            return False
        return self.manages_columns() or any(
            not getattr(one, "is_structure", False) and one.can_create_at(self.page)
            for one in self.page.specific_class.creatable_subpage_models()
        )

    def can_edit(self):
        return self.manages_columns() and super().can_edit()

    def can_delete(self, ignore_bulk=False):
        return self.manages_columns() and super().can_delete(ignore_bulk)

    def can_publish(self):
        return self.manages_columns() and super().can_publish()

    def can_unpublish(self):
        return self.manages_columns() and super().can_unpublish()

    def can_submit_for_moderation(self):
        return False  # the reviews a column asks for are for what is in it

    def can_set_view_restrictions(self):
        return self.manages_columns() and super().can_set_view_restrictions()

    def can_unschedule(self):
        return self.manages_columns() and super().can_unschedule()

    def can_view_revisions(self):
        # Wagtail's history itself asks for the right to edit; this takes away the links to it.
        return self.manages_columns() and super().can_view_revisions()

    def can_lock(self):
        return self.manages_columns() and super().can_lock()

    def can_reorder_children(self):
        return self.manages_columns() and super().can_reorder_children()

    def can_copy_to(self, destination, recursive=False):
        if not super().can_copy_to(destination, recursive):
            return False
        return destination.permissions_for_user(self.user).can_add(self.page.specific_class)


class RootPagePermissionTester(StructurePermissionTester):
    """A site's root page is never deleted, moved, copied or unpublished: that removes the site."""

    def can_delete(self, ignore_bulk=False):
        return False

    def can_unpublish(self):
        return False

    def can_move(self):
        return False

    def can_copy(self):
        return False

    def can_set_view_restrictions(self):
        return False
