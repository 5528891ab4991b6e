"""manage.py open_district: what a new install begins with."""

import io

import pytest
from django.core.management import CommandError, call_command

from school_sites.models import SchoolSite
from sitehub.accounts.roles import Role
from sitehub.syndication.models import Channel

pytestmark = pytest.mark.django_db
NEW = {"name": "云澜区教育信息网", "host": "www.yunlan.test"}


def test_a_new_install_gets_its_district(client):
    said = io.StringIO()
    call_command("open_district", **NEW, other_hosts="yunlan.test；m.yunlan.test", stdout=said)
    district = SchoolSite.objects.get()
    assert "http://www.yunlan.test:8000/" in said.getvalue()
    assert district.hosts.count() == 3
    assert district.groups.filter(role=Role.DISTRICT_ADMINISTRATOR).exists()
    assert Channel.objects.exists()
    assert (
        "云澜区教育信息网" in client.get("/", headers={"host": "www.yunlan.test"}).content.decode()
    )


def test_a_second_district_is_refused(district):
    with pytest.raises(CommandError, match="已有区站"):
        call_command("open_district", **NEW)
    assert SchoolSite.objects.get() == district


def test_a_refused_host_names_its_option_and_makes_nothing():
    with pytest.raises(CommandError, match="--host"):
        call_command("open_district", **NEW | {"host": "不是域名 /"})
    assert not SchoolSite.objects.exists()
    assert not Channel.objects.exists()
