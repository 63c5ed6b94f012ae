"""Settings of the project: one file, read from the environment, refusing what is unsafe on a public server.

Two named set-ups: the *room kit* (default: a laptop and its own router, plain HTTP, no internet) and the *public
server* (`GAPSESSIONS_ENV=production`: a domain and TLS). Every variable is listed in docs/settings.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO

from workshop.environment import Environment, kept_secret_key

env = Environment()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- which set-up ---
PRODUCTION = env.one_of("GAPSESSIONS_ENV", ("room", "production"), "room") == "production"
DEBUG = env.flag("DEBUG", False)
DATA_DIR = Path(env.text("DATA_DIR") or BASE_DIR / "var")
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
MODEL_CACHE = DATA_DIR / "model"
MODEL_FOLDER = env.text("MODEL_FOLDER")
"""Another sentence model than the packaged one; gapsessions/method/encoder_model.py says what must be in it."""
_public = env.address("PUBLIC_URL", ("http", "https"), "https://gaps.example.org")
PUBLIC_URL = env.text("PUBLIC_URL").rstrip("/")
"""Where participants and executives reach the product; empty in a room, where no lasting link may be issued."""
if _public.path.strip("/") or _public.query or _public.fragment:
    env.problems.append("PUBLIC_URL must end after the host: the product is served at the root.")
HTTPS = _public.scheme == "https"
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
if PRODUCTION:
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
        env.problems.append("SECRET_KEY must be set to at least 50 random characters in production.")
    if DEBUG:
        env.problems.append("DEBUG must be off in production: its error pages would show what people wrote.")
    if "*" in ALLOWED_HOSTS:
        env.problems.append("ALLOWED_HOSTS must name the hosts in production, not *.")
    if not HTTPS:
        env.problems.append("PUBLIC_URL must start with https:// in production.")
    # A probe on the machine itself asks for localhost; no link is ever built from the Host header.
    ALLOWED_HOSTS = ALLOWED_HOSTS or [_public.hostname or "", "localhost", "127.0.0.1"]
else:
    SECRET_KEY = SECRET_KEY or kept_secret_key(DATA_DIR / "secret_key")
# In a room the laptop's address is not known beforehand: web/hosts.py lets private addresses in, and no other name.
PRIVATE_HOSTS_ALLOWED = not PRODUCTION and not ALLOWED_HOSTS
if PRIVATE_HOSTS_ALLOWED:
    ALLOWED_HOSTS = ["*"]

# --- what the product is made of ---
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "template_partials",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "gapsessions",
]
MIDDLEWARE = [
    "gapsessions.web.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "gapsessions.web.middleware.ResponseHeaders",
    "gapsessions.web.middleware.KnownHosts",
    "gapsessions.web.middleware.WithoutNul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "gapsessions.web.languages.WholeLanguages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gapsessions.web.middleware.Refusals",
    "gapsessions.web.middleware.Toasts",
]
ROOT_URLCONF = "workshop.urls"
WSGI_APPLICATION = "workshop.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["gapsessions.templatetags.icons", "gapsessions.templatetags.desk"],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE") or "UTC"
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
# What a phone or a browser may choose from: the languages the words on screen have been translated into.
LANGUAGES = [
    (code, LANG_INFO[code]["name_local"])
    for code in sorted({"en", *(path.parent.parent.name for path in LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.mo"))})
]
PARTICIPANTS_LANGUAGES = frozenset({"de"})
"""Languages of participants' pages only: desk and reports stay English, and no session is opened in them."""
LANGUAGE_COOKIE_NAME = "lang"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

# --- storage: an acknowledged answer is on disk ---
WEB_WORKERS = env.count("WEB_WORKERS", 8)
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database(
        "DATABASE_URL", {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "gapsessions.sqlite3")}
    )
}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["CONN_MAX_AGE"] = None
    # WAL, FULL, IMMEDIATE and writers in line are the backend's own business (gapsessions/storage/sqlite).
    _database["ENGINE"] = "gapsessions.storage.sqlite"
    _database.setdefault("OPTIONS", {})["init_command"] = "PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728;"
elif _database["ENGINE"] == "django.db.backends.postgresql":
    # The pool replaces persistent connections: every worker thread, the live lane's authorisers, and two to spare.
    _database["CONN_MAX_AGE"] = 0
    _database["CONN_HEALTH_CHECKS"] = True
    _database.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": WEB_WORKERS + 6, "timeout": 10}
else:
    env.problems.append("DATABASE_URL must name SQLite or PostgreSQL.")
env.address("REDIS_URL", ("redis", "rediss", "unix"), "redis://host:6379/0")
REDIS_URL = env.text("REDIS_URL")  # as it was written: put together again, a socket's address loses its slashes
WEB_PROCESSES = env.count("WEB_PROCESSES", 1)
"""How many share the port (tools/start.py starts them)."""
if WEB_PROCESSES > 1 and not REDIS_URL:
    env.problems.append("WEB_PROCESSES above 1 needs REDIS_URL: live updates and limits pass between them there.")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "gap"}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 50_000}}
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- static files: hashed and compressed once `manage.py collectstatic` has run, before that from the tree ---
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT.mkdir(exist_ok=True)
STATIC_COLLECTED = env.flag("STATIC_COLLECTED", PRODUCTION)
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "workshop.static_storage.FilesByContent"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- who is who ---
AUTH_USER_MODEL = "gapsessions.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
_prefix = "__Host-" if HTTPS else ""
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if REDIS_URL else 'db'}"
SESSION_COOKIE_NAME = f"{_prefix}member"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
CSRF_COOKIE_HTTPONLY = True  # pages carry the token themselves
CSRF_FAILURE_VIEW = "gapsessions.web.views.csrf_failed"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- signing in: what of django-allauth is let in stands in gapsessions/accounts/urls.py ---
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "sessions"
ACCOUNT_ADAPTER = "gapsessions.accounts.adapters.SignIn"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is mailed because somebody else typed their address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Wrong passwords have budgets of our own (gapsessions/accounts/guesses.py): a limit per account, or one that counts
# what succeeds, would let a stranger lock an owner out. Six letters an hour are six valid links in the owner's own box.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reset_password": "20/m/ip,6/h/key"}
MFA_ADAPTER = "gapsessions.accounts.adapters.TwoSteps"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1

# --- letters: sent only where their links will still work tomorrow ---
_smtp = env.address("SMTP_URL", ("smtp", "smtps"), "smtp://user:password@mail.example.org:587")
EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "", _smtp.port or (465 if _smtp.scheme == "smtps" else 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
EMAIL_USE_SSL = _smtp.scheme == "smtps"
EMAIL_USE_TLS = bool(EMAIL_HOST) and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM") or f"Gap Sessions <no-reply@{_public.hostname or 'localhost'}>"
MAIL_WORKS = bool(EMAIL_HOST and PUBLIC_URL)
"""Letters carry links. Without a public address these would die with the laptop, so none is sent."""

# --- what a browser may do with our pages ---
_OURS_ONLY = ("script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src", "form-action")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": dict.fromkeys(("default-src", "base-uri", "frame-ancestors"), [NONE])
    | dict.fromkeys(_OURS_ONLY, [SELF])
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes on the machine itself speak plain HTTP
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Preloading binds a whole domain in every browser for years: the owner of the domain decides that, not the product.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
"""Where our own reverse proxies are; only they may say who a client is and that HTTPS was used."""

# --- limits ---
BODY_LIMIT = env.count("BODY_LIMIT", 12_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# Uploads stay in memory below the body limit, so that no answer is left in a temporary file.
FILE_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT
LIVE_MAX_STREAMS = env.count("LIVE_MAX_STREAMS", 12_000)
ROOM_CAPACITY = env.count("ROOM_CAPACITY", 2_000)
"""Phones that find room in a gathering whose size nobody planned."""

# --- logs: one JSON line each, never what people wrote ---
LOG_LEVEL = env.one_of("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO" if PRODUCTION else "WARNING")
_written = {"handlers": ["stderr"], "level": LOG_LEVEL, "propagate": False}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "gapsessions.web.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "gapsessions": _written,
        "workshop": _written,
        # Named so that Django's and uvicorn's own handlers (e-mail, coloured text) are taken off them.
        "django": _written,
        "django.request": {"level": "ERROR"},  # RequestLog has a line for every refusal already
        "django.server": {"handlers": [], "propagate": False},
        "uvicorn": _written,
        "uvicorn.error": {"handlers": [], "level": LOG_LEVEL},
        # It would write query strings; RequestLog writes the path template instead.
        "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}

env.refuse()
