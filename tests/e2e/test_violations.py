"""A message that must not stand: reported by the buyer, hidden by a moderator, a notice on both sides."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.people import ARRIVES, Agent, Buyer, Staff
from tests.e2e.purchases import Purchase
from tests.marks import rule

BAD = "I know where you live."


@rule("S0-25", "S0-26", "S0-27", "S0-28")
def test_a_threat_is_reported_and_hidden_from_both_sides(
    buyer: Buyer, agent: Agent, moderator: Staff, buy: Callable[..., Purchase]
) -> None:
    cup = buy("Espresso cup")
    buyer.opens_a_discussion(cup, "My reason is not on the list")
    agent.reads_now()
    agent.opens_the_case_of(cup)
    agent.replies(BAD)
    buyer.sees(BAD, within=ARRIVES)

    threat = buyer.page.locator(".turn").filter(has_text=BAD)
    threat.get_by_role("link", name="Report a violation").click()
    expect(buyer.page.get_by_role("radio")).to_have_count(2)
    buyer.picks("Threats")
    buyer.writes("Anything the moderator should know", "This frightens me.")
    buyer.press("Send the report")
    buyer.sees("Your report was received.")

    moderator.go("/reports")
    moderator.page.get_by_role("link").filter(has_text=BAD).click()
    moderator.sees("This frightens me.")
    moderator.picks("Hide it")
    moderator.writes("Reason", "A threat.")
    moderator.press("Decide")
    moderator.go("/reports")
    expect(moderator.page.get_by_role("link").filter(has_text=BAD)).to_have_count(0)

    buyer.page.reload()
    hidden = buyer.page.locator("article.hidden").last
    expect(hidden).to_be_visible()
    buyer.sees("This message was hidden by the platform because it broke the rules.")
    buyer.does_not_see(BAD)
    buyer.sends("Please write to me politely.")  # with the next message the desk reads the whole thread anew
    agent.reads_now()
    agent.opens_the_case_of(cup)
    agent.sees("Platforma ukryła tę wiadomość", within=ARRIVES)  # the marketplace speaks the account's language
    expect(agent.page.locator("#thread")).not_to_contain_text(BAD)
