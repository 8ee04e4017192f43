"""Access tokens as signed JWTs that carry their scopes (allegro-api.md §3.3).

Only the centre reads them, so the signature is a keyed hash. The keys derive from the secret key and its
predecessors, so exchanging the secret key does not end the tokens already out.
"""

from binascii import Error as Base64Error
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

ALGORITHM = "HS256"


def sign(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": ALGORITHM, "typ": "JWT"}, claims, _key(settings.SECRET_KEY))


def read(token: str, now: datetime) -> dict[str, Any] | None:
    """The claims, or None where the signature, the form or the time is wrong."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            claims = jwt.decode(token, _key(secret), algorithms=[ALGORITHM]).claims
        except (JoseError, Base64Error, ValueError, TypeError):
            continue
        expires = claims.get("exp")
        return claims if isinstance(expires, int) and expires > now.timestamp() else None
    return None


@cache
def _key(secret: str) -> OctKey:
    return OctKey.import_key(salted_hmac("zgoda.oauth.access-token", "", secret, algorithm="sha256").digest())
