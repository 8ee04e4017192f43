"""Who calls the API: the bearer token read, checked against its signature and the database.

One indexed query. A token that was revoked, rotated away or whose application or account was shut is nobody.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from zgoda.centre.oauth import scopes, signing
from zgoda.centre.oauth.models import AccessToken

_ALIVE = """
SELECT token.user_id, program.client_id, program.name, token.scope
FROM oauth_accesstoken token
JOIN oauth_application program ON program.id = token.application_id
LEFT JOIN accounts_user person ON person.id = token.user_id
WHERE token.id = %s AND token.revoked_at IS NULL AND token.expires_at > %s
AND program.disabled_at IS NULL AND (person.id IS NULL OR person.is_active)
"""
"""By hand, because every call of the API pays for it: composing the same query costs five times its running."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """``application`` tells a token of the program itself, which has no ``user_id``; ``program`` is the name under
    which the program is registered."""

    user_id: int | None
    client_id: str
    scopes: frozenset[str]
    application: bool
    program: str


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
    found = _alive(jti, now)
    if found is None:
        return None
    user_id, client_id, program, scope = found
    return Bearer(user_id, client_id, scopes.split(scope), application=user_id is None, program=program)


def _alive(jti: uuid.UUID, now: datetime) -> tuple[int | None, str, str, str] | None:
    key = AccessToken._meta.pk.get_db_prep_value(jti, connection)
    with connection.cursor() as cursor:
        cursor.execute(_ALIVE, [key, connection.ops.adapt_datetimefield_value(now)])
        row: tuple[int | None, str, str, str] | None = cursor.fetchone()
        return row


def _uuid(text: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
