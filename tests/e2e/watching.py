"""What a browser finds wrong with a page: words in the console, refused requests, what sticks out, barriers."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Response

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
"""axe-core 4.14.1 by Deque Systems, MPL-2.0 (its licence lies beside it); a tool of the tests only."""

BARRIERS = """async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"], preload: false });
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id} (${help}): ${target}`));
}"""

WIDEST = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 3).map(one => one.tagName + "." + one.className).join(" ")"""


@dataclass
class Watch:
    """What went wrong in a browser's page, in words. Begin it before the first page is opened."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    expected: int = 200
    """The status below 400 is never wrong; this one, above it, is what the next page answers with."""

    def begin(self) -> None:
        self.page.add_init_script(path=AXE)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)

    def look(self) -> None:
        """Whether the page that is shown fits its window and can be used by everybody."""
        self.fits()
        self.wrong += [f"{self.page.url}: {found}" for found in self.page.evaluate(BARRIERS)]

    def fits(self) -> None:
        wide, room = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if wide > room:
            widest = self.page.evaluate(WIDEST)
            self.wrong.append(f"{self.page.url}: {wide} px wide in a window of {room}: {widest}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and self.expected < 400:
            self.wrong.append(f"{self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status != self.expected:
            self.wrong.append(f"{response.url}: {response.status}")
