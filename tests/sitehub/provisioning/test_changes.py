"""Changing facts and host names of a site."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import Collection, Page, Site

from school_sites.models import SchoolSite
from sitehub.audit.models import AuditEntry
from sitehub.provisioning.sites import change_site_facts, set_hosts


def hosts_of(site):
    return {row.host: row.is_primary for row in site.hosts.all()}


def test_a_new_name_reaches_everything_named_after_the_site(school):
    path = school.collection.path
    change_site_facts(school, by=None, name="云澜区第一实验小学", phone="0512-1")
    fresh = SchoolSite.objects.get(pk=school.pk)
    assert (fresh.name, fresh.phone) == ("云澜区第一实验小学", "0512-1")
    assert Site.objects.get(pk=fresh.wagtail_site_id).site_name == "云澜区第一实验小学"
    assert Page.objects.get(pk=fresh.root_page_id).title == "云澜区第一实验小学"
    collection = Collection.objects.get(pk=fresh.collection_id)
    assert collection.name.endswith("云澜区第一实验小学")
    assert collection.path == path
    names = [row.group.name for row in fresh.groups.all()]
    assert all(name.startswith("云澜区第一实验小学（shiyan）") for name in names)


def test_a_home_page_title_of_the_schools_own_is_kept(school):
    Page.objects.filter(pk=school.root_page_id).update(title="欢迎", draft_title="欢迎")
    change_site_facts(school, by=None, name="新名")
    assert Page.objects.get(pk=school.root_page_id).title == "欢迎"


def test_a_change_is_audited_with_before_and_after(school, administrator):
    change_site_facts(school, by=administrator, phone="110", name=school.name)
    entry = AuditEntry.objects.get(action="site.change")
    assert (entry.before, entry.after) == ({"phone": ""}, {"phone": "110"})
    assert entry.actor_id == administrator.pk


def test_saving_what_is_already_so_writes_nothing(school, django_assert_num_queries):
    change_site_facts(school, by=None, name=school.name)
    set_hosts(school, primary="shiyan.localhost", others=[], by=None)
    assert not AuditEntry.objects.filter(action__in=["site.change", "site.hosts"]).exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "云澜区明德中学"}, "name"),
        ({"name": " "}, "name"),
        ({"kind": "district"}, "kind"),
        ({"kind": "circus"}, "kind"),
        ({"phone": "1" * 61}, "phone"),
    ],
)
def test_a_wrong_fact_is_named_by_field_and_nothing_changes(school, other_school, facts, field):
    with pytest.raises(ValidationError) as caught:
        change_site_facts(school, by=None, **{"address": "新址"} | facts)
    assert list(caught.value.message_dict) == [field]
    fresh = SchoolSite.objects.get(pk=school.pk)
    assert (fresh.name, fresh.kind, fresh.address) == ("云澜区实验小学", "primary", "")


@pytest.mark.parametrize("name", ["status", "code", "latest_article_at"])
def test_status_and_code_have_no_door_here(school, name):
    with pytest.raises(TypeError):
        change_site_facts(school, by=None, **{name: "open"})


def test_the_districts_kind_stays(district):
    with pytest.raises(ValidationError):
        change_site_facts(district, by=None, kind="primary")


def test_a_new_primary_keeps_the_old_one_as_redirecting(client, school):
    set_hosts(school, primary="Shiyan.edu.cn", others=["www.shiyan.edu.cn"], by=None)
    assert hosts_of(school) == {
        "shiyan.edu.cn": True,
        "www.shiyan.edu.cn": False,
        "shiyan.localhost": False,
    }
    assert Site.objects.get(pk=school.wagtail_site_id).hostname == "shiyan.edu.cn"
    assert client.get("/", headers={"host": "shiyan.edu.cn"}).status_code == 200
    old = client.get("/tongzhi/?x=1", headers={"host": "shiyan.localhost"})
    assert (old.status_code, old["Location"]) == (301, "http://shiyan.edu.cn:8000/tongzhi/?x=1")


def test_a_name_taken_off_no_longer_leads_to_the_site(client, school):
    set_hosts(school, primary="shiyan.localhost", others=["old.localhost"], by=None)
    assert client.get("/", headers={"host": "old.localhost"}).status_code == 301
    set_hosts(school, primary="shiyan.localhost", others=[], by=None)
    assert client.get("/", headers={"host": "old.localhost"}).status_code == 404
    line = AuditEntry.objects.filter(action="site.hosts").latest("pk")
    assert line.before == ["shiyan.localhost", "old.localhost"]


def test_two_names_can_change_places(school):
    set_hosts(school, primary="shiyan.localhost", others=["b.localhost"], by=None)
    set_hosts(school, primary="b.localhost", others=["shiyan.localhost"], by=None)
    assert hosts_of(school) == {"b.localhost": True, "shiyan.localhost": False}


@pytest.mark.parametrize(
    ("primary", "others", "field"),
    [
        ("mingde.localhost", [], "host"),
        ("shiyan.localhost", ["mingde.localhost"], "other_hosts"),
        ("shiyan.localhost", ["admin.localhost"], "other_hosts"),
        ("shiyan.localhost", ["a.cn", "A.cn"], "other_hosts"),
        ("", [], "host"),
        ("a b", [], "host"),
    ],
)
def test_a_wrong_host_changes_nothing(school, other_school, primary, others, field):
    with pytest.raises(ValidationError) as caught:
        set_hosts(school, primary=primary, others=others, by=None)
    assert list(caught.value.message_dict) == [field]
    assert hosts_of(school) == {"shiyan.localhost": True}


def test_a_school_editor_changes_neither(school, editor):
    with pytest.raises(PermissionDenied):
        change_site_facts(school, by=editor, phone="1")
    with pytest.raises(PermissionDenied):
        set_hosts(school, primary="x.cn", others=[], by=editor)
