"""Where the practice's pages are: the system's own, in each language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(path("", include("appointment.urls")))
