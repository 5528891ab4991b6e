"""What the demo district sent to its schools."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from sitehub.downward import reach, states
from sitehub.downward.models import DistrictNotice

NOTICE = {
    "kind": "notice",
    "title": "关于报送寒假值班安排的通知",
    "text": (
        "请各校、各幼儿园安排好寒假期间的值班，每天至少有一位校级领导带班，值班电话保持畅通。\n\n"
        "请校级领导看过后签收，并把值班表交教育局办公室。雨雪冰冻天气按《学校安全工作手册》处理，"
        "遇有突发情况先处置、同时报告。"
    ),
    "audience": "all",
    "requires_acknowledgement": True,
}
BANNER = {
    "kind": "banner",
    "level": "warning",
    "title": "寒潮蓝色预警",
    "text": "今天夜间起降温 8 至 10 度，明天早晨各校到校时间推迟半小时。",
    "audience": "kinds",
    "kinds": ("kindergarten", "primary"),
}
SIGNED = ("shiyan", "qingmiao")


def send_notices(sites, *, by):
    """A notice that waits for signatures, two of which are there, and a banner that is over."""
    now = timezone.now()
    until, due = now + timedelta(days=20), now + timedelta(days=4)
    notice = _send(by, NOTICE | {"show_until": until, "acknowledge_by": due})
    for code in SIGNED:
        editor = get_user_model().objects.get(username=f"{code}.editor")
        states.acknowledge(notice, site=sites[code], by=editor)
    banner = _send(by, BANNER | {"show_until": now + timedelta(hours=1)})
    before = timedelta(days=6)
    DistrictNotice.objects.filter(pk=banner.pk).update(
        created_at=now - before,
        sent_at=now - before,
        show_from=now - before,
        show_until=now - before + timedelta(days=1),
    )


def _send(by, facts):
    notice = states.draft(by=by, **facts)
    seal = reach.seal_of(reach.recipients_of(notice))
    return states.send(notice, version=notice.version, seal=seal, by=by)
