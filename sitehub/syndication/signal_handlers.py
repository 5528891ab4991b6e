"""Thin handlers: each one line that calls a named function."""

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published

from school_sites.listings import listing_written, listings_uncovered
from school_sites.models import ColumnPage, Listing
from sitehub.provisioning.sites import site_status_changed

from . import changes, filing, rules
from .models import ChannelRule


def _listing_saved(instance, **kwargs):
    filing.follow_listings(Listing.objects.filter(pk=instance.pk))


def _listing_written(listing, article, **kwargs):
    filing.file_article(listing, article=article)


def _article_written(article, **kwargs):
    changes.note_change(article)


def _column_published(instance, **kwargs):
    filing.file_column(instance)


def _listings_uncovered(under, **kwargs):
    filing.offer_below(under)


def _rule_deleted(**kwargs):
    rules.note_deletion()


def _site_status_changed(site, **kwargs):
    filing.offer_site(site)


def connect():
    """Connect every handler; called once from the app's ready()."""
    post_save.connect(_listing_saved, sender=Listing, dispatch_uid="syndication")
    listing_written.connect(_listing_written, dispatch_uid="syndication")
    listing_written.connect(_article_written, dispatch_uid="syndication.changes")
    listings_uncovered.connect(_listings_uncovered, dispatch_uid="syndication")
    post_delete.connect(_rule_deleted, sender=ChannelRule, dispatch_uid="syndication")
    page_published.connect(_column_published, sender=ColumnPage, dispatch_uid="syndication")
    site_status_changed.connect(_site_status_changed, dispatch_uid="syndication")
