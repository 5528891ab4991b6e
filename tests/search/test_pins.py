"""Pinned results: who pins what, for which question, and only while it can be seen."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from search import pins
from search.models import Entry, PinnedResult
from sitehub.audit.models import AuditEntry
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PINS = "/admin/search/pins/"


def pages(scope, text):
    numbers = pins.pinned(scope, text)
    by_number = dict(Entry.objects.values_list("pk", "page_id"))
    return [by_number[number] for number in numbers]


def test_a_manager_pins_for_the_own_site_in_order(school, district, manager):
    one, two = make_article(school, "甲"), make_article(school, "乙")
    pins.pin(site=school, text="招生", page=one, by=manager, order=2)
    pins.pin(site=school, text="招 生", page=one, by=manager)
    pins.pin(site=school, text="招生", page=two, by=manager, order=1)
    assert pages(school, "招生") == pages(school, " 招生 ") == [two.pk, one.pk]
    assert pages(school, "招生办") == pages(None, "招生") == []
    pins.pin(site=school, text="招生", page=one, by=manager, order=0)
    assert pages(school, "招生") == [one.pk, two.pk]
    pins.unpin(PinnedResult.objects.get(folded="招生", page=one), by=manager)
    assert pages(school, "招生") == [two.pk]
    actions = AuditEntry.objects.filter(action__startswith="pinnedresult").order_by("pk")
    assert [one.action.split(".")[1] for one in actions] == ["create"] * 3 + ["change", "delete"]


def test_what_cannot_be_seen_or_is_over_is_not_shown(school, manager):
    one, two = make_article(school, "甲"), make_article(school, "乙")
    today = timezone.localdate()
    pins.pin(site=school, text="招生", page=one, by=manager)
    pins.pin(site=school, text="招生", page=two, by=manager, until=today)
    one.unpublish()
    assert pages(school, "招生") == [two.pk]
    PinnedResult.objects.update(until=today - timedelta(days=1))
    assert pages(school, "招生") == []


def test_who_may_and_what(school, other_school, district, editor, manager, district_editor):
    own, foreign = make_article(school, "甲"), make_article(other_school, "乙")
    draft = make_article(school, "稿", publish=False)
    for site, by in ((school, editor), (district, manager), (school, district_editor)):
        with pytest.raises(PermissionDenied):
            pins.pin(site=site, text="招生", page=own, by=by)
    for page, text in ((foreign, "招生"), (draft, "招生"), (own, "——")):
        with pytest.raises(ValidationError):
            pins.pin(site=school, text=text, page=page, by=manager)
    pins.pin(site=district, text="招生", page=foreign, by=district_editor)
    assert pages(None, "招生") == [foreign.pk]
    assert not PinnedResult.objects.exclude(site=district).exists()


def test_the_screen_pins_by_address_and_tells_what_is_wrong(
    admin_client, school, manager, stranger
):
    article = make_article(school, "招生公告")
    admin_client.force_login(manager)
    address = f"http://shiyan.localhost:8000/a/{article.pk}/"
    for wrong in ("", "x", "http://[", "/a/1/", "http://mingde.localhost/", address + "1/"):
        answer = admin_client.post(PINS, {"text": "招生", "page": wrong})
        assert answer.status_code == 200
        assert not PinnedResult.objects.exists()
    answer = admin_client.post(PINS, {"text": "招生", "page": address}, follow=True)
    assert "招生公告" in answer.content.decode()
    row = PinnedResult.objects.get()
    assert admin_client.get(f"{PINS}{row.pk}/remove/").status_code == 404
    admin_client.post(f"{PINS}{row.pk}/remove/")
    assert not PinnedResult.objects.exists()
    admin_client.force_login(stranger)
    assert admin_client.get(PINS).status_code == 302
