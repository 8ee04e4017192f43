"""From a consent to a connection: whose account it is, what the server offers, and that reading may begin."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from zgoda.desk.allegro import endpoints, oauth, tokens
from zgoda.desk.allegro.opening import client_for, keep_clock
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.allegro.roots import Roots
from zgoda.desk.cases.orders import market_code
from zgoda.desk.cases.sync import read_capabilities
from zgoda.desk.crm.models import Integration
from zgoda.desk.store.models import Connection, ConnectionState, Shop
from zgoda.desk.store.secret import Secret
from zgoda.domain.writers import Mode, every
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


def finish_device(connection: Connection, started: oauth.DeviceCode) -> Connection | None:
    """The complete connection once the person has agreed; else ask again after ``interval`` seconds.

    Raises ``Refusal`` with ``access_denied`` or ``expired_token`` among its codes.
    """
    fresh = Connection.objects.get(pk=connection.pk)
    polled = oauth.poll_device(tokens.app_of(fresh), started.device_code, started.interval, real_now())
    if isinstance(polled, oauth.StillWaiting):
        return None
    return consented(fresh, polled)


def arm(connection: Connection) -> None:
    """All writers on: a person has seen what was read and wants answers to be sent."""
    Connection.objects.filter(pk=connection.pk).update(writers=every(Mode.ARMED))


def disarm(connection: Connection) -> None:
    """All writers of this account off: nothing more leaves; what is queued waits."""
    Connection.objects.filter(pk=connection.pk).update(writers={})


def move_to(connection: Connection, roots: Roots) -> None:
    """The same server at another address, such as a local centre on another port."""
    _aim(connection, roots)
    connection.save(update_fields=["api_url", "auth_url", "upload_url"])


def disconnect(connection: Connection) -> None:
    """Forget the tokens; cases stay readable. The new generation keeps a renewal under way from bringing them back.

    The protocol knows no revocation; the account's owner may withdraw the consent at the marketplace.
    """
    Connection.objects.filter(pk=connection.pk).update(
        state=ConnectionState.NEEDS_CONSENT,
        writers={},
        access_token=Secret(""),
        refresh_token=Secret(""),
        access_expires_at=None,
        refresh_expires_at=None,
        token_generation=F("token_generation") + 1,
        last_error="",
        trouble="",
        trace_id="",
    )


def consented(connection: Connection, pair: oauth.TokenPair) -> Connection:
    """Read whose account it is, then store the pair. Another account than before is refused by ``WrongAccount``,
    and its tokens are never kept. An account that the shop has connected already keeps its connection and its cases.

    Writers stay off on a new connection: a person arms them after seeing what was read. Where an integration is being
    set up, reading waits for its start (S3-23).
    """
    given = tokens.Fixed(pair.access)
    seen = endpoints.me(client_for(connection, Lane.SCREEN, given))
    if connection.user_id and connection.user_id != seen.id:
        raise WrongAccount(seen.login or seen.id)
    with transaction.atomic():
        connection = _of_account(connection, seen.id)
        tokens.store(connection.pk, pair)
        Connection.objects.filter(pk=connection.pk).update(
            state=_agreed(connection), user_id=seen.id, last_error="", trouble="", trace_id=""
        )
    fresh = Connection.objects.get(pk=connection.pk)
    client = client_for(fresh, Lane.SCREEN, given)
    fresh.login = seen.login or ""
    fresh.market = market_code(seen.marketplace) or fresh.market
    fresh.next_sync_at = None
    fresh.save(update_fields=["login", "market", "next_sync_at"])
    read_capabilities(fresh, client)
    keep_clock(fresh, client)
    return fresh


def _agreed(connection: Connection) -> ConnectionState:
    """Reading begins or goes on, unless an integration that was not started, or was stopped, holds it."""
    if connection.state == ConnectionState.CONNECTED:
        return ConnectionState.CONNECTED
    resting = Integration.objects.filter(connection=connection, running=False).first()
    held = resting is not None and (resting.started_at is not None or connection.import_started_at is None)
    return ConnectionState.PAUSED if held else ConnectionState.CONNECTED


def _of_account(connection: Connection, user_id: str) -> Connection:
    """The shop's connection of this account. A draft of a second one gives it its application and goes away."""
    Shop.objects.select_for_update().get(pk=connection.shop_id)
    same = Connection.objects.filter(shop_id=connection.shop_id, api_url=connection.api_url, user_id=user_id)
    known = same.exclude(pk=connection.pk).first()
    if known is None or connection.user_id:
        return connection
    known.client_id, known.client_secret = connection.client_id, connection.client_secret
    known.redirect_uri, known.auth_url, known.upload_url = (
        connection.redirect_uri,
        connection.auth_url,
        connection.upload_url,
    )
    known.save(update_fields=["client_id", "client_secret", "redirect_uri", "auth_url", "upload_url"])
    if not Integration.objects.filter(connection=known).exists():
        Integration.objects.filter(connection=connection).update(connection=known)
    connection.delete()
    return known


class WrongAccount(Exception):
    """Consent was given by another account than the one this connection belongs to; ``args[0]`` names it."""


def _aim(connection: Connection, roots: Roots) -> None:
    connection.api_url, connection.auth_url = roots.api, roots.auth
    connection.upload_url = roots.upload
