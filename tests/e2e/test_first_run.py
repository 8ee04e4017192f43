"""An account is set up by the first run: connected, read, its calendar confirmed, armed, and everything off again."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import ARRIVES, Agent
from tests.e2e.stack import Stack
from tests.e2e.test_connecting import Application, application, sign_in_as

__all__ = ["application"]

SELLER = "Sklo-Vltava"


def test_first_run_ticks_what_is_done_and_takes_it_back(agent: Agent, application: Application, stack: Stack) -> None:
    agent.go("/connections/new?first-run=1")
    agent.picks("Another server")
    agent.writes("Address of the other server", stack.centre)
    agent.writes("Client id", application.client_id)
    agent.writes("Client secret", application.secret)
    agent.press("Continue to consent")
    agent.sees("The account's owner agrees once at the marketplace.")
    agent.press("Agree in this browser")
    sign_in_as(agent.page, SELLER)
    agent.page.get_by_role("button", name="Connect", exact=True).click()
    agent.sees(f"{SELLER} has approved access.")
    expect(step(agent.page, "Read-only import")).to_have_class("done", timeout=ARRIVES)

    agent.press("This is right")
    agent.press("Begin in shadow mode")
    for done in ("Connect", "Consent covers everything", "Market and calendar", "Automatic messages in shadow"):
        expect(step(agent.page, done)).to_have_class("done")
    expect(step(agent.page, "Arm")).to_have_class("now")
    agent.page.get_by_role("group", name=re.compile("^Replies in Discussions")).get_by_role(
        "radio", name="armed"
    ).check()
    agent.press("Save the switches")
    agent.sees("All steps are done.")
    agent.press("Everything off again")
    expect(step(agent.page, "Automatic messages in shadow")).to_have_class("now")
    expect(step(agent.page, "Arm")).to_have_class("ahead")


def step(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name="Progress").get_by_role("listitem").filter(has_text=name)
