"""Letters in Wagtail's admin; imported by ``school_sites.wagtail_hooks``."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from school_sites.models.permissions import groups_holding
from sitehub.accounts.roles import ANSWER_LETTERS

from .panels import LettersPanel


@hooks.register("register_admin_urls")
def letter_urls():
    """The list, one letter, and what is done with it."""
    return [path("", include("school_sites.letters.urls"))]


class LettersMenuItem(MenuItem):
    """For people who answer letters of a site; superusers who belong to none do not see it."""

    def is_shown(self, request):
        return bool(groups_holding(request.user, ANSWER_LETTERS))


@hooks.register("register_admin_menu_item")
def letters_menu_item():
    """来信与表单."""
    return LettersMenuItem(
        gettext_lazy("来信与表单"), reverse("letters:list"),
        name="letters", icon_name="comment", order=510,
    )  # fmt: skip


@hooks.register("construct_homepage_panels", order=10)
def letters_panel(request, panels):
    """待答复来信, for people who answer letters."""
    panel = LettersPanel.for_user(request.user)
    if panel is not None:
        panels.append(panel)
