from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.core.management.base import BaseCommand

from school_sites import hosts

SHOWN = 20
PEOPLE = "sitehub.demo.people"


class Command(BaseCommand):
    """Where everything is: the district, the schools, the admin, demo sign-ins."""

    help = "Print the addresses of all sites and of the admin."

    def handle(self, **options):
        table = hosts.table(recheck=True)
        entries = sorted(table.by_id.values(), key=lambda entry: entry.id)
        schools = [entry for entry in entries if entry is not table.district]
        if table.district:
            self._line(table.district.school_site.short_name, table.district.base_url)
        for entry in schools[:SHOWN]:
            self._line(entry.school_site.short_name, entry.base_url)
        if len(schools) > SHOWN:
            self.stdout.write(f"  … 共 {len(schools)} 所学校")
        self._line("管理后台", settings.WAGTAILADMIN_BASE_URL + "/admin/")
        self._sign_ins()

    def _sign_ins(self):
        if not settings.DEBUG or find_spec(PEOPLE) is None:
            return
        self.stdout.write("演示账号（用户名 / 密码）")
        for role, username, password, *site in import_module(PEOPLE).sign_ins():
            self._line(role, "  ".join([f"{username} / {password}", *site]))

    def _line(self, name, value):
        # Chinese characters are two cells wide.
        padding = " " * max(1, 26 - sum(2 if ord(sign) > 255 else 1 for sign in str(name)))
        self.stdout.write(f"  {name}{padding}{value}")
