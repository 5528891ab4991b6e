"""What may be written in a notice, and for how long it may be shown."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites.models import ArticlePage, SchoolSite, SiteKind
from school_sites.models.school_site import SCHOOL_KINDS
from school_sites.plain_text import without_control
from school_sites.tree import below

from .models import TITLE_LIMIT, Audience, Kind, Level

TEXT_LIMITS = {Kind.NOTICE: 10_000, Kind.BANNER: 200}
DAYS = {Kind.NOTICE: "NOTICE_MAX_DAYS", Kind.BANNER: "BANNER_MAX_DAYS"}


def tidy(facts, now=None):
    """``facts`` of a notice in order: what does not apply to its form is taken out.

    Raises ValidationError keyed by field. ``sites`` are SchoolSites chosen by name.
    """
    now = now or timezone.now()
    facts = {
        "level": Level.INFO, "text": "", "article": None, "kinds": (), "sites": (),
        "on_district": False, "show_from": None, "show_until": None,
        "requires_acknowledgement": False, "acknowledge_by": None,
    } | facts  # fmt: skip
    for name in ("title", "text"):
        facts[name] = without_control(facts[name] or "").replace("\r\n", "\n").strip()
    banner = facts["kind"] == Kind.BANNER
    if banner:
        facts["requires_acknowledgement"] = False
    else:
        facts |= {"level": Level.INFO, "on_district": False}
    if not facts["requires_acknowledgement"]:
        facts["acknowledge_by"] = None
    if facts["audience"] != Audience.KINDS:
        facts["kinds"] = ()
    if facts["audience"] != Audience.CHOSEN:
        facts["sites"] = ()
    errors = {**_words(facts), **_audience(facts), **_times(facts, now)}
    if errors:
        raise ValidationError(errors)
    return facts


def _words(facts):
    errors = {}
    if facts["kind"] not in Kind.values:
        return {"kind": _("请选择形式。")}
    limit = TEXT_LIMITS[facts["kind"]]
    if not facts["title"]:
        errors["title"] = _("请写标题。")
    elif len(facts["title"]) > TITLE_LIMIT:
        errors["title"] = _("标题不能超过 %d 字。") % TITLE_LIMIT
    if facts["kind"] == Kind.NOTICE and not facts["text"]:
        errors["text"] = _("请写通知的内容。")
    elif len(facts["text"]) > limit:
        errors["text"] = _("内容不能超过 %d 字。") % limit
    if facts["level"] not in Level.values:
        errors["level"] = _("请选择级别。")
    if facts["article"] is not None and not (
        district_articles().filter(pk=facts["article"].pk).exists()
    ):
        errors["article"] = _("只能选区站的文章。")
    return errors


def district_articles():
    """Articles that a notice may lead to: those the district's site has published."""
    district = SchoolSite.objects.filter(kind=SiteKind.DISTRICT).select_related("root_page").first()
    if district is None:
        return ArticlePage.objects.none()
    return ArticlePage.objects.filter(below(district.root_page.path), live=True).defer("body")


def _audience(facts):
    known = {kind for kind, _label in SCHOOL_KINDS}
    if facts["audience"] not in Audience.values:
        return {"audience": _("请选择发给哪些学校。")}
    if facts["audience"] == Audience.KINDS and not (
        facts["kinds"] and known.issuperset(facts["kinds"])
    ):
        return {"kinds": _("请选择至少一类学校。")}
    if facts["audience"] == Audience.CHOSEN and not facts["sites"]:
        return {"sites": _("请选择至少一所学校。")}
    if any(site.is_district for site in facts["sites"]):
        return {"sites": _("只能选择学校。")}
    return {}


def _times(facts, now):
    until, start = facts["show_until"], facts["show_from"]
    if until is None:
        return {"show_until": _("必须写明显示到什么时候。")}
    begins = max(start, now) if start else now
    if error := wrong_end(facts["kind"], until, begins):
        return {"show_until": error}
    due = facts["acknowledge_by"]
    if due is not None and not begins < due <= until:
        return {"acknowledge_by": _("签收期限要在开始显示之后，并且不晚于“显示到”。")}
    return {}


def wrong_end(kind, until, begins):
    """What is wrong with ``until`` as the end of something that begins then; "" if nothing."""
    if until <= begins:
        return _("“显示到”要晚于现在和开始显示的时间。")
    days = getattr(settings, DAYS.get(kind, DAYS[Kind.NOTICE]))
    if until - begins > timedelta(days=days):
        return _("最长显示 %d 天，请改早一些。") % days
    return ""
