"""Authlib's grants over our tables, with Allegro's error texts (allegro-api.md §3.3).

Each runs inside the token view's transaction; the row that is about to be spent is locked first, and
before a code or refresh token the seller's consent: two processes never spend one, and none spends one whose
connection is being ended.
"""

import re
from datetime import timedelta
from typing import Any, TypeVar

from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidRequestError, InvalidScopeError, OAuth2Error, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc8628 import DeviceCodeGrant
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from zgoda.accounts.models import User
from zgoda.centre.oauth import tokens
from zgoda.centre.oauth.models import Application, AuthorizationCode, DeviceCode, RefreshToken, digest

_BASIC = "client_secret_basic"
_SLOWER = 5
_SLOWEST = 300
"""Seconds: the interval fits its column however hasty the device is."""

Spendable = TypeVar("Spendable", AuthorizationCode, RefreshToken)


class RefreshTokenExpired(OAuth2Error):  # type: ignore[misc]
    error = "invalid_token"


class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
    """The code names its redirect address; a second use ends everything that grew from the first."""

    TOKEN_ENDPOINT_AUTH_METHODS = [_BASIC, "none"]

    def save_authorization_code(self, code: str, request: Any) -> None:
        now = timezone.now()
        AuthorizationCode.objects.create(
            digest=digest(code),
            application=request.client,
            user=request.user,
            scope=request.scope,
            redirect_uri=request.payload.redirect_uri,
            code_challenge=request.payload.data.get("code_challenge", ""),
            issued_at=now,
            expires_at=now + timedelta(seconds=settings.OAUTH_CODE_SECONDS),
        )

    def query_authorization_code(self, code: str, client: Application) -> AuthorizationCode:
        row = _held(AuthorizationCode.objects.filter(digest=digest(code), application=client))
        if row is not None and row.used_at is not None:
            tokens.end_family(row.family)
        if row is None or row.used_at is not None or row.is_expired():
            raise InvalidGrantError(f"Invalid authorization code: {_shown(code)}")
        return row

    def delete_authorization_code(self, authorization_code: AuthorizationCode) -> None:
        authorization_code.used_at = timezone.now()
        authorization_code.save(update_fields=["used_at"])

    def authenticate_user(self, authorization_code: AuthorizationCode) -> User | None:
        return _active(authorization_code.user)


class S256Challenge(CodeChallenge):  # type: ignore[misc]
    """PKCE by S256 alone. A program without a secret must begin with a challenge."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        given = grant.request.payload.data
        if given.get("code_challenge") and given.get("code_challenge_method") != "S256":
            raise InvalidRequestError("Unsupported 'code_challenge_method'")
        if not given.get("code_challenge") and not grant.request.client.confidential:
            raise InvalidRequestError("Missing 'code_challenge'")
        super().validate_code_challenge(grant, redirect_uri)


class RefreshGrant(grants.RefreshTokenGrant):  # type: ignore[misc]
    """Rotation by the mode in force (`tokens.Rotation`)."""

    TOKEN_ENDPOINT_AUTH_METHODS = [_BASIC, "none"]
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> RefreshToken:
        row = _held(RefreshToken.objects.filter(digest=digest(refresh_token), application=self.request.client))
        if row is None or row.revoked_at is not None:
            raise InvalidGrantError(f"Invalid refresh token: {_shown(refresh_token)}")
        if row.is_expired():
            raise RefreshTokenExpired(f"Invalid refresh token (expired): {_shown(refresh_token)}")
        if tokens.spent(row):
            if tokens.rotation() is tokens.Rotation.STRICT:
                tokens.end_family(row.family)
            raise InvalidGrantError(f"Invalid refresh token: {_shown(refresh_token)}")
        return row

    def authenticate_user(self, refresh_token: RefreshToken) -> User | None:
        return _active(refresh_token.user)

    def revoke_old_credential(self, refresh_token: RefreshToken) -> None:
        tokens.retire(refresh_token)


class ApplicationGrant(grants.ClientCredentialsGrant):  # type: ignore[misc]
    """The program on its own behalf: public data only."""

    def validate_requested_scope(self) -> None:
        allowed_scope(self.request.client, self.request.payload.scope)


class DeviceGrant(DeviceCodeGrant):  # type: ignore[misc]
    """A device polls; asking faster than ``interval`` seconds slows it down by five more (RFC 8628 §3.5)."""

    TOKEN_ENDPOINT_AUTH_METHODS = [_BASIC]

    def query_device_credential(self, device_code: str) -> DeviceCode:
        row = (
            DeviceCode.objects.select_for_update(of=("self",))
            .select_related("application")
            .filter(digest=digest(device_code))
            .exclude(state=DeviceCode.State.USED)
            .first()
        )
        if row is None:
            raise InvalidGrantError(f"Invalid device code: {_shown(device_code)}")
        self.request.credential = row
        return row

    def query_user_grant(self, user_code: str) -> tuple[User | None, bool] | None:
        row = self.request.credential
        if row.state == DeviceCode.State.PENDING:
            return None
        if row.state == DeviceCode.State.APPROVED and _active(row.user) is not None:
            row.state = DeviceCode.State.USED
            row.save(update_fields=["state"])
            return row.user, True
        return None, False

    def should_slow_down(self, credential: DeviceCode) -> bool:
        now = timezone.now()
        last, credential.polled_at = credential.polled_at, now
        hasty = last is not None and now - last < timedelta(seconds=credential.interval)
        if hasty:
            credential.interval = min(credential.interval + _SLOWER, _SLOWEST)
        credential.save(update_fields=["polled_at", "interval"])
        return hasty


def allowed_scope(application: Application, wanted: str | None) -> str:
    scope = application.get_allowed_scope(wanted)
    if scope is None:
        raise InvalidScopeError()
    return scope


def _held(rows: "QuerySet[Spendable]") -> Spendable | None:
    """The row, locked after the consent it lives by; none where that was withdrawn."""
    found = rows.first()
    if found is None or not tokens.hold(found.user_id, found.application):
        return None
    return rows.select_for_update(of=("self",)).filter(pk=found.pk).first()


def _active(user: User | None) -> User | None:
    return user if user is not None and user.is_active else None


def _shown(secret: str) -> str:
    """A little of what was sent, fit for an ``error_description``; a live secret never returns whole."""
    return re.sub(r"[^A-Za-z0-9._~-]", "", secret)[:8] + "..."
