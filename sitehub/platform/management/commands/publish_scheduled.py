from django.core.management.base import BaseCommand
from django.utils import timezone

from sitehub.platform.scheduled_publishing import draft_models, due, expired, publish_due


class Command(BaseCommand):
    """In place of Wagtail's command of this name, which uses no transactions."""

    help = "Publish what is due and unpublish what has expired."

    def add_arguments(self, parser):
        parser.add_argument("--dryrun", action="store_true", help="only say what is due")

    def handle(self, *, dryrun, **options):
        if dryrun:
            return self._say(timezone.now())
        counts = publish_due()
        self.stdout.write(
            f"published {counts.published}, unpublished {counts.unpublished}, "
            f"failed {counts.failed}"
        )

    def _say(self, now):
        for model in draft_models():
            for one in expired(model, now):
                self.stdout.write(f"unpublish {one._meta.label} {one.pk} {one}")
        for revision in due(now):
            self.stdout.write(f"publish {revision.object_str} (revision {revision.pk})")
