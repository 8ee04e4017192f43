"""Addresses of the centre. Each audience and each API family brings its own table."""

from django.urls import URLPattern, URLResolver, include, path

from zgoda.centre.store import laws
from zgoda.centre.web.files import file
from zgoda.centre.web.home import home
from zgoda.look import views as look

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("zgoda.accounts.urls")),
    path("rules/<slug:market>", look.rules, {"calendar_of": laws.calendar_of}, name="rules"),
    path("", include("zgoda.look.urls")),
    path("", include("zgoda.centre.oauth.urls")),
    path("", include("zgoda.centre.partners.urls")),
    path("", include("zgoda.centre.web.buyer.urls")),
    path("", include("zgoda.centre.web.buyer.claim_urls")),
    path("files/<uuid:file_id>", file, name="file"),
    path("", include("zgoda.centre.api.urls")),
    path("", include("zgoda.centre.web.consultant.urls")),
    path("", include("zgoda.centre.web.moderator.urls")),
    path("", include("zgoda.centre.web.hotline.urls")),
    path("", include("zgoda.centre.web.quality.urls")),
    path("", include("zgoda.centre.web.warehouse.urls")),
    path("", include("zgoda.centre.web.warehouse.message_urls")),
    path("", include("zgoda.centre.web.admin.urls")),
    path("", include("zgoda.centre.web.letters.urls")),
]
