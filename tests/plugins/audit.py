"""Whatever a test makes the product record must have a name for people."""

import pytest


@pytest.fixture(autouse=True)
def recorded_actions_have_labels():
    """Fail the test in which an action without a label is recorded."""
    from sitehub.audit import recorded
    from sitehub.audit.actions import LABELS

    unnamed = set()

    def notice(entry, **signal):
        if entry.action not in LABELS and not entry.action.startswith("test."):
            unnamed.add(entry.action)

    recorded.connect(notice)
    yield
    recorded.disconnect(notice)
    assert not unnamed, f"name them in sitehub/audit/actions.py: {sorted(unnamed)}"
