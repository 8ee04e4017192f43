"""What a first import costs when it is killed again and again: each case is asked for once."""

import random
from datetime import timedelta

import httpx2
import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from tests.faults.test_scoreboard import Killed
from zgoda.desk.cases import schedule
from zgoda.desk.store.models import Connection, DeskCase, DeskMessage

CASES = 105
EACH = 3
"""The chat, the order and its parcels."""


@pytest.mark.django_db
@pytest.mark.slow
def test_a_killed_and_resumed_import_asks_for_little_more_than_it_needs(
    connection: Connection, server: FakeAllegro, clock: DeskClock
) -> None:
    rng = random.Random(3)
    for number in range(CASES):
        clock.forward(seconds=1)
        issue = server.open_issue(login=f"buyer{number}")
        server.write(issue, "SELLER", "Hello", "shop")
        order = server.issues[issue]["checkoutForm"]["id"]
        server.orders[order] = {"id": order}
    deadly = set(rng.sample(range(5, CASES * EACH), 6))

    def die(_request: httpx2.Request) -> None:
        if len(server.seen) in deadly:
            deadly.remove(len(server.seen))
            raise Killed

    server.hook = die
    while Connection.objects.get().import_finished_at is None:
        try:
            schedule.read_next(clock.now)
        except Killed:
            clock.forward(seconds=(schedule.LEASE + timedelta(seconds=1)).total_seconds())
    assert not deadly
    assert DeskCase.objects.count() == CASES
    assert DeskMessage.objects.count() == 2 * CASES
    needed = CASES * EACH + CASES // 100 + 1
    beside = sum("/sale/" not in path and "/checkout-forms/" not in path for _, path in server.seen)
    assert len(server.seen) - beside <= needed * 1.1
