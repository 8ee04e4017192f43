"""When buyer and seller do not agree: unresolved, the consultants' queue, a proposal, a warning, a block."""

from collections.abc import Callable

from tests.e2e.people import ARRIVES, Agent, Buyer, Staff
from tests.e2e.purchases import Purchase
from tests.e2e.stack import Stack
from tests.marks import rule


@rule("S0-17", "S0-19", "S0-36", "S0-52")
def test_unresolved_after_14_days_a_consultants_proposal_settles_it(
    buyer: Buyer, consultant: Staff, buy: Callable[..., Purchase], stack: Stack
) -> None:
    kettle = buy("Enamel kettle")
    case = buyer.opens_a_discussion(
        kettle, "Problem with the product", exactly="Does not match the description", solution="Exchange"
    )
    buyer.go(f"{case}/unresolve")
    buyer.sees("It is too early to mark the Discussion as unresolved. Possible from")

    stack.advance("14d")
    buyer.go(case)
    buyer.does("Mark as unresolved")
    buyer.sees("The Discussion is marked as unresolved. A consultant of the marketplace will join.")

    consultant.go("/queue?view=unresolved")
    consultant.sees(kettle.product)
    consultant.opens_the_case_of(kettle)
    consultant.does("Join the Discussion")
    consultant.sees("You have joined.")
    consultant.follow("Propose a solution")
    consultant.picks("Partial refund")
    consultant.page.get_by_label("Or a fraction of the price").select_option("1/2")
    consultant.writes("Why this is fair", "Both sides bear half.")
    consultant.press("Send the proposal")

    buyer.sees("Offer: Partial refund")
    buyer.sees("A consultant of the marketplace joined.")
    buyer.press("I agree")
    buyer.sees("You accepted the offer. The seller was told to carry it out.")
    buyer.does("Mark as resolved")
    buyer.sees("you marked it as resolved")
    consultant.page.reload()
    consultant.sees("The buyer accepted the offer.")


@rule("S0-14", "S0-15")
def test_a_seller_who_never_answers_is_warned_and_blocked(
    buyer: Buyer, consultant: Staff, moderator: Staff, buy: Callable[..., Purchase], stack: Stack
) -> None:
    """The seller of a shop that no desk speaks for."""
    bell = buy("Bicycle bell", seller="Rowery-Wicher")
    case = buyer.opens_a_discussion(bell, "My reason is not on the list")
    buyer.go(f"{case}/join")
    buyer.sees("The time to answer has not passed yet. Possible from")

    stack.advance("5d")
    buyer.go(case)
    buyer.does("Ask the marketplace to join")
    buyer.sees("The marketplace was asked to join. A consultant will come.")
    consultant.opens_the_case_of(bell)
    consultant.does("Join the Discussion")
    consultant.sees("The time set for the seller has not passed yet.")

    stack.advance("5d")
    consultant.page.reload()
    consultant.does("Warn the seller", reason="No answer since the opening.")
    consultant.sees("The seller has been warned.")
    buyer.go(case)
    buyer.sees("The seller has still not answered although the marketplace joined.")

    stack.advance("5d")
    moderator.opens_the_case_of(bell)
    moderator.does("Block the seller's account", reason="Warned and silent.")
    moderator.sees("The seller's account is blocked.")
    moderator.go("/sellers?q=Rowery")
    moderator.sees("blocked")
    buyer.page.reload()
    buyer.does_not_see("The Discussion is closed")


@rule("S0-57", "S0-58", "S0-59")
def test_opened_by_a_consultant_on_the_buyers_behalf(
    buyer: Buyer, agent: Agent, consultant: Staff, buy: Callable[..., Purchase]
) -> None:
    tray = buy("Oak tray")
    consultant.go(f"/open-for-buyer?q={tray.order_id}")
    consultant.follow("Choose")
    consultant.writes("What the buyer told the platform", "By phone: the tray came cracked.")
    consultant.page.get_by_label("Reason").select_option(label="Problem with the product")
    consultant.press("Continue")
    consultant.picks("Defects emerged during use")
    consultant.picks("Refund")
    consultant.writes("What the seller should know", "A crack along the whole edge.")
    consultant.press("Open the Discussion")
    consultant.sees("opened for the buyer")

    agent.reads_now()
    agent.opens_the_case_of(tray)
    agent.sees(tray.product)
    agent.replies("We refund it today.")

    agent.sees("visible to the buyer", within=ARRIVES)

    consultant.opens_the_case_of(tray)
    consultant.sees("We refund it today.")
    buyer.go("/discussions")
    buyer.page.get_by_role("link", name=tray.product).click()
    buyer.sees("We refund it today.")
