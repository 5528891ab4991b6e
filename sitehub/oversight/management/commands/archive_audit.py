from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitehub.audit.verifying import ChainBroken
from sitehub.oversight.archive import archive_old


class Command(BaseCommand):
    """Move whole months of audit lines older than AUDIT_KEEP_DAYS to the private storage."""

    help = "Archive old audit lines; nothing is removed that is not stored soundly."

    def handle(self, **options):
        try:
            parts = archive_old()
        except (ChainBroken, OSError) as fault:
            raise CommandError(_("没有归档，表中的记录都还在：%s") % fault) from fault
        for part in parts:
            facts = {"first": part.first, "last": part.last, "file": part.file}
            self.stdout.write(_("已归档第 %(first)d 至 %(last)d 条：%(file)s") % facts)
        if not parts:
            self.stdout.write(_("没有需要归档的记录。"))
