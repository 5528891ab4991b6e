"""Reminders: by hand, and once by the clock; to managers of schools that have not signed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from sitehub.downward import reminders, states
from sitehub.downward.models import DistrictNotice
from tests.sitehub.downward.conftest import send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("run_jobs")]


@pytest.fixture
def notice(district_editor, school, other_school, other_manager, manager):
    """To be signed in five days by two schools, of which one's manager has an address."""
    due = timezone.now() + timedelta(days=5)
    return send(district_editor, requires_acknowledgement=True, acknowledge_by=due)


def test_managers_with_an_address_of_schools_that_have_not_signed_get_a_letter(
    notice, district_editor, school, editor, manager
):
    manager.email = "sun@shiyan.example"
    manager.save()
    editor.email = "lin@shiyan.example"
    editor.save()
    assert reminders.remind(notice, by=district_editor) == 2
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "sun@shiyan.example", "zheng@mingde.example",
    ]  # fmt: skip
    assert "寒假值班安排" in mail.outbox[0].subject
    assert "/admin/received-notices/" in mail.outbox[0].body
    mail.outbox.clear()
    states.acknowledge(notice, site=school, by=editor)
    later = timezone.now() + timedelta(hours=2)
    assert reminders.remind(notice, by=district_editor, now=later) == 1
    assert [letter.to for letter in mail.outbox] == [["zheng@mingde.example"]]


def test_a_second_click_within_the_hour_writes_to_nobody(notice, district_editor):
    reminders.remind(notice, by=district_editor)
    mail.outbox.clear()
    with pytest.raises(ValidationError):
        reminders.remind(notice, by=district_editor)
    assert mail.outbox == []


def test_only_the_district_reminds_and_only_of_what_is_in_force(notice, manager, district_editor):
    with pytest.raises(PermissionDenied):
        reminders.remind(notice, by=manager)
    states.withdraw(notice, version=1, by=district_editor)
    with pytest.raises(ValidationError):
        reminders.remind(notice, by=district_editor)
    assert mail.outbox == []


def test_the_clock_reminds_once_a_day_before_the_end(notice):
    before = notice.acknowledge_by - timedelta(hours=25)
    assert reminders.remind_due(before) == 0
    assert reminders.remind_due(before + timedelta(hours=1)) == 1
    assert reminders.remind_due(before + timedelta(hours=2)) == 0
    assert [letter.to for letter in mail.outbox] == [["zheng@mingde.example"]]


def test_the_clock_passes_over_what_was_withdrawn_or_sent_too_late(notice, district_editor, school):
    states.withdraw(notice, version=1, by=district_editor)
    due = timezone.now() + timedelta(hours=5)
    send(district_editor, requires_acknowledgement=True, acknowledge_by=due)
    assert reminders.remind_due(due - timedelta(hours=1)) == 0
    assert reminders.remind_due(notice.acknowledge_by - timedelta(hours=1)) == 0
    assert not DistrictNotice.objects.exclude(remind_at=None).exists()


def test_a_letter_that_fails_keeps_none_of_the_others_back(
    notice, district_editor, manager, monkeypatch
):
    manager.email = "sun@shiyan.example"
    manager.save()
    told = []

    def send_mail(subject, body, sender, to, connection):
        told.append(to)
        if len(told) == 1:
            raise ConnectionRefusedError

    monkeypatch.setattr(reminders, "send_mail", send_mail)
    reminders.remind(notice, by=district_editor)
    assert len(told) == 2
