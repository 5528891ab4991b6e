"""manage.py extract_attachments"""

from django.core.management.base import BaseCommand
from tqdm import tqdm

from media.models import SiteDocument
from school_sites.document_access import offered_ids
from search.attachments import read_attachment, try_failed_again, want_texts
from search.models import AttachmentText

BATCH = 200


class Command(BaseCommand):
    help = "Read the words of all files that pages offer and that were never read."

    def add_arguments(self, parser):
        parser.add_argument(
            "--failed", action="store_true", help="also try again what could not be read"
        )

    def handle(self, **options):
        if options["failed"]:
            try_failed_again()
        documents = SiteDocument.objects.order_by("pk")
        with tqdm(total=documents.count(), unit="file", disable=options["verbosity"] == 0) as steps:
            last = 0
            while batch := list(documents.filter(pk__gt=last)[:BATCH]):
                self.read(batch, steps)
                last = batch[-1].pk
        texts = AttachmentText.objects
        done, failed = texts.filter(state=AttachmentText.DONE).count(), texts.failed().count()
        waiting = texts.filter(state=AttachmentText.WAITING).count()
        self.stdout.write(f"{done} read, {failed} failed, {waiting} waiting.")

    def read(self, batch, steps):
        offered = offered_ids([one.pk for one in batch])
        want_texts([one for one in batch if one.pk in offered], queue=False)
        waiting = AttachmentText.objects.filter(
            document__in=batch, state=AttachmentText.WAITING
        ).values_list("document_id", flat=True)
        waiting = set(waiting)
        for one in batch:
            if one.pk in waiting:
                read_attachment.call(one.pk)
            steps.update()
