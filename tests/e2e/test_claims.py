"""A claim in the browser: guided to it, filed, talked about, withdrawn, accepted by silence, and decided (C-02, E.4)."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.people import ARRIVES, Agent, Buyer, Staff, reload_until
from tests.e2e.purchases import Purchase
from tests.e2e.stack import Stack
from tests.marks import rule

DECIDED = re.compile("accepted: partial refund")


def goes_to_the_claim(buyer: Buyer, purchase: Purchase, what: str) -> None:
    """C-02: through the guide between talk and claim, with the words typed there."""
    buyer.reports_a_problem_with(purchase)
    buyer.picks("Problem with the product")
    buyer.picks("Defects emerged during use")
    buyer.sees("A claim, or just talk?")
    buyer.writes("Tell the seller what happened", what)
    buyer.press("File a claim")
    expect(buyer.page.get_by_label("Describe the problem")).to_have_value(what)


@rule("K-01", "K-05", "K-06", "K-07", "K-08")
def test_a_buyer_files_a_claim_ends_the_talk_withdraws_and_silence_decides(
    buyer: Buyer,
    consultant: Staff,
    buy: Callable[..., Purchase],
    picture: Callable[[str], Path],
    stack: Stack,
) -> None:
    goes_to_the_claim(buyer, buy("Stoneware kettle"), "The handle came off.")
    buyer.press("File the claim")
    buyer.sees("Choose the solution you expect.")
    buyer.picks("Partial refund")
    buyer.page.get_by_label("or a fraction").select_option("1/4")
    buyer.page.locator("input[type=file]").set_input_files(picture("handle.png"))
    buyer.press("File the claim")
    buyer.sees("is filed. The seller was told and has to decide it.")
    buyer.sees("the seller decides by")
    address = buyer.page.url
    number = buyer.page.get_by_role("heading", level=1).inner_text().removeprefix("Claim ")

    buyer.sends("Here is the handle.")
    expect(buyer.message("Here is the handle.")).to_be_visible()
    buyer.follow("End the conversation")
    buyer.sees("The claim's status does not change by this")
    buyer.press("End the conversation")
    buyer.sees("The claim's status stays the same.")
    buyer.follow("Withdraw the claim")
    buyer.press("Withdraw the claim")
    buyer.sees("Submitted")

    consultant.go(f"/staff-claims?q={number}")
    consultant.follow(number)
    consultant.sees("Here is the handle.")
    consultant.page.get_by_label("Message", exact=True).fill("The seller still has to decide.")
    consultant.press("Send")
    expect(buyer.message("The seller still has to decide.")).to_be_visible()

    stack.advance("16d")
    buyer.page.goto(address)
    buyer.sees("counts as accepted: nobody decided in time")
    buyer.sends("Shall we agree on the refund?")
    expect(buyer.message("Shall we agree on the refund?")).to_be_visible()


@rule("B1-12", "B1-13", "K-05")
def test_a_claim_goes_from_filing_to_verdict_on_both_sides(
    buyer: Buyer, agent: Agent, buy: Callable[..., Purchase]
) -> None:
    plate = buy("Plate")
    goes_to_the_claim(buyer, plate, "It has a crack.")
    buyer.picks("Partial refund")
    buyer.page.get_by_label("or a fraction").select_option("1/4")
    buyer.press("File the claim")
    buyer.sees("is filed. The seller was told and has to decide it.")

    agent.reads_now()
    agent.opens_the_case_of(plate)
    agent.sees("It has a crack.")
    case = agent.page.url
    compose = agent.page.get_by_role("region", name="Write and act")
    compose.get_by_role("link", name="Decide about the return").click()
    agent.picks("No, the buyer keeps it")
    agent.writes("Message to the buyer", "Please keep the plate.")
    agent.press("Tell the buyer")
    expect(buyer.message("Please keep the plate.")).to_be_visible(timeout=ARRIVES)

    agent.page.goto(case)
    compose.get_by_role("link", name="Decide about the claim").click()
    agent.picks("Refund a part of the price")
    agent.writes("Amount of a partial refund", "30.00")
    agent.writes("Message to the buyer", "A quarter of the price comes back to you.")
    agent.press("Decide")
    expect(buyer.message("A quarter of the price comes back to you.")).to_be_visible(timeout=ARRIVES)
    buyer.page.reload()
    buyer.sees(DECIDED)
    agent.reads_now()
    agent.page.goto(case)
    reload_until(agent.page, agent.page.get_by_text("Claim · Accepted"))
