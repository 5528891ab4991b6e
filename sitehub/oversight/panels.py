"""The start page of the auditor."""

from school_sites.models import SchoolSite
from school_sites.panels import UserPanel
from sitehub.audit.models import AuditEntry

from . import reading

LIMIT = 12


class LinesPanel(UserPanel):
    """The newest lines of all sites."""

    name = "audit_lines"
    template_name = "oversight/lines_panel.html"
    order = 100

    def get_context_data(self, parent_context):
        entries, _older = reading.newest_first(AuditEntry.objects.all(), limit=LIMIT)
        names = dict(SchoolSite.objects.values_list("pk", "short_name"))
        return {"rows": [reading.row(entry, names) for entry in entries]}
