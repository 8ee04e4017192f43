"""Same seed, same faults: a pure function of seed, account, operation and number."""

from zgoda.centre.faults.catalogue import GROUPS, Fault
from zgoda.centre.faults.dice import Dice


def drawn(seed: int, account: str = "shop", operation: str = "GET chat", rate: int = 20) -> list[list[Fault]]:
    rates = dict.fromkeys(Fault, rate)
    return [
        [fault for fault in Fault if Dice(seed, account, operation, number, rates).hits(fault)] for number in range(200)
    ]


def test_same_seed_gives_the_same_faults_and_another_seed_others() -> None:
    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_accounts_and_operations_are_drawn_apart() -> None:
    assert drawn(7) != drawn(7, account="other")
    assert drawn(7) != drawn(7, operation="GET issues")


def test_rates_are_kept_to() -> None:
    strikes = [fault for request in drawn(3) for fault in request]
    assert 0.17 < len(strikes) / (200 * len(Fault)) < 0.23
    assert not any(drawn(3, rate=0))
    assert all(len(request) == len(Fault) for request in drawn(3, rate=100))


def test_a_storm_of_429_lasts_several_requests() -> None:
    busy = [Fault.BUSY in request for request in drawn(5)]
    starts = [number for number in range(0, 200, 4) if busy[number]]
    assert starts
    assert all(all(busy[number : number + 4]) for number in starts)


def test_every_fault_stands_under_a_heading_of_the_page() -> None:
    assert [fault for _name, members in GROUPS for fault in members] == list(Fault)
