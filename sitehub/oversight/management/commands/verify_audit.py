from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitehub.audit.verifying import ChainBroken
from sitehub.oversight.verification import verify


def end_of_chain(text):
    """``sequence:hash`` as this command prints it."""
    sequence, colon, fingerprint = text.partition(":")
    if not (colon and sequence.isdecimal()):
        raise ArgumentTypeError("expected NUMBER:HASH")
    return int(sequence), fingerprint


class Command(BaseCommand):
    """Prove that no audit line was changed, removed, added or moved; exits 1 at the first fault."""

    help = "Follow the audit chain, archived parts included, and name the first fault."

    def add_arguments(self, parser):
        parser.add_argument(
            "--known",
            type=end_of_chain,
            metavar="NUMBER:HASH",
            help="an end of the chain noted before; it must still be in it",
        )

    def handle(self, *, known, **options):
        try:
            archived, in_table, link = verify(known)
        except (ChainBroken, OSError) as fault:
            raise CommandError(_("审计记录不完整：%s") % fault) from fault
        facts = {"archived": archived, "table": in_table}
        self.stdout.write(_("审计记录完整：已归档 %(archived)d 条，表中 %(table)d 条。") % facts)
        self.stdout.write(_("链的末端：%s") % f"{link.sequence}:{link.hash}")
