"""A ready client for a connection's row."""

from zgoda.desk.allegro.client import Client, Tokens
from zgoda.desk.allegro.pace import Lane, pace_of
from zgoda.desk.allegro.tokens import StoredTokens, roots_of
from zgoda.desk.store.models import Connection
from zgoda.engine.clock import real_now

CLOCK_JITTER_MS = 500


def client_for(connection: Connection, lane: Lane = Lane.HOT, source: Tokens | None = None) -> Client:
    """Calls for this connection, in the lane of who asks; by its stored tokens unless others are given."""
    return Client(
        roots_of(connection),
        source or StoredTokens(connection.pk),
        pace_of(connection),
        language=connection.language,
        user_agent=connection.user_agent,
        now=real_now,
        lane=lane,
    )


def keep_clock(connection: Connection, client: Client) -> None:
    """Store how far the server's clock is from ours, where the last answers moved it."""
    offset = client.offset_ms
    if offset is None or abs(offset - connection.clock_offset_ms) <= CLOCK_JITTER_MS:
        return
    connection.clock_offset_ms = offset
    Connection.objects.filter(pk=connection.pk).update(clock_offset_ms=offset)
