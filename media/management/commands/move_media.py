"""manage.py move_media --from local --to s3"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from tqdm import tqdm

from media.moving import move_media


class Command(BaseCommand):
    help = "Copy all uploaded files to the other place, checking each by its checksum."

    def add_arguments(self, parser):
        places = list(settings.MEDIA_BACKENDS)
        parser.add_argument("--from", dest="source", choices=places, required=True)
        parser.add_argument("--to", dest="target", choices=places, required=True)

    def handle(self, *, source, target, **options):
        if source == target:
            raise CommandError("--from and --to are the same place.")
        quiet = options["verbosity"] == 0

        def progress(steps):
            return tqdm(steps, desc=f"{source} to {target}", unit="file", disable=quiet)

        try:
            done = move_media(source=source, target=target, progress=progress)
        except OSError as error:
            raise CommandError(f"Could not read the list of files: {error}") from error
        self.stdout.write(
            f"{done.copied} copied, {done.present} were there already, "
            f"{filesizeformat(done.size)} read and compared."
        )
        for line in done.failed:
            self.stderr.write(line)
        if done.failed:
            raise CommandError(f"{len(done.failed)} files were not moved. Run it again.")
        if target != settings.MEDIA_STORAGE:
            self.stdout.write(f"Now set MEDIA_STORAGE={target}, restart, and run this once more.")
