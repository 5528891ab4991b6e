"""On a developer's machine: SQLite, plain HTTP, *.localhost."""

from .base import *  # noqa: F403
from .base import SILENCED_SYSTEM_CHECKS, STORAGES, env

DEBUG = True
SECRET_KEY = "only-for-development-never-for-a-public-install"  # noqa: S105
PUBLIC_SCHEME = env.str("PUBLIC_SCHEME", default="http")
PUBLIC_PORT = env.str("PUBLIC_PORT", default=env.str("PORT", default="8000"))
WAGTAILADMIN_BASE_URL = env.str("ADMIN_URL", default=f"http://admin.localhost:{PUBLIC_PORT}")
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
WHITENOISE_AUTOREFRESH = True
# The demo's people sign in with a password alone; SECOND_FACTOR_ROLES asks for more here, too.
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", default=[])
OTP_WEBAUTHN_ALLOWED_ORIGINS = [WAGTAILADMIN_BASE_URL]
# A browser takes *.localhost without https for safe.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "otp_webauthn.E031"]
