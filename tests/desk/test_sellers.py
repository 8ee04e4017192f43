"""Many sellers of one application in virtual time: the desk's own steps and budgets, a modelled server."""

import random
import statistics

import pytest
from bench.sellers import costs
from bench.sellers.running import World
from bench.sellers.shops import Shop, marketplace, speak

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from zgoda.desk.cases import schedule
from zgoda.desk.store.models import Connection


def world(shops: list[Shop], minutes: int, per_minute: int, *, all_due: bool = False) -> World:
    rng = random.Random(1)
    for shop in shops:
        speak(shop, minutes * 60, rng)
        shop.next_turn = 0 if all_due else rng.uniform(0, 40)
        shop.next_sweep = 0 if all_due else rng.uniform(0, 1800)
    return World(shops, processes=2, readers=3, per_minute=per_minute, latency=0.15, rng=rng)


def test_a_shop_with_two_thousand_open_cases_sees_a_message_in_half_a_minute() -> None:
    found = world([Shop(1, 2000)], 20, 6000).run(20 * 60)
    lags = sorted(lag for _, lag in found.lags)
    assert len(lags) > 50
    assert statistics.median(lags) < 30
    assert lags[int(len(lags) * 0.99)] < 90
    assert found.worst < 600


@pytest.mark.parametrize("all_due", [False, True])
def test_an_application_never_comes_near_its_limit_even_when_everything_is_due(all_due: bool) -> None:
    """A tenth of the sellers with a tenth of the budget."""
    found = world(marketplace(60, random.Random(1)), 4, 400, all_due=all_due).run(4 * 60)
    assert found.worst <= 400 + 400 * 5 // 60 + 300
    assert found.waited
    assert max(found.waited) < 1


@pytest.mark.django_db
def test_a_turn_costs_what_is_reckoned_with(connection: Connection, server: FakeAllegro, clock: DeskClock) -> None:
    for _ in range(3):
        server.open_issue()
    schedule.tick(clock.now)

    def asked() -> int:
        before = len(server.seen)
        assert schedule.tick(clock.now) == 1
        return len(server.seen) - before

    clock.forward(minutes=3)
    quiet = Shop(1, 3).pages + costs.of_threads(0)
    assert asked() == quiet + costs.of_orders(has_open=True, is_turn=True)
    clock.forward(seconds=45)
    in_between = asked()
    assert in_between in {quiet, quiet + 1}
    clock.forward(minutes=30)
    sweep = Shop(1, 3).ended_pages + costs.of_threads(0) + costs.of_orders(has_open=True, is_turn=True)
    assert asked() <= sweep + costs.beside_a_sweep(3)
