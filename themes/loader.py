"""Templates of the theme in force: its own where it has one, base's where not.

All code names ``themes/base/…``. Both are sources of that one name, so an override may say
``{% extends "themes/base/pages/home.html" %}`` in its own ``pages/home.html`` and change a
block of base's.
"""

from django.template import Origin
from django.template.loaders import cached, filesystem
from django.utils._os import safe_join

from . import registry
from .force import BASE, current

PREFIX = "themes/base/"
# The frame of every page, and what only the district decides: never a theme's.
LOCKED = (
    "locked/",
    "partials/page.html",
    "partials/plain.html",
    "partials/head.html",
    "partials/styles.html",
)


def is_open(name):
    """Whether a theme may have a template of that name, below ``themes/base/``."""
    return not name.startswith(LOCKED)


class ThemeLoader(filesystem.Loader):
    """Finds a template in the folder of the theme in force."""

    def get_dirs(self):
        """Every theme's folder: a changed file in any of them is noticed in development."""
        return [theme.folder for theme in registry.all_themes()]

    def get_template_sources(self, template_name):
        name = template_name.removeprefix(PREFIX)
        slug = current().theme
        if slug == BASE or name == template_name or not is_open(name):
            return
        theme = registry.find(slug)
        if name.split("/")[0] in registry.TEMPLATES and theme.slug != BASE:
            path = safe_join(theme.folder, name)
            yield Origin(name=path, template_name=template_name, loader=self)


class CachedLoader(cached.Loader):
    """Django's, which keeps compiled templates, with one drawer for each theme."""

    def cache_key(self, template_name, skip=None):
        key = super().cache_key(template_name, skip)
        slug = current().theme
        is_themed = slug != BASE and template_name.startswith(PREFIX)
        return f"{slug}|{key}" if is_themed else key

    def reset(self):
        """Forget what was compiled; in development the themes are read again, too."""
        super().reset()
        registry.forget()
