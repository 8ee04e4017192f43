"""The integration is set up in the order of part A.3 and a case is worked with it to its end."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.people import ARRIVES, Agent, Buyer, reload_until
from tests.e2e.purchases import Purchase
from tests.e2e.stack import Stack
from tests.e2e.test_connecting import Application, application, sign_in_as
from tests.marks import rule

__all__ = ["application"]

SELLER = "Tatra-Gear"
ADDRESSES = re.compile(r"^[0-9a-z]+(\+\w+)?@allegromail\.invalid$")


@rule("S3-02", "S3-03", "S3-06", "S3-07", "S3-11", "S3-12", "S3-13", "S3-14", "S3-15", "S3-23", "S3-24")
@rule("S3-28", "S3-29", "S3-30", "S3-36", "S3-39", "S3-40", "S3-42")
def test_it_is_set_up_and_a_case_is_worked_to_its_end(
    agent: Agent, buyer: Buyer, buy: Callable[..., Purchase], application: Application, stack: Stack
) -> None:
    tent, stove = buy("Tent", seller=SELLER), buy("Stove", seller=SELLER)
    buyer.opens_a_discussion(tent, "My reason is not on the list")

    adds_the_field(agent, "Allegro login")
    authorises(agent, application, stack)
    fills_the_settings_in(agent)
    agent.press("Save")
    agent.sees("Saved. Start it when you are ready.")
    agent.press("Save and start")
    agent.sees("Saved, and it runs")

    agent.opens_the_case_of(tent)  # opened before the start: imported, at the bare login, not answered by itself
    agent.sees("not in the CRM")
    agent.follow("Add to the CRM")
    agent.press("Add the customer")
    agent.sees("New Discussions of this login will be linked; this one stays as it is.")
    agent.sees("not in the CRM")
    agent.go(f"/customers?q={tent.buyer}")
    agent.page.get_by_role("main").get_by_role("link", name=tent.buyer).first.click()
    expect(agent.page.locator(".addresses .clip")).to_have_text([ADDRESSES, ADDRESSES])

    there = buyer.opens_a_discussion(stove, "My reason is not on the list")
    agent.opens_the_case_of(stove)
    agent.does_not_see("not in the CRM")
    expect(buyer.message("We have your message and look at it.")).to_be_visible(timeout=ARRIVES)

    agent.follow("Comment")
    agent.writes("Internal comment", "The stove is on the shelf.")
    agent.press("Add the comment")
    expect(agent.message("The stove is on the shelf.")).to_contain_text("internal comment")
    agent.follow("Reply")
    agent.writes("Reply", "A new stove is on its way.")
    agent.page.get_by_role("checkbox", name="Ask the buyer to confirm").check()
    agent.press("Send")
    asked = agent.message("A new stove is on its way.")
    expect(asked).to_contain_text("Is everything solved now?")
    expect(asked).to_contain_text("visible to the buyer", timeout=ARRIVES)

    buyer.go(there)
    buyer.sees("Is everything solved now?")
    buyer.does_not_see("The stove is on the shelf.")
    buyer.does("Mark as resolved")
    ended = agent.page.get_by_text("The Discussion has ended. Comments can still be added")
    reload_until(agent.page, ended)
    expect(agent.page.locator(".ticket")).to_contain_text("Closed")
    agent.writes("Internal comment", "Solved with a new stove.")
    agent.press("Add the comment")
    expect(agent.message("Solved with a new stove.")).to_be_visible()


def adds_the_field(agent: Agent, name: str) -> None:
    agent.go("/")
    for step in ("Administration", "Custom fields", "Add a field"):
        agent.follow(step)
    agent.writes("Name", name)
    agent.press("Confirm")
    agent.sees(name)


def authorises(agent: Agent, application: Application, stack: Stack) -> None:
    for step in ("Administration", "Integrations", "Allegro Discussions", "Connect an account"):
        agent.page.get_by_role("main" if step != "Administration" else "navigation").get_by_role(
            "link", name=re.compile(f"^{step}")
        ).first.click()
        agent.page.wait_for_load_state()
    agent.picks("Another server")
    agent.writes("Address of the other server", stack.centre)
    agent.writes("Client id", application.client_id)
    agent.writes("Client secret", application.secret)
    agent.press("Continue to consent")
    agent.press("Authorise")
    sign_in_as(agent.page, SELLER)
    agent.page.get_by_role("button", name="Connect", exact=True).click()
    agent.sees(f"Authorised: {SELLER} has approved access.")
    expect(agent.page.get_by_role("button", name="Re-authenticate")).to_be_visible()


def fills_the_settings_in(agent: Agent) -> None:
    page = agent.page
    agent.writes("Name of the integration", "Tatra Gear")
    page.get_by_label("Field of the CRM with the customer's login").select_option(label="Allegro login · Text")
    page.locator("#id_queue").fill("Marketplace")
    page.locator("#id_category").fill("Discussion")
    page.get_by_label("A resolved Discussion makes the ticket").select_option(label="Closed")
    page.get_by_label("An unresolved Discussion makes the ticket").select_option(label="Waiting")
    agent.writes("Default closing message", "Is everything solved now?")
    page.get_by_role("checkbox", name="Answer new Discussions automatically").check()
    page.locator("#id_automatic_answer").fill("We have your message and look at it.")
    for writer in ("Replies in Discussions and claims", "Steps in Discussions", "Automatic messages"):
        page.get_by_role("checkbox", name=writer).check()
