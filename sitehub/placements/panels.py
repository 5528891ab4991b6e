"""The start page of the district's editors: what vanished from the places."""

from wagtail.admin.ui.components import Component

from .standing import vanished


class VanishedPanel(Component):
    """Which lines are no longer shown, why, and what moved up; nothing where all are."""

    name = "vanished_placements"
    template_name = "placements/panel.html"
    order = 105

    def get_context_data(self, parent_context):
        return {"places": vanished()}
