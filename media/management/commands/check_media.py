"""manage.py check_media"""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from media.inventory import take_inventory


class Command(BaseCommand):
    help = "Report files that are missing, stored without being known, or used nowhere."

    def handle(self, **options):
        quiet = options["verbosity"] == 0
        try:
            found = take_inventory(lambda names: tqdm(names, unit="file", disable=quiet))
        except OSError as error:
            raise CommandError(f"The storage cannot be read: {error}") from error
        self._list("Used nowhere", found.unused)
        self._list("Stored, but the database does not know them", found.stray)
        self._list("Missing", found.missing)
        self.stdout.write(f"{found.files} files looked at.")
        if found.missing:
            raise CommandError(f"{len(found.missing)} files are missing.")

    def _list(self, title, lines):
        self.stdout.write(f"{title}: {len(lines)}")
        for line in lines:
            self.stdout.write(f"  {line}")
