"""What a school may choose of its looks, and nothing else: a closed set of values."""

import re
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from themes import registry, tokens

COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
STANDARD, LARGER = "standard", "larger"
SCALES = {STANDARD: gettext_lazy("标准"), LARGER: gettext_lazy("较大")}
PICTURE = "picture"
HEADERS = {
    "standard": gettext_lazy("左对齐"),
    "centered": gettext_lazy("居中"),
    "compact": gettext_lazy("紧凑"),
    PICTURE: gettext_lazy("放在横幅图片上"),
}
STRIP_DAYS = 60  # a strip that hangs for longer is no festival's
STRIPS = {
    "spring": gettext_lazy("春节"),
    "lantern": gettext_lazy("元宵节"),
    "children": gettext_lazy("六一儿童节"),
    "teachers": gettext_lazy("教师节"),
    "national": gettext_lazy("国庆节"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of everything; "" is whatever the theme or the kind of site has by itself.

    ``strip_until`` is the last day of a festive strip; ``banner`` and ``inner_banner`` are
    numbers of pictures of the site, for its home page and for all others.
    """

    theme: str = ""
    brand: str = ""
    header: str = ""
    scale: str = STANDARD
    strip: str = ""
    strip_until: date | None = None
    banner: int | None = None
    inner_banner: int | None = None

    @classmethod
    def read(cls, kept):
        """The choice that ``kept`` says; what this release does not know is passed over."""
        known = {one.name for one in fields(cls)}
        values = {name: value for name, value in (kept or {}).items() if name in known}
        if until := values.get("strip_until"):
            values["strip_until"] = date.fromisoformat(until)
        return cls(**values)

    def kept(self):
        """As JSON keeps it."""
        until = self.strip_until
        return asdict(self) | {"strip_until": until.isoformat() if until else None}

    def theme_for(self, kind):
        """The theme of a site of ``kind``: the chosen one, or what such sites have by themselves.

        One that is not installed any more is nobody's choice.
        """
        chosen = self.theme and registry.is_offered(self.theme)
        return registry.find(self.theme) if chosen else registry.default_for(kind)

    def tidy(self, kind):
        """The choice as it is kept. Raises ValidationError keyed by field."""
        errors = {}
        if self.theme and not registry.is_offered(self.theme):
            errors["theme"] = _("没有这个主题。")
        if self.brand and not COLOUR.match(self.brand):
            errors["brand"] = _("颜色写成 # 和六位数字或字母，例如 #1d5497；留空用主题自带的颜色。")
        if self.scale not in SCALES:
            errors["scale"] = _("没有这种字号。")
        if self.header and self.header not in self.theme_for(kind).headers:
            errors["header"] = _("这个主题没有这种页头，请另选一种。")
        elif self.header == PICTURE and self.banner is None:
            errors["banner"] = _("页头放在横幅图片上时，请选一张首页横幅。")
        if self.strip and self.strip not in STRIPS:
            errors["strip"] = _("没有这种节日装饰。")
        elif self.strip and self.strip_until is None:
            errors["strip_until"] = _("请写明节日装饰显示到哪一天。")
        elif self.strip and not timezone.localdate() <= self.strip_until <= _furthest():
            errors["strip_until"] = _("请选今天起 60 天以内的一天。")
        if errors:
            raise ValidationError(errors)
        brand = tokens.full(self.brand) if self.brand else ""
        until = self.strip_until if self.strip else None
        return replace(self, brand=brand, strip_until=until)


def _furthest():
    return timezone.localdate() + timedelta(days=STRIP_DAYS)
