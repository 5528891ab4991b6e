"""What tests of the desk share."""

import pytest


@pytest.fixture
def desk(admin_client, district_editor):
    """A client of the admin host, signed in as the district's editor."""
    admin_client.force_login(district_editor)
    return admin_client
