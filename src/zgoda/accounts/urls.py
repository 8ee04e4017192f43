"""Signing in and out, at both halves. The names are allauth's, which its flows and mails refer to."""

from allauth.account import views as allauth
from django.urls import path, re_path

from zgoda.accounts import consent, views
from zgoda.accounts.open_sessions import open_sessions

urlpatterns = [
    path("sign-in", views.sign_in, name="account_login"),
    path("sign-out", allauth.logout, name="account_logout"),
    path("sign-up", allauth.signup, name="account_signup"),
    path("account/inactive", allauth.account_inactive, name="account_inactive"),
    path("account/confirm", allauth.reauthenticate, name="account_reauthenticate"),
    path("account/password", allauth.password_change, name="account_change_password"),
    path("account/sessions", open_sessions, name="usersessions_list"),
    path("account/password/first", allauth.password_set, name="account_set_password"),
    path("password", allauth.password_reset, name="account_reset_password"),
    path("password/sent", allauth.password_reset_done, name="account_reset_password_done"),
    path("password/changed", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("consent", consent.consent, name="consent"),
    path("sandbox/sign-in", views.sandbox_sign_in, name="sandbox_sign_in"),
]
