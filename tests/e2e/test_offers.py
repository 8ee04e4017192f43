"""The seller's own solution: offered, declined, another one accepted; asking to confirm; closing by itself."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.people import ARRIVES, Agent, Buyer, reload_until
from tests.e2e.purchases import Purchase
from tests.e2e.stack import Stack
from tests.marks import rule


@rule("S0-16", "S0-31", "S0-51", "S0-52")
def test_one_offer_is_declined_another_accepted_and_the_buyer_confirms(
    buyer: Buyer, agent: Agent, buy: Callable[..., Purchase]
) -> None:
    mug = buy("Stoneware mug")
    buyer.opens_a_discussion(mug, "Problem with the product", exactly="Defects emerged during use", solution="Refund")
    agent.reads_now()
    agent.opens_the_case_of(mug)
    agent.offers("Repair", "We glaze it anew.")
    buyer.sees("Offer: Repair", within=ARRIVES)
    buyer.press("Decline")
    buyer.sees("You declined the offer. Tell the seller what would help.")

    agent.reads_now()
    agent.opens_the_case_of(mug)
    agent.sees("Kupujący odrzucił propozycję", within=ARRIVES)  # the marketplace speaks the account's language
    agent.offers("Exchange")
    buyer.sees("Offer: Exchange", within=ARRIVES)
    buyer.press("I agree")
    buyer.sees("You accepted the offer.")

    agent.reads_now()
    agent.opens_the_case_of(mug)
    agent.sees("Kupujący przyjął propozycję", within=ARRIVES)
    agent.page.get_by_role("region", name="Write and act").get_by_role("link", name="Ask the buyer to confirm").click()
    agent.press("Ask the buyer to confirm")
    buyer.sees("You are asked to mark the Discussion as resolved.", within=ARRIVES)
    buyer.follow("Yes, mark as resolved")
    buyer.press("Mark as resolved")
    buyer.sees("you marked it as resolved")

    agent.reads_now()
    agent.go(f"/?view=ended&q={mug.order_id}")
    row = agent.page.locator("#list").get_by_role("link", name=mug.buyer)
    reload_until(agent.page, row)
    row.click()
    agent.sees("Resolved")


@rule("S0-32", "S0-33")
def test_nobody_marks_it_for_30_days_and_it_closes_by_itself(
    buyer: Buyer, buy: Callable[..., Purchase], stack: Stack
) -> None:
    plate = buy("Dinner plate")
    buyer.opens_a_discussion(plate, "My reason is not on the list")
    closes = buyer.page.get_by_role("listitem").filter(has_text="The Discussion closes by itself")
    expect(closes).to_contain_text(re.compile(r"\d{2}:\d{2}"))

    stack.advance("29d")
    buyer.page.reload()
    buyer.does_not_see("The Discussion is closed")
    stack.advance("2d")
    buyer.sees("closed automatically: nobody marked it for 30 days")
