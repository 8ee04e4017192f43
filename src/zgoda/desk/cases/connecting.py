"""From a consent to a connection: whose account it is, what the server offers, and that reading may begin."""

from datetime import datetime

from zgoda.desk.allegro import endpoints, oauth, tokens
from zgoda.desk.allegro.opening import client_for, keep_clock
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.allegro.roots import Roots
from zgoda.desk.cases.orders import market_code
from zgoda.desk.cases.sync import read_capabilities
from zgoda.desk.store.models import Connection, ConnectionState, Shop
from zgoda.desk.store.secret import Secret
from zgoda.engine.clock import real_now


def draft(
    shop: Shop,
    *,
    name: str,
    roots: Roots,
    client_id: str,
    client_secret: str,
    redirect_uri: str = "",
    user_agent: str = "",
) -> Connection:
    """A connection's row that waits for consent, made with the application registered at that server."""
    row = Connection(
        shop=shop,
        name=name,
        client_id=client_id,
        client_secret=Secret(client_secret),
        redirect_uri=redirect_uri,
        user_agent=user_agent,
    )
    _aim(row, roots)
    row.save()
    return row


def begin(connection: Connection) -> oauth.Consent:
    """Where to send the person's browser; ``state`` and ``verifier`` belong into the session until the return."""
    return oauth.begin(tokens.app_of(connection), force=bool(connection.user_id))


def complete(connection: Connection, code: str, verifier: str, now: datetime) -> Connection:
    """The person came back with a code: tokens, account, capabilities. Raises ``CallFailed``."""
    fresh = Connection.objects.get(pk=connection.pk)
    return consented(fresh, oauth.exchange(tokens.app_of(fresh), code, verifier, now))


def start_device(connection: Connection) -> oauth.DeviceCode:
    """The device flow: a code for a person to type at the server. Raises ``CallFailed``."""
    return oauth.start_device(tokens.app_of(connection), real_now())


def finish_device(connection: Connection, started: oauth.DeviceCode) -> bool:
    """Whether the person has agreed; then the connection is complete. Ask again after ``interval`` seconds.

    Raises ``Refusal`` with ``access_denied`` or ``expired_token`` among its codes.
    """
    fresh = Connection.objects.get(pk=connection.pk)
    polled = oauth.poll_device(tokens.app_of(fresh), started.device_code, started.interval, real_now())
    if isinstance(polled, oauth.StillWaiting):
        return False
    consented(fresh, polled)
    return True


def arm(connection: Connection) -> None:
    """Writers on: a person has seen what was read and wants answers to be sent."""
    Connection.objects.filter(pk=connection.pk).update(writers_armed=True)


def disarm(connection: Connection) -> None:
    """The kill switch: nothing more leaves; what is queued waits."""
    Connection.objects.filter(pk=connection.pk).update(writers_armed=False)


def move_to(connection: Connection, roots: Roots) -> None:
    """The same server at another address, such as a local centre on another port."""
    _aim(connection, roots)
    connection.save(update_fields=["api_url", "auth_url", "upload_url"])


def consented(connection: Connection, pair: oauth.TokenPair) -> Connection:
    """Read whose account it is, then store the pair. Another account than before is refused by ``WrongAccount``,
    and its tokens are never kept.

    Writers stay off: a person arms them after seeing what was read.
    """
    seen = endpoints.me(client_for(connection, Lane.SCREEN, tokens.Fixed(pair.access)))
    if connection.user_id and connection.user_id != seen.id:
        raise WrongAccount(seen.login or seen.id)
    tokens.store(connection.pk, pair)
    Connection.objects.filter(pk=connection.pk).update(state=ConnectionState.CONNECTED, last_error="")
    fresh = Connection.objects.get(pk=connection.pk)
    client = client_for(fresh, Lane.SCREEN)
    fresh.user_id, fresh.login = seen.id, seen.login or ""
    fresh.market = market_code(seen.marketplace) or fresh.market
    fresh.next_sync_at = None
    fresh.save(update_fields=["user_id", "login", "market", "next_sync_at"])
    read_capabilities(fresh, client)
    keep_clock(fresh, client)
    return fresh


class WrongAccount(Exception):
    """Consent was given by another account than the one this connection belongs to; ``args[0]`` names it."""


def _aim(connection: Connection, roots: Roots) -> None:
    connection.api_url, connection.auth_url = roots.api, roots.auth
    connection.upload_url = roots.upload
