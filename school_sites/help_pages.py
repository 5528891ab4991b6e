"""Help inside the admin: sections of docs/editors.zh.md, the one manual there is."""

import re
from functools import lru_cache

import nh3
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem as LinkMenuItemComponent

MANUAL = settings.BASE_DIR / "docs" / "editors.zh.md"
PICTURE = re.compile(r"!\[([^\]]*)\]\(images/editors/([a-z-]+\.webp)\)")
TAGS = {"h3", "h4", "p", "ul", "ol", "li", "strong", "em", "code", "br", "a", "img", "table",
        "thead", "tbody", "tr", "th", "td", "blockquote"}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "loading"}}

# Section of the manual by its name in addresses.
SECTIONS = {
    "start": "首页",
    "write": "写文章",
    "publish": "发布、定时与修改",
    "reviews": "审核",
    "import": "导入文件",
    "pictures": "图片和文件",
    "albums": "相册、视频和活动",
    "menus": "每周食谱",
    "letters": "来信与表单",
    "submissions": "我的报送",
    "manage": "学校管理",
    "desk": "报送处理",
    "district": "区管理",
}
# Which section tells about a screen; the first whose name the view's begins with.
SCREENS = (
    ("wagtailadmin_home", "start"),
    ("article_import", "import"),
    ("article_publish", "publish"),
    ("article_templates_own", "manage"),
    ("article_", "write"),
    ("wagtailadmin_explore", "publish"),
    ("wagtailadmin_pages:edit", "write"),
    ("wagtailadmin_pages:add", "write"),
    ("wagtailadmin_pages:", "publish"),
    ("wagtailimages:", "pictures"),
    ("wagtaildocs:", "pictures"),
    ("letters:", "letters"),
    ("reviews:", "reviews"),
    ("syndication:school", "submissions"),
    ("syndication:", "desk"),
    ("provisioning:", "district"),
    ("platform_status", "district"),
)
PAGE_TYPES = {
    "albumpage": "albums",
    "videopage": "albums",
    "eventpage": "albums",
    "weekmenupage": "menus",
    "mailboxpage": "letters",
    "formpage": "letters",
    "columnpage": "manage",
}


def section_for(match):
    """The section about the screen that a resolver match leads to."""
    if match is None:
        return "start"
    if match.view_name == "admin_help":
        return match.kwargs.get("section", "start")
    page_type = match.kwargs.get("content_type_model_name")
    if page_type in PAGE_TYPES:
        return PAGE_TYPES[page_type]
    for prefix, section in SCREENS:
        if match.view_name.startswith(prefix):
            return section
    return "start"


class HelpMenuItem(MenuItem):
    """帮助: leads to the section about the screen one is at."""

    def render_component(self, request):
        url = reverse("admin_help", args=[section_for(request.resolver_match)])
        return LinkMenuItemComponent(
            self.name, self.label, url, icon_name=self.icon_name, classname=self.classname
        )


def admin_help(request, section):
    """One section of the manual, and the way to the others."""
    manual = sections()
    heading = SECTIONS.get(section)
    if heading not in manual:
        raise Http404
    context = {
        "html": manual[heading],
        "sections": [
            {"name": name, "title": title, "is_current": name == section}
            for name, title in SECTIONS.items()
            if title in manual
        ],
        "header_title": heading,
        "header_icon": "help",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("首页")},
            {"url": reverse("admin_help", args=["start"]), "label": _("帮助")},
            {"url": "", "label": heading},
        ],
    }
    return render(request, "school_sites/help.html", context)


def sections():
    """HTML of each section of the manual, by heading. Read again when the file changes."""
    return _sections(MANUAL.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _sections(_stamp):
    text = MANUAL.read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return {
        heading.strip(): _html(body) for heading, body in zip(parts[::2], parts[1::2], strict=True)
    }


def _html(markdown):
    markdown = PICTURE.sub(_picture, markdown)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    # Our own file, but HTML goes out through the sanitiser only.
    return mark_safe(nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES))  # noqa: S308


def _picture(match):
    address = static(f"help/{match[2]}")
    return f'<img src="{escape(address)}" alt="{escape(match[1])}" loading="lazy">'
