"""manage.py make_renditions"""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from media.models import SiteImage
from media.renditions import make_renditions


class Command(BaseCommand):
    help = "Make the renditions of all pictures that lack some. Can be run again at any time."

    def handle(self, **options):
        images = SiteImage.objects.select_related("collection").prefetch_related("renditions")
        made, failed = 0, 0
        steps = tqdm(
            images.order_by("pk").iterator(chunk_size=100),
            total=images.count(),
            unit="picture",
            disable=options["verbosity"] == 0,
        )
        for image in steps:
            try:
                made += make_renditions(image)
            except OSError as error:
                failed += 1
                self.stderr.write(f"picture {image.pk} {image.title}: {error}")
        self.stdout.write(f"{made} renditions made.")
        if failed:
            raise CommandError(f"{failed} pictures could not be read.")
