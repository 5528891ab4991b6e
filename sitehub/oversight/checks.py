"""The law asks for six months of records."""

from django.conf import settings
from django.core import checks

LEAST_DAYS = 180


@checks.register
def audit_is_kept(app_configs, **options):
    """AUDIT_KEEP_DAYS may be more than 180, never less."""
    if settings.AUDIT_KEEP_DAYS >= LEAST_DAYS:
        return []
    text = f"AUDIT_KEEP_DAYS must be at least {LEAST_DAYS}: audit lines are kept six months."
    return [checks.Error(text, id="sitehub.E180")]
