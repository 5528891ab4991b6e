from django.core.management.base import BaseCommand, CommandError

from sitehub.platform.backups import KEEP, BackupError, make_backup


class Command(BaseCommand):
    """Write a backup and print its path."""

    help = f"Back up the database into BACKUP_DIR, keeping the newest {KEEP}."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--with-files", action="store_true", help="uploaded files, too")

    def handle(self, *, with_files, **options):
        try:
            self.stdout.write(str(make_backup(with_files=with_files)))
        except BackupError as error:
            raise CommandError(str(error)) from error
