"""Wagtail hooks of what helps while writing: checks, templates, copies, hints."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from . import checklist_views, editing_views, help_pages
from .article_templates import manages_templates
from .models import ArticlePage

# After the refusals of other hooks: nobody is asked about what is refused anyway.
LATE = 900
hooks.register("before_publish_page", checklist_views.ask_before_publishing, order=LATE)
hooks.register("before_bulk_action", checklist_views.ask_before_publishing_several, order=LATE)


@hooks.register("register_admin_urls")
def checklist_urls():
    """What a draft still needs, and publishing it all the same."""
    return [
        path("checks/<int:article_id>/", checklist_views.article_checks, name="article_checks"),
        path("publish/<int:article_id>/", checklist_views.article_publish, name="article_publish"),
    ]


@hooks.register("register_admin_urls")
def editing_urls():
    """Templates and copies."""
    return [
        path(
            "write/template/", editing_views.article_write_template, name="article_write_template"
        ),
        path("templates/", editing_views.article_templates_own, name="article_templates_own"),
        path(
            "templates/<int:pk>/drop/",
            editing_views.article_drop_template,
            name="article_drop_template",
        ),
        path(
            "templates/keep/<int:article_id>/",
            editing_views.article_keep_template,
            name="article_keep_template",
        ),
        path("copy/<int:article_id>/", editing_views.article_copy, name="article_copy"),
    ]


@hooks.register("register_page_listing_more_buttons")
def copy_in_lists(page, user, next_url=None):
    """复制到栏目, in the menu of a row."""
    return article_buttons(page, user, with_template=False)


@hooks.register("register_page_header_buttons")
def buttons_in_header(page, user, view_name, next_url=None):
    """复制到栏目 and 存为模板, in the menu beside the title."""
    return article_buttons(page, user, with_template=view_name == "edit")


def article_buttons(page, user, *, with_template):
    """What can be done with an article beside Wagtail's own actions; no query."""
    is_article = issubclass(page.specific_class or type(page), ArticlePage)
    if not is_article or page.pk is None or not page.permissions_for_user(user).can_edit():
        return
    yield Button(
        _("复制到栏目"), url=reverse("article_copy", args=[page.pk]), icon_name="copy", priority=21
    )
    if with_template and manages_templates(page, user):
        keep_url = reverse("article_keep_template", args=[page.pk])
        yield Button(_("存为模板"), url=keep_url, icon_name="snippet", priority=22)


@hooks.register("insert_editor_js")
def editor_js():
    """Counters, hints at empty required fields, and the list of checks kept fresh."""
    return format_html(
        '<script src="{}" data-empty="{}" data-count="{}" data-long="{}" data-limit="{}"></script>',
        static("school_sites/editor.js"),
        _("请填写“{name}”。"),
        _("{n} 字"),
        _("{n} 字，超过 {max} 字列表里会折行"),
        _("{n} / {max} 字"),
    )


@hooks.register("insert_global_admin_css")
def editing_css():
    """Looks that lists and panels share, and those of what helps while writing."""
    sheets = ("school_sites/admin.css", "school_sites/editing.css", "school_sites/letters.css")
    link = '<link rel="stylesheet" href="{}">'
    return format_html_join("\n", link, ((static(sheet),) for sheet in sheets))


@hooks.register("register_admin_urls")
def help_urls():
    """The manual, section by section."""
    return [path("help/<slug:section>/", help_pages.admin_help, name="admin_help")]


@hooks.register("register_admin_menu_item")
def help_menu_item():
    """帮助."""
    return help_pages.HelpMenuItem(
        gettext_lazy("帮助"), reverse("admin_help", args=["start"]),
        name="hub-help", icon_name="help", order=9900,
    )  # fmt: skip
