"""The check in the edit form: what the draft still needs, kept fresh while one writes."""

from django.urls import reverse
from wagtail.admin.panels import Panel


class ChecklistPanel(Panel):
    """Findings about the draft. The script asks anew each time the editor has saved by itself."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "school_sites/checklist_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            pk = self.instance.pk
            # Models import this module, and the checks read models.
            from .checklist import check

            context["findings"] = check(self.instance) if pk else None
            context["checks_url"] = reverse("article_checks", args=[pk]) if pk else ""
            return context
