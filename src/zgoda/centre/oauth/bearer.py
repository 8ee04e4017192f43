"""Who calls the API: the bearer token read, checked against its signature and the database.

One indexed query. A token that was revoked, rotated away or whose application or account was shut is nobody.
"""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from zgoda.centre.oauth import scopes, signing
from zgoda.centre.oauth.models import AccessToken


@dataclass(frozen=True, slots=True)
class Bearer:
    """``application`` tells a token of the program itself, which has no ``user_id``."""

    user_id: int | None
    client_id: str
    scopes: frozenset[str]
    application: bool


def authenticate(request: HttpRequest) -> Bearer | None:
    """None: the caller answers 401 with the AuthError shape (allegro-api.md §2.3)."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        return None
    now = timezone.now()
    claims = signing.read(token.strip(), now)
    jti = _uuid(claims.get("jti")) if claims else None
    if jti is None:
        return None
    row = (
        AccessToken.objects.filter(pk=jti, revoked_at=None, expires_at__gt=now, application__disabled_at=None)
        .exclude(user__is_active=False)
        .values_list("user_id", "application__client_id", "scope")
    )[:1]
    for user_id, client_id, scope in row:
        return Bearer(user_id, client_id, scopes.split(scope), application=user_id is None)
    return None


def _uuid(text: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
