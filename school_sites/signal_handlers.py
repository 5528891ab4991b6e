"""Thin handlers: each one line that calls a named function."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Site
from wagtail.signals import init_new_page, page_published, page_unpublished, post_page_move

from media import watermarks
from media.models import SiteImage, SiteRendition
from media.renditions import forget_file, renditions_changed
from media.tasks import order_marks_task
from sitehub.publishing import bump

from . import gone, hosts, listings, reviewing, sections, shown_pictures
from .document_access import note_uses
from .homes import views as home_views
from .looks import banners
from .models import (
    ArticlePage,
    ColumnPage,
    ImportJob,
    SchoolSite,
    SiteHost,
    SiteLook,
    SiteRootPage,
    WeekMenuPage,
)
from .models.menus import prefill


def _published(instance, **kwargs):
    if isinstance(instance, ArticlePage):
        shown_pictures.prepare_cover(listings.write_listing(instance))


def _uses_known(instance, **kwargs):
    note_uses(instance)


def _prepared(instance, **kwargs):
    sections.prepare(instance)


def _menu_begun(page, parent, **kwargs):
    if isinstance(page, WeekMenuPage):
        prefill(page, parent)


def _home_published(instance, **kwargs):
    if isinstance(instance, SiteRootPage):
        home_views.prepare_pictures(instance)


def _moved(instance, **kwargs):
    _file_again(instance)


def _column_saved(instance, **kwargs):
    reviewing.column_saved(instance)


def _deleted(instance, origin=None, **kwargs):
    gone.note_deletion(instance, origin)


def _restricted(instance, origin=None, **kwargs):
    # What is deleted together with its restriction comes into no list again.
    if origin is None or getattr(origin, "model", type(origin)) is PageViewRestriction:
        listings.refresh_listed(instance.page)


def _host_table_changed(**kwargs):
    bump(hosts.GENERATION)


def _rendition_deleted(instance, origin=None, **kwargs):
    # Of a picture that goes as a whole none is wanted again.
    if getattr(origin, "model", type(origin)) is not SiteImage:
        shown_pictures.replace_rendition(instance)


def _image_deleted(instance, **kwargs):
    listings.forget_cover(instance.pk)


def _upload_deleted(instance, **kwargs):
    forget_file(instance.file)


def _logo_deleted(instance, **kwargs):
    hosts.forget_logo(instance.pk)


def _banner_deleted(instance, **kwargs):
    banners.forget(instance.pk)


def _renditions_changed(image, **kwargs):
    shown_pictures.refresh_picture(image)


def _watermark_may_have_changed(instance, **kwargs):
    path = instance.collection.path
    transaction.on_commit(lambda: order_marks_task.enqueue(path))


def _file_again(page):
    page = page.specific
    if isinstance(page, ColumnPage):
        reviewing.forget()  # its path has changed
    if isinstance(page, ArticlePage):
        listings.move_listing(page)
    else:
        listings.refresh_listed(page)


def connect():
    """Connect every handler; called once from the app's ready()."""
    page_published.connect(_published)
    page_published.connect(_home_published)
    page_unpublished.connect(_published)
    page_published.connect(_prepared)
    page_published.connect(_uses_known)
    init_new_page.connect(_menu_begun)
    post_page_move.connect(_moved)
    post_save.connect(_column_saved, sender=ColumnPage)
    pre_delete.connect(_deleted, sender=Page)
    post_save.connect(_restricted, sender=PageViewRestriction)
    post_delete.connect(_restricted, sender=PageViewRestriction)
    post_delete.connect(_rendition_deleted, sender=SiteRendition)
    pre_delete.connect(_image_deleted, sender=SiteImage)
    pre_delete.connect(_logo_deleted, sender=SiteImage)
    pre_delete.connect(_banner_deleted, sender=SiteImage)
    post_delete.connect(_upload_deleted, sender=ImportJob)
    renditions_changed.connect(_renditions_changed)
    ReferenceIndex.register_model(SiteLook)  # its pictures are in use
    watermarks.provide(hosts.watermark_of)
    post_save.connect(_watermark_may_have_changed, sender=SchoolSite)
    for model in (SchoolSite, SiteHost, Site):
        post_save.connect(_host_table_changed, sender=model)
        post_delete.connect(_host_table_changed, sender=model)
