"""A buyer calls: put through by the exchange in the seller's hours, written down for the seller out of them (S1-30, S1-31)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.conftest import Keys, enter
from tests.e2e.people import ARRIVES, Agent, Buyer, Staff, reload_until
from tests.e2e.stack import Stack, turn_to
from tests.marks import rule

ORDER, LOGIN = "8a552a03-bb41-5ed1-b4f0-7521d71d14bc", "ola_i_psy"
"""A fulfilled order of the sample; its seller's number is one that the local exchange has answered."""
QUESTION = "Can the mug be microwaved?"


@pytest.fixture
def hotline(context: Callable[..., BrowserContext], stack: Stack, keys: Keys) -> Staff:
    return enter(Staff(context().new_page(), stack.centre, "infolinia"), keys)


@pytest.fixture
def caller(context: Callable[..., BrowserContext], stack: Stack, keys: Keys) -> Buyer:
    return enter(Buyer(context().new_page(), stack.centre, LOGIN), keys)


@rule("S1-25", "S1-27", "S1-28", "S1-30", "S1-31")
def test_a_call_in_the_seller_s_hours_and_one_after_them(
    hotline: Staff, caller: Buyer, agent: Agent, context: Callable[..., BrowserContext], stack: Stack
) -> None:
    turn_to(stack, 10)
    offer = context(scripts=False).new_page()
    offer.goto(f"{stack.centre}/about-seller/pl/90135580?language=en")
    assert not offer.get_by_text("+48 22 555 01 21").is_visible()
    offer.get_by_text("Dispatch, delivery, cancelation, return").click()
    offer.get_by_text("+48 22 555 00 11").wait_for()
    offer.get_by_text("Product").click()
    offer.get_by_text("+48 22 555 01 21").wait_for()

    takes(hotline, ORDER)
    hotline.writes("What the buyer wants, in short", QUESTION)
    hotline.press("Put the call through")
    hotline.sees("The call has been put through to the seller.", ARRIVES)
    hotline.picks("put through to the seller")
    hotline.press("End the call")
    hotline.sees("The call is over.")

    turn_to(stack, 18)
    takes(hotline, ORDER)
    hotline.sees("The seller does not work now.")
    hotline.sees("Offer the buyer two ways")
    hotline.writes("The buyer's questions", QUESTION)
    hotline.press("Open the thread")
    hotline.sees("The seller has the buyer's questions.")
    hotline.press("End the call")
    hotline.sees("thread opened for the buyer")

    caller.go("/messages")
    caller.page.get_by_role("link", name="Ceramika-Bory").first.click()
    caller.sees(QUESTION)
    agent.go(f"/?q={LOGIN}")
    case = agent.page.locator("#list").get_by_role("link", name=LOGIN).filter(has_text="Infolinia")
    reload_until(agent.page, case)


def takes(hotline: Staff, words: str) -> None:
    """The order found by its number, and a question that only the seller can answer."""
    hotline.go(f"/hotline/new?q={words}")
    hotline.page.get_by_role("main").get_by_role("link", name=LOGIN).first.click()
    hotline.page.get_by_label("Only the seller can answer this").check()
    hotline.press("Take the call")
