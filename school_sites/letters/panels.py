"""The start page: letters that wait for a reply."""

from wagtail.admin.ui.components import Component

from school_sites.models import Letter
from school_sites.models.letters import own_sites_answered_by

LIMIT = 6


class LettersPanel(Component):
    """Letters to mailboxes of the person's sites that wait, the most urgent first."""

    name = "letters_to_answer"
    template_name = "school_sites/letters/panel.html"
    order = 115

    def __init__(self, letters):
        self.letters = letters

    @classmethod
    def for_user(cls, user):
        """The panel, or None where no letter ever came to the person's sites."""
        letters = Letter.objects.filter(site__in=own_sites_answered_by(user))
        return cls(letters) if letters.exists() else None

    def get_context_data(self, parent_context):
        waiting = self.letters.to_answer().order_by("due_on", "pk")
        rows = list(waiting.defer("text", "answers")[: LIMIT + 1])
        return {"rows": rows[:LIMIT], "more": len(rows) > LIMIT}
