"""`make pictures`: the pictures of the README and the docs, taken from the running product.

Starts the sample marketplace in a folder of its own, signs in as its people and photographs what they see.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.browser import find  # noqa: E402 - the path is set above
from tests.e2e.people import Person, reload_until  # noqa: E402
from tests.e2e.stack import Stack, start  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stack = start(Path(folder))
        try:
            browser = playwright.chromium.launch(
                executable_path=find(), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            )
            photograph(browser, stack)
        finally:
            stack.stop()
    return 0


def photograph(browser: Browser, stack: Stack) -> None:
    agent = enter(browser, stack.desk, "ola")
    agent.go("/")
    reload_until(agent.page, agent.page.locator(".status .conn").filter(has_text="zgodne"))
    agent.page.locator("a[href^='/cases/']").first.click()
    agent.page.wait_for_load_state("networkidle")
    save(agent.page, "desk")
    dark = enter(browser, stack.desk, "ola", dark=True)
    dark.go("/")
    dark.page.locator("a[href^='/cases/']").nth(1).click()
    dark.page.wait_for_load_state("networkidle")
    save(dark.page, "desk-dark")
    rooms_of_the_owner(enter(browser, stack.desk, "ola"))
    buyer = enter(browser, stack.centre, "marek_z_gdyni")
    buyer.go("/discussions")
    buyer.page.locator("a[href^='/discussions/']").first.click()
    save(buyer.page, "buyer")
    pocket = enter(browser, stack.centre, "marek_z_gdyni", width=360)
    pocket.page.goto(buyer.page.url)
    save(pocket.page, "buyer-phone")
    consultant = enter(browser, stack.centre, "konsultant")
    consultant.go("/queue")
    save(consultant.page, "queue")
    rooms_of_fulfilment(browser, stack)


def rooms_of_fulfilment(browser: Browser, stack: Stack) -> None:
    """What docs/fulfilment.md shows."""
    warehouse = enter(browser, stack.centre, "magazyn")
    warehouse.go("/warehouse")
    save(warehouse.page, "warehouse")
    warehouse.page.locator("main a.row[href^='/warehouse/cases/']").last.click()
    warehouse.page.wait_for_load_state("networkidle")
    save(warehouse.page, "warehouse-case")
    warehouse.go("/warehouse/incidents/new")
    warehouse.page.locator("#id_since").fill("2025-01-01")
    warehouse.page.locator("main form[aria-labelledby=which] button").click()
    warehouse.page.wait_for_load_state("networkidle")
    save(warehouse.page, "incident")
    hotline = enter(browser, stack.centre, "infolinia")
    hotline.go("/hotline")
    save(hotline.page, "hotline")


def rooms_of_the_owner(owner: Person) -> None:
    """What the sellers' docs show besides cases."""
    owner.go("/first-run")
    save(owner.page, "first-run")
    owner.go("/connections")
    owner.page.locator("main a.card[href^='/connections/']").first.click()
    save(owner.page, "connection")
    owner.go("/automation")
    owner.page.locator("form[action='/automation/begin'] button").click()
    owner.page.wait_for_load_state()
    save(owner.page, "rules")


def enter(browser: Browser, home: str, login: str, *, dark: bool = False, width: int = 1440) -> Person:
    context = browser.new_context(
        locale="pl-PL",
        color_scheme="dark" if dark else "light",
        viewport={"width": width, "height": 900},
        timezone_id="Europe/Warsaw",
    )
    person = Person(context.new_page(), home, login, language="pl")
    person.sign_in()
    return person


def save(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
