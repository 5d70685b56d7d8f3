"""All settings, typed, from the environment alone. Secrets also from `<NAME>_FILE`. docs/settings.md lists them."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any, Final

import dj_database_url


def _text(name: str, default: str = "") -> str:
    """A setting as text; a secret may stand in a file that `<NAME>_FILE` names."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def _flag(name: str, *, default: bool = False) -> bool:
    return _text(name, "true" if default else "false").lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in _text(name, default).split(",") if part.strip()]


DATA: Final = Path(_text("COUNTERMARK_DATA", "countermark-data")).absolute()
DEMO: Final = _flag("COUNTERMARK_DEMO")
PUBLIC_URL: Final = _text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")

# Without one, links and sessions end with the process: safe, and noticed at once.
SECRET_KEY = _text("SECRET_KEY") or secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = _list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
ROOT_URLCONF = "countermark_portal.urls"
INSTALLED_APPS: list[str] = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "countermark_portal.surfaces.apps.SurfacesConfig",  # above allauth: our templates of its pages count
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pgtrigger",
    "procrastinate.contrib.django",
    "countermark_portal.ledger.apps.LedgerConfig",
    "countermark_portal.parties.apps.PartiesConfig",
    "countermark_portal.policies.apps.PoliciesConfig",
    "countermark_portal.catalogue.apps.CatalogueConfig",
    "countermark_portal.registry.apps.RegistryConfig",
    "countermark_portal.casework.apps.CaseworkConfig",
    "countermark_portal.connectors.demo_shop.apps.DemoShopConfig",
    "countermark_portal.connectors.webhook.apps.WebhookConfig",
    "countermark_portal.apps.PortalConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "countermark_portal.surfaces.headers.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "countermark_portal.surfaces.second_factor.SecondFactor",
    "countermark_portal.surfaces.refusals.Refusals",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "countermark_portal.surfaces.shell.shell",
            ]
        },
    }
]
DATABASES = {
    "default": dj_database_url.parse(
        _text("DATABASE_URL", "postgres://localhost/countermark"), conn_max_age=600, conn_health_checks=True
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "countermark_portal.surfaces.sign_in.Adapter"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ROLES: Final = _list("MFA_ROLES", "administrator,policy_owner,senior_reviewer,reviewer,account_manager")
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC_URL.startswith("http://")

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español"), ("fr", "Français"), ("zh-hans", "中文")]

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# These may stand inside the operator's own network; all else that is fetched has a public address.
FETCH_ALLOWED_ORIGINS: list[str] = _list("FETCH_ALLOWED_ORIGINS")
BLOBS_URL: Final = _text("BLOBS_URL", f"file://{DATA / 'blobs'}")

EMAIL_BACKEND = _text("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST = _text("EMAIL_HOST", "localhost")
EMAIL_PORT = int(_text("EMAIL_PORT", "25"))
EMAIL_HOST_USER = _text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = _text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = _flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = _text("DEFAULT_FROM_EMAIL", "countermark@localhost")

API_BURST: Final = float(_text("API_BURST", "300"))
API_PER_MINUTE: Final = float(_text("API_PER_MINUTE", "600"))
WEBHOOK_ALLOWED_ORIGINS: Final = _list("WEBHOOK_ALLOWED_ORIGINS")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": _text("LOG_LEVEL", "WARNING")},
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "worker"
