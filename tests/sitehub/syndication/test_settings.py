"""报送设置: who may change phrases, channels, rules and trusted schools."""

import pytest
from django.conf import settings

from school_sites.models import ColumnPage
from sitehub.audit.models import AuditEntry
from sitehub.syndication.models import Channel, ReturnPhrase, Submission, TrustedSchool
from tests.factories import column_of, make_article

BASE = "/admin/submission-settings/"
DISTRICT_ONLY = ("channels", "rules", "trusted")


@pytest.mark.parametrize("name", ["phrases", *DISTRICT_ONLY])
def test_administrator_gets_every_setting(admin_client, school, administrator, name):
    admin_client.force_login(administrator)
    assert admin_client.get(f"{BASE}{name}/").status_code == 200
    assert admin_client.get(f"{BASE}{name}/new/").status_code == 200


@pytest.mark.parametrize("name", ["phrases", *DISTRICT_ONLY])
@pytest.mark.parametrize("view", ["", "new/"])
def test_school_editor_gets_no_setting(admin_client, editor, name, view):
    admin_client.force_login(editor)
    assert admin_client.get(f"{BASE}{name}/{view}").status_code == 302


@pytest.mark.parametrize("name", DISTRICT_ONLY)
def test_district_editor_changes_phrases_only(admin_client, district_editor, name):
    admin_client.force_login(district_editor)
    assert admin_client.get(f"{BASE}phrases/").status_code == 200
    assert admin_client.get(f"{BASE}{name}/").status_code == 302


def test_new_phrase_is_recorded(admin_client, district_editor):
    admin_client.force_login(district_editor)
    admin_client.post(f"{BASE}phrases/new/", {"text": "请补充图片。", "order": 9})
    assert ReturnPhrase.objects.filter(text="请补充图片。").exists()
    line = AuditEntry.objects.get(action="returnphrase.create")
    assert line.actor_id == district_editor.pk


def test_phrase_is_changed_and_deleted(admin_client, district_editor):
    admin_client.force_login(district_editor)
    phrase = ReturnPhrase.objects.create(text="旧理由")
    admin_client.post(f"{BASE}phrases/edit/{phrase.pk}/", {"text": "新理由", "order": 1})
    assert ReturnPhrase.objects.get(pk=phrase.pk).text == "新理由"
    admin_client.post(f"{BASE}phrases/delete/{phrase.pk}/")
    assert not ReturnPhrase.objects.filter(pk=phrase.pk).exists()
    assert AuditEntry.objects.get(action="returnphrase.delete").object_id == str(phrase.pk)


def test_channel_takes_a_district_column_only(admin_client, school, district, administrator):
    admin_client.force_login(administrator)
    data = {"name": "安全", "order": 1, "column": column_of(school).pk}
    response = admin_client.post(f"{BASE}channels/new/", data)
    assert response.status_code == 200
    assert not Channel.objects.filter(name="安全").exists()
    free = ColumnPage.objects.get(url_path=f"{district.root_page.url_path}hudong/")
    admin_client.post(f"{BASE}channels/new/", data | {"column": free.pk})
    assert Channel.objects.get(name="安全").column == free


def test_channel_with_submissions_is_not_deleted(admin_client, school, administrator):
    make_article(school)
    channel = Submission.objects.get().channel
    admin_client.force_login(administrator)
    response = admin_client.post(f"{BASE}channels/delete/{channel.pk}/", follow=True)
    assert "已有报送，不能删除" in response.content.decode()
    assert Channel.objects.filter(pk=channel.pk).exists()


def test_trusted_school_is_never_the_district(admin_client, school, district, administrator):
    admin_client.force_login(administrator)
    admin_client.post(f"{BASE}trusted/new/", {"site": district.pk})
    assert not TrustedSchool.objects.exists()
    admin_client.post(f"{BASE}trusted/new/", {"site": school.pk})
    assert TrustedSchool.objects.get().site == school
    assert AuditEntry.objects.get(action="trustedschool.create").site_code == "shiyan"


# --- deleting the columns of channels


def deletion(pages, way):
    """Address and data that delete ``pages`` in the admin, by the page's own view or in bulk."""
    confirm = {"confirm_site_name": settings.WAGTAIL_SITE_NAME}
    if way == "one":
        return f"/admin/pages/{pages[0].pk}/delete/", confirm
    ids = "&".join(f"id={one.pk}" for one in pages)
    return f"/admin/bulk/wagtailcore/page/delete/?{ids}", confirm


@pytest.mark.parametrize("way", ["one", "bulk"])
@pytest.mark.parametrize("which", ["the column", "its parent"])
def test_a_channels_column_is_not_deleted(admin_client, district, administrator, way, which):
    column = Channel.objects.get(name="教学研究").column
    doomed = column if which == "the column" else column.get_parent()
    others = ColumnPage.objects.get(url_path=f"{district.root_page.url_path}hudong/")
    administrator.is_superuser = which == "its parent"  # others may only delete leaves
    administrator.save()
    admin_client.force_login(administrator)
    before = ColumnPage.objects.count()
    address, data = deletion([doomed, others] if way == "bulk" else [doomed], way)
    page = admin_client.post(address, data, follow=True).content.decode()
    assert "没有删除" in page
    assert "教学研究" in page
    assert "“报送设置”的“频道”" in page
    assert ColumnPage.objects.count() == before


@pytest.mark.parametrize("way", ["one", "bulk"])
def test_a_column_without_a_channel_is_deleted(admin_client, district, administrator, way):
    column = ColumnPage.objects.get(url_path=f"{district.root_page.url_path}hudong/")
    admin_client.force_login(administrator)
    address, data = deletion([column], way)
    admin_client.post(address, data)
    assert not ColumnPage.objects.filter(pk=column.pk).exists()
