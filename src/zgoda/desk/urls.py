"""Addresses of the seller's desk, those asked most often first."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("zgoda.desk.web.urls")),
    path("", include("zgoda.accounts.urls")),
    path("", include("zgoda.look.urls")),
    path("", include("zgoda.desk.health.web.urls")),
    path("", include("zgoda.desk.crm.web.urls")),
    path("", include("zgoda.desk.work.web.urls")),
    path("", include("zgoda.desk.messages.web.urls")),
    path("", include("zgoda.desk.ratings.web.urls")),
    path("", include("zgoda.desk.documents.web.urls")),
    path("", include("zgoda.desk.people.web.urls")),
    path("", include("zgoda.desk.sending.web.urls")),
    path("", include("zgoda.desk.first_run.web.urls")),
    path("", include("zgoda.desk.house.web.urls")),
    path("", include("zgoda.desk.automation.web.urls")),
    path("", include("zgoda.desk.quality.web.urls")),
]
