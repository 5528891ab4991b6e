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
from wagtail.models import Page

from .admin_screens import header

MANUAL = settings.BASE_DIR / "docs" / "editors.zh.md"
PICTURE = re.compile(r"!\[([^\]]*)\]\(images/editors/([a-z-]+\.webp)\)")
TAGS = {"h3", "h4", "p", "ul", "ol", "li", "strong", "em", "code", "br", "a", "img", "table",
        "thead", "tbody", "tr", "th", "td", "blockquote"}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "loading"}}

# Section of the manual by its name in addresses.
SECTIONS = {
    "start": "后台首页",
    "write": "写文章",
    "publish": "发布、定时与修改",
    "reviews": "审核",
    "import": "导入文件",
    "pictures": "图片和文件",
    "albums": "相册、视频和活动",
    "documents": "文件目录",
    "pages": "图文页面",
    "people": "人物",
    "menus": "每周食谱",
    "topics": "专题",
    "links": "友情链接",
    "subjects": "学科教研",
    "letters": "来信与表单",
    "submissions": "我的报送",
    "received": "区里通知",
    "columns": "栏目",
    "home": "首页版块",
    "look": "外观",
    "manage": "学校管理",
    "staff": "人员与登录",
    "audit": "审计",
    "desk": "报送处理",
    "placements": "推荐位",
    "notices": "给学校发通知",
    "search": "搜索",
    "district": "区管理",
}
# Which section tells about a screen; the first whose name the view's begins with.
SCREENS = (
    ("wagtailadmin_home", "start"),
    ("article_import", "import"),
    ("article_publish", "publish"),
    ("article_templates_own", "manage"),
    ("article_keep_template", "manage"),
    ("article_", "write"),
    ("wagtailadmin_explore", "publish"),
    ("wagtailadmin_pages:edit", "write"),
    ("wagtailadmin_pages:add", "write"),
    ("wagtailadmin_pages:", "publish"),
    ("wagtailimages:", "pictures"),
    ("wagtaildocs:", "pictures"),
    ("home_", "home"),
    ("letters:", "letters"),
    ("reviews:", "reviews"),
    ("downward:received", "received"),
    ("downward:", "notices"),
    ("syndication:school", "submissions"),
    ("syndication:offer", "submissions"),
    ("syndication:backfill", "district"),
    ("syndication:", "desk"),
    ("search_admin:", "search"),
    ("unread_files", "search"),
    ("synonyms:", "search"),
    ("blockedquery:", "search"),
    ("counting:own", "submissions"),
    ("counting:", "desk"),
    ("placements:", "placements"),
    ("returnphrase:", "desk"),
    ("channel", "district"),  # and rules of channels
    ("trustedschool:", "district"),
    ("provisioning:", "district"),
    ("platform_status", "district"),
    ("people:", "staff"),
    ("own_site", "manage"),
    ("look:", "look"),
    ("audit:", "audit"),
    ("account_sessions", "staff"),
    ("wagtailadmin_account", "staff"),
    ("working_site", "staff"),
)
# Which section tells how a page of a type is made, by the type's name in addresses.
PAGE_TYPES = {
    "articlepage": "write",
    "albumpage": "albums",
    "videopage": "albums",
    "eventpage": "albums",
    "plainpage": "pages",
    "personpage": "people",
    "weekmenupage": "menus",
    "topicpage": "topics",
    "linkboardpage": "links",
    "subjectpage": "subjects",
    "mailboxpage": "letters",
    "formpage": "letters",
    "columnpage": "columns",
    "schoolhomepage": "home",
    "districthomepage": "home",
}


def section_for(match):
    """The section about the screen that a resolver match leads to."""
    if match is None:
        return "start"
    if match.view_name == "admin_help":
        return match.kwargs.get("section", "start")
    page_type = page_type_at(match)
    if page_type in PAGE_TYPES:
        return PAGE_TYPES[page_type]
    for prefix, section in SCREENS:
        if match.view_name.startswith(prefix):
            return section
    return "start"


def page_type_at(match):
    """Name of the type of page whose form the screen shows, or None. One query for a page's own."""
    if match.view_name == "wagtailadmin_pages:edit":
        pages = Page.objects.filter(pk=match.kwargs["page_id"])
        return pages.values_list("content_type__model", flat=True).first()
    return match.kwargs.get("content_type_model_name")


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
        **header(heading, "help", (reverse("admin_help", args=["start"]), _("帮助"))),
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
