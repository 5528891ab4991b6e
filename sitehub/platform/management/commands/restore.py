from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sitehub.platform.backups import BackupError, restore_backup


class Command(BaseCommand):
    """Put the database back as a backup has it; what came after is in the safety copy."""

    help = "Replace the database by a backup. A safety copy is made first."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="a file that `manage.py backup` wrote")
        parser.add_argument("--with-files", action="store_true", help="uploaded files, too")
        parser.add_argument("--yes", action="store_true", help="do it")

    def handle(self, *, file, with_files, yes, **options):
        if not yes:
            name = connection.settings_dict["NAME"]
            raise CommandError(f"This replaces the database {name} by {file}. Add --yes to do it.")
        try:
            safety = restore_backup(file, with_files=with_files)
        except BackupError as error:
            raise CommandError(str(error)) from error
        cache.clear()  # host table and the like are built anew
        self.stdout.write(f"Restored {file}. The database as it was before: {safety}")
