"""Accounts nobody uses are disabled, after a warning."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sitehub.accounts.models import User
from sitehub.people.memberships import enable
from sitehub.people.unused import check_unused

pytestmark = pytest.mark.django_db


def last_used(user, days):
    moment = timezone.now() - timedelta(days=days)
    User.objects.filter(pk=user.pk).update(last_login=moment, date_joined=moment, email="a@b.cn")


def active(user):
    return User.objects.get(pk=user.pk).is_active


def later(days):
    return timezone.now() + timedelta(days=days)


def test_a_warning_and_seven_days_later_the_end(editor, manager, mailoutbox, run_jobs):
    last_used(editor, 82)
    assert check_unused() == (0, 0)
    assert check_unused(later(2)) == (1, 0)
    assert "7 天后" in mailoutbox[0].body
    assert check_unused(later(8)) == (0, 0)
    assert check_unused(later(9.1)) == (0, 1)
    assert not active(editor)
    enable(user=editor, by=manager)
    assert check_unused() == (0, 0)
    assert active(editor)


def test_signing_in_after_the_warning_keeps_the_account(admin_client, editor):
    last_used(editor, 84)
    check_unused()
    admin_client.force_login(User.objects.get(pk=editor.pk))
    assert check_unused(later(8)) == (0, 0)
    assert active(editor)


def test_nobody_is_disabled_without_a_warning_in_time(editor):
    last_used(editor, 300)
    assert check_unused() == (1, 0)
    assert check_unused(later(1)) == (0, 0)


def test_somebody_is_left_to_enable_the_others(security, django_user_model):
    root = django_user_model.objects.create_superuser("root", password="x")
    for user in (security, root):
        last_used(user, 300)
    check_unused()
    assert check_unused(later(8)) == (0, 0)
    assert active(security)
    assert active(root)


def test_managers_see_it_coming(admin_client, manager, editor, stranger, security):
    for user in (editor, stranger, security):
        last_used(user, 70)
    end = timezone.localdate(later(20))
    admin_client.force_login(manager)
    for path in ("/admin/", "/admin/people/", "/admin/people/?state=unused"):
        page = admin_client.get(path).content.decode()
        assert f"不登录，{end:%Y-%m-%d} 起停用" in page, path
        assert str(stranger) not in page, path
    assert [row["user"] for row in admin_client.get(path).context["rows"]] == [editor]
    last_used(editor, 59)
    assert "起停用" not in admin_client.get("/admin/").content.decode()
