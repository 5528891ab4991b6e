"""System checks catch an install that would answer wrongly."""

import pytest
from django.core.checks import run_checks
from wagtail.models import Site

from sitehub.syndication.models import Channel


def ids(**options):
    """Ids of our own findings."""
    return {one.id for one in run_checks(**options) if (one.id or "").startswith("sitehub.")}


def database_ids():
    """Ids of our own findings about what is in the database."""
    return ids(tags=["database"], databases=["default"])


def test_sound_install_has_no_findings(district):
    assert ids() == set()
    assert database_ids() == set()


@pytest.mark.parametrize(
    ("name", "value", "finding"),
    [
        ("PUBLIC_SCHEME", "ftp", "sitehub.E001"),
        ("PUBLIC_PORT", "80a", "sitehub.E002"),
        ("PUBLIC_PORT", "70000", "sitehub.E002"),
        ("ADMIN_HOST", "https://admin.example.cn", "sitehub.E003"),
        ("ELASTICSEARCH_INDEX", "Search*", "sitehub.E006"),
        ("ELASTICSEARCH_URL", "search.example.org:9200", "sitehub.E007"),
    ],
)
def test_wrong_address_setting_is_an_error(settings, name, value, finding):
    setattr(settings, name, value)
    assert ids() == {finding}


def test_cache_of_one_process_is_a_warning_for_deployment(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    assert "sitehub.W001" in ids(include_deployment_checks=True)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}}
    assert "sitehub.W001" not in ids(include_deployment_checks=True)


@pytest.mark.parametrize(
    ("url", "is_warned"),
    [
        ("http://search.example.org:9200", True),
        ("https://search.example.org:9200", False),
        ("http://127.0.0.1:9200", False),
        ("", False),
    ],
)
def test_elasticsearch_on_another_machine_without_tls_is_a_warning(settings, url, is_warned):
    settings.ELASTICSEARCH_URL = url
    assert ("sitehub.W002" in ids(include_deployment_checks=True)) == is_warned


def test_default_site_is_an_error(district):
    Site.objects.filter(pk=district.wagtail_site_id).update(is_default_site=True)
    assert database_ids() == {"sitehub.E004"}


def test_channel_whose_column_is_not_live_is_an_error(district):
    Channel.objects.first().column.unpublish()
    assert database_ids() == {"sitehub.E005"}
