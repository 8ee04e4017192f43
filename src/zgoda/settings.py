"""The only reader of the environment. Every variable has a safe default; `zgoda doctor` explains them.

One deployment has one database and may run one half or both. Each web process serves one half, chosen by
``ZGODA_HALF``, so that a buyer's and an agent's sign-in never share a cookie.
"""

from pathlib import Path
from urllib.parse import urlsplit

from environs import Env, validate

from zgoda.domain.money import EXPONENTS
from zgoda.ops.logs import SILENT_WHEN_THE_ASKER_ERRS
from zgoda.secret_key import derived, read_or_create

env = Env()

PACKAGE = Path(__file__).resolve().parent
DATA_DIR = Path(env.str("ZGODA_DATA", "var")).resolve()

HALF = env.str("ZGODA_HALF", "centre")
SANDBOX = env.bool("ZGODA_SANDBOX", False)
DEBUG = env.bool("ZGODA_DEBUG", False)

CENTRE_URL = env.str("ZGODA_CENTRE_URL", "http://127.0.0.1:8000")
DESK_URL = env.str("ZGODA_DESK_URL", "http://127.0.0.1:8010")
CARRIER_URL = env.str("ZGODA_CARRIER_URL", "http://127.0.0.1:8021")
PAYMENTS_URL = env.str("ZGODA_PAYMENTS_URL", "http://127.0.0.1:8022")
TELEPHONY_URL = env.str("ZGODA_TELEPHONY_URL", "")
HOTLINE_KEPT_DAYS = env.int("ZGODA_HOTLINE_DAYS", 180, validate=validate.Range(min=1))

INCIDENT_LIMITS = {
    "PLN": 10_000,
    "CZK": 60_000,
    "EUR": 2_500,
    "HUF": 1_000_000,
    **env.dict("ZGODA_INCIDENT_LIMITS", {}, subcast_values=int, validate=validate.ContainsOnly(EXPONENTS)),
}

SECRET_KEY = env.str("ZGODA_SECRET_KEY", "") or read_or_create(DATA_DIR / "secret.key")
SECRET_KEY_FALLBACKS: list[str] = env.list("ZGODA_OLD_SECRET_KEYS", [])

ALLOWED_HOSTS = env.list(
    "ZGODA_HOSTS",
    ["127.0.0.1", "localhost", "[::1]", *{urlsplit(url).hostname or "" for url in (CENTRE_URL, DESK_URL)}],
)

ROOT_URLCONF = f"zgoda.{HALF}.urls"
WSGI_APPLICATION = "zgoda.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "zgoda.look",
    "zgoda.engine",
    "zgoda.accounts",
    "zgoda.files",
    "zgoda.ops",
    "zgoda.centre",
    "zgoda.centre.oauth",
    "zgoda.centre.claims",
    "zgoda.centre.messaging",
    "zgoda.centre.quality",
    "zgoda.centre.faults",
    "zgoda.centre.returns",
    "zgoda.centre.incidents",
    "zgoda.centre.ratings",
    "zgoda.centre.hotline",
    "zgoda.centre.mailing",
    "zgoda.desk",
    "zgoda.desk.crm",
    "zgoda.desk.health",
    "zgoda.desk.pacing",
    "zgoda.desk.work",
    "zgoda.desk.messages",
    "zgoda.desk.people",
    "zgoda.desk.first_run",
    "zgoda.desk.house",
    "zgoda.desk.automation",
    "zgoda.desk.quality",
    "zgoda.desk.ratings",
    "zgoda.desk.documents",
]

MIGRATION_MODULES = {
    "centre": "zgoda.centre.store.migrations",
    "desk": "zgoda.desk.store.migrations",
}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zgoda.ops.smaller.SmallerPagesMiddleware",
    "zgoda.ops.halves.HalfMiddleware",
    "zgoda.ops.admission.AdmissionMiddleware",
    "zgoda.centre.faults.middleware.FaultsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "zgoda.look.places.PlaceMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "zgoda.ops.policy.PolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

DATABASE_URL = env.str("ZGODA_DATABASE_URL", f"sqlite:///{DATA_DIR / 'zgoda.sqlite3'}")


def _database(url: str) -> dict[str, object]:
    """SQLite by default; ``postgresql://user:password@host:port/name`` turns PostgreSQL on."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768;"
                    "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
                ),
            },
            "CONN_MAX_AGE": None,
        }
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["zgoda.accounts.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "zgoda.accounts.adapter.Adapter"
SIGNUP_OPEN = env.bool("ZGODA_SIGNUP_OPEN", False)

SECOND_FACTOR = env.str("ZGODA_SECOND_FACTOR", "optional", validate=validate.OneOf(["optional", "staff"]))
MFA_ADAPTER = "zgoda.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Zgoda"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True

SESSION_ENGINE = "zgoda.accounts.sessions"
SESSION_COOKIE_NAME = f"zgoda_{HALF}"
CSRF_COOKIE_NAME = f"zgoda_{HALF}_csrf"
SESSION_COOKIE_SAMESITE = "Lax"
_BEHIND_TLS = (CENTRE_URL if HALF == "centre" else DESK_URL).startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _BEHIND_TLS
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _BEHIND_TLS
CSRF_TRUSTED_ORIGINS = [CENTRE_URL if HALF == "centre" else DESK_URL]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _BEHIND_TLS else 0
_BEHIND_PROXY = env.bool("ZGODA_BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _BEHIND_PROXY else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'", CENTRE_URL, DESK_URL],
    }
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            PACKAGE / "look" / "templates",
            PACKAGE / "centre" / "web" / "templates",
            PACKAGE / "desk" / "web" / "templates",
        ],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "zgoda.look.environment.environment", "autoescape": True},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "django.forms.renderers.Jinja2"

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "polski"), ("en", "English"), ("cs", "čeština"), ("sk", "slovenčina"), ("hu", "magyar")]
LANGUAGE_COOKIE_NAME = f"zgoda_{HALF}_language"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE / "look" / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MANIFEST_STRICT = False
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

EMAIL_URL = env.str("ZGODA_EMAIL_URL", "")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_URL else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("ZGODA_EMAIL_FROM", "Zgoda <noreply@zgoda.invalid>")
if EMAIL_URL:
    _mail = urlsplit(EMAIL_URL)
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme == "smtp+tls", _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 15

UPLOAD_URL = env.str("ZGODA_UPLOAD_URL", CENTRE_URL)
API_EXTRA_FIELDS = env.bool("ZGODA_API_EXTRA_FIELDS", True)
API_USER_AGENT_RULE = env.str("ZGODA_API_USER_AGENT_RULE", "warn")
API_REQUESTS_PER_MINUTE = env.int("ZGODA_API_REQUESTS_PER_MINUTE", 9000)
APPLICATION_REQUESTS_PER_MINUTE = env.int("ZGODA_APPLICATION_REQUESTS_PER_MINUTE", 6000)
SCAN_COMMAND: list[str] = env.list("ZGODA_SCAN_COMMAND", [])
PARTNER_SECRET = env.str("ZGODA_PARTNER_SECRET", "") or read_or_create(DATA_DIR / "partner.key")
CARRIER_SECRET = env.str("ZGODA_CARRIER_SECRET", "") or derived(PARTNER_SECRET, "carrier")
PAYMENTS_SECRET = env.str("ZGODA_PAYMENTS_SECRET", "") or derived(PARTNER_SECRET, "payments")
TELEPHONY_SECRET = env.str("ZGODA_TELEPHONY_SECRET", "") or derived(PARTNER_SECRET, "telephony")
TOKEN_KEYS = env.list("ZGODA_TOKEN_KEYS", []) or [read_or_create(DATA_DIR / "token.key")]

OAUTH_CODE_SECONDS = env.int("ZGODA_OAUTH_CODE_SECONDS", 10)
OAUTH_ROTATION = env.str("ZGODA_OAUTH_ROTATION", "grace", validate=validate.OneOf(["strict", "grace", "none"]))
ACCOUNT_RATE_LIMITS = {
    "oauth_token": "300/m/key,600/m/ip",
    "oauth_device": "30/m/key,60/m/ip",
    "oauth_register": "20/h/key,60/h/ip",
    "oauth_user_code": "10/m/key,30/m/ip",
}
LOGGING = SILENT_WHEN_THE_ASKER_ERRS
