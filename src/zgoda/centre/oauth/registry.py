"""Registering applications. The secret is shown once and kept only as a digest."""

from collections.abc import Iterable, Sequence
from secrets import token_hex, token_urlsafe

from zgoda.centre.oauth import scopes
from zgoda.centre.oauth.models import Application, digest


def register_client(
    name: str,
    redirect_uris: Sequence[str],
    *,
    allowed: Iterable[str] = scopes.NAMES,
    information_url: str = "",
    confidential: bool = True,
) -> tuple[str, str]:
    """The new ``(client_id, client_secret)``; the secret of a program that cannot keep one is empty."""
    client_id, secret = token_hex(16), token_urlsafe(48) if confidential else ""
    Application.objects.create(
        client_id=client_id,
        secret_digest=digest(secret) if secret else "",
        name=name,
        information_url=information_url,
        redirect_uris="\n".join(redirect_uris),
        scopes=scopes.join(allowed),
    )
    return client_id, secret
