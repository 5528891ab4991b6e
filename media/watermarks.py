"""Which words a site wants on its pictures. This room does not know sites: a higher one says."""

_provider = None


def provide(function):
    """Register ``function(collection_path) -> str``; called once, from an app's ready()."""
    global _provider
    _provider = function


def words_for(collection_path):
    """The watermark of the site that owns the collection; "" for none."""
    return _provider(collection_path) if _provider else ""
