"""For the test suite: fast hashes, jobs noted, files in a temporary folder."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, SILENCED_SYSTEM_CHECKS, STORAGES

SECRET_KEY = "only-for-tests"  # noqa: S105
PUBLIC_SCHEME = "http"
PUBLIC_PORT = "8000"
ADMIN_HOST = "admin.localhost"
WAGTAILADMIN_BASE_URL = "http://admin.localhost:8000"
VAR_DIR = Path(tempfile.mkdtemp(prefix="sitehub-test-"))
MEDIA_ROOT = VAR_DIR / "media"
BACKUP_DIR = VAR_DIR / "backups"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Jobs are noted, not run: indexing every page of every test's world costs more than
# half the suite's time. A test about jobs takes the fixture ``run_jobs``.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
ELASTICSEARCH_URL = ""  # never the one that a developer's environment names
VIEWS_WRITTEN_EVERY = 0  # no thread that outlives a test
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = VAR_DIR / "test.sqlite3"
SECOND_FACTOR_ROLES = []  # asked for in the tests that are about it
OTP_WEBAUTHN_ALLOWED_ORIGINS = [WAGTAILADMIN_BASE_URL]
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "otp_webauthn.E031"]
