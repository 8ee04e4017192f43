"""Without scripts everything can still be done: opening a Discussion, writing, answering."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext

from tests.e2e.people import Agent, Buyer
from tests.e2e.purchases import Purchase
from tests.e2e.stack import Stack


def test_a_buyer_opens_and_writes_without_scripts(
    context: Callable[..., BrowserContext], buy: Callable[..., Purchase], stack: Stack
) -> None:
    buyer = Buyer(context(scripts=False).new_page(), stack.centre, "kuba_wro")
    buyer.sign_in_with_password()
    buyer.reports_a_problem_with(buy("Candle holder", buyer="kuba_wro"))
    buyer.picks("Problem with the product")
    buyer.page.locator("button[name=step]").last.click()
    buyer.picks("Defects emerged during use")
    buyer.picks("Repair")
    buyer.writes("Tell the seller what happened", "The foot is loose.")
    buyer.press("Open the Discussion")
    buyer.sees("Expected solution: Repair.")
    buyer.sends("A picture follows.")
    buyer.sees("A picture follows.")


def test_an_agent_answers_without_scripts(
    context: Callable[..., BrowserContext], buyer: Buyer, buy: Callable[..., Purchase], stack: Stack
) -> None:
    ladle = buy("Ladle")
    buyer.opens_a_discussion(ladle, "My reason is not on the list")
    agent = Agent(context(scripts=False).new_page(), stack.desk, "ola")
    agent.sign_in_with_password()
    agent.reads_now()
    agent.opens_the_case_of(ladle)
    agent.replies("What is wrong with it?")
    buyer.sees("What is wrong with it?", within=40_000)
