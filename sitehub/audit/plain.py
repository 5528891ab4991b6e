"""Values as every database returns them unchanged, so that a fingerprint holds."""

from django.utils.encoding import force_str

TEXT_LENGTH = 2_000
ITEMS = 200


def plain_text(value, length=TEXT_LENGTH):
    """``value`` as text without what PostgreSQL refuses, cut at ``length``."""
    text = force_str(value, strings_only=False).replace("\0", "")
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= length else text[: length - 1] + "…"


def plain(value):
    """``value`` as JSON that PostgreSQL's jsonb and SQLite's text both give back the same.

    A fraction becomes text: jsonb writes numbers its own way. Long texts and
    lists are cut; an audit line is no second copy of the content.
    """
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, dict):
        items = list(value.items())[:ITEMS]
        return {plain_text(key, 100): plain(one) for key, one in items}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in list(value)[:ITEMS]]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return plain_text(value)
