"""The fields a school is opened with: their names on screens and in files, and their values."""

from school_sites.models import SchoolSite, SiteKind, SiteStatus
from school_sites.models.school_site import SCHOOL_KINDS

from .validation import FIRST_STATUSES, FOOTER_FACTS

REQUIRED = ("code", "name", "kind", "host")
OPTIONAL = ("short_name", "other_hosts", "status", *FOOTER_FACTS)
OTHER_LABELS = {"host": "域名", "other_hosts": "其他域名"}
LABELS = {
    field: OTHER_LABELS.get(field) or str(SchoolSite._meta.get_field(field).verbose_name)
    for field in (*REQUIRED, *OPTIONAL)
}
KINDS = dict(SCHOOL_KINDS)
STATUSES = {status.value: status.label for status in FIRST_STATUSES}
# What people write in tables beside the labels.
ALIASES = {
    "学校代码": "code", "学校名称": "name", "名称": "name", "学校全称": "name",
    "学校简称": "short_name", "学校类型": "kind", "主域名": "host", "电话": "phone",
    "校训": "motto", "备案号": "icp_number", "公安备案": "police_number",
}  # fmt: skip
KIND_ALIASES = {"九年一贯制": SiteKind.NINE_YEAR, "特殊教育": SiteKind.SPECIAL,
                "初级中学": SiteKind.MIDDLE, "高级中学": SiteKind.HIGH}  # fmt: skip


def field_named(text):
    """The field that ``text`` names, in English or Chinese, or None."""
    text = text.strip()
    if text.lower() in LABELS:
        return text.lower()
    by_label = {label: field for field, label in LABELS.items()}
    return by_label.get(text) or ALIASES.get(text)


def kind_named(text):
    """The kind that ``text`` names by value or label; ``text`` itself where none does."""
    return _value_named(text, KINDS, KIND_ALIASES)


def status_named(text):
    """The first status that ``text`` names by value or label; ``text`` where none does."""
    return _value_named(text, STATUSES, {"开通": SiteStatus.OPEN, "筹备": SiteStatus.PREPARING})


def _value_named(text, labels, aliases):
    text = text.strip()
    by_label = {str(label): value for value, label in labels.items()}
    return by_label.get(text) or aliases.get(text) or text.lower()


def split_hosts(text):
    """Host names separated by semicolons, commas, blanks or line ends."""
    for mark in ";；,，、":
        text = text.replace(mark, " ")
    return text.split()


def messages_of(error):
    """(field, message) pairs of a ValidationError; field is "" for the whole."""
    if not hasattr(error, "error_dict"):
        return [("", message) for message in error.messages]
    pairs = error.message_dict.items()
    return [("" if f == "__all__" else f, message) for f, ms in pairs for message in ms]
