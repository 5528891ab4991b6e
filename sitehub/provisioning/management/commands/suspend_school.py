from sitehub.provisioning.management.status_command import StatusCommand
from sitehub.provisioning.sites import suspend


class Command(StatusCommand):
    help = "暂停一所学校的网站：访客看到暂停通知，内容都保留。"
    change = suspend
