"""What is not possible yet is said in words, with the date from which it will be."""

import re
from collections.abc import Callable
from datetime import timedelta

from tests.e2e.people import Agent, Buyer
from tests.e2e.purchases import Purchase
from tests.e2e.stack import Stack
from tests.marks import rule

MOMENT = r"Possible from \w{3},? \d{1,2} \w+( \d{4})?, \d{2}:\d{2}"


@rule("S0-04")
def test_a_fresh_purchase_waits_an_hour(buyer: Buyer, buy: Callable[..., Purchase], stack: Stack) -> None:
    fresh = buy("Sugar bowl", ago=timedelta(minutes=10))
    refused = re.compile(r"one hour after the purchase at the earliest\. " + MOMENT)
    buyer.go(f"/purchases?q={fresh.order_id}")
    buyer.sees(refused)
    buyer.page.get_by_role("link", name="Report a problem").count()
    stack.advance("50m")
    buyer.reports_a_problem_with(fresh)
    buyer.sees("What is the reason?")


@rule("S0-05", "S0-46", "S0-49")
def test_what_is_missing_is_said_at_its_field(buyer: Buyer, buy: Callable[..., Purchase]) -> None:
    buyer.reports_a_problem_with(buy("Butter dish"))
    buyer.press("Open the Discussion")
    buyer.sees("Choose a reason.")
    buyer.picks("Problem with the product")
    buyer.picks("Defects emerged during use")
    buyer.press("Open the Discussion")
    buyer.sees("Choose the solution you expect.")
    buyer.picks("Partial refund")
    buyer.press("Open the Discussion")
    buyer.sees("Say how much you want back")
    buyer.writes("Amount", "500")
    buyer.press("Open the Discussion")
    buyer.sees("Part of the price must be more than nothing and less than the whole price.")


@rule("S0-34", "S0-35")
def test_every_step_that_must_wait_has_its_date(buyer: Buyer, buy: Callable[..., Purchase]) -> None:
    case = buyer.opens_a_discussion(buy("Gravy boat"), "I have not received the product")
    for step, why in (
        ("unresolve", r"too early to mark the Discussion as unresolved\. "),
        ("join", r"The time to answer has not passed yet\. "),
    ):
        buyer.go(f"{case}/{step}")
        buyer.sees(re.compile(why + MOMENT))
    buyer.go(f"{case}/reopen")
    buyer.sees("The Discussion is still open. Write there.")


def test_one_open_discussion_for_a_product(buyer: Buyer, buy: Callable[..., Purchase]) -> None:
    dish = buy("Casserole dish")
    buyer.opens_a_discussion(dish, "My reason is not on the list")
    buyer.go(f"/purchases?q={dish.order_id}")
    buyer.page.get_by_role("link", name="My reason is not on the list").click()
    buyer.sees("What you can do")


def test_the_desk_says_why_a_closed_case_takes_no_answer(
    buyer: Buyer, agent: Agent, buy: Callable[..., Purchase]
) -> None:
    pan = buy("Frying pan")
    buyer.opens_a_discussion(pan, "My reason is not on the list")
    agent.reads_now()
    agent.opens_the_case_of(pan)
    address = agent.page.url
    buyer.does("Mark as resolved")
    agent.replies("Are you sure?")
    agent.page.goto(address)
    agent.sees(re.compile("Not sent|To write again, the buyer can re-open it"), within=40_000)
