"""A small practice that takes its bookings with django-appointment."""

import os
from pathlib import Path

HERE = Path(__file__).parent

SECRET_KEY = "for practice only"
ALLOWED_HOSTS = ["127.0.0.1"]
DEBUG = True
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BOOKING_DATABASE"]}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
TIME_ZONE = os.environ["BOOKING_ZONE"]
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
ROOT_URLCONF = "urls"
STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE.parents[1] / "node_modules"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "appointment",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "libraries.from_here",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
APPOINTMENT_BASE_TEMPLATE = "site.djhtml"
APPOINTMENT_ADMIN_BASE_TEMPLATE = "site.djhtml"
APPOINTMENT_WEBSITE_NAME = "Dr Lindner, Dermatology"
