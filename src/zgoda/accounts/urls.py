"""Signing in and out, at both halves. The names are allauth's, which its flows and mails refer to."""

from allauth.account import views as allauth
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.decorators.cache import never_cache

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
    path("sign-in/code", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("account/confirm/code", factors.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/factors", never_cache(factors.index), name="mfa_index"),
    path("account/factors/app", never_cache(totp.activate_totp), name="mfa_activate_totp"),
    path("account/factors/app/end", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/factors/codes", never_cache(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/factors/codes/new", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/factors/codes/file", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/factors/passkeys", never_cache(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("account/factors/passkeys/new", never_cache(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("account/factors/passkeys/<int:pk>", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/factors/passkeys/<int:pk>/end", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
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
