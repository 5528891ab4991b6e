"""schema.org data of public pages: what a page is, where, and whose."""

from themes.variants import current

from . import context as ctx

CONTEXT = {"@context": "https://schema.org"}


def organisation(entry):
    """The school or district behind a site."""
    return {
        "@type": "EducationalOrganization",
        "name": entry.school_site.name,
        "url": ctx.address(entry, "/"),
    }


def home_data(entry):
    """The organisation, as its home page says it in full."""
    site = entry.school_site
    more = {"address": site.address, "telephone": site.phone}
    return CONTEXT | organisation(entry) | _known(more)


def website(entry):
    """The site a page is part of."""
    return {"@type": "WebSite", "name": entry.school_site.name, "url": ctx.address(entry, "/")}


def column_data(entry, title, path):
    """A column's page; ``path`` is None in a preview."""
    return CONTEXT | {
        "@type": "CollectionPage",
        "name": title,
        **({"url": ctx.address(entry, path)} if path else {}),
        "isPartOf": website(entry),
    }


def leaf_data(entry, page, kind, **more):
    """A page below a column that is no article, as ``kind``; of ``more`` what is not empty."""
    data = CONTEXT | {
        "@type": kind,
        "name": page.title,
        "url": ctx.address(entry, page.site_path(entry)),
        "inLanguage": current().script,
        "isPartOf": website(entry),
        **_known(more),
    }
    if page.last_published_at:
        data["dateModified"] = page.last_published_at.isoformat()
    return data


def article_data(page, entry, cover, path):
    """An article as NewsArticle; ``path`` is None in a preview."""
    data = CONTEXT | {
        "@type": "NewsArticle",
        "headline": page.title,
        **({"url": ctx.address(entry, path)} if path else {}),
        "inLanguage": current().script,
        "publisher": organisation(entry),
    }
    if page.published_at:
        data["datePublished"] = page.published_at.isoformat()
    if page.last_published_at:
        data["dateModified"] = page.last_published_at.isoformat()
    if page.author:
        data["author"] = {"@type": "Person", "name": page.author}
    if page.summary:
        data["description"] = page.summary
    if cover:
        data["image"] = entry.url(cover.url)
    return data


def _known(values):
    return {name: value for name, value in values.items() if value}
