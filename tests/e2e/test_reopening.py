"""After the end: the buyer may re-open once, the platform with a justification."""

from collections.abc import Callable

from tests.e2e.people import Buyer, Staff
from tests.e2e.purchases import Purchase
from tests.marks import rule


@rule("S0-20", "S0-21", "S0-23", "S0-24")
def test_re_opened_once_refused_the_second_time_and_opened_by_staff(
    buyer: Buyer, consultant: Staff, buy: Callable[..., Purchase]
) -> None:
    clock = buy("Wall clock")
    case = buyer.opens_a_discussion(clock, "Order is incomplete", exactly="No proof of purchase, manual or warranty")
    buyer.does("Mark as resolved")
    buyer.sees("The Discussion is marked as resolved.")

    buyer.follow("Re-open the Discussion")
    buyer.sees("You can do this once.")
    buyer.writes("What is wrong now?", "The manual is for another clock.")
    buyer.press("Re-open the Discussion")
    buyer.sees("The Discussion is open again. The seller was told.")
    buyer.sees("The manual is for another clock.")

    buyer.follow("Mark as resolved")
    buyer.sees("You have re-opened this Discussion once already, so you cannot do it again.")
    buyer.press("Mark as resolved")
    buyer.go(f"{case}/reopen")
    buyer.sees("You have already re-opened this Discussion once. Contact the marketplace.")

    consultant.opens_the_case_of(clock)
    consultant.follow("Re-open at the buyer's request")
    consultant.page.locator("form").filter(has_text="Why it is justified").evaluate("form => form.noValidate = true")
    consultant.press("Re-open at the buyer's request")
    consultant.sees("Write down what the buyer asked for.")
    consultant.writes("What the buyer asked for", "Wrote to the service on Monday: still no manual.")
    consultant.writes("Why it is justified", "The seller promised a manual and never sent it.")
    consultant.press("Re-open at the buyer's request")
    consultant.sees("The Discussion is open again.")
    buyer.go(case)
    buyer.sees("The marketplace re-opened the Discussion at your request.")
    buyer.does_not_see("The seller promised a manual and never sent it.")
