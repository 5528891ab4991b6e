from django.core.management.base import BaseCommand, CommandError

from sitehub.platform.advisories import TIME_LIMIT_SECONDS, audit
from sitehub.platform.models import AdvisoryCheck

NOT_REACHABLE = "dependency audit: advisory service not reachable, not checked"


class Command(BaseCommand):
    """Ask for advisories and keep the answer for the platform screen."""

    help = "Check installed packages (or a requirements file) against published advisories."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--requirements", help="check this file's packages; keep no answer")
        parser.add_argument("--fail", action="store_true", help="exit 1 if anything is found")
        parser.add_argument("--time-limit", type=int, default=TIME_LIMIT_SECONDS)

    def handle(self, *, requirements, fail, time_limit, **options):
        report = audit(requirements, time_limit=time_limit)
        if requirements is None:
            AdvisoryCheck.objects.create(**vars(report))
        for finding in report.findings:
            self.stdout.write("{name} {version}: {id} (fixed in: {fix})".format(**finding))
        if fail and report.findings:
            raise CommandError(f"{len(report.findings)} advisories")
        self.stdout.write(self._summary(report))

    @staticmethod
    def _summary(report):
        if not report.reached:
            return NOT_REACHABLE
        line = f"{report.checked} packages checked, {len(report.findings)} advisories"
        return line + (f"; no answer for {report.unchecked}" if report.unchecked else "")
