from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.management.commands import move_pages
from wagtail.models import Page


class Command(move_pages.Command):
    """In place of Wagtail's command of this name, which uses no transaction and leaves the site."""

    help = "把一个栏目下的页面全部移到同一网站的另一个栏目；全部移动，或一个也不移动。"

    @transaction.atomic
    def handle(self, *args, from_id, to_id, **options):
        parent = Page.objects.filter(pk=to_id).first()
        target = parent and parent.specific
        for page in Page.objects.child_of(Page.objects.get(pk=from_id)).specific():
            if target is None or not page.can_move_to(target):
                raise CommandError(_("“%(page)s”不能移到 %(id)s 下，一个也没有移动。") % {
                    "page": page.title, "id": to_id,
                })  # fmt: skip
        return super().handle(*args, from_id=from_id, to_id=to_id, **options)
