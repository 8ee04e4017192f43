"""People in front of a browser, in the words of what they do."""

from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass
class Person:
    """Somebody signed in at one half."""

    page: Page
    home: str
    login: str

    def sign_in(self) -> None:
        self.page.goto(f"{self.home}/sign-in")
        self.page.get_by_label("Login", exact=False).first.fill(self.login)
        self.page.locator("input[type=password]").first.fill("zgoda")
        self.page.locator("form").filter(has=self.page.locator("input[type=password]")).locator("[type=submit]").click()
        self.page.wait_for_load_state()

    def go(self, path: str) -> None:
        self.page.goto(self.home + path)

    def sees(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
