"""A theme's stylesheets and pictures as static files, at ``themes/<slug>/…``."""

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from django.utils._os import safe_join

from . import registry

SUFFIXES = (".css", ".svg", ".webp")


class ThemeFinder(BaseFinder):
    """Finds them in the themes' folders; nothing else of a folder is given away."""

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False):
        parts = path.replace("\\", "/").split("/")
        if len(parts) < 3 or parts[0] != "themes" or not registry.is_known(parts[1]):
            return []
        if not path.endswith(SUFFIXES):
            return []
        found = safe_join(registry.find(parts[1]).folder, *parts[2:])
        try:
            with open(found, "rb"):
                return [found] if find_all else found
        except OSError:
            return []

    def list(self, ignore_patterns):
        """(path, storage) of each file, for ``collectstatic``."""
        for theme in registry.all_themes():
            storage = FileSystemStorage(location=theme.folder)
            storage.prefix = f"themes/{theme.slug}"
            for path in files_of(theme):
                yield path, storage


def files_of(theme):
    """What is given away of a theme's folder, as paths below it."""
    found = (path for path in theme.folder.rglob("*") if path.suffix in SUFFIXES)
    return sorted(path.relative_to(theme.folder).as_posix() for path in found)
