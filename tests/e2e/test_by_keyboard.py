"""A working day without a mouse: signing in, finding the case, a comment, tags, the answer, putting it aside and back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.e2e.people import Agent, Buyer, Person
from tests.e2e.purchases import Purchase
from tests.e2e.stack import Stack

FAR = 60
"""Nothing asked for lies further from where one stands than so many presses of Tab."""

SHOWN = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return "";
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one.closest("label.attach") ?? one);
    return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none" ? "" : one.outerHTML.slice(0, 120);
}"""
"""Empty where the focus can be seen."""


class Hands:
    """Keys alone; where the focus lands it must be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def tab_to(self, wanted: Locator) -> None:
        wanted.wait_for()
        for _step in range(FAR):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(SHOWN) == "", "the focus cannot be seen"
        raise AssertionError(f"{FAR} presses of Tab do not lead to {wanted}")


def test_a_working_day_by_keyboard_alone(
    buyer: Buyer, agent: Agent, context: Callable[..., BrowserContext], buy: Callable[..., Purchase], stack: Stack
) -> None:
    jug = buy("Jug")
    buyer.opens_a_discussion(jug, "My reason is not on the list")
    agent.reads_now()  # in another window, so that nobody waits for the next reading
    agent = Agent(context().new_page(), stack.desk, "ola")
    page, hands = agent.page, Hands(agent.page)
    main = page.get_by_role("main")

    agent.go("/sign-in")
    hands.tab_to(page.locator("details.menu summary").first)
    hands.press("Enter")
    hands.tab_to(page.locator("button[name=language][value=en]"))
    hands.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    hands.tab_to(page.get_by_label("Username"))
    hands.type("ola")
    hands.tab_to(page.get_by_label("Password"))
    hands.type("zgoda")
    hands.press("Enter")
    expect(page.get_by_role("searchbox")).to_be_visible()
    page.wait_for_load_state()  # before its script came, a page does not hear keys

    row = finds(agent, hands, jug)
    hands.press("j")
    expect(row).to_be_focused()
    hands.press("Enter")
    work = main.locator("#work")
    expect(work).to_contain_text("Assigned to: nobody")
    hands.press("i")
    expect(work).to_contain_text("Assigned to: ola")

    hands.press("c")
    expect(page.get_by_label("Internal comment")).to_be_focused()
    hands.type("Is one left, @pi")
    hands.press("Enter")
    hands.type("?")
    hands.press("Control+Enter")
    expect(agent.message("Is one left, @piotr ?")).to_be_visible()

    expect(work).to_contain_text("Assigned to: ola")
    hands.press("t")
    hands.tab_to(page.get_by_label("Tags, with commas between"))
    hands.type("fragile")
    hands.press("Enter")
    expect(work).to_contain_text("Tags: fragile")

    hands.press("r")
    expect(page.get_by_label("Reply", exact=True)).to_be_focused()
    hands.type("A new jug is on its way.")
    hands.press("Control+Enter")
    expect(agent.message("A new jug is on its way.")).to_be_visible()

    expect(work).to_contain_text("Tags: fragile")
    hands.press("z")
    hands.tab_to(work.get_by_role("button", name="In 3 hours"))
    hands.press("Enter")
    expect(work).to_contain_text("Put aside until")
    hands.press("Control+k")
    hands.type("bring it")
    hands.press("Enter")
    expect(work).not_to_contain_text("Put aside until")

    expect(work).to_contain_text("Tags: fragile")
    hands.press("h")
    expect(work.get_by_role("listitem")).to_have_text(
        [
            re.compile("Brought back · ola"),
            re.compile("Put aside until .+ola"),
            re.compile("Tags: fragile"),
            re.compile("ola"),
        ]
    )
    hands.press("Escape", "Control+k")
    hands.type(jug.buyer)
    hands.press("Enter")
    expect(page).to_have_url(re.compile(f"q={jug.buyer}"))


def finds(agent: Agent, hands: Hands, purchase: Purchase) -> Locator:
    """Searched for again until it has been read from the marketplace."""
    row = agent.page.locator("#list").get_by_role("link", name=purchase.buyer)
    for _again in range(20):
        hands.press("/")
        hands.press("Control+a")
        hands.type(purchase.order_id)
        hands.press("Enter")
        expect(agent.page).to_have_url(re.compile(purchase.order_id))
        agent.page.wait_for_load_state()
        try:
            row.wait_for(timeout=2_000)
        except TooLate:
            continue
        return row
    raise AssertionError("the case did not arrive")


@pytest.mark.parametrize(("half", "login", "address"), [("centre", "magazyn", "/warehouse"), ("desk", "ola", "/")])
def test_the_button_of_a_search_box_comes_right_after_it(
    context: Callable[..., BrowserContext], stack: Stack, half: str, login: str, address: str
) -> None:
    someone = Person(context(width=360).new_page(), getattr(stack, half), login)
    someone.sign_in()
    someone.go(address)
    hands, box = Hands(someone.page), someone.page.get_by_role("search")
    hands.press("/")
    expect(box.get_by_role("searchbox")).to_be_focused()
    hands.type("nobody")
    hands.press("Tab")
    expect(box.get_by_role("button", name="Search", exact=True)).to_be_focused()
    assert someone.page.evaluate(SHOWN) == "", "the focus cannot be seen"
    hands.press("Enter")
    expect(someone.page).to_have_url(re.compile(r"[?&]q=nobody"))
    box.get_by_role("searchbox").fill("somebody")
    box.get_by_role("button", name="Search", exact=True).click()
    expect(someone.page).to_have_url(re.compile(r"[?&]q=somebody"))
