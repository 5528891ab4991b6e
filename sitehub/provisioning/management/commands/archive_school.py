from sitehub.provisioning.management.status_command import StatusCommand
from sitehub.provisioning.sites import archive


class Command(StatusCommand):
    help = "归档一所学校的网站：可读，注明已归档，不再发布。"
    change = archive
