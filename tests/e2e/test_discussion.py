"""A Discussion from end to end: opened by a buyer, answered from the seller's desk, under clocks on both sides."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.people import ARRIVES, Agent, Buyer
from tests.e2e.purchases import Purchase
from tests.e2e.stack import Stack
from tests.marks import rule


@rule("S0-01", "S0-02", "S0-07", "S0-49")
def test_it_is_opened_answered_and_seen_on_both_sides(
    buyer: Buyer, agent: Agent, buy: Callable[..., Purchase], picture: Callable[[str], Path], stack: Stack
) -> None:
    teapot = buy("Teapot 1.2 l")
    buyer.reports_a_problem_with(teapot)
    buyer.picks("Problem with the product")
    buyer.picks("Defects emerged during use")
    buyer.picks("Partial refund")
    buyer.writes("Amount", "40,00")
    buyer.writes("Tell the seller what happened", "The spout leaks since the second day.")
    buyer.page.get_by_label("Pictures or documents").set_input_files(picture("spout.png"))
    buyer.press("Open the Discussion")
    buyer.sees("The seller has time to answer")
    buyer.sees("Expected solution: Partial refund")

    agent.opens_the_case_of(teapot)  # it comes by itself, over HTTP
    agent.sees("The spout leaks since the second day.")
    agent.sees(re.compile(r"40\.00"))
    agent.sees(re.compile("^Answer"))
    with agent.page.expect_download() as attached:
        agent.page.get_by_role("link", name="spout.png").click()
    assert attached.value.suggested_filename.endswith(".png")

    agent.replies("We are sorry. Here is how to return it.", picture("return.pdf"))
    ours = agent.message("We are sorry. Here is how to return it.")
    expect(ours).to_contain_text("visible to the buyer", timeout=ARRIVES)
    agent.sees(re.compile("^Answered"))

    buyer.sees("We are sorry. Here is how to return it.")
    with buyer.page.expect_download() as answered:
        buyer.page.get_by_role("link", name="return.pdf").click()
    assert answered.value.suggested_filename == "return.pdf"
    buyer.sees("Answered")
    buyer.does_not_see("The seller has time to answer")


@rule("S0-09", "S0-10")
def test_a_clock_that_is_turned_runs_out_on_both_sides(
    buyer: Buyer, agent: Agent, buy: Callable[..., Purchase], stack: Stack
) -> None:
    bowl = buy("Salad bowl")
    buyer.opens_a_discussion(bowl, "Order is incomplete", exactly="Missing product element")
    agent.reads_now()
    agent.opens_the_case_of(bowl)
    agent.sees(re.compile(r"^Answer: .* left$"))

    stack.advance("5d")
    buyer.sees("Not answered in time")
    agent.reads_now()
    agent.opens_the_case_of(bowl)
    agent.sees(re.compile(r"^Answer: .* late$"))


def test_what_is_written_waits_while_sending_is_off_and_arrives_once_it_is_on(
    buyer: Buyer, agent: Agent, buy: Callable[..., Purchase]
) -> None:
    jug = buy("Milk jug")
    buyer.opens_a_discussion(jug, "My reason is not on the list")
    agent.reads_now()
    agent.press("Turn sending off")
    agent.opens_the_case_of(jug)
    agent.replies("Which colour did you get?")
    waiting = agent.message("Which colour did you get?")
    expect(waiting).to_contain_text("Waiting until sending is turned on")
    case = agent.page.url
    buyer.page.reload()
    buyer.does_not_see("Which colour did you get?")

    agent.go("/connections")
    agent.follow("Ceramika-Bory")
    agent.press("Turn sending on")
    agent.page.goto(case)
    expect(agent.message("Which colour did you get?")).to_contain_text("visible to the buyer", timeout=ARRIVES)
    buyer.sees("Which colour did you get?")
    expect(buyer.message("Which colour did you get?")).to_have_count(1)
