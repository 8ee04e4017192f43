"""Addresses of the centre. Each audience and each API family brings its own table."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("zgoda.accounts.urls")),
    path("", include("zgoda.look.urls")),
    path("", include("zgoda.centre.oauth.urls")),
    path("", include("zgoda.centre.partners.urls")),
    path("", include("zgoda.centre.api.urls")),
]
