"""The ledger of submissions that are made in bulk; points are counted by the scheduler's job."""

from django.utils import timezone

from sitehub.syndication.ledger_entries import Event, LedgerEntry
from sitehub.syndication.models import Decision

from .rows import Rows


class LedgerRows(Rows):
    """Lines of submissions, as rows."""

    def __init__(self):
        super().__init__(LedgerEntry)

    def add_lines(self, *, is_accepted, moment, **facts):
        """That it was offered at ``moment``, and taken in the same hour where it was."""
        story = [(Event.SUBMITTED, Decision.WAITING)]
        if is_accepted:
            story.append((Event.ACCEPTED, Decision.ACCEPTED))
        for event, decision in story:
            self.add(
                id=self.new_pk(), event=event, decision=decision, at=moment, published_at=moment,
                counts_on=timezone.localdate(moment).isoformat(), school_withdrew=False,
                set_aside=False, **facts,
            )  # fmt: skip
