"""What can be done with an account, and what people are told before it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from . import memberships, second_factor
from .accounts import unlock


@dataclass(frozen=True)
class Action:
    """``run(user=, by=)`` does it, with ``reason=`` too where the action asks for one;
    ``fits(user)`` says whether there is anything to do.
    """

    name: str
    label: str
    done: str
    consequences: tuple
    run: Callable
    fits: Callable
    is_serious: bool = False
    asks_reason: bool = False


ACTIONS = (
    Action(
        "disable",
        _("停用账号"),
        _("已停用：%s"),
        (
            _("此人马上退出登录，不能再登录。"),
            _("写过的文章和署名不变。"),
            _("以后可以重新启用，角色还在。"),
        ),
        memberships.disable,
        lambda user: user.is_active,
        is_serious=True,
        asks_reason=True,
    ),
    Action(
        "enable",
        _("启用账号"),
        _("已启用：%s"),
        (_("此人可以用原来的登录名和密码登录，角色不变。"),),
        memberships.enable,
        lambda user: not user.is_active,
    ),
    Action(
        "unlock",
        _("解除锁定"),
        _("已解除锁定：%s"),
        (_("输错密码的次数清零，此人马上可以再试。"),),
        unlock,
        lambda user: user.is_active,
    ),
    Action(
        "reset-second-factor",
        _("重设第二重验证"),
        _("已重设第二重验证：%s"),
        (
            _("删除此人的验证应用、通行密钥和恢复码，并退出所有登录。"),
            _("下次登录后，角色需要的要重新设置。请先确认是本人。"),
        ),
        second_factor.reset,
        lambda user: user.is_active,
        is_serious=True,
    ),
)


def action_named(name, user):
    """The action ``name`` if it fits ``user``, else None."""
    return next((one for one in ACTIONS if one.name == name and one.fits(user)), None)
