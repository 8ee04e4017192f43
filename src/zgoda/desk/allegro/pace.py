"""How fast a connection may be spoken to: budgets of requests, shared by lanes of falling priority and all processes.

Allegro allows 9000 requests a minute for one client id, 20 parallel sessions, and one message a second for one user.
One client id serves many sellers, so there are two budgets: the connection's, and its application's, which stays
below 80 % of what is allowed in every minute. A lane may only draw while more than its reserve is left for the lanes
before it: an answer never waits behind an import. ``docs/operators.md`` says how to reckon.

Nobody sleeps away a long pause: it is told as ``TooMany``, with its length, and the thread goes on with other shops.
"""

import hashlib
import time
from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple, Protocol

from django.conf import settings

from zgoda.desk.allegro.failures import Told, TooMany
from zgoda.desk.pacing.bucket import Bucket
from zgoda.desk.pacing.rows import Rows, Stored
from zgoda.desk.pacing.share import Share, microseconds
from zgoda.desk.store.models import Connection

REQUESTS_PER_MINUTE = 600
MESSAGES_PER_SECOND = 1
CONNECTION = Bucket(REQUESTS_PER_MINUTE, burst=300)
MESSAGES = Bucket(60 * MESSAGES_PER_SECOND, burst=MESSAGES_PER_SECOND)
APPLICATION_BURST = 300
"""With an inflow of 6000 a minute and batches that live five seconds at most 6800 are spent in any minute."""

PATIENCE = 5.0
"""Seconds that one request waits for its turn, in all; who waits for a page does not wait for a turn as well."""


class Lane(IntEnum):
    """Who asks; the value is the share of a budget's burst, in percent, that the lane leaves to those before it."""

    ANSWER = 0
    SCREEN = 10
    HOT = 20
    SWEEP = 40
    IMPORT = 50


IMPORTS = Bucket(REQUESTS_PER_MINUTE * (100 - Lane.IMPORT) // 100, burst=150)
"""An import takes no more than this of the connection's budget, though nobody else wants it."""


class Shares(NamedTuple):
    """A process's shares of what one connection draws from."""

    requests: Share
    imports: Share
    application: Share
    messages: Share


class Pacing(Protocol):
    """What a client asks before each request."""

    def wait(self, lane: Lane) -> None:
        """Return when one request of this lane may be made; ``TooMany`` where that is not soon."""

    def wait_for_message(self) -> None:
        """Return when one message may be sent; ``TooMany`` where that is not soon."""

    def back_off(self, seconds: float) -> None:
        """The server said 429: nothing leaves on this connection for so long."""


class Pace:
    """The pace of one connection. ``sleep`` is an argument so that tests wait for nothing."""

    def __init__(self, shares: Shares, sleep: Callable[[float], None] = time.sleep) -> None:
        self._shares, self._sleep = shares, sleep

    def wait(self, lane: Lane) -> None:
        self._wait(lambda: self.try_take(lane), 0.0 if lane is Lane.SCREEN else PATIENCE)

    def try_take(self, lane: Lane) -> float:
        """0 where one request may be made now; else the seconds after which to ask again."""
        shares = self._shares
        drawn: list[Share] = [shares.requests, shares.application]
        if lane == Lane.IMPORT:
            drawn.insert(0, shares.imports)
        taken: list[Share] = []
        for share in drawn:
            pause = share.take(0 if share is shares.imports else lane)
            if pause:
                for one in taken:
                    one.give_back()
                return pause
            taken.append(share)
        return 0.0

    def wait_for_message(self) -> None:
        self._wait(self._shares.messages.take, PATIENCE)

    def back_off(self, seconds: float) -> None:
        """Here and in every other process."""
        self._shares.requests.block(seconds)

    def _wait(self, take: Callable[[], float], patience: float) -> None:
        while pause := take():
            patience -= pause
            if patience < 0:
                raise TooMany("no turn yet", 429, Told(for_developers=f"for {pause:.0f} s"), after=pause)
            self._sleep(pause)


def application_share(name: str, per_minute: int, rows: Rows, now: Callable[[], int] = microseconds) -> Share:
    """From the budget of all connections of one registered application."""
    bucket = Bucket(per_minute, min(APPLICATION_BURST, per_minute))
    return Share(f"application {name}", bucket, rows, now, most=50)


def pace_of(connection: Connection) -> Pace:
    """The one pace of a connection in this process."""
    return _pace(connection.pk, connection.api_url, connection.client_id)


def shares_of(connection_id: int, application: Share, rows: Rows, now: Callable[[], int] = microseconds) -> Shares:
    """What one connection draws from, beside what it draws from with the others of its application."""
    return Shares(
        Share(f"connection {connection_id}", CONNECTION, rows, now, least=4, most=20),
        Share(f"imports {connection_id}", IMPORTS, rows, now, least=4, most=20),
        application,
        Share(f"messages {connection_id}", MESSAGES, rows, now),
    )


@lru_cache(maxsize=10_000)
def _pace(connection_id: int, api_url: str, client_id: str) -> Pace:
    return Pace(shares_of(connection_id, _application(api_url, client_id), Stored()))


@lru_cache(maxsize=1000)
def _application(api_url: str, client_id: str) -> Share:
    name = hashlib.blake2b(f"{api_url} {client_id}".encode(), digest_size=16).hexdigest()
    return application_share(name, settings.APPLICATION_REQUESTS_PER_MINUTE, Stored())
