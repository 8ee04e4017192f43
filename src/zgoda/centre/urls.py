"""Addresses of the centre. Each audience and each API family brings its own table."""

from django.urls import URLPattern, URLResolver, include, path

from zgoda.centre.web.files import file
from zgoda.centre.web.home import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("zgoda.accounts.urls")),
    path("", include("zgoda.look.urls")),
    path("", include("zgoda.centre.oauth.urls")),
    path("", include("zgoda.centre.partners.urls")),
    path("", include("zgoda.centre.web.buyer.urls")),
    path("files/<uuid:file_id>", file, name="file"),
    path("", include("zgoda.centre.api.urls")),
    path("", include("zgoda.centre.web.consultant.urls")),
    path("", include("zgoda.centre.web.moderator.urls")),
    path("", include("zgoda.centre.web.admin.urls")),
]
