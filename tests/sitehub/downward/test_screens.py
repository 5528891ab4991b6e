"""The screens: the district writes, confirms and follows; a school reads and signs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sitehub.downward import states, views
from sitehub.downward.models import Acknowledgement, DistrictNotice
from tests.factories import make_article, make_school
from tests.sitehub.downward.conftest import facts, send

pytestmark = pytest.mark.django_db
LIST = "/admin/district-notices/"
RECEIVED = "/admin/received-notices/"


def form(**changes):
    """What the browser sends."""
    until = timezone.localtime() + timedelta(days=3)
    return {
        "kind": "notice", "level": "info", "title": "寒假值班安排", "text": "请安排好值班。",
        "audience": "all", "show_until": until.strftime("%Y-%m-%dT%H:%M"),
    } | changes  # fmt: skip


@pytest.fixture
def as_sender(admin_client, district_editor):
    """A client of the admin host, signed in as the district's editor."""
    admin_client.force_login(district_editor)
    return admin_client


@pytest.fixture
def as_editor(admin_client, editor):
    """The same, as an editor of the school."""
    admin_client.force_login(editor)
    return admin_client


def hidden(page, name):
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_from_the_form_over_the_confirmation_to_every_school(as_sender, school, other_school):
    page = as_sender.post(LIST + "add/", form(), follow=True).content.decode()
    assert "1 所小学、1 所初中" in page
    assert "实验小学" in page
    notice = DistrictNotice.objects.get()
    assert notice.is_draft
    data = {"version": hidden(page, "version"), "seal": hidden(page, "seal")}
    page = as_sender.post(f"{LIST}{notice.pk}/send/", data, follow=True).content.decode()
    assert "已发出《寒假值班安排》：1 所小学、1 所初中。" in page
    assert DistrictNotice.objects.get().is_sent


def test_a_school_opened_since_the_confirmation_is_shown_before_it_goes(as_sender, school):
    page = as_sender.post(LIST + "add/", form(), follow=True).content.decode()
    notice = DistrictNotice.objects.get()
    make_school("xinxiao")
    data = {"version": hidden(page, "version"), "seal": hidden(page, "seal")}
    page = as_sender.post(f"{LIST}{notice.pk}/send/", data).content.decode()
    assert "请重新核对" in page
    assert "2 所小学" in page
    assert DistrictNotice.objects.get().is_draft


def test_what_is_wrong_stands_beside_its_field_and_keeps_what_was_typed(as_sender, school):
    sent = form(show_until="", audience="chosen", sites=[school.pk], title="标题还在")
    page = as_sender.post(LIST + "add/", sent).content.decode()
    assert "标题还在" in page
    assert f'value="{school.pk}"' in page.split("checked")[-2] + page.split("checked")[-1]
    assert not DistrictNotice.objects.exists()
    page = as_sender.post(LIST + "add/", form(audience="kinds")).content.decode()
    assert "请选择至少一类学校。" in page


def test_another_draft_of_the_form_is_told_and_a_draft_deleted(as_sender, district_editor):
    notice = states.draft(by=district_editor, **facts())
    page = as_sender.post(f"{LIST}{notice.pk}/edit/", form(version="7"), follow=True)
    assert "刚才被别人改过" in page.content.decode()
    as_sender.post(f"{LIST}{notice.pk}/discard/", {"version": "0"})
    assert not DistrictNotice.objects.exists()


def test_the_form_tells_nothing_of_a_page_that_is_not_the_districts(as_sender, district, school):
    draft = make_article(school, "学校的草稿", publish=False)
    own = make_article(district, "区里的文件", kind="notice")
    for number in (draft.pk, "x", "9" * 30):
        response = as_sender.post(LIST + "add/", form(article=number))
        assert response.status_code == 200
        assert "学校的草稿" not in response.content.decode()
    assert (
        "区里的文件"
        in as_sender.post(LIST + "add/", form(article=own.pk, title="")).content.decode()
    )
    assert not DistrictNotice.objects.exists()


@pytest.mark.parametrize("who", ["editor", "manager", "security"])
def test_the_districts_screens_are_nobody_elses(
    request, admin_client, district_editor, school, who
):
    notice = send(district_editor, requires_acknowledgement=True)
    admin_client.force_login(request.getfixturevalue(who))
    for path in ("", "add/", f"{notice.pk}/", f"{notice.pk}/edit/", f"{notice.pk}/send/"):
        assert admin_client.get(LIST + path).status_code == 302, path
    for name in ("withdraw", "remind", "extend", "discard"):
        admin_client.post(f"{LIST}{notice.pk}/{name}/", {"version": "1"})
    assert DistrictNotice.objects.get().version == 1


def test_the_table_names_who_has_not_signed(
    as_sender, district_editor, school, other_school, editor
):
    notice = send(district_editor, requires_acknowledgement=True)
    states.acknowledge(notice, site=school, by=editor)
    page = as_sender.get(f"{LIST}{notice.pk}/").content.decode()
    table = page.split("<tbody>")[1]
    assert "已签收 1 所，未签收 1 所。" in page
    assert "云澜区明德中学" in table
    assert "云澜区实验小学" not in table
    table = as_sender.get(f"{LIST}{notice.pk}/?show=signed").content.decode().split("<tbody>")[1]
    assert "林老师" in table
    assert "云澜区明德中学" not in table


def test_the_table_is_paged_and_asks_no_more_for_more_schools(
    as_sender, district_editor, school, monkeypatch
):
    notice = send(district_editor, requires_acknowledgement=True)
    paths = [LIST, f"{LIST}{notice.pk}/?show=all", f"{LIST}add/"]
    few = [queries(as_sender, path) for path in paths]
    for number in range(6):
        make_school(f"xiao{number}")
        send(district_editor, title=f"第{number}号", audience="kinds", kinds=["primary"])
    assert [queries(as_sender, path) for path in paths] == few
    monkeypatch.setattr(views, "SCHOOLS_ON_A_PAGE", 4)
    second = as_sender.get(f"{LIST}{notice.pk}/?show=all&p=2").content.decode()
    assert second.split("<tbody>")[1].count("<tr>") == 3


def test_withdrawn_and_extended_on_the_screen(as_sender, district_editor, school):
    notice = send(district_editor)
    until = (timezone.localtime() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
    data = {"version": "1", "show_until": until}
    as_sender.post(f"{LIST}{notice.pk}/extend/", data)
    shown = timezone.localtime(DistrictNotice.objects.get().show_until)
    assert shown.strftime("%Y-%m-%dT%H:%M") == until
    page = as_sender.post(f"{LIST}{notice.pk}/withdraw/", {"version": "2"}, follow=True)
    assert "已撤回" in page.content.decode()


# --- the school's side


def test_the_start_page_asks_for_the_signature_and_takes_it(as_editor, district_editor, school):
    notice = send(district_editor, requires_acknowledgement=True)
    page = as_editor.get("/admin/").content.decode()
    assert "以“林老师”签收" in page
    page = as_editor.post(f"{RECEIVED}{notice.pk}/sign/", {"start": "1"}, follow=True)
    assert "签收人：林老师" in page.content.decode()
    assert "待签收" not in page.content.decode()
    assert Acknowledgement.objects.get().name == "林老师"


def test_a_reminder_stands_on_the_start_page(as_editor, district_editor, school, run_jobs):
    from sitehub.downward.reminders import remind

    notice = send(district_editor, requires_acknowledgement=True)
    assert "提醒" not in as_editor.get("/admin/").content.decode()
    remind(notice, by=district_editor)
    assert "提醒：请看过后尽快签收。" in as_editor.get("/admin/").content.decode()


def test_a_school_sees_its_own_notices_and_signature_only(
    as_editor, district_editor, school, other_school, stranger
):
    send(district_editor, title="只给明德", audience="chosen", sites=[other_school])
    both = send(district_editor, title="给两所", requires_acknowledgement=True)
    states.acknowledge(both, site=other_school, by=stranger)
    gone = send(district_editor, title="撤回的", text="秘密的内容")
    states.withdraw(gone, version=1, by=district_editor)
    states.draft(by=district_editor, **facts(title="还没发"))
    page = as_editor.get(RECEIVED).content.decode()
    assert "给两所" in page
    assert "区里撤回了这条通知" in page
    for hidden_text in ("只给明德", "周老师", "秘密的内容", "还没发"):
        assert hidden_text not in page


def test_another_schools_notice_does_not_exist(as_editor, district_editor, other_school):
    notice = send(
        district_editor, audience="chosen", sites=[other_school], requires_acknowledgement=True
    )
    assert as_editor.post(f"{RECEIVED}{notice.pk}/sign/").status_code == 404
    assert not Acknowledgement.objects.exists()


def test_the_schools_screens_ask_no_more_for_more_notices(as_editor, district_editor, school):
    for number in range(7):
        send(district_editor, title=f"第{number}号", requires_acknowledgement=True)
    few = [queries(as_editor, path) for path in (RECEIVED, "/admin/")]
    for number in range(7):
        send(district_editor, title=f"又{number}号", requires_acknowledgement=True)
    assert [queries(as_editor, path) for path in (RECEIVED, "/admin/")] == few


def test_the_district_has_no_received_notices(as_sender, school):
    assert as_sender.get(RECEIVED).status_code == 302
