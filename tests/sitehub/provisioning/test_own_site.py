"""本站信息: what a school's manager changes of the own site."""

import pytest
from django.core.exceptions import PermissionDenied

from school_sites.models import SchoolSite
from sitehub.audit.models import AuditEntry
from sitehub.provisioning.sites import change_site_facts, set_logo
from tests.factories import make_picture

URL = "/admin/site/"
FACTS = {"motto": "求真", "address": "育才路 1 号", "phone": "123456", "watermark": ""}

pytestmark = pytest.mark.django_db


def test_the_manager_changes_motto_and_logo(admin_client, client, manager, school, run_jobs):
    admin_client.force_login(manager)
    logo = make_picture(school)
    response = admin_client.post(URL, FACTS | {"logo": logo.pk})
    assert response.status_code == 302
    site = SchoolSite.objects.get(pk=school.pk)
    assert (site.motto, site.logo_id) == ("求真", logo.pk)
    lines = AuditEntry.objects.filter(site_id=site.pk, actor_id=manager.pk)
    actions = set(lines.values_list("action", flat=True))
    assert {"site.change", "site.logo"} <= actions
    client.logout()
    home = client.get("/", headers={"host": "shiyan.localhost"}).content.decode()
    assert "求真" in home
    assert site.logo_url in home


def test_another_schools_picture_is_refused_by_name(admin_client, manager, school, other_school):
    admin_client.force_login(manager)
    foreign = make_picture(other_school, "明德的图")
    response = admin_client.post(URL, FACTS | {"logo": foreign.pk})
    page = response.content.decode()
    assert "只能用本网站图片库里的图片" in page
    assert "明德的图" not in page
    assert SchoolSite.objects.get(pk=school.pk).motto == ""


@pytest.mark.parametrize("who", ["editor", "stranger", "district_editor"])
def test_others_do_not(admin_client, request, school, who):
    person = request.getfixturevalue(who)
    admin_client.force_login(person)
    assert admin_client.post(URL, FACTS).status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        change_site_facts(school, by=person, motto="改了")
    with pytest.raises(PermissionDenied):
        set_logo(school, image=None, by=person)
    assert SchoolSite.objects.get(pk=school.pk).motto == ""


def test_names_and_filing_numbers_are_the_districts(manager, school):
    with pytest.raises(PermissionDenied):
        change_site_facts(school, by=manager, name="改名小学")
    with pytest.raises(PermissionDenied):
        change_site_facts(school, by=manager, motto="求真", icp_number="京ICP备0号")
