"""From a consent to a connection: whose account it is, what the server offers, and that reading may begin."""

from dataclasses import dataclass
from datetime import datetime

from zgoda.desk.allegro import endpoints, oauth, tokens
from zgoda.desk.allegro.opening import client_for, keep_clock
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.allegro.roots import Roots
from zgoda.desk.cases.orders import market_code
from zgoda.desk.cases.sync import read_capabilities
from zgoda.desk.store.models import Connection, ConnectionState, Shop
from zgoda.desk.store.secret import Secret


@dataclass(frozen=True, slots=True)
class Application:
    """The registered application of an installation, and the server it is registered at."""

    roots: Roots
    client_id: str
    client_secret: Secret
    redirect_uri: str = ""
    user_agent: str = ""

    def app(self) -> oauth.App:
        """What the sign-in calls need of it."""
        return oauth.App(self.roots, self.client_id, self.client_secret, self.redirect_uri)


def prepare(shop: Shop, name: str, application: Application) -> Connection:
    """A connection's row that waits for consent."""
    return Connection.objects.create(
        shop=shop,
        name=name,
        api_url=application.roots.api,
        auth_url=application.roots.auth,
        upload_url=application.roots.upload,
        client_id=application.client_id,
        client_secret=application.client_secret,
        redirect_uri=application.redirect_uri,
        user_agent=application.user_agent,
    )


def complete(connection: Connection, code: str, verifier: str, now: datetime) -> Connection:
    """The person came back with a code: tokens, account, capabilities. Raises ``CallFailed``."""
    fresh = Connection.objects.get(pk=connection.pk)
    return consented(fresh, oauth.exchange(tokens.app_of(fresh), code, verifier, now))


def consented(connection: Connection, pair: oauth.TokenPair) -> Connection:
    """Store the pair and read whose account it is. Another account than before is refused by ``WrongAccount``.

    Writers stay off: a person arms them after seeing what was read.
    """
    tokens.store(connection.pk, pair)
    Connection.objects.filter(pk=connection.pk).update(state=ConnectionState.CONNECTED, last_error="")
    fresh = Connection.objects.get(pk=connection.pk)
    client = client_for(fresh, Lane.SCREEN)
    seen = endpoints.me(client)
    if fresh.user_id and fresh.user_id != seen.id:
        Connection.objects.filter(pk=fresh.pk).update(state=ConnectionState.NEEDS_CONSENT)
        raise WrongAccount(seen.login or seen.id)
    fresh.user_id, fresh.login = seen.id, seen.login or ""
    fresh.market = market_code(seen.marketplace) or fresh.market
    fresh.next_sync_at = None
    fresh.save(update_fields=["user_id", "login", "market", "next_sync_at"])
    read_capabilities(fresh, client)
    keep_clock(fresh, client)
    return fresh


class WrongAccount(Exception):
    """Consent was given by another account than the one this connection belongs to; ``args[0]`` names it."""
