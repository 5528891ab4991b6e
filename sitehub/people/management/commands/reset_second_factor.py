"""Forget a person's second factor: for superusers, whom no screen shows."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from sitehub.people.second_factor import forget


class Command(BaseCommand):
    """Deletes devices and codes, and ends all sessions."""

    help = "Forget the app, passkeys and recovery codes of a person."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"no user {username}")
        forget(user=user, by=None)
