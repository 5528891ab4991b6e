"""Which site a file belongs to, as far as this room can know: by its collection's path."""

from django.db.models import Q
from wagtail.models import Collection

SITE_PATH_LENGTH = 2 * Collection.steplen  # the root, and below it one collection for each site


def site_path(path):
    """Path of the site's own collection, for the path of any collection at or below it."""
    return path[:SITE_PATH_LENGTH]


def of_site(path, field="collection__path"):
    """Condition for what is in the same site as the collection at ``path``."""
    own = site_path(path)
    _, last = Collection._get_children_path_interval(own)
    return Q(**{f"{field}__gte": own, f"{field}__lte": last + last[-Collection.steplen :]})
