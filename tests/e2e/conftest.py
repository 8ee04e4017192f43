"""Browser tests: one running product for all of them, a fresh browser context for each person in a test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from scripts.browser import find  # the same search as `make browser`

from tests.e2e.people import Person
from tests.e2e.stack import Stack, start

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = start(tmp_path_factory.mktemp("zgoda"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    assert path, "no Chromium; run `make browser`"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def person(browser: Browser, stack: Stack) -> Iterator[Callable[..., Person]]:
    """``person("marek_z_gdyni")`` signs somebody in, in a context of their own."""
    contexts: list[BrowserContext] = []

    def enter(
        login: str, *, half: str = "centre", language: str = "en", dark: bool = False, width: int = 1440
    ) -> Person:
        context = browser.new_context(
            locale=language,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": 900},
            timezone_id="Europe/Warsaw",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page: Page = context.new_page()
        someone = Person(page, stack.centre if half == "centre" else stack.desk, login)
        someone.sign_in()
        return someone

    yield enter
    for context in contexts:
        context.close()
