"""A shop whose buyers write at night, and rules that it writes about that."""

from collections.abc import Callable

import pytest

from tests.desk.conftest import DeskClock
from tests.desk.web.conftest import _desk_time, agent, case, client, clock, connection, desk, server
from tests.desk.work.conftest import jan, me, reader
from zgoda.desk.automation import looking
from zgoda.desk.automation.models import RuleRow, State
from zgoda.desk.house.models import House
from zgoda.desk.store.models import Connection
from zgoda.domain.automation.rule import If, Rule, Then, When
from zgoda.domain.automation.written import to_plain

__all__ = ["_desk_time", "agent", "case", "client", "clock", "connection", "desk", "jan", "me", "reader", "server"]

WEEKDAYS = [[[8 * 60, 16 * 60]]] * 5 + [[], []]
Write = Callable[..., RuleRow]


@pytest.fixture
def write(connection: Connection, clock: DeskClock) -> Write:
    """A rule of the shop, armed if nothing else is said."""

    def row(
        when: When, then: Then, only_if: If | None = None, state: str = State.ARMED, *, stops: bool = False
    ) -> RuleRow:
        return RuleRow.objects.create(
            shop_id=connection.shop_id,
            name="A rule",
            position=RuleRow.objects.count(),
            state=state,
            since=clock.now,
            definition=to_plain(Rule(0, when, only_if or If(), then, stops)),
        )

    return row


@pytest.fixture
def hours(connection: Connection) -> House:
    """The shop works from Monday to Friday, from eight to four."""
    return House.objects.create(shop_id=connection.shop_id, week=WEEKDAYS)


@pytest.fixture
def look(clock: DeskClock) -> Callable[[], int]:
    """A worker's turn: how many cases were looked at."""
    return lambda: looking.sweep(clock.now)
