"""A seller's account is connected to the desk: with consent in the browser, and with a code on another device."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.people import ARRIVES, Agent, Staff, choose_language
from tests.e2e.stack import Stack

Open = Callable[..., BrowserContext]
REGISTER = """
import json, sys
import django
django.setup()
from zgoda.centre.oauth.registry import register_client
print(json.dumps(register_client("Desk of the E2E", [sys.argv[1]])))
"""


@dataclass
class Application:
    client_id: str
    secret: str


@pytest.fixture
def application(stack: Stack) -> Application:
    said = stack.python("-c", REGISTER, f"{stack.desk}/connections/return")
    return Application(*json.loads(said.splitlines()[-1]))


def test_with_consent_in_this_browser(agent: Agent, application: Application, stack: Stack) -> None:

    connect(agent, application, stack)
    agent.press("Agree in this browser")
    sign_in_as(agent.page, "Rowery-Wicher")
    agent.sees("Connect Desk of the E2E to your account?")
    agent.page.get_by_role("button", name="Connect", exact=True).click()
    imported(agent, "Rowery-Wicher")
    agent.press("Turn sending on")
    agent.sees("Sending is on: answers written here reach the buyers.")
    agent.press("Turn sending off")


def test_with_a_code_on_another_device(agent: Agent, application: Application, stack: Stack, context: Open) -> None:

    connect(agent, application, stack)
    agent.press("Agree on another device, with a code")
    code = agent.page.locator(".usercode").inner_text().strip()

    seller = Staff(context().new_page(), stack.centre, "TechNord")
    seller.go("/skojarz-aplikacje")
    sign_in_as(seller.page, "TechNord")
    seller.writes("Code", code)
    seller.press("Continue")
    seller.sees(f"The code is {code}")
    seller.page.get_by_role("button", name="Connect", exact=True).click()
    seller.sees("Desk of the E2E is connected")

    agent.page.wait_for_url(re.compile(r"/connections/\d+$"))
    imported(agent, "TechNord")


def test_consent_that_is_not_given_connects_nothing(agent: Agent, application: Application, stack: Stack) -> None:
    connect(agent, application, stack)
    agent.press("Agree in this browser")
    sign_in_as(agent.page, "Rowery-Wicher")
    agent.press("Do not connect")
    agent.sees("Consent was not given, so nothing was connected.")


def test_the_sample_s_consent_can_be_given_again(agent: Agent) -> None:
    agent.go("/connections")
    agent.follow("Ceramika-Bory")
    agent.press("Give consent again")
    sign_in_as(agent.page, "Ceramika-Bory")
    agent.sees("Connect Zgoda to your account?")


def connect(agent: Agent, application: Application, stack: Stack) -> None:
    """The first step: which server, which application."""
    agent.go("/connections/new")
    agent.picks("Another server")
    agent.writes("Address of the other server", stack.centre)
    agent.writes("Client id", application.client_id)
    agent.writes("Client secret", application.secret)
    agent.press("Continue to consent")


def sign_in_as(page: Page, login: str) -> None:
    """At the centre's sign-in page, where the browser was sent."""
    choose_language(page, "en")
    page.locator(f"button[name=login][value='{login}']").click()
    page.wait_for_load_state()


def imported(agent: Agent, login: str) -> None:
    """The first import runs by itself and shows how far it is."""
    agent.sees("Connected. The first import has begun")
    agent.sees(login)
    steps = agent.page.get_by_role("list", name="Progress").get_by_role("listitem").filter(has_text="First import")
    expect(steps).to_have_text(re.compile(r"\d+ cases"), timeout=ARRIVES)
    expect(steps).to_have_class("done", timeout=ARRIVES)
