"""All settings of the project, each from the environment or with a default that works."""

from __future__ import annotations

import os
from pathlib import Path

from newsroom import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # what this machine made: the database, photographs, the demo's password

DEBUG = environment.switch("DEBUG")
if DEBUG:
    SECRET_KEY = os.environ.get("SECRET_KEY") or "django-insecure-for-this-machine-only"
    # A site that shows its errors answers this machine alone, whatever ALLOWED_HOSTS says.
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
else:
    SECRET_KEY = environment.required("SECRET_KEY", "SECRET_KEY=五十个以上的随机字符")
    hosts = environment.required("ALLOWED_HOSTS", "ALLOWED_HOSTS=news.example.cn,www.example.cn")
    ALLOWED_HOSTS = [host.strip() for host in hosts.split(",") if host.strip()]

INSTALLED_APPS = [
    "newsroom.apps.EditorsDeskConfig",  # in place of django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "taggit",
    "people",
    "articles",
    "newsroom.apps.NewsroomConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # Before whatever asks which address is meant: /en is one of ours.
    "newsroom.languages.language_of_address",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.odd_addresses.OddAddresses",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
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
            "builtins": ["articles.templatetags.languages"],
        },
    },
]

DATABASES = {
    "default": environment.database(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}", BASE_DIR
    )
}
CACHES = {"default": environment.cache(os.environ.get("CACHE_URL") or "locmem://")}

LANGUAGE_CODE = "zh-hans"
# The pages for readers; the editors' desk speaks Chinese.
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# What addresses begin with where they leave the site: in feeds, citations, sitemaps. Without it
# they begin as the address did that was asked for.
SITE_URL = (os.environ.get("SITE_URL") or "").rstrip("/")

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
# Photographs: what no import brings back. They are served by the app, story by story.
MEDIA_ROOT = os.environ.get("MEDIA_ROOT") or VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_USE_FINDERS = DEBUG

# The server in front holds the certificate, says in this header how it was asked, and is the
# one to redirect to HTTPS and to promise it (HSTS): two checks that look for that here are off.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]
SESSION_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_SECURE = not DEBUG
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Searches that one process works on at a time; those beyond are told to come back, and pages
# that are read do not wait for them.
SEARCHES_AT_ONCE = environment.number("SEARCHES_AT_ONCE", 4)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Whoever asks for a name that is not ours is answered 400; the log need not grow by it.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

TAGGIT_CASE_INSENSITIVE = True
