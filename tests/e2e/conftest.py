"""Browser tests: one running product for all of them, a fresh browser context for each person in a test."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Cookie, expect, sync_playwright
from scripts.browser import find  # the same search as `make browser`

from tests import databases
from tests.e2e.people import PATIENCE, Agent, Buyer, Person, Staff
from tests.e2e.purchases import Purchase, bought
from tests.e2e.stack import Stack, start
from tests.files import pictures

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
"""The browser's driver runs an event loop in this thread; the database is used between its turns."""

P = TypeVar("P", bound=Person)
Keys = dict[tuple[str, str], list[Cookie]]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def stack(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """It begins with the tests' migrated database: carrying out all migrations is what starting costs most."""
    folder = tmp_path_factory.mktemp("zgoda")
    with django_db_blocker.unblock():
        databases.copy_to(folder / "zgoda.sqlite3")
    running = start(folder)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    assert path, "no Chromium; run `make browser`"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of somebody's own: nothing in it belongs to anybody else."""
    opened: list[BrowserContext] = []

    def make(
        *, language: str = "en", dark: bool = False, width: int = 1440, scripts: bool = True, wait: int = PATIENCE
    ) -> BrowserContext:
        one = browser.new_context(
            locale=language,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": 900},
            timezone_id="Europe/Warsaw",
            java_script_enabled=scripts,
        )
        one.set_default_timeout(wait)
        opened.append(one)
        return one

    yield make
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def keys() -> Keys:
    """Cookies of those who have signed in, by home and login."""
    return {}


@pytest.fixture
def buyer(context: Callable[..., BrowserContext], stack: Stack, keys: Keys) -> Buyer:
    return enter(Buyer(context().new_page(), stack.centre, "marek_z_gdyni"), keys)


@pytest.fixture
def agent(context: Callable[..., BrowserContext], stack: Stack, keys: Keys) -> Agent:
    return enter(Agent(context().new_page(), stack.desk, "ola"), keys)


@pytest.fixture
def consultant(context: Callable[..., BrowserContext], stack: Stack, keys: Keys) -> Staff:
    return enter(Staff(context().new_page(), stack.centre, "konsultant"), keys)


@pytest.fixture
def moderator(context: Callable[..., BrowserContext], stack: Stack, keys: Keys) -> Staff:
    return enter(Staff(context().new_page(), stack.centre, "moderator"), keys)


@pytest.fixture
def admin(context: Callable[..., BrowserContext], stack: Stack, keys: Keys) -> Staff:
    return enter(Staff(context().new_page(), stack.centre, "admin"), keys)


@pytest.fixture
def buy(stack: Stack) -> Callable[..., Purchase]:
    """``buy("Teapot")``: see `purchases.bought`."""
    return partial(bought, stack)


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[str], Path]:
    """``picture("crack.png")``: a small file to attach."""

    def make(name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(pictures.picture("PDF" if name.endswith(".pdf") else "PNG", size=(40, 30)))
        return path

    return make


def enter(someone: P, keys: Keys) -> P:
    """By the sandbox's one click the first time, afterwards with what the browser was given then: each page of signing
    in costs as much as one of the test's own."""
    key = (someone.home, someone.login)
    if key in keys:
        someone.page.context.add_cookies(keys[key])
        someone.go("/")
    else:
        someone.sign_in()
        keys[key] = someone.page.context.cookies()
    return someone
