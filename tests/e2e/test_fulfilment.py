"""Three people in three windows: a Discussion that reached the wrong party is forwarded, answered, and counts where it
was answered."""

import json
import time
from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.conftest import Keys, enter
from tests.e2e.people import ARRIVES, Agent, Buyer, Staff, reload_until
from tests.e2e.purchases import SELLERS, Purchase
from tests.e2e.stack import Stack, turn_to
from tests.marks import rule

HOUR = 3_600
SUMS = """
import json, django
django.setup()
from django.db.models import Sum
from zgoda.centre.quality.models import DayCount, Touched
sums = DayCount.objects.filter(account={account}, fact="DISCUSSION_ANSWERS").values("party").order_by("party")
totals = sums.annotate(Sum("count"), Sum("in_time"), Sum("seconds"))
parts = {{one["party"]: [one["count__sum"], one["in_time__sum"], one["seconds__sum"]] for one in totals}}
print(json.dumps({{"settled": not Touched.objects.exists(), **parts}}))
"""


class Sums(NamedTuple):
    """Answers that counted, those in time, and the business seconds they took together."""

    count: int
    in_time: int
    seconds: int


@pytest.fixture
def warehouse(context: Callable[..., BrowserContext], stack: Stack, keys: Keys) -> Staff:
    return enter(Staff(context().new_page(), stack.centre, "magazyn"), keys)


@rule("S1-32", "S1-33", "S1-51", "S1-52", "S1-55", "S1-62", "S1-64")
def test_what_reached_the_seller_is_the_warehouses(
    buyer: Buyer, agent: Agent, warehouse: Staff, buy: Callable[..., Purchase], stack: Stack
) -> None:
    """Two hours after the opening; then the Warehouse has one answer more, in time, of two hours, the seller none."""
    turn_to(stack, 9)
    jug = buy("Stoneware jug", provider="ALLEGRO")
    buyer.opens_a_discussion(jug, "My reason is not on the list")
    agent.reads_now()
    agent.opens_the_case_of(jug)
    agent.follow("Forward to the Warehouse")
    agent.writes("Note for the Warehouse Customer Service", "Broken on your ramp.")
    agent.press("Forward")
    opens(warehouse, jug)
    reload_until(warehouse.page, warehouse.page.get_by_text("you answer"))
    warehouse.sees("Broken on your ramp.")

    stack.advance("2h")
    sellers, warehouses = sums(stack)
    warehouse.writes("Message", "Another one leaves today.")
    warehouse.press("Send")

    buyer.sees("Another one leaves today.", within=ARRIVES)
    agent.go(f"/?q={jug.order_id}")
    agent.opens_the_case_of(jug)
    agent.sees("Another one leaves today.", within=ARRIVES)
    agent.sees("The Warehouse answers")
    moved(stack, (sellers, warehouses), seller=(0, 0, 0), warehouse=(1, 1, 2 * HOUR))


@rule("S1-32", "S1-33", "S1-53", "S1-54", "S1-62", "S1-64", "S1-66")
def test_what_reached_the_warehouse_is_the_sellers(
    buyer: Buyer, agent: Agent, warehouse: Staff, buy: Callable[..., Purchase], stack: Stack
) -> None:
    """Three hours after the opening; then the seller has one answer more, in time, of three hours, the Warehouse none."""
    turn_to(stack, 9)
    bowl = buy("Ash bowl", provider="ALLEGRO")
    buyer.opens_a_discussion(bowl, "I have not received the product")
    opens(warehouse, bowl)
    warehouse.follow("Forward to the seller")
    warehouse.writes("Note for the seller", "You sent it yourselves.")
    warehouse.press("Forward")
    warehouse.sees("the seller answers")

    stack.advance("3h")
    agent.reads_now()
    agent.opens_the_case_of(bowl)
    agent.sees("You sent it yourselves.", within=ARRIVES)
    sellers, warehouses = sums(stack)
    agent.replies("It leaves today.")
    agent.sees("visible to the buyer", within=ARRIVES)
    buyer.sees("It leaves today.", within=ARRIVES)
    moved(stack, (sellers, warehouses), seller=(1, 1, 3 * HOUR), warehouse=(0, 0, 0))


def opens(warehouse: Staff, purchase: Purchase) -> None:
    warehouse.go(f"/warehouse?q={purchase.order_id}")
    warehouse.page.get_by_role("main").get_by_role("link", name=purchase.buyer).first.click()
    warehouse.page.wait_for_load_state()


def sums(stack: Stack) -> tuple[Sums, Sums]:
    """The seller's own and the Warehouse's, once no change waits to be added up."""
    ends = time.monotonic() + ARRIVES / 1000
    while True:
        told = json.loads(stack.python("-c", SUMS.format(account=account(stack))).splitlines()[-1])
        if told["settled"]:
            return Sums(*told.get("SELLER", (0, 0, 0))), Sums(*told.get("WAREHOUSE", (0, 0, 0)))
        assert time.monotonic() < ends, told


def moved(
    stack: Stack, before: tuple[Sums, Sums], *, seller: tuple[int, int, int], warehouse: tuple[int, int, int]
) -> None:
    """By so much, with ten minutes for the people in front of their browsers."""
    for was, now, expected in zip(before, sums(stack), (seller, warehouse), strict=True):
        count, in_time, seconds = (new - old for new, old in zip(now, was, strict=True))
        assert (count, in_time) == expected[:2]
        assert expected[2] <= seconds < expected[2] + (600 if expected[0] else 1)


def account(stack: Stack) -> int:
    """The number of the seller that the desk speaks for."""
    name = next(iter(SELLERS))
    asked = f"import django; django.setup(); from zgoda.accounts.models import User; print(User.objects.get(username={name!r}).pk)"
    return int(stack.python("-c", asked).splitlines()[-1])
