"""The running product with its sample, as a person meets it: nothing sticks out, the console stays silent, axe finds no
barrier. `test_every_page` walks all addresses; here are lists and threads as long and as mixed as in life, the style guide,
and what only real servers show: their headers, stylesheets and fonts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.people import Person
from tests.e2e.stack import Stack
from tests.e2e.watching import Watch

Open = Callable[..., BrowserContext]
LOOKS = [pytest.param("pl", True, 360, id="pl-dark-narrow"), pytest.param("en", False, 1440, id="en-light-wide")]
PAGES = {
    "": ("/sign-in", "/rules/pl", "/look/"),
    "marek_z_gdyni": (
        "/purchases",
        "> a[href^='/purchases/']",
        "/discussions",
        "> main a[href^='/discussions/']",
        "/messages",
        "> main a[href^='/messages/']",
    ),
    "konsultant": ("/queue?view=all", "> main a[href^='/cases/']"),
    "ola": (
        "/?view=all",
        "> #list a[href^='/cases/']",
        "/?view=all",
        "> #list a:has-text('Nie otrzymałem produktu'), #list a:has-text('I have not received the product')",
        "/record",
        "/connections",
        "> main a.card[href^='/connections/']",
    ),
}
"""By who looks: addresses, and after ``>`` the first link of that kind on the page before."""


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
