"""Invite a person from the command line: the first security administrator comes this way."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from school_sites.models import SchoolSite
from sitehub.accounts.roles import Role
from sitehub.people.invitations import invite


class Command(BaseCommand):
    """Prints the link of a new invitation."""

    help = "Invite a person; prints the one-time link."

    def add_arguments(self, parser):
        parser.add_argument("site", help="code of the site")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("name")
        parser.add_argument("--email", default="")

    def handle(self, *, site, role, name, email, **options):
        found = SchoolSite.objects.filter(code=site).first()
        if found is None:
            raise CommandError(f"no site {site}")
        try:
            invitation = invite(site=found, role=role, name=name, email=email, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(invitation.link)
