"""Documents and notices: the register by category and year."""

import hashlib

from django.http import Http404

from school_sites import queries


def key_of(category):
    """The address of a category: short, and the same for ever for the same words.

    Words themselves would not do: brackets and spaces have no place in a path here.
    """
    return hashlib.sha256(category.encode()).hexdigest()[:10]


def category_filter(site, column, key):
    """(name of the chosen category, links to all of them) for a column of documents.

    ``key`` None means all. Raises Http404 for a key no category here has.
    """
    categories = {key_of(name): name for name in queries.categories_of(site, column.pk)}
    if key is not None and key not in categories:
        raise Http404
    base = column.site_path(column.site_entry)
    links = [
        {"title": name, "url": f"{base}category/{one}/", "current": one == key}
        for one, name in categories.items()
    ]
    return categories.get(key, ""), links
