"""Allegro's OAuth addresses (allegro-api.md §3.2), the seller's pages of applications, and ``/me``."""

from django.urls import path

from zgoda.centre.api.framework import methods
from zgoda.centre.oauth import apps_page, consent, device_page, endpoints, me, own_apps, registration

urlpatterns = [
    path("auth/oauth/authorize", consent.authorize, name="oauth_authorize"),
    path("auth/oauth/token", endpoints.token, name="oauth_token"),
    path("auth/oauth/device", endpoints.device, name="oauth_device"),
    path("skojarz-aplikacje", device_page.pair, name="oauth_pair"),
    path("auth/apps", apps_page.connected, name="oauth_apps"),
    path("auth/apps/new", registration.new, name="oauth_register"),
    path("auth/apps/<slug:client_id>", own_apps.one, name="oauth_app"),
    path("auth/apps/<slug:client_id>/secret", own_apps.secret, name="oauth_app_secret"),
    path("auth/apps/<slug:client_id>/delete", own_apps.delete, name="oauth_app_delete"),
    path("me", methods(GET=me.read_me), name="me"),
]
