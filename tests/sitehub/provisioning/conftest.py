"""What the tests of provisioning share."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, Page, Site

from school_sites.models import SchoolSite, SiteGroup, SiteHost
from sitehub.audit.models import AuditEntry

MADE_BY_OPENING = (Page, Collection, Site, SchoolSite, SiteHost, SiteGroup, Group, AuditEntry)


@pytest.fixture
def counts():
    """A function that counts the rows of everything that opening a school makes."""
    return lambda: {model.__name__: model.objects.count() for model in MADE_BY_OPENING}
