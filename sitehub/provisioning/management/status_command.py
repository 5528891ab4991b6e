"""What suspend_school, reopen_school and archive_school have in common."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from school_sites.models import SchoolSite


class StatusCommand(BaseCommand):
    """Changes the status of the site with the code given. ``change(site, by)`` does it."""

    change = None

    def add_arguments(self, parser):
        parser.add_argument("code", help="学校代码")

    def handle(self, *, code, **options):
        site = SchoolSite.objects.filter(code=code).first()
        if site is None:
            raise CommandError(_("没有代码为“%s”的网站。") % code)
        try:
            type(self).change(site, by=None)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(
            _("%(name)s：%(status)s") % {"name": site.name, "status": site.get_status_display()}
        )
