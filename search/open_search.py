"""An OpenSearch 1.1 description: by it a browser offers a site's search in its own box."""

from django.utils.html import escape

from school_sites.feeds import absolute
from school_sites.plain_text import without_control

from .asking import ATOM, JSON, PAGE

LONGEST_NAME = 16
WAYS = (
    ("text/html", PAGE),
    ("application/atom+xml", ATOM),
    ("application/json", JSON),
)
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{name}</ShortName>
<Description>{description}</Description>
<InputEncoding>UTF-8</InputEncoding>
<OutputEncoding>UTF-8</OutputEncoding>
<Language>zh-CN</Language>
{ways}
{itself}
{icon}
</OpenSearchDescription>
"""
WAY = '<Url type="{}" template="{}?q={{searchTerms}}"/>'
ITSELF = '<Url type="application/opensearchdescription+xml" rel="self" template="{}"/>'
ICON = '<Image type="{}">{}</Image>'
PATH = "/opensearch.xml"


def description(entry):
    """The description of the search of one site."""
    site = entry.school_site
    whole = f"搜索全区教育网站（{site.name}）" if site.is_district else f"搜索{site.name}网站"
    icon = absolute(entry, site.icon_url) if site.icon_url else entry.url("/favicon.ico")
    return DOCUMENT.format(
        name=_safe(site.short_name[:LONGEST_NAME]),
        description=_safe(whole),
        ways="\n".join(WAY.format(form, escape(entry.url(path))) for form, path in WAYS),
        itself=ITSELF.format(escape(entry.url(PATH))),
        icon=ICON.format("image/png" if site.icon_url else "image/svg+xml", escape(icon)),
    )


def _safe(text):
    return escape(without_control(text))
