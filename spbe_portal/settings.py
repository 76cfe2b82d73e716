"""Settings of the portal: everything comes from the environment, and an unsafe value outside DEBUG stops the start."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from spbe_portal import environment as env
from spbe_portal import logs

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.flag("DEBUG", False)
DEMO = env.flag("DEMO", False)
PORTAL_NAME = env.text("PORTAL_NAME", "Portal SPBE")

# Secrets are never defaulted outside DEBUG; the names of what is unsafe are collected and told together.
_DEBUG_KEY = "hanya-untuk-pengembangan-jangan-dipakai-di-luar-debug-0123456789"
SECRET_KEY = env.text("SECRET_KEY", _DEBUG_KEY if DEBUG else "")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
BASE_URL = env.web_address("BASE_URL", "http://127.0.0.1:8000" if DEBUG else "")

# Who decides, coordinates or administers proves to have a device as well; who just signed in confirms great acts again.
_TRYING_OUT = DEBUG or DEMO
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", not _TRYING_OUT)
REAUTHENTICATION_SECONDS = env.whole("REAUTHENTICATION_SECONDS", 0 if _TRYING_OUT else 300, least=0)
INVITATION_DAYS = env.whole("INVITATION_DAYS", 7)


def _is_weak(key):
    return len(key) < 50 or key == _DEBUG_KEY or len(set(key)) < 10


def _unsafe_values():
    if _is_weak(SECRET_KEY):
        yield "SECRET_KEY (isi paling sedikit 50 karakter acak)"
    if any(_is_weak(key) for key in SECRET_KEY_FALLBACKS):
        yield "SECRET_KEY_FALLBACKS (setiap kunci lama juga paling sedikit 50 karakter acak)"
    if not ALLOWED_HOSTS or any("*" in host for host in ALLOWED_HOSTS):
        yield "ALLOWED_HOSTS (sebut nama host satu per satu, tanpa tanda *)"
    address = urlsplit(BASE_URL)
    if address.scheme not in ("https", "http") or not address.hostname:
        yield "BASE_URL (alamat lengkap portal, misalnya https://spbe.contoh.go.id)"
    elif address.scheme == "http" and address.hostname not in ("localhost", "127.0.0.1", "::1"):
        yield "BASE_URL (harus https)"
    if not REQUIRE_SECOND_FACTOR and not DEMO:
        yield "REQUIRE_SECOND_FACTOR (harus true; asesor, koordinator, dan administrator memakai masuk dua langkah)"
    if not 0 < REAUTHENTICATION_SECONDS <= 3600 and not DEMO:
        yield "REAUTHENTICATION_SECONDS (isi 1 sampai 3600)"
    if DEMO and not env.flag("DEMO_OUTSIDE_DEBUG", False):
        yield "DEMO (data contoh hanya untuk DEBUG; untuk peragaan publik setel juga DEMO_OUTSIDE_DEBUG)"


if not DEBUG and (unsafe := list(_unsafe_values())):
    raise ImproperlyConfigured("Portal tidak dijalankan karena nilai ini belum aman: " + "; ".join(unsafe))

# All state lies under one folder.
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "data")
EVIDENCE_ROOT = DATA_DIR / "evidence"
PREVIEW_ROOT = DATA_DIR / "previews"
DOCUMENT_ROOT = DATA_DIR / "documents"
for folder in (EVIDENCE_ROOT, PREVIEW_ROOT, DOCUMENT_ROOT):
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
EVIDENCE_MAX_BYTES = env.whole("EVIDENCE_MAX_MB", 25) * 1_000_000
EVIDENCE_MAX_PER_ANSWER = env.whole("EVIDENCE_MAX_PER_ANSWER", 20)
UPLOAD_PIECE_BYTES = 5_000_000  # a cut line costs no more than this, whatever stands between browser and portal
EVIDENCE_RETENTION_YEARS = env.whole("EVIDENCE_RETENTION_YEARS", None)  # None: what was sent is kept for good
EVIDENCE_QUOTA_BYTES = env.whole("EVIDENCE_QUOTA_MB", 10_000) * 1_000_000  # of one unit

INSTALLED_APPS = [
    "django_tasks",
    "django_tasks_db",
    "accounts",
    "indicators",
    "jobs",
    "inbox",
    "assessments",
    "reports",
    "spbe_portal",
    "spbe_portal.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "spbe_portal.middleware.RequestLog",
    "spbe_portal.middleware.CompressPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "spbe_portal.middleware.HealthCheck",
    "accounts.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInRequired",
    "accounts.middleware.ActiveMembership",
    "accounts.refusals.Trail",
    "accounts.second_factor.middleware.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "spbe_portal.middleware.PrivatePages",
    "spbe_portal.middleware.WrongMethodPages",
]
if DEBUG and DEMO:
    MIDDLEWARE.insert(1, "spbe_portal.middleware.DemoErrorPages")

ROOT_URLCONF = "spbe_portal.urls"
WSGI_APPLICATION = "spbe_portal.wsgi.application"

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
                "spbe_portal.context.portal",
            ],
        },
    }
]

# Databases. SQLite takes the write lock when a transaction begins (so none fails in its middle) and syncs each commit.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; "
    "PRAGMA journal_size_limit=67108864;"
)
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": SQLITE_PRAGMAS,
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        connect_timeout=5,
        options="-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=10000",
    )
DATABASES["default"]["CONN_MAX_AGE"] = env.whole("CONN_MAX_AGE", 60, least=0)

# Rate limits count in the cache, so it must be shared by all processes; the database is, without another service.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Many tries must not push out the counters of earlier ones.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# A warning that was read and understood need not be repeated by every command.
SILENCED_SYSTEM_CHECKS = env.words("SILENCED_SYSTEM_CHECKS")

# Background work: the rows of jobs are the truth, this only wakes `manage.py work`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PROCESSES = env.whole("WEB_CONCURRENCY", 1)  # of the pages; gunicorn reads the same variable
JOB_LEASE_SECONDS = env.whole("JOB_LEASE_SECONDS", 60)  # so long after its last sign of life a worker is dead

REVIEW_SECONDS = env.whole("REVIEW_SECONDS", 60)  # an assessor's time for one answer, for estimates

# The virus scanner clamd: a path of a socket, host:port, or nothing.
CLAMD_ADDRESS = env.socket_address("CLAMD_ADDRESS")

# LibreOffice, which shows office files as PDF: its path, or nothing where `soffice` is on PATH or is not installed.
SOFFICE_PATH = env.text("SOFFICE_PATH")

# Accounts.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.Accounts"]
PASSWORD_HASHERS = ["accounts.hashers.Argon2id", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "accounts.validators.FamiliarWordsValidator",
        "OPTIONS": {
            "words": f"{PORTAL_NAME} spbe pemdi instansi nip password kata sandi rahasia admin qwerty 12345678"
        },
    },
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
}
# Django's own generator: allauth's would copy each address into a second table, where an old one keeps signing in.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{PORTAL_NAME}] "
# An office may share one address, so these are wide; failed sign-ins are counted by accounts.limits.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": None,
    "reset_password": "30/m/ip",
    "reset_password_from_key": "30/m/ip",
    "change_password": "5/m/user",
}
MFA_ADAPTER = "accounts.second_factor.adapter.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_REAUTHENTICATION_REQUIRED = False  # accounts.reauthentication asks, so that nothing typed is lost
MFA_TOTP_ISSUER = PORTAL_NAME
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.second_factor.forms.CodeForm",
    "activate_totp": "accounts.second_factor.forms.ActivateForm",
}
# What an executive carries out of the portal needs the second factor too, though reading does not.
SECOND_FACTOR_DOWNLOADS = {
    "reports:download",
    "reports:minutes_paper",
    "reports:consent_paper",
    "assessments:signed_paper",
}
TRUSTED_PROXY_COUNT = env.whole("TRUSTED_PROXY_COUNT", 0, least=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

# Sessions and cookies.
# A message belongs to the person who was signed in, not to the browser.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = env.whole("SESSION_SECONDS", 12 * 3600, least=600)  # in all, whatever somebody does
SESSION_IDLE_SECONDS = env.whole("SESSION_IDLE_SECONDS", 30 * 60, least=300)  # since a person's last act
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
_HTTPS = urlsplit(BASE_URL).scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_NAME = "__Host-sesi" if _HTTPS else "sesi"
CSRF_COOKIE_NAME = "__Host-csrf" if _HTTPS else "csrf"
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []
CSRF_FAILURE_VIEW = "spbe_portal.errors.csrf_failure"

# Security headers.
SECURE_SSL_REDIRECT = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Uploads.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
# More files than an answer may have are refused one by one, with their names, rather than the whole request.
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_HANDLERS = ["assessments.uploads.StagingUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o440

# Language and time. An institution has its own time zone; this is only the server's default.
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
TIME_ZONE = "Asia/Jakarta"
USE_I18N = USE_TZ = True

# Static files.
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
STATIC_ROOT.mkdir(exist_ok=True)
# Collected files carry a hash in their name, are compressed, and stay in the browser for good.
STATIC_COLLECTED = env.flag("STATIC_COLLECTED", not DEBUG)
_STATIC = (
    "spbe_portal.static_storage.StaticStorage"
    if STATIC_COLLECTED
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "unused"}},
    "staticfiles": {"BACKEND": _STATIC},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_COLLECTED

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Mail goes to the console until a server is named. Whoever sends one writes a row; a worker hands it to the transport.
EMAIL_CONFIG = env.mail("EMAIL_URL", "consolemail://")
vars().update(EMAIL_CONFIG)
MAIL_TRANSPORT = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_BACKEND = "inbox.backends.OutboxBackend"
EMAIL_TIMEOUT = env.whole("EMAIL_TIMEOUT", 20)
DIGEST_HOUR = env.whole("DIGEST_HOUR", 7, least=0)  # by the clock of the institution
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portal@localhost")

LOGGING = logs.configuration(env.log_level("LOG_LEVEL", "INFO"))
