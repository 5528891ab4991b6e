"""Whatever a test makes the product record must have a name for people."""

import pytest


@pytest.fixture(autouse=True)
def recorded_actions_have_labels():
    """Fail the test in which an action without a label is recorded."""
    from django.db.models.signals import post_save

    from sitehub.audit.actions import LABELS
    from sitehub.audit.models import AuditEntry

    unnamed = set()

    def notice(instance, **signal):
        if instance.action not in LABELS and not instance.action.startswith("test."):
            unnamed.add(instance.action)

    post_save.connect(notice, sender=AuditEntry)
    yield
    post_save.disconnect(notice, sender=AuditEntry)
    assert not unnamed, f"name them in sitehub/audit/actions.py: {sorted(unnamed)}"
