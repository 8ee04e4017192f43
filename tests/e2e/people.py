"""People in front of a browser, in the words of what they do."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.e2e.purchases import Purchase

PATIENCE = 60_000
"""Milliseconds in which a page answers: a hundred times what it takes, so that a busy machine fails no test."""
ARRIVES = 120_000
"""Milliseconds in which anything comes from one half to the other: a reading each 15 s, then the page's own 5 s."""


@dataclass
class Person:
    """Somebody signed in at one half."""

    page: Page
    home: str
    login: str
    language: str = "en"

    def reads_in_their_language(self) -> None:
        """Chosen in the menu; the account's own language would come along at sign-in otherwise."""
        self.go("/sign-in")
        choose_language(self.page, self.language)

    def sign_in(self) -> None:
        """By the sandbox's one click."""
        self.reads_in_their_language()
        self.page.locator(f"button[name=login][value='{self.login}']").click()
        self.page.wait_for_load_state()

    def sign_in_with_password(self) -> None:
        self.reads_in_their_language()
        self.writes("Username", self.login)
        self.writes("Password", "zgoda")
        self.press("Sign in")

    def go(self, path: str) -> None:
        self.page.goto(self.home + path)

    def sees(self, words: str | re.Pattern[str], within: int = PATIENCE) -> None:
        expect(self.page.get_by_text(words).filter(visible=True).first).to_be_visible(timeout=within)

    def does_not_see(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(words).filter(visible=True)).to_have_count(0)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def picks(self, option: str) -> None:
        self.page.get_by_role("radio", name=re.compile(f"^{re.escape(option)}")).first.check()

    def writes(self, label: str, words: str) -> None:
        self.page.get_by_label(label).and_(self.page.locator("input, textarea")).first.fill(words)

    def message(self, words: str) -> Locator:
        """The message in the thread that says so."""
        return self.page.get_by_role("article").filter(has_text=words)


def choose_language(page: Page, language: str) -> None:
    """In the menu of any page; stays on the page."""
    page.locator("details.menu summary").first.click()
    page.locator(f"button[name=language][value={language}]").first.click()
    page.wait_for_load_state()


def reload_until(page: Page, shown: Locator) -> None:
    """For pages that do not refresh themselves."""
    end = time.monotonic() + ARRIVES / 1000
    while True:
        try:
            shown.first.wait_for(timeout=1_000)
            return
        except TooLate:
            if time.monotonic() > end:
                raise
            page.reload()


class Buyer(Person):
    """A buyer at the centre."""

    def reports_a_problem_with(self, purchase: Purchase) -> None:
        self.go(f"/purchases?q={purchase.order_id}")
        self.follow("Report a problem")

    def opens_a_discussion(self, purchase: Purchase, reason: str, *, exactly: str = "", solution: str = "") -> str:
        """With words only; the address of the Discussion."""
        self.reports_a_problem_with(purchase)
        self.picks(reason)
        if exactly:
            self.picks(exactly)
        if solution:
            self.picks(solution)
        self.writes("what happened", f"Something is wrong with the {purchase.product}.")
        self.press("Open the Discussion")
        self.sees("What you can do")
        return self.page.url.removeprefix(self.home).partition("#")[0]

    def does(self, step: str) -> None:
        """One of the steps that ask first: the button in the thread, then the same on the page that says what follows."""
        self.follow(step)
        self.press(step)

    def sends(self, words: str) -> None:
        self.writes("Message to the seller", words)
        self.press("Send")


class Agent(Person):
    """A seller's agent at the desk."""

    def reads_now(self) -> None:
        """Ask the centre at once instead of at the next step."""
        self.go("/connections")
        self.follow("Ceramika-Bory")
        self.press("Read now")

    def opens_the_case_of(self, purchase: Purchase) -> None:
        """Found by the order's number as soon as it has arrived."""
        self.go(f"/?q={purchase.order_id}")
        row = self.page.locator("#list").get_by_role("link", name=purchase.buyer)
        reload_until(self.page, row)
        row.click()
        self.page.get_by_role("region", name="Write and act").wait_for()

    def replies(self, words: str, file: Path | None = None) -> None:
        self.writes("Reply", words)
        if file is not None:
            self.page.locator("#id_file").set_input_files(file)
        self.press("Send")

    def offers(self, solution: str, words: str = "") -> None:
        self.follow("Offer a solution")
        self.picks(solution)
        if words:
            self.writes("A word to the buyer", words)
        self.page.get_by_role("button", name="Offer", exact=True).click()
        self.page.wait_for_load_state()


class Staff(Person):
    """A consultant, a moderator or an administrator at the centre."""

    def opens_the_case_of(self, purchase: Purchase) -> None:
        self.go(f"/queue?q={purchase.order_id}")
        self.page.get_by_role("main").get_by_role("link", name=purchase.buyer).first.click()
        self.page.wait_for_load_state()

    def does(self, act: str, **papers: str) -> None:
        """An act with the words it asks for."""
        self.follow(act)
        for field, words in papers.items():
            self.page.locator(f"#id_{field}").fill(words)
        self.press(act)
