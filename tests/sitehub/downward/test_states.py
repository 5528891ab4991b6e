"""Every change of a notice: who may, what is refused, and what stays on record."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from sitehub.audit.models import AuditEntry
from sitehub.downward import reach, states
from sitehub.downward.models import Acknowledgement, DistrictNotice
from sitehub.provisioning.sites import archive
from tests.factories import make_article, make_school
from tests.sitehub.downward.conftest import banner, facts, send

pytestmark = pytest.mark.django_db


def days(number):
    return timezone.now() + timedelta(days=number)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": "  "}),
        ("text", {"text": ""}),
        ("text", {"kind": "banner", "text": "字" * 201}),
        ("show_until", {"show_until": None}),
        ("show_until", {"show_until": days(-1)}),
        ("show_until", {"show_until": days(400)}),
        ("show_until", {"kind": "banner", "show_until": days(40)}),
        ("show_until", {"show_from": days(8)}),
        ("kinds", {"audience": "kinds"}),
        ("kinds", {"audience": "kinds", "kinds": ["district"]}),
        ("sites", {"audience": "chosen"}),
        ("acknowledge_by", {"requires_acknowledgement": True, "acknowledge_by": days(9)}),
        ("level", {"kind": "banner", "level": "loud"}),
    ],
)
def test_what_is_wrong_is_named_by_its_field_and_nothing_is_kept(district_editor, field, changes):
    with pytest.raises(ValidationError) as error:
        states.draft(by=district_editor, **facts(**changes))
    assert set(error.value.message_dict) == {field}
    assert not DistrictNotice.objects.exists()


def test_only_an_article_of_the_district_can_be_named(district_editor, district, school):
    with pytest.raises(ValidationError):
        states.draft(by=district_editor, **facts(article=make_article(school)))
    own = make_article(district, kind="notice")
    assert states.draft(by=district_editor, **facts(article=own)).article == own


@pytest.mark.parametrize("who", ["editor", "manager", "security", "anonymous", "nobody"])
def test_nobody_else_writes_sends_or_withdraws(request, district_editor, school, who):
    others = {"anonymous": AnonymousUser(), "nobody": None}
    other = others[who] if who in others else request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        states.draft(by=other, **facts())
    notice = send(district_editor)
    for change in (
        lambda: states.withdraw(notice, version=1, by=other),
        lambda: states.extend(notice, version=1, until=days(3), by=other),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert DistrictNotice.objects.get().is_sent


def test_it_is_sent_to_exactly_what_was_confirmed(administrator, district_editor, school):
    notice = states.draft(by=district_editor, **facts())
    seal = reach.seal_of(reach.recipients_of(notice))
    make_school("xinxiao")
    with pytest.raises(states.ChangedMeanwhile):
        states.send(notice, version=0, seal=seal, by=district_editor)
    assert DistrictNotice.objects.get().is_draft
    seal = reach.seal_of(reach.recipients_of(notice))
    states.send(notice, version=0, seal=seal, by=administrator)
    notice = DistrictNotice.objects.get()
    assert notice.recipients == [{"kind": "primary", "names": ["实验小学", "学校 xinxiao"]}]
    assert notice.recipient_count == 2
    line = AuditEntry.objects.get(action="notice.send")
    assert set(line.details["schools"]) == {"xinxiao", "shiyan"}


def test_recipients_are_spelled_out_by_kind(district_editor, school, other_school):
    make_school("beixiao")
    notice = states.draft(by=district_editor, **facts())
    groups = reach.by_kind(reach.recipients_of(notice))
    assert reach.in_words(groups) == "2 所小学、1 所初中"


def test_a_notice_leaves_out_archived_schools_and_a_banner_does_not(
    district_editor, administrator, school, other_school
):
    make_school("choubei", status="preparing")
    archive(school, by=administrator)
    notice = states.draft(by=district_editor, **facts())
    assert [one.code for one in reach.recipients_of(notice)] == ["mingde"]
    one = states.draft(by=district_editor, **facts(kind="banner"))
    assert [one.code for one in reach.recipients_of(one)] == ["shiyan", "mingde"]


def test_who_comes_second_overwrites_nothing(district_editor, school):
    notice = states.draft(by=district_editor, **facts())
    states.change(notice, version=0, by=district_editor, **facts(title="改过的"))
    with pytest.raises(states.ChangedMeanwhile):
        states.change(notice, version=0, by=district_editor, **facts(title="后来的"))
    assert DistrictNotice.objects.get().title == "改过的"
    notice = send(district_editor)
    for change in (states.withdraw, states.discard):
        with pytest.raises(states.ChangedMeanwhile):
            change(notice, version=0, by=district_editor)
    with pytest.raises(states.ChangedMeanwhile):
        states.change(notice, version=1, by=district_editor, **facts(title="发出后"))


def test_without_schools_nothing_is_sent(district_editor):
    notice = states.draft(by=district_editor, **facts())
    with pytest.raises(ValidationError):
        states.send(notice, version=0, seal=reach.seal_of([]), by=district_editor)


def test_a_draft_left_too_long_is_not_sent_as_it_is(district_editor, school):
    notice = states.draft(by=district_editor, **facts(show_until=days(1)))
    seal = reach.seal_of(reach.recipients_of(notice))
    with pytest.raises(ValidationError):
        states.send(notice, version=0, seal=seal, by=district_editor, now=days(2))


def test_a_banners_end_can_be_changed_within_its_limit(district_editor, school):
    one = banner(district_editor)
    until = days(20)
    states.extend(one, version=1, until=until, by=district_editor)
    assert DistrictNotice.objects.get().show_until == until
    with pytest.raises(ValidationError):
        states.extend(one, version=2, until=days(31), by=district_editor)
    line = AuditEntry.objects.get(action="notice.extend")
    assert line.before["show_until"] != line.after["show_until"]


# --- signing


@pytest.fixture
def to_sign(district_editor, school, other_school):
    """A notice that both schools have to sign for."""
    return send(district_editor, requires_acknowledgement=True, acknowledge_by=days(5))


def test_a_school_signs_once_by_the_name_of_then(to_sign, school, editor, manager):
    signed = states.acknowledge(to_sign, site=school, by=editor)
    again = states.acknowledge(to_sign, site=school, by=manager)
    assert again == signed
    editor.first_name = "林老师（已婚）"
    editor.save()
    signed.refresh_from_db()
    assert signed.name == "林老师"
    line = AuditEntry.objects.get(action="notice.acknowledge")
    assert line.site_code == "shiyan"


@pytest.mark.parametrize("who", ["stranger", "district_editor", "administrator"])
def test_nobody_else_signs_for_a_school(request, to_sign, school, who):
    with pytest.raises(PermissionDenied):
        states.acknowledge(to_sign, site=school, by=request.getfixturevalue(who))
    assert not Acknowledgement.objects.exists()


def test_nothing_is_signed_that_was_not_sent_to_the_school_or_asks_for_nothing(
    district_editor, administrator, school, other_school, editor
):
    others = send(
        district_editor, audience="chosen", sites=[other_school], requires_acknowledgement=True
    )
    plain = send(district_editor)
    draft = states.draft(by=district_editor, **facts(requires_acknowledgement=True))
    gone = send(district_editor, requires_acknowledgement=True)
    states.withdraw(gone, version=1, by=district_editor)
    late = send(district_editor, requires_acknowledgement=True, show_from=days(1))
    for notice in (others, plain, draft, gone, late):
        with pytest.raises(ValidationError):
            states.acknowledge(notice, site=school, by=editor)
    archive(school, by=administrator)
    open_one = send(district_editor, requires_acknowledgement=True)
    school.refresh_from_db()
    with pytest.raises(ValidationError):
        states.acknowledge(open_one, site=school, by=editor)


def test_the_time_over_a_school_can_still_sign_late(to_sign, school, editor):
    school.opened_at = days(-30)
    DistrictNotice.objects.update(show_until=days(-1), acknowledge_by=days(-2))
    assert states.acknowledge(to_sign, site=school, by=editor).is_late


def test_a_school_opened_later_has_to_sign_too_but_not_for_what_was_over(district_editor, school):
    send(district_editor, title="过去的", requires_acknowledgement=True)
    DistrictNotice.objects.update(show_from=days(-9), show_until=days(-8))
    current = send(district_editor, title="现在的", requires_acknowledgement=True)
    new = make_school("xinxiao")
    assert list(DistrictNotice.objects.received_by(new)) == [current]
    assert new in reach.unsigned(current)
