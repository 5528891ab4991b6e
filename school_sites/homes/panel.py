"""The line above a home page's blocks: it arranges itself, or was arranged."""

from wagtail.admin.panels import Panel


class HomePanel(Panel):
    """Says how the home page is arranged, and leads to changing that."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "school_sites/home_panel.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return context | {"page": self.instance, "is_custom": bool(self.instance.body)}
