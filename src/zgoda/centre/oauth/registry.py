"""Registering, changing and deleting applications. A secret is shown once and kept only as a digest."""

from collections.abc import Iterable, Sequence
from secrets import token_hex, token_urlsafe

import structlog
from django.db import transaction

from zgoda.accounts.models import User
from zgoda.centre.oauth import scopes
from zgoda.centre.oauth.models import Application, Consent, digest

_log = structlog.get_logger(__name__)


def register_client(
    name: str,
    redirect_uris: Sequence[str],
    *,
    allowed: Iterable[str] = scopes.NAMES,
    information_url: str = "",
    confidential: bool = True,
    owner: User | None = None,
) -> tuple[str, str]:
    """The new ``(client_id, client_secret)``; the secret of a program that cannot keep one is empty. Without an
    owner only the operator can change it."""
    client_id, secret = token_hex(16), _new_secret() if confidential else ""
    Application.objects.create(
        client_id=client_id,
        secret_digest=digest(secret) if secret else "",
        name=name,
        information_url=information_url,
        redirect_uris="\n".join(redirect_uris),
        scopes=scopes.join(allowed),
        owner=owner,
    )
    return client_id, secret


def redirect_to(application: Application, addresses: Sequence[str]) -> None:
    """From now on consent returns to these addresses only; a code already on its way keeps its own."""
    application.redirect_uris = "\n".join(addresses)
    application.save(update_fields=["redirect_uris"])


def rotate_secret(application: Application) -> str:
    """A new secret; the old one is worth nothing from this moment. Connections stay."""
    secret = _new_secret()
    application.secret_digest = digest(secret)
    application.save(update_fields=["secret_digest"])
    _log.info("oauth_secret_rotated", client_id=application.client_id)
    return secret


def delete_client(application: Application) -> None:
    """The application, and with it every consent, code and token of every seller who let it in."""
    with transaction.atomic():
        connections = Consent.objects.filter(application=application).count()
        application.delete()
    _log.info("oauth_application_deleted", client_id=application.client_id, connections=connections)


def _new_secret() -> str:
    return token_urlsafe(48)
