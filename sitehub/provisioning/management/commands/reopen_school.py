from sitehub.provisioning.management.status_command import StatusCommand
from sitehub.provisioning.sites import reopen


class Command(StatusCommand):
    help = "开通筹备中的网站，或恢复已暂停、已归档的网站。"
    change = reopen
