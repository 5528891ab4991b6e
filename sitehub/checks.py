"""Conventions of the whole install, as system checks."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"


@checks.register()
def addresses_are_sane(app_configs, **kwargs):
    """URLs are built from PUBLIC_SCHEME and PUBLIC_PORT, so they must make sense."""
    if settings.PUBLIC_SCHEME not in ("http", "https"):
        yield checks.Error(
            f"PUBLIC_SCHEME is {settings.PUBLIC_SCHEME!r}.",
            hint="It must be http or https.",
            id="sitehub.E001",
        )
    port = str(settings.PUBLIC_PORT)
    if port and not (port.isdigit() and 0 < int(port) < 65536):
        yield checks.Error(
            f"PUBLIC_PORT is {port!r}.",
            hint="It must be a port number, or empty for the scheme's own.",
            id="sitehub.E002",
        )
    if ":" in settings.ADMIN_HOST or "/" in settings.ADMIN_HOST or not settings.ADMIN_HOST:
        yield checks.Error(
            f"ADMIN_HOST is {settings.ADMIN_HOST!r}.",
            hint="It must be a host name without scheme or port.",
            id="sitehub.E003",
        )


@checks.register(checks.Tags.caches, deploy=True)
def cache_is_shared(app_configs, **kwargs):
    """Each process keeps the host table; its version must reach all of them."""
    if settings.CACHES["default"]["BACKEND"] == LOCAL_MEMORY:
        yield checks.Warning(
            "The cache is not shared between processes.",
            hint="Set REDIS_URL, or keep the file cache: the host table's version lives there.",
            id="sitehub.W001",
        )


@checks.register()
def elasticsearch_is_named_well(app_configs, **kwargs):
    """All indexes whose name begins with the setting and a dot are ours, also to remove."""
    name = settings.ELASTICSEARCH_INDEX
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
        yield checks.Error(
            f"ELASTICSEARCH_INDEX is {name!r}.",
            hint="It must be of small letters, digits, - and _.",
            id="sitehub.E006",
        )
    url = urlsplit(settings.ELASTICSEARCH_URL)
    if settings.ELASTICSEARCH_URL and not (url.scheme in ("http", "https") and url.port):
        yield checks.Error(
            "ELASTICSEARCH_URL is no address.",
            hint="It must be like https://search.example.org:9200, the port included.",
            id="sitehub.E007",
        )


@checks.register(checks.Tags.security, deploy=True)
def elasticsearch_is_asked_in_private(app_configs, **kwargs):
    """Texts and passwords travel to it; on another machine anybody between would read them."""
    url = urlsplit(settings.ELASTICSEARCH_URL)
    if url.scheme == "http" and url.hostname not in ("localhost", "127.0.0.1", "::1"):
        yield checks.Warning(
            f"Elasticsearch at {url.hostname} is asked without TLS.",
            hint="Give ELASTICSEARCH_URL as https, and ELASTICSEARCH_CA for a private authority.",
            id="sitehub.W002",
        )


@checks.register(checks.Tags.database)
def no_default_site(app_configs, databases=None, **kwargs):
    """A default Wagtail site would answer for unknown host names."""
    from wagtail.models import Site

    if not databases or not _is_migrated(Site):
        return
    if Site.objects.filter(is_default_site=True).exists():
        yield checks.Error(
            "A Wagtail site is marked as the default site.",
            hint="Unmark it: no site may stand in for the one a request is for.",
            id="sitehub.E004",
        )


@checks.register(checks.Tags.database)
def channels_have_live_columns(app_configs, databases=None, **kwargs):
    """What a channel accepts is listed in its column, which visitors must be able to open."""
    from sitehub.syndication.models import Channel

    if not databases or not _is_migrated(Channel):
        return
    # Only what every release had: the check also runs before a migration adds the rest.
    for name in Channel.objects.exclude(column__live=True).values_list("name", flat=True):
        yield checks.Error(
            f"The column of channel “{name}” is not live.",
            hint="Publish the column, or give the channel another.",
            id="sitehub.E005",
        )


def _is_migrated(model):
    """Whether the table is there: checks also run before the first migration."""
    from django.db import connection

    with connection.cursor() as cursor:
        return model._meta.db_table in connection.introspection.table_names(cursor)
