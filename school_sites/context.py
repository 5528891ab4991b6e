"""What every public page gives its template: plain values, no model."""

from django.utils import timezone

from media.pictures import in_sizes, picture_of, sized
from media.sizes import SLIDES
from themes import variants
from themes.rewriting import safe_json

from . import handed_down, hosts, queries
from .models.pages import STEP
from .queries import Cover

# Open Graph knows regions, not scripts.
OG_LOCALES = {variants.SIMPLIFIED: "zh_CN", variants.TRADITIONAL: "zh_TW"}
COLUMN_TYPE_HOME = "首页"


def site_values(entry):
    """The site as templates show it."""
    site = entry.school_site
    return {
        "name": site.name,
        "short_name": site.short_name,
        "code": site.code,
        "kind": site.kind,
        "is_district": site.is_district,
        "archived": site.is_archived,
        "home_url": "/",
        "logo_url": site.logo_url,
        "icon_url": site.icon_url,
        "touch_icon_url": site.touch_icon_url,
        "motto": site.motto,
        "icp": site.icp_number,
        "police_record": site.police_number,
        "site_id_code": site.site_identifier,
        "sponsor": site.sponsor,
        "operator": site.operator,
        "address": site.address,
        "phone": site.phone,
    }


def page_context(entry, *, columns, breadcrumb, title, path, description="", page_meta=(),
                 og_type="website", image="", json_ld=None, feed_path="/feed/",
                 tree_path="", prev_path="", next_path="", number=None):  # fmt: skip
    """Context common to all public pages.

    ``columns`` is ``queries.columns_of(site)``; ``path`` the canonical path, None
    for a page without an address of its own (a preview);
    ``page_meta`` (name, content) pairs beyond the site's; ``json_ld`` a dict;
    ``tree_path`` marks the current column in the navigation; ``number`` is that of a
    page reached by number.
    """
    site = entry.school_site
    canonical = address(entry, path) if path is not None else ""
    og = [
        ("og:type", og_type),
        ("og:site_name", site.name),
        ("og:title", title),
        ("og:locale", OG_LOCALES[variants.current().script]),
    ]
    if canonical:
        og.append(("og:url", canonical))
    if description:
        og.append(("og:description", description))
    if image:
        og.append(("og:image", image))
    return {
        "site": site_values(entry),
        "district": district_values(),
        "nav": navigation(columns, tree_path),
        "breadcrumb": [{"title": site.short_name, "url": "/"}, *breadcrumb],
        "meta": site_meta(entry) + [{"name": n, "content": c} for n, c in page_meta if c],
        "head": {
            "title": title if title == site.name else f"{title} - {site.name}",
            "description": description,
            "canonical": canonical,
            "alternates": alternates(entry, path) if canonical else [],
            "og": [{"property": name, "content": content} for name, content in og],
            "json_ld": safe_json(json_ld) if json_ld else "",
            "feed_url": feed_path,
            "json_feed_url": feed_path.removesuffix("feed/") + "feed.json" if feed_path else "",
            "prev_url": prev_path,
            "next_url": next_path,
            "number": number,
        },
    }


def address(entry, path):
    """The address that search engines keep of the page at ``path``, in the script in force.

    The elder mode says the same in larger letters: its address is the standard mode's
    (RFC 6596).
    """
    return entry.url(variants.current().kept.path(path))


def alternates(entry, path):
    """The page at ``path`` in each script, for search engines; none from the elder mode.

    Only pages that are kept themselves may name others.
    """
    here = variants.current()
    if here != here.kept:
        return []
    scripts = [one for one in variants.VARIANTS if one == one.kept]
    found = [{"language": one.script, "url": entry.url(one.path(path))} for one in scripts]
    return [*found, {"language": "x-default", "url": entry.url(path)}]


def dress_of(entry):
    """The least that a page in the site's dress needs, without any query."""
    site = site_values(entry)
    return {
        "site": site,
        "head": {"title": site["name"]},
        "district_banners": handed_down.known_banners(entry),
    }


def site_meta(entry):
    """META tags every public page carries (rules for government sites' META tags)."""
    site = entry.school_site
    pairs = [
        ("SiteName", site.name),
        ("SiteDomain", entry.primary_host),
        ("SiteIDCode", site.site_identifier),
    ]
    return [{"name": name, "content": content} for name, content in pairs if content]


def district_values():
    """Name and address of the district's site, for the link bar; empty before it exists."""
    entry = hosts.table().district
    if entry is None:
        return {"name": "", "url": ""}
    return {"name": entry.school_site.name, "url": entry.base_url + "/"}


def navigation(columns, tree_path=""):
    """Two levels of menu from columns in tree order; ``tree_path`` is where the visitor is."""
    menu, by_path = [], {}
    for column in columns:
        if not column.in_menu:
            continue
        node = {
            "title": column.title,
            "url": column.url,
            "current": bool(tree_path) and tree_path.startswith(column.tree_path),
            "children": [],
        }
        parent = by_path.get(column.tree_path[:-STEP])
        (parent["children"] if parent else menu).append(node)
        if parent is None:
            by_path[column.tree_path] = node
    return menu


def trail(columns, tree_path):
    """Breadcrumb lines of the columns at or above ``tree_path``, from the top."""
    above = [column for column in columns if tree_path.startswith(column.tree_path)]
    return [{"title": column.title, "url": column.url} for column in above]


def local_minute(moment):
    """``YYYY-MM-DD HH:MM`` in the platform's time zone, as META PubDate wants it."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def cover_of(image, size="", alt=""):
    """A picture as templates show it: in a ``size`` (media.sizes), or the largest there is."""
    picture = sized(image, size) if size else picture_of(image)
    return Cover(picture.url, picture.width, picture.height, alt)


def slide_of(image):
    """A picture of a carousel, in several widths."""
    picture = in_sizes(image, SLIDES)
    srcset = picture.sources[0].srcset if picture.sources else ""
    return Cover(picture.url, picture.width, picture.height, srcset=srcset)


def columns_for(entry):
    """The site's live columns."""
    return queries.columns_of(entry.school_site)


def is_preview(request):
    """Whether an editor looks at a page in the making, which has no address yet."""
    return getattr(request, "is_preview", False)
