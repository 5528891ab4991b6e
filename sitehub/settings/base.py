"""Settings shared by every environment. What differs comes from environment variables."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("SITEHUB_VAR", default=str(BASE_DIR / "var")))

DEBUG = False
# Every host name reaches us; SiteMiddleware is the gate (docs/decisions/0002).
ALLOWED_HOSTS = ["*"]

# --- where sites are reached -------------------------------------------------
# URLs are built from these, never from Site.port.
PUBLIC_SCHEME = env.str("PUBLIC_SCHEME", default="https")
PUBLIC_PORT = env.str("PUBLIC_PORT", default="")  # "" means the scheme's own port
ADMIN_HOST = env.str("ADMIN_HOST", default="admin.localhost").lower()

INSTALLED_APPS = [
    # foundations: they know no content model
    "sitehub.accounts",
    "sitehub.audit",
    "sitehub.publishing",
    # one site and its content
    "media",
    "themes",
    "school_sites",
    "search",  # after the one before: what a page uses is noted when it is published
    # everything that crosses sites
    "sitehub.isolation",
    "sitehub.provisioning",
    "sitehub.reviews",
    "sitehub.downward",
    "sitehub.feeds",  # before the next: gives a new site what its school offered from outside
    "sitehub.syndication",
    "sitehub.counting",
    "sitehub.placements",
    "sitehub.people",
    "sitehub.district",
    "sitehub.oversight",
    "sitehub.safety",
    "sitehub.platform",
    "sitehub.demo",
    # Wagtail and Django
    "wagtail.contrib.routable_page",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "search.admin_index.apps.AdminSearchConfig",  # wagtail.search
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_otp_webauthn",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Above the gate, so that what the gate answers itself has a policy too.
    "sitehub.safety.middleware.ContentPolicyMiddleware",
    "school_sites.middleware.SiteMiddleware",
    "sitehub.audit.middleware.OriginMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "sitehub.accounts.idle.IdleMiddleware",
    "sitehub.isolation.working_site.WorkingSiteMiddleware",
    "sitehub.people.second_factor_gate.SecondFactorMiddleware",
    "sitehub.isolation.guard.IsolationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "sitehub.database.middleware.ReadingOpensNoTransactionMiddleware",  # the last one
]

# The admin host's URLs, where every name can be reversed. SiteMiddleware gives
# the public hosts PUBLIC_URLCONF.
ROOT_URLCONF = "sitehub.urls"
PUBLIC_URLCONF = "sitehub.public_urls"
WSGI_APPLICATION = "sitehub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            # What Django has by itself, and in front of it the theme in force.
            "loaders": [
                (
                    "themes.loader.CachedLoader",
                    [
                        "themes.loader.ThemeLoader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "school_sites.handed_down.on_pages",
            ],
        },
    },
]

# --- database ----------------------------------------------------------------
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'sitehub.sqlite3'}")
}
# An article and what follows from it commit together or not at all.
DATABASES["default"]["ATOMIC_REQUESTS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers of all processes queue (docs/decisions/0011).
    DATABASES["default"]["ENGINE"] = "sitehub.database.sqlite3"
    # IMMEDIATE: a writer waits for the lock at BEGIN instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=1073741824;"
            "PRAGMA cache_size=-16000;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- cache: shared by all processes, because the host table's version lives in it
if REDIS_URL := env.str("REDIS_URL", default=""):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
            # Each visitor who sends something counts here; the default of 300 forgets counts.
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }

# --- people ------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # the first: refuses who is locked
    "sitehub.accounts.backends.WorkingBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "sitehub.accounts.passwords.NotRecentValidator", "OPTIONS": {"count": 5}},
]
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)  # how long an invitation's link works
IDLE_MINUTES = env.int("IDLE_MINUTES", default=60)  # then one is signed out
UNUSED_DAYS = env.int("UNUSED_DAYS", default=90)  # then an account is disabled
UNUSED_WARNING_DAYS = env.int("UNUSED_WARNING_DAYS", default=7)  # before that
# Failed sign-ins: so many of one name from one address lock the pair, and so many of any
# names from one address, for so long. A school is one address.
AXES_FAILURE_LIMIT = env.int("SIGN_IN_FAILURES", default=5)
SIGN_IN_FAILURES_PER_ADDRESS = env.int("SIGN_IN_FAILURES_PER_ADDRESS", default=50)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("SIGN_IN_LOCK_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "sitehub.people.sign_in.attempt_address"
AXES_LOCKOUT_CALLABLE = "sitehub.people.sign_in.locked_response"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Roles that must have a second factor: None for those of the table of roles, which is
# usual; in the environment a list of names, empty for nobody.
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", default=None)
OTP_TOTP_ISSUER = "教育网站集群"
OTP_WEBAUTHN_RP_NAME = "教育网站集群"
OTP_WEBAUTHN_RP_ID = ADMIN_HOST  # passkeys are bound to it: a new name needs new ones
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
SESSION_ENGINE = "sitehub.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- language ----------------------------------------------------------------
# Messages are written in Chinese; locale/en translates them for those who choose English.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
USE_I18N = True
USE_TZ = True

# --- files -------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "themes.finders.ThemeFinder",
]
# The manual's pictures, which its sections in the admin show.
STATICFILES_DIRS = [("help", BASE_DIR / "docs" / "images" / "editors")]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# "local" or "s3". What is not explicitly public is private (media/storages.py).
MEDIA_STORAGE = env.str("MEDIA_STORAGE", default="local")
MEDIA_S3 = {
    "endpoint": env.str("S3_ENDPOINT", default=""),
    "link_endpoint": env.str("S3_LINK_ENDPOINT", default=""),
    "region": env.str("S3_REGION", default="us-east-1"),
    "bucket": env.str("S3_BUCKET", default=""),
    "private_bucket": env.str("S3_PRIVATE_BUCKET", default=""),
    "access_key": env.str("S3_ACCESS_KEY", default=""),
    "secret_key": env.str("S3_SECRET_KEY", default=""),
}
MEDIA_BACKENDS = {
    "local": ("media.storages.LocalPublic", "media.storages.LocalPrivate"),
    "s3": ("media.s3.S3Public", "media.s3.S3Private"),
}
STORAGES = {
    "public": {"BACKEND": MEDIA_BACKENDS[MEDIA_STORAGE][0]},
    "default": {"BACKEND": MEDIA_BACKENDS[MEDIA_STORAGE][1]},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_LINK_SECONDS = env.int("MEDIA_LINK_SECONDS", default=300)
FILE_UPLOAD_PERMISSIONS = 0o644  # nginx reads pictures

# An address stays an address. Otherwise the link chooser looks it up among all sites, and tells
# title and number of pages behind a password (Wagtail 8.0.1, admin/views/chooser.py).
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "none"
WAGTAILIMAGES_IMAGE_MODEL = "media.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.PictureForm"
WAGTAILIMAGES_RENDITION_STORAGE = "public"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif", "heic", "heif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = env.int("MEDIA_MAX_PICTURE_MB", default=30) << 20
WAGTAILDOCS_DOCUMENT_MODEL = "media.SiteDocument"
# Of a Word or zip file: thirty photographs as a telephone takes them.
IMPORT_MAX_MEGABYTES = env.int("IMPORT_MAX_MEGABYTES", default=100)
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.forms.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = env.int("MEDIA_MAX_DOCUMENT_MB", default=50) << 20
# Larger pictures are refused from their header; the longest camera side is about 12,000.
MEDIA_MAX_PIXELS = env.int("MEDIA_MAX_MEGAPIXELS", default=64) * 1_000_000
MEDIA_MAX_SIDE = 20_000
MEDIA_KEEP_SIDE = env.int("MEDIA_KEEP_SIDE", default=4096)
MEDIA_MARK_FONT = env.str("MEDIA_MARK_FONT", default="")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(VAR_DIR / "backups")))

# --- search ------------------------------------------------------------------
# Without an address, articles are found by the database alone.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_INDEX = env.str("ELASTICSEARCH_INDEX", default="sitehub")  # names begin with it
# A name and password, or an API key instead; neither where the server asks for none.
ELASTICSEARCH_USER = env.str("ELASTICSEARCH_USER", default="")
ELASTICSEARCH_PASSWORD = env.str("ELASTICSEARCH_PASSWORD", default="")
ELASTICSEARCH_API_KEY = env.str("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_CA = env.str("ELASTICSEARCH_CA", default="")  # a file; "" for those of the machine
ELASTICSEARCH_TIMEOUT = env.float("ELASTICSEARCH_TIMEOUT", default=1)  # seconds a visitor waits
# Write the database's own index as well, which answers where Elasticsearch does not.
SEARCH_KEEP_EMBEDDED = env.bool("SEARCH_KEEP_EMBEDDED", default=True)

# --- jobs --------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
NIGHTLY_CHECK_AT = env.str("NIGHTLY_CHECK_AT", default="02:30")
BACKUP_AT = env.str("BACKUP_AT", default="03:00")
ADVISORY_CHECK_AT = env.str("ADVISORY_CHECK_AT", default="04:00")

# --- feeds ---------------------------------------------------------------------
FEED_DELETED_DAYS = env.int("FEED_DELETED_DAYS", default=30)  # feeds name what is gone so long
FEED_POLL_MINUTES = env.int("FEED_POLL_MINUTES", default=30)  # between two looks at a school's feed
WEBSUB_HUB = env.str("WEBSUB_HUB", default="")  # is told of changed feeds; "" is nobody

# --- search --------------------------------------------------------------------
SEARCHES_PER_MINUTE = env.int("SEARCHES_PER_MINUTE", default=60)  # of one address

# --- the district's start page ---------------------------------------------------
STALE_DAYS = env.int("STALE_DAYS", default=14)  # without an article, an open site is stale

# --- letters and forms of visitors --------------------------------------------
LETTER_REPLY_DAYS = env.int("LETTER_REPLY_DAYS", default=7)  # a new mailbox's; each has its own
LETTER_KEEP_DAYS = env.int("LETTER_KEEP_DAYS", default=365)  # then personal data is erased
LETTER_FILE_BYTES = env.int("LETTER_FILE_MB", default=10) << 20
LETTER_FILL_SECONDS = (3, 4 * 3600)  # faster is a robot; later the page has to be confirmed
# What may be sent in so many seconds: from one address to one site, and to one site in all.
# A class behind one address fills in one form.
LETTER_LIMITS = {
    "letter": (env.int("LETTERS_PER_ADDRESS", default=6), 600),
    "form": (env.int("FORMS_PER_ADDRESS", default=60), 600),
    "site": (env.int("LETTERS_PER_SITE", default=600), 3600),
    "code": (env.int("WRONG_CODES_PER_ADDRESS", default=10), 600),
}
# Whose word on a visitor's address is believed (X-Forwarded-For).
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=["127.0.0.1", "::1", ""])

# --- audit (docs/decisions/0021) ------------------------------------------------
DIGEST_AT = env.str("DIGEST_AT", default="07:00")  # the daily letter about returns
# Of the text; a change beyond it flags an accepted article.
SUBMISSION_CHANGE_PERCENT = env.int("SUBMISSION_CHANGE_PERCENT", default=20)
AUDIT_KEEP_DAYS = env.int("AUDIT_KEEP_DAYS", default=180)  # in the database; then archived

# --- reviews -------------------------------------------------------------------
REVIEW_REMIND_HOURS = env.int("REVIEW_REMIND_HOURS", default=24)  # then once in so many hours

# --- notices of the district (docs/decisions/0024) ----------------------------
NOTICE_MAX_DAYS = env.int("NOTICE_MAX_DAYS", default=366)  # how long a notice may be shown
BANNER_MAX_DAYS = env.int("BANNER_MAX_DAYS", default=30)

# --- view counts (docs/decisions/0014) -----------------------------------------
VIEWS_WRITTEN_EVERY = env.float("VIEWS_WRITTEN_EVERY", default=10)  # seconds; 0: at once
VIEW_DAYS_KEPT = env.int("VIEW_DAYS_KEPT", default=92)
SEARCH_DAYS_KEPT = env.int("SEARCH_DAYS_KEPT", default=180)  # of what visitors asked

# --- Wagtail -----------------------------------------------------------------
WAGTAIL_FINISH_WORKFLOW_ACTION = "sitehub.reviews.finishing.finish"
WAGTAIL_SITE_NAME = "教育网站集群"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "themes/base/pages/password_required.html"  # noqa: S105
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "themes/base/pages/password_required.html"  # noqa: S105
WAGTAILADMIN_BASE_URL = env.str(
    "ADMIN_URL",
    default=f"{PUBLIC_SCHEME}://{ADMIN_HOST}" + (f":{PUBLIC_PORT}" if PUBLIC_PORT else ""),
)
OTP_WEBAUTHN_ALLOWED_ORIGINS = [WAGTAILADMIN_BASE_URL]
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "sitehub.people.password_reset.LaterResetForm"  # noqa: S105
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_DATE_FORMAT = "%Y-%m-%d"
WAGTAIL_DATETIME_FORMAT = "%Y-%m-%d %H:%M"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.admin_index"}}
WAGTAILEMBEDS_FINDERS = []  # no outside request on an editor's behalf

# --- safety ------------------------------------------------------------------
CSRF_FAILURE_VIEW = "school_sites.error_pages.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # previews are frames of the same origin
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# Public pages: our own files and nothing inline. ContentPolicyMiddleware swaps
# in ADMIN_CONTENT_SECURITY_POLICY on the admin host (docs/decisions/0006).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "connect-src": [SELF],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        name: {"level": "WARNING"}
        for name in ("wagtail", "django_tasks", "axes", "elastic_transport")
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
