"""For a public install. Secrets and addresses come from the environment (docs/operations.md)."""

from .base import *  # noqa: F403
from .base import PUBLIC_SCHEME, env

SECRET_KEY = env.str("SECRET_KEY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = PUBLIC_SCHEME == "https"
SESSION_COOKIE_SECURE = PUBLIC_SCHEME == "https"
CSRF_COOKIE_SECURE = PUBLIC_SCHEME == "https"
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
# Set these to no where a school uses a domain that also has hosts without https.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="sitehub@localhost")
