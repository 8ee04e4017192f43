"""Every main page: nothing scrolls sideways, the console stays silent, axe finds no barrier (WCAG 2.2 AA)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

from tests.e2e.people import Person
from tests.e2e.stack import Stack

Open = Callable[..., BrowserContext]
LOOKS = [
    pytest.param("pl", False, 1440, id="pl-light-wide"),
    pytest.param("pl", True, 360, id="pl-dark-narrow"),
    pytest.param("en", True, 1440, id="en-dark-wide"),
    pytest.param("en", False, 360, id="en-light-narrow"),
]
PAGES = {
    "": ("/sign-in", "/password", "/consent", "/rules/pl", "/rules/cz", "/look/"),
    "marek_z_gdyni": (
        "/purchases",
        "> a[href^='/purchases/']",
        "/discussions",
        "> main a[href^='/discussions/']",
        "/messages",
        "> main a[href^='/messages/']",
        "/returns",
        "> main a[href^='/returns/']",
        "/purchases",
        "> a[href$='/message']",
        "/purchases",
        "> section:nth-of-type(3) a[href$='/return']",
    ),
    "konsultant": ("/queue", "/queue?view=all", "> main a[href^='/cases/']", "/open-for-buyer?q=marek_z_gdyni"),
    "moderator": ("/reports", "/reports?show=handled", "/sellers", "> main a[href^='/sellers/']"),
    "admin": (
        "/administration",
        "/administration/rules",
        "/administration/rules/pl/base",
        "/administration/calendars",
        "/administration/calendars/PL/2026/add",
        "/administration/calendars/PL/preview",
        "/administration/settings",
        "/administration/clock",
        "/administration/log",
        "/administration/verification",
    ),
    "Ceramika-Bory": ("/auth/apps", "/auth/apps/new", "/skojarz-aplikacje", "/account/sessions"),
    "ola": (
        "/",
        "/?view=all",
        "> #list a[href^='/cases/']",
        "/record",
        "/customers",
        "/customers/new",
        "/filters",
        "/administration",
        "/administration/fields",
        "/administration/fields/new",
        "/administration/integrations",
        "/administration/integrations/allegro-discussions/new",
        "/connections/new",
        "/connections",
        "> main a.card[href^='/connections/']",
    ),
}
"""By who looks: addresses, and after ``>`` the first link of that kind on the page before."""


@dataclass
class Watch:
    """What went wrong in a browser's page, in words."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def begin(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)

    def look(self) -> None:
        """Whether the page that is shown fits its window and can be used by everybody."""
        wide, room = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if wide > room:
            widest = self.page.evaluate(WIDEST)
            self.wrong.append(f"{self.page.url}: {wide} px wide in a window of {room}: {widest}")
        self.page.evaluate(AXE)
        self.wrong += [f"{self.page.url}: {found}" for found in self.page.evaluate(BARRIERS)]

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(f"{self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.url}: {response.status}")


AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
"""axe-core 4.14.1 by Deque Systems, MPL-2.0 (its licence lies beside it); a tool of the tests only."""

BARRIERS = """async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await axe.run(document, { runOnly: tags });
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id} (${help}): ${target}`));
}"""

WIDEST = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 3).map(one => one.tagName + "." + one.className).join(" ")"""


@pytest.mark.parametrize(("language", "dark", "width"), LOOKS)
def test_it_fits_and_nothing_is_refused(context: Open, stack: Stack, language: str, dark: bool, width: int) -> None:
    wrong: list[str] = []
    for login, addresses in PAGES.items():
        opened = context(language=language, dark=dark, width=width)
        someone = Person(opened.new_page(), stack.desk if login == "ola" else stack.centre, login, language)
        someone.reads_in_their_language()
        if login:
            someone.sign_in()
        watch = Watch(someone.page)
        watch.begin()
        for address in addresses:
            visit(someone, address)
            watch.look()
        wrong += watch.wrong
        opened.close()
    assert not wrong, "\n".join(wrong)


def visit(someone: Person, address: str) -> None:
    if address.startswith("> "):
        link = someone.page.locator(address[2:]).first.get_attribute("href")
        assert link is not None
        address = link
    someone.go(address)
