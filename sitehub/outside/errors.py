"""What can go wrong outside, in words for people. Details of the network stay in the log."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trouble(models.TextChoices):
    """Kinds of trouble; the labels are what screens show."""

    ADDRESS = "address", _("网址不正确：只接受 http:// 或 https:// 开头的普通网址。")
    REFUSED = "refused", _("这个网址指向内部网络，不能访问。")
    NAME = "name", _("找不到这个域名。")
    CONNECTION = "connection", _("连接不上对方的服务器。")
    CERTIFICATE = "certificate", _("对方的安全证书不可信。")
    TIMEOUT = "timeout", _("对方的服务器太慢，没有等到结果。")
    TOO_LARGE = "too-large", _("内容太大，没有读完。")
    REDIRECTS = "redirects", _("对方转向的次数太多。")
    BROKEN = "broken", _("对方的回答不完整或不合规范。")


class OutsideError(Exception):
    """A request that gave nothing; ``trouble`` says why, ``str()`` is for people."""

    def __init__(self, trouble):
        self.trouble = Trouble(trouble)
        super().__init__(str(self.trouble.label))
