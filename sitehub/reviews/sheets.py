"""The rounds of review a page went through, as the sheet and the review page tell them."""

from dataclasses import dataclass, field

from wagtail.models import WorkflowState

from sitehub.accounts.roles import Step

from .models import ReviewState, UrgentPublication


@dataclass
class Round:
    """One round: who submitted when, and the steps in order."""

    workflow_state: object
    steps: list = field(default_factory=list)

    @property
    def first(self):
        return self.steps[0]

    @property
    def is_passed(self):
        return self.workflow_state.status == WorkflowState.STATUS_APPROVED

    @property
    def still_to_come(self):
        """Names of the steps that follow the one that waits."""
        if not any(step.is_waiting for step in self.steps):
            return []
        steps = self.workflow_state.workflow.review_template.steps.split(",")
        return [Step(one).label for one in steps[len(self.steps) :]]

    @property
    def is_void(self):
        """Whether the text was changed or withdrawn before anybody had decided anything."""
        return not any(
            step.is_approved or step.is_returned or step.is_waiting for step in self.steps
        )


def rounds_of(page):
    """The rounds of ``page``, newest first; those in which nothing was decided are left out."""
    related = ("workflow_state__workflow__review_template", "finished_by", "in_place_of")
    states = ReviewState.objects.filter(page_id=page.pk).select_related(*related)
    found = {}
    for state in states.order_by("pk"):
        own = found.setdefault(state.workflow_state_id, Round(state.workflow_state))
        own.steps.append(state)
    return [one for one in reversed(found.values()) if not one.is_void]


def sheet_of(page):
    """What the sheet says: the round that stands, those before it, urgent publications.

    The round that stands is the one under way, else the one last passed.
    """
    rounds = rounds_of(page)
    waiting = [one for one in rounds if any(step.is_waiting for step in one.steps)]
    passed = [one for one in rounds if one.is_passed]
    main = next(iter(waiting or passed or rounds), None)
    return {
        "main": main,
        "earlier": [one for one in rounds if one is not main],
        "urgent": list(UrgentPublication.objects.filter(page_id=page.pk).order_by("-at")),
    }
