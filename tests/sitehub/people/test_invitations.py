"""Invitations: one link, one person, once."""

import io
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from sitehub.accounts.models import User
from sitehub.people.invitations import invite
from sitehub.people.memberships import disable, take_role
from sitehub.people.models import Invitation
from tests.factories import make_user

pytestmark = pytest.mark.django_db

NEW = {
    "name": "吴老师",
    "sign_in_name": "wu",
    "password": "a long enough phrase",
    "again": "a long enough phrase",
}
DEAD = "这个链接已经用过、撤销或过期了"


def path_of(link):
    return link.removeprefix("http://admin.localhost:8000")


@pytest.fixture
def invitation(school, manager):
    return invite(site=school, role="school-editor", name="吴老师", by=manager)


def test_from_the_form_to_the_new_colleague_s_start_page(
    admin_client, client_class, manager, mailoutbox, run_jobs
):
    admin_client.force_login(manager)
    data = {"name": "吴老师", "role": "school-editor", "email": "wu@example.cn"}
    page = admin_client.post("/admin/people/invite/", data, follow=True).content.decode()
    link = re.search(r"http://admin\.localhost:8000(/admin/invitation/[\w-]+/)", page)[1]
    assert link in mailoutbox[0].body
    assert mailoutbox[0].to == ["wu@example.cn"]
    assert link not in admin_client.get("/admin/people/invited/").content.decode()
    assert link.split("/")[-2] not in str(Invitation.objects.values())
    newcomer = client_class(HTTP_HOST="admin.localhost")
    assert "学校编辑" in newcomer.get(link).content.decode()
    assert newcomer.post(link, NEW)["Location"] == "/admin/"
    assert newcomer.get("/admin/").status_code == 200
    user = User.objects.get(username="shiyan.wu")
    assert (user.first_name, user.email) == ("吴老师", "wu@example.cn")
    assert user.check_password(NEW["password"])


def test_the_same_form_sent_twice_invites_once(client_class, manager):
    browser = client_class(HTTP_HOST="admin.localhost", enforce_csrf_checks=True)
    browser.force_login(manager)
    form = browser.get("/admin/people/invite/").content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', form)[1]
    data = {"name": "吴老师", "role": "school-editor", "csrfmiddlewaretoken": token}
    for _click in range(2):
        answer = browser.post("/admin/people/invite/", data)
        assert answer["Location"] == "/admin/people/invited/"
    assert Invitation.objects.count() == 1
    assert "/admin/invitation/" in browser.get(answer["Location"]).content.decode()


@pytest.fixture
def client_class():
    from django.test import Client

    return Client


@pytest.mark.parametrize("why", ["used", "revoked", "expired", "inviter left", "wrong"])
def test_a_dead_link_says_the_same_whatever_the_reason(
    admin_client, client_class, school, manager, invitation, security, why
):
    link = path_of(invitation.link)
    if why == "used":
        client_class(HTTP_HOST="admin.localhost").post(link, NEW)
    elif why == "revoked":
        admin_client.force_login(manager)
        admin_client.post(f"/admin/people/invitations/{invitation.pk}/revoke/")
        admin_client.logout()
    elif why == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif why == "inviter left":
        take_role(user=manager, site=school, role="school-manager", by=security)
    else:
        link = "/admin/invitation/nothing/"
    count = User.objects.count()
    for response in (admin_client.get(link), admin_client.post(link, NEW | {"sign_in_name": "x1"})):
        assert (response.status_code, DEAD in response.content.decode()) == (410, True)
    assert User.objects.count() == count


@pytest.mark.parametrize(
    ("field", "value"),
    [("password", "short"), ("sign_in_name", "Wu Lei"), ("sign_in_name", "editor"), ("name", " ")],
)
def test_what_is_wrong_is_told_and_the_link_still_works(
    admin_client, editor, invitation, field, value
):
    link = path_of(invitation.link)
    changed = {field: value} | ({"again": value} if field == "password" else {})
    response = admin_client.post(link, NEW | changed)
    assert response.context["form"].errors[field]
    assert admin_client.post(link, NEW).status_code == 302


def test_who_works_elsewhere_accepts_with_the_account_there_is(
    admin_client, stranger, invitation, school
):
    admin_client.force_login(stranger)
    assert admin_client.post(path_of(invitation.link)).status_code == 302
    assert stranger.groups.filter(site_group__site=school).exists()


def test_the_inviter_cannot_raise_himself(admin_client, manager, invitation):
    admin_client.force_login(manager)
    page = admin_client.post(path_of(invitation.link)).content.decode()
    assert "不能接受" in page
    assert manager.groups.count() == 1


def test_nobody_invites_above_or_beside_the_own_office(
    school, other_school, district, manager, security
):
    for by, site, role in (
        (manager, other_school, "school-editor"),
        (manager, district, "district-editor"),
        (security, school, "school-editor"),
        (security, district, "school-editor"),
    ):
        with pytest.raises(PermissionDenied):
            invite(site=site, role=role, name="某人", by=by)


def test_another_school_s_invitations_are_not_seen_or_revoked(
    admin_client, other_school, manager, security
):
    theirs = invite(
        site=other_school,
        role="school-editor",
        name="别校某人",
        by=make_user("m2", site=other_school, role="school-manager"),
    )
    admin_client.force_login(manager)
    assert "别校某人" not in admin_client.get("/admin/people/invitations/").content.decode()
    url = f"/admin/people/invitations/{theirs.pk}/revoke/"
    assert admin_client.post(url).status_code == 404


def test_the_links_of_a_disabled_manager_are_dead(admin_client, manager, invitation, security):
    disable(user=manager, by=security)
    assert admin_client.get(path_of(invitation.link)).status_code == 410


def test_the_first_security_administrator_comes_by_the_command_line(admin_client, district, capsys):
    call_command("invite", "district", "security-administrator", "钱安全")
    link = path_of(capsys.readouterr().out.strip())
    assert admin_client.post(link, NEW).status_code == 302
    assert admin_client.get("/admin/people/").status_code == 200


# --- many at once --------------------------------------------------------------------------


def as_xlsx(lines):
    book, file = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(file)
    return file.getvalue()


GOOD = [["姓名", "角色", "电子邮箱"], ["甲", "学校编辑", ""], ["乙", "初审员", "yi@example.cn"]]


def as_csv(lines, encoding):
    return "\r\n".join(",".join(line) for line in lines).encode(encoding)


FILES = {
    "utf-8": as_csv(GOOD, "utf-8-sig"),
    "gb18030": as_csv(GOOD, "gb18030"),
    "xlsx": as_xlsx(GOOD),
}


def upload(client, data, name="people.csv"):
    file = io.BytesIO(data)
    file.name = name
    return client.post("/admin/people/bulk/", {"file": file})


@pytest.mark.parametrize("kind", FILES)
def test_a_table_is_checked_first_then_everybody_is_invited(admin_client, manager, kind):
    admin_client.force_login(manager)
    checked = upload(admin_client, FILES[kind])
    assert not Invitation.objects.exists()
    data = {"rows": checked.context["signed"]}
    result = admin_client.post("/admin/people/bulk/", data, follow=True)
    assert Invitation.objects.count() == 2
    links = {"links": result.context["signed"]}
    download = admin_client.post("/admin/people/invited/download/", links)
    rows = list(load_workbook(io.BytesIO(download.content)).active.values)
    assert [row[0] for row in rows] == ["姓名", "甲", "乙"]
    assert rows[1][4].startswith("http://admin.localhost:8000/admin/invitation/")


def test_each_bad_row_is_told_and_nobody_is_invited(admin_client, manager, other_school):
    admin_client.force_login(manager)
    lines = [
        ["姓名", "单位", "角色", "电子邮箱"],
        ["", "", "学校编辑", ""],
        ["甲", "", "校长", ""],
        ["乙", other_school.name, "学校编辑", ""],
        ["丙", "", "学校编辑", "not an address"],
        ["丁", "", "区编辑", ""],
        ["戊", "", "学校编辑", ""],
        ["戊", "", "学校编辑", ""],
    ]
    page = upload(admin_client, as_csv(lines, "utf-8"))
    bad = {row.number for row in page.context["rows"] if row.errors}
    assert bad == {2, 3, 4, 5, 6, 8}
    # The signature is there, but what has errors is not invited.
    admin_client.post("/admin/people/bulk/", {"rows": page.context["signed"]})
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 no workbook", b"\x00\x01\x02", "姓名,工资\n甲,1".encode(), b"\xff\xfe\x00"],
)
def test_what_is_no_table_is_refused_with_a_reason(admin_client, manager, data):
    admin_client.force_login(manager)
    assert upload(admin_client, data).context["form"].errors["file"]


def test_a_table_of_the_security_administrator_names_schools(admin_client, security, school):
    admin_client.force_login(security)
    lines = [["姓名", "单位", "角色"], ["甲", school.name, "学校管理员"], ["乙", "", "学校管理员"]]
    page = upload(admin_client, as_csv(lines, "utf-8"))
    assert [bool(row.errors) for row in page.context["rows"]] == [False, True]


def test_revoking_asks_before_the_link_is_dead(admin_client, manager, invitation):
    admin_client.force_login(manager)
    url = f"/admin/people/invitations/{invitation.pk}/revoke/"
    assert "发出去的链接马上失效" in admin_client.get(url).content.decode()
    assert invitation in Invitation.objects.waiting()
    admin_client.post(url)
    assert invitation not in Invitation.objects.waiting()
