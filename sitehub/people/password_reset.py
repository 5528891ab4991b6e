"""Asking for a new password tells nobody whether there is such an account."""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.cache import cache
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views.account import PasswordResetConfirmView

from . import tasks

MOST, SECONDS = 5, 3600  # letters to one address in an hour


class Tokens(PasswordResetTokenGenerator):
    """Django's, but a link dies with the account and is not revived when that is enabled."""

    def _make_hash_value(self, user, timestamp):
        state = f"{user.is_active}{user.enabled_at}"
        return super()._make_hash_value(user, timestamp) + state


TOKENS = Tokens()


class ConfirmView(PasswordResetConfirmView):
    """Wagtail's, with our tokens."""

    token_generator = TOKENS


class LaterResetForm(PasswordResetForm):
    """Queues the letter: whether anybody has the address is only asked there."""

    def save(self, **options):
        email = self.cleaned_data["email"]
        key = f"password-reset:{email.lower()}"
        count = cache.get(key, 0)
        if count < MOST:
            cache.set(key, count + 1, SECONDS)
            tasks.reset_password.enqueue(email=email)


def send(email):
    """Mail a link to each active account with the address ``email``."""
    form = PasswordResetForm({"email": email})
    if form.is_valid():
        form.save(
            domain_override=settings.ADMIN_HOST,
            token_generator=TOKENS,
            use_https=settings.PUBLIC_SCHEME == "https",
            email_template_name="wagtailadmin/account/password_reset/email.txt",
            subject_template_name="wagtailadmin/account/password_reset/email_subject.txt",
        )
