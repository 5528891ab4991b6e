"""A mark of a draft's text: the same text, the same mark."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

# What Wagtail keeps with a draft and no visitor ever sees.
NOT_TEXT = frozenset(
    "pk path depth numchild url_path translation_key live has_unpublished_changes draft_title "
    "latest_revision latest_revision_created_at live_revision first_published_at "
    "last_published_at expired locked locked_at locked_by owner wagtail_admin_comments "
    "content_type alias_of locale root_path".split()
)


def digest_of(revision):
    """The mark of what ``revision`` would publish, and when."""
    text = {key: value for key, value in revision.content.items() if key not in NOT_TEXT}
    plain = json.dumps(text, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(plain.encode()).hexdigest()
