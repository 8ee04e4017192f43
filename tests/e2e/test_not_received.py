"""A parcel that did not come: tracking number, automatic answer, delivery, and the end 24 hours later."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.people import ARRIVES, Agent, Buyer, reload_until
from tests.e2e.purchases import Purchase
from tests.e2e.stack import Stack
from tests.marks import rule

Open = Callable[..., BrowserContext]


@pytest.fixture
def carrier_delivers(context: Open, stack: Stack) -> Callable[[str], None]:
    """At the page of the sandbox's carrier."""

    def deliver(waybill: str) -> None:
        page = context().new_page()
        page.goto(stack.carrier)
        row = page.get_by_role("row").filter(has_text=waybill)
        reload_until(page, row)
        row.get_by_role("button", name="deliver", exact=True).click()
        expect(row).to_contain_text("DELIVERED")

    return deliver


def give_the_number(buyer: Buyer, agent: Agent, purchase: Purchase) -> str:
    """The buyer reports the missing parcel, the agent gives its number, and the buyer is told."""
    waybill = f"E2E{uuid4().hex[:12].upper()}"
    buyer.opens_a_discussion(purchase, "I have not received the product")
    agent.reads_now()
    agent.opens_the_case_of(purchase)
    agent.sees("Within 24 hours, do one of four things:")
    agent.page.get_by_role("region", name="Write and act").get_by_role("link", name="Give the tracking number").click()
    agent.page.get_by_label("Carrier", exact=True).select_option(label="InPost")
    agent.writes("Tracking number", waybill)
    agent.press("Give the tracking number")
    buyer.sees(f"The tracking number of your parcel: {waybill}", within=ARRIVES)
    return waybill


@rule("S0-38", "S0-42", "S0-43", "S0-44", "S0-45")
def test_delivered_and_well_it_closes_a_day_later(
    buyer: Buyer, agent: Agent, buy: Callable[..., Purchase], stack: Stack, carrier_delivers: Callable[[str], None]
) -> None:
    vase = buy("Floor vase", buyer=buyer.login)
    carrier_delivers(give_the_number(buyer, agent, vase))
    buyer.sees("Your parcel was delivered. Is all well?", within=ARRIVES)
    buyer.sees(re.compile("the Discussion closes by itself .* after 24 hours|closes by itself"))

    stack.advance("25h")
    buyer.sees("closed automatically: delivered, and no complaint within 24 hours")
    agent.reads_now()
    agent.go(f"/?view=ended&q={vase.order_id}")
    row = agent.page.locator("#list").get_by_role("link", name=vase.buyer)
    reload_until(agent.page, row)
    row.click()
    agent.sees("Resolved")
    agent.sees("przez 24 godziny nie było zastrzeżeń")  # the marketplace speaks the account's language


@rule("S0-45")
def test_still_a_problem_keeps_it_open(
    buyer: Buyer, agent: Agent, buy: Callable[..., Purchase], stack: Stack, carrier_delivers: Callable[[str], None]
) -> None:
    lamp = buy("Desk lamp")
    carrier_delivers(give_the_number(buyer, agent, lamp))
    buyer.sees("Your parcel was delivered. Is all well?", within=ARRIVES)
    buyer.press("Still a problem")
    buyer.sees("The Discussion stays open.")
    buyer.sends("The box was empty.")
    buyer.does_not_see("Is all well?")

    stack.advance("25h")
    buyer.page.reload()
    buyer.does_not_see("The Discussion is closed")
    agent.reads_now()
    agent.opens_the_case_of(lamp)
    agent.sees("The box was empty.", within=ARRIVES)
