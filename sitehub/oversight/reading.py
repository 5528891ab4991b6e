"""Which audit lines a person may read, and how a line is put for people."""

import json

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from school_sites.queries import Cursor, Window
from sitehub.accounts.roles import READ_AUDIT, Role, Step
from sitehub.audit.actions import label_of
from sitehub.audit.models import AuditEntry, Source
from sitehub.isolation.working_site import roles_in_force

PAGE_SIZE = 50
CODES = {"role": Role, "step": Step}
NAMES = {
    "article": gettext_lazy("文章"),
    "box": gettext_lazy("信箱"),
    "channel": gettext_lazy("频道"),
    "colleague": gettext_lazy("同事编号"),
    "column": gettext_lazy("栏目"),
    "comment": gettext_lazy("意见"),
    "findings": gettext_lazy("检查结果"),
    "from": gettext_lazy("从"),
    "hosts": gettext_lazy("域名"),
    "in_place_of": gettext_lazy("代谁"),
    "kind": gettext_lazy("种类"),
    "limit": gettext_lazy("上限"),
    "note": gettext_lazy("意见"),
    "offered": gettext_lazy("已报送"),
    "outcome": gettext_lazy("结果"),
    "reason": gettext_lazy("理由"),
    "role": gettext_lazy("角色"),
    "scheduled_for": gettext_lazy("定时"),
    "size": gettext_lazy("字节"),
    "status": gettext_lazy("状态"),
    "step": gettext_lazy("步骤"),
    "title": gettext_lazy("标题"),
    "to": gettext_lazy("到"),
    "urgent": gettext_lazy("紧急发布"),
    "workflow": gettext_lazy("审核流程"),
    "revision": gettext_lazy("版本"),
    "file": gettext_lazy("文件"),
    "count": gettext_lazy("数量"),
    "name": gettext_lazy("姓名或用户名"),
    "filters": gettext_lazy("筛选"),
    "format": gettext_lazy("格式"),
}


def reads_all(user):
    """Whether ``user`` reads the lines of every site: auditors do."""
    return user.is_superuser or Role.AUDITOR in roles_in_force(user)


def lines_for(request):
    """The lines the person of ``request`` may read; None for who may read none.

    A school's manager reads those of the school worked in.
    """
    user = request.user
    if not user.has_perm(READ_AUDIT):
        return None
    if reads_all(user):
        return AuditEntry.objects.all()
    site = request.working_site
    return AuditEntry.objects.filter(site_id=site.pk) if site is not None else None


def newest_first(lines, after=None, limit=PAGE_SIZE):
    """Up to ``limit`` of ``lines`` behind the position ``after``, and the next position or None."""
    window = Window(limit=limit, after=after)
    condition = window.condition(rank=0, date_field="at", id_field="pk") if after else Q()
    rows = list(lines.filter(condition).order_by("-at", "-pk")[: limit + 1])
    shown = rows[:limit]
    more = len(rows) > limit
    return shown, Cursor(shown[-1].at, 0, shown[-1].pk) if more else None


def who(entry):
    """Name of the person, or what stands for one."""
    if entry.actor_name:
        return entry.actor_name
    return _("访客") if entry.source == Source.WEB else _("系统")


def roles(entry):
    """The roles in which it was done, as people call them."""
    names = dict(Role.choices) | {"superuser": _("超级用户")}
    return "、".join(str(names.get(one, one)) for one in entry.roles.split(",") if one)


def source(entry):
    """Through which door it was done."""
    return entry.get_source_display() or _("系统")


def kind(entry):
    """What kind of object it is."""
    try:
        return str(apps.get_model(entry.object_kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return entry.object_kind


def row(entry, site_names):
    """A line as lists show it."""
    return {
        "entry": entry,
        "who": who(entry),
        "roles": roles(entry),
        "action": label_of(entry.action),
        "kind": kind(entry),
        "site": site_names.get(entry.site_id, entry.site_code),
    }


def differences(entry):
    """[(name, before, after, changed)] of what the line says of before and after."""
    before, after = _named(entry.before), _named(entry.after)
    names = sorted(before.keys() | after.keys())
    return [
        (
            name_of(entry, name),
            value_of(entry, name, before.get(name)),
            value_of(entry, name, after.get(name)),
            before.get(name) != after.get(name),
        )
        for name in names
    ]


def name_of(entry, name):
    """What people call the fact ``name``: as the object's model does, where it knows it."""
    try:
        return str(apps.get_model(entry.object_kind)._meta.get_field(name).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return str(NAMES.get(name, name))


def value_of(entry, name, value):
    """A value as people call it: the label of a choice, else as ``text`` puts it."""
    try:
        field = apps.get_model(entry.object_kind)._meta.get_field(name)
        labels = dict(field.flatchoices)
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        labels = dict(CODES[name].choices) if name in CODES else {}
    return str(labels[value]) if isinstance(value, str) and value in labels else text(value)


def _named(value):
    if value is None:
        return {}
    return value if isinstance(value, dict) else {"": value}


def text(value):
    """A JSON value for people: text as it is, a list one a line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list) and all(isinstance(one, (str, int)) for one in value):
        return "\n".join(str(one) for one in value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return str(value)
