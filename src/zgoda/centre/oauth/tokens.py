"""Pairs of tokens: made, stored, rotated, ended. Lifetimes of allegro-api.md §3.3, on real time."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from secrets import token_urlsafe
from typing import Any

import structlog
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from zgoda.accounts.models import User
from zgoda.centre.oauth import signing
from zgoda.centre.oauth.models import (
    AccessToken,
    Application,
    AuthorizationCode,
    Consent,
    DeviceCode,
    RefreshToken,
    digest,
)

_log = structlog.get_logger(__name__)

ACCESS_LIFE = timedelta(seconds=43_199)
REFRESH_LIFE = timedelta(days=90)
GRACE = timedelta(seconds=60)


class Rotation(StrEnum):
    """What a refresh does to the old pair, so that clients can be tried against all that was observed.

    STRICT: dead at once, and a second use ends the family. GRACE: usable for 60 s more. NONE: stays.
    """

    STRICT = "strict"
    GRACE = "grace"
    NONE = "none"


def rotation() -> Rotation:
    return Rotation(settings.OAUTH_ROTATION)


def compose(application: Application, user: User | None, scope: str, refreshable: bool) -> dict[str, Any]:
    """The token endpoint's answer; nothing is stored yet."""
    now, jti = timezone.now(), str(uuid.uuid4())
    claims: dict[str, Any] = {
        "iss": settings.CENTRE_URL,
        "jti": jti,
        "client_id": application.client_id,
        "scope": scope.split(),
        "allegro_api": True,
        "exp": int((now + ACCESS_LIFE).timestamp()),
    }
    if user is not None:
        claims["user_name"] = str(user.pk)
    answer: dict[str, Any] = {
        "access_token": signing.sign(claims),
        "token_type": "bearer",
        "expires_in": int(ACCESS_LIFE.total_seconds()),
        "scope": scope,
        "allegro_api": True,
        "iss": settings.CENTRE_URL,
        "jti": jti,
    }
    if refreshable:
        answer["refresh_token"] = token_urlsafe(48)
    return answer


def store(answer: Mapping[str, Any], application: Application, user: User | None, family: uuid.UUID) -> None:
    now = timezone.now()
    access = AccessToken.objects.create(
        id=uuid.UUID(answer["jti"]),
        application=application,
        user=user,
        scope=answer["scope"],
        family=family,
        issued_at=now,
        expires_at=now + ACCESS_LIFE,
    )
    if user is not None and "refresh_token" in answer:
        RefreshToken.objects.create(
            digest=digest(answer["refresh_token"]),
            application=application,
            user=user,
            access=access,
            scope=answer["scope"],
            family=family,
            issued_at=now,
            expires_at=now + REFRESH_LIFE,
        )


def retire(old: RefreshToken) -> None:
    """After a rotation: the old pair ends as the mode says. The first use is what grace counts from."""
    mode, now = rotation(), timezone.now()
    if mode is Rotation.NONE or old.used_at is not None:
        return
    old.used_at = now
    old.save(update_fields=["used_at"])
    pair = AccessToken.objects.filter(pk=old.access_id)
    if mode is Rotation.STRICT:
        pair.update(revoked_at=now)
    else:
        pair.filter(expires_at__gt=now + GRACE).update(expires_at=now + GRACE)


def spent(token: RefreshToken) -> bool:
    """Whether a rotated token may not be used once more."""
    if token.used_at is None or rotation() is Rotation.NONE:
        return False
    return rotation() is Rotation.STRICT or timezone.now() - token.used_at > GRACE


def hold(user_id: int, application: Application) -> bool:
    """Whether the seller's consent still stands; if so nobody ends the connection before the caller's transaction
    does, so that no pair is made while `disconnect` revokes. Always taken before a code or token is locked."""
    return Consent.objects.select_for_update().filter(user_id=user_id, application=application).first() is not None


def end_family(family: uuid.UUID) -> None:
    """Somebody used a code or token a second time: whoever it was, everything from that approval ends."""
    _log.warning("oauth_family_ended", family=str(family))
    now = timezone.now()
    _revoke(AccessToken.objects.filter(family=family), now)
    _revoke(RefreshToken.objects.filter(family=family), now)


def disconnect(user: User, application: Application) -> None:
    """The seller takes the application's access away: every token, every code on its way, the consent."""
    now = timezone.now()
    mine = {"user": user, "application": application}
    Consent.objects.filter(**mine).delete()
    AuthorizationCode.objects.filter(**mine, used_at=None).delete()
    DeviceCode.objects.filter(**mine, state=DeviceCode.State.APPROVED).update(state=DeviceCode.State.DENIED)
    _revoke(AccessToken.objects.filter(**mine), now)
    _revoke(RefreshToken.objects.filter(**mine), now)


def sweep(now: datetime) -> int:
    """Forget what ended more than a day ago; how many rows went. Any worker may call it at any time."""
    before = now.astimezone(UTC) - timedelta(days=1)
    gone = 0
    for model in (RefreshToken, AuthorizationCode, DeviceCode):
        gone += model.objects.filter(expires_at__lt=before).delete()[0]
    lasting = RefreshToken.objects.values("access_id")
    gone += AccessToken.objects.filter(expires_at__lt=before).exclude(pk__in=lasting).delete()[0]
    return gone


def _revoke(rows: QuerySet[Any], now: datetime) -> None:
    rows.filter(revoked_at=None).update(revoked_at=now)
