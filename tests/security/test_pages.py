"""Every page of both halves: hostile words are shown as text, the policy forbids scripts in the page, every form
needs its token, and no parameter makes a page fail."""

from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test.client import MULTIPART_CONTENT

from tests.security.knocks import ask
from tests.security.routes import all_routes
from tests.security.table import ROWS
from tests.security.verdicts import Row, Told
from tests.security.visitors import FORM, NOBODY, PEOPLE, PROGRAMS, Visitors
from tests.security.world import HOSTILE, MARK, World

ROUTES = {route.key: route for route in all_routes()}
PAGES = [row for row in ROWS if row.key in ROUTES and not ROUTES[row.key].exempt]
API = [row for row in ROWS if row.key in ROUTES and ROUTES[row.key].exempt]
NAMES = [
    "after",
    "before",
    "case",
    "category",
    "client_id",
    "code",
    "connection",
    "cursor",
    "day",
    "do",
    "from",
    "kind",
    "language",
    "login",
    "market",
    "message",
    "name",
    "next",
    "offset",
    "limit",
    "page",
    "page.id",
    "q",
    "seen",
    "server",
    "shop",
    "sort",
    "state",
    "status",
    "token",
    "type",
    "v",
    "view",
    "what",
    "why",
    "words",
    "text",
    "reason",
    "expectation",
    "amount",
    "currency",
    "share",
    "file",
    "answer",
    "purpose",
    "form_token",
    "at",
    "carrier",
    "waybill",
    "url",
    "address",
    "look",
    "left",
    "chat_seen",
    "version",
]
FRAMED = (
    "about-seller/<slug:market_code>/<str:offer_id>",
    "about-seller/<slug:market_code>/<str:offer_id>/fragment",
)
"""What any site may frame: it shows what is public and takes nothing, so that nobody is led to press anything."""
FRAMED_POLICY = ["frame-ancestors *", "frame-ancestors"]
VALUES = {
    "nul": "a\x00b",
    "long digits": "9" * 5000,
    "negative": "-1",
    "superscript": "²",
    "markup": HOSTILE,
    "path": "../../../../etc/passwd",
    "quote": "' OR 1=1 --",
    "far past": "0001-01-01T00:00:00+14:00",
    "far future": "9999-12-31T23:59:59-14:00",
}
QUERIES = {label: "&".join(f"{name}={quote(value)}" for name in NAMES) for label, value in VALUES.items()}
BREAKING_OUT = ("markup", "quote")
"""The values that could end an attribute or begin a tag; in the pages of the others no harm is looked for."""


class Seen(HTMLParser):
    """What a browser would make of a page, as far as it could do harm."""

    def __init__(self) -> None:
        super().__init__()
        self.harm: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._script = tag == "script"
        if tag in {"pwned", "style", "base", "object", "embed", "iframe"} or (tag == "script" and "src" not in given):
            self.harm.append(f"<{tag}>")
        self.harm += [f"{tag} {name}=" for name in given if name == "style" or name.startswith("on")]
        for name in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
            scheme = given.get(name, "").strip().partition(":")[0].lower()
            if scheme in {"javascript", "vbscript"} or (scheme == "data" and tag != "img"):
                self.harm.append(f"{tag} {name}={given[name][:40]}")
        if any(name.startswith(("hx-on", "data-hx-on")) for name in given):
            self.harm.append(f"{tag} hx-on")

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.harm.append(f"script: {data[:40]}")
        self._script = False


def _named(row: Row) -> str:
    return f"{row.half}:/{row.pattern}"


def _inside(row: Row, method: str) -> list[str]:
    """Those who come in, one of each kind of page."""
    verdict = row.serves.get(method)
    return [who for who in (NOBODY, *PEOPLE) if verdict and verdict(who) is Told.IN][:3]


@pytest.mark.parametrize("row", PAGES, ids=_named)
def test_hostile_words_are_text_and_scripts_are_forbidden(row: Row, world: World, knocking: Visitors):
    for method in [name for name in ("GET", "POST") if name in row.serves]:
        for who in _inside(row, method):
            answer = ask(knocking, ROUTES[row.key], row, method, who, row.at(world))
            framed = row.pattern in FRAMED
            assert policy_of(answer) == (FRAMED_POLICY if framed else []), (method, who)
            if answer["Content-Type"].startswith("text/html") and answer.content:
                assert harm_in(answer) == [], (method, who)
                assert ("X-Frame-Options" in answer.headers) is not framed
                assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_hostile_words_are_really_on_the_pages(world: World, knocking: Visitors):
    """Else the test above would prove nothing."""
    pages = (
        ("buyer", "centre", f"/discussions/{world.case.id}"),
        ("moderator", "centre", f"/cases/{world.case.id}"),
        ("moderator", "centre", f"/reports/{world.report.id}"),
        ("buyer", "centre", "/purchases"),
        ("agent", "desk", f"/cases/{world.desk_case.pk}"),
        ("agent", "desk", "/"),
        ("agent", "desk", f"/connections/{world.connection.pk}"),
    )
    for who, half, path in pages:
        answer = knocking.ask(who, half, "GET", path)
        assert answer.status_code == 200, path
        assert "&lt;pwned" in answer.content.decode(), path
        assert MARK in answer.content.decode(), path


@pytest.mark.parametrize("row", [row for row in PAGES if "POST" in row.serves], ids=_named)
def test_no_form_works_without_its_token(row: Row, world: World, knocking: Visitors):
    browsers = knocking.browsers.values()
    for browser in browsers:
        browser.handler.enforce_csrf_checks = True
    try:
        for who in _inside(row, "POST"):
            answer = ask(knocking, ROUTES[row.key], row, "POST", who, row.at(world))
            assert answer.status_code == 403, (who, answer.status_code)
    finally:
        for browser in browsers:
            browser.handler.enforce_csrf_checks = False


@pytest.mark.parametrize("row", [row for row in ROWS if row.key in ROUTES], ids=_named)
def test_no_parameter_makes_an_address_fail(row: Row, world: World, knocking: Visitors):
    route, failed = ROUTES[row.key], []
    path = row.path or route.path(row.at(world))
    for method, verdict in row.serves.items():
        who = next((one for one in (*PEOPLE, *PROGRAMS, NOBODY) if verdict(one) is Told.IN), NOBODY)
        for label, query in QUERIES.items():
            body, kind = _sent(row, method, label, world)
            with transaction.atomic():
                answer = knocking.ask(who, row.half, method, f"{path}?{query}", body, kind)
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                failed.append(f"{method} {label}: {answer.status_code}")
            if label in BREAKING_OUT and answer["Content-Type"].startswith("text/html"):
                failed += [f"{method} {label}: {harm}" for harm in harm_in(answer)]
    assert failed == []


def _sent(row: Row, method: str, label: str, world: World) -> tuple[object, str]:
    """The body and its kind: the query once more, in parts only where a page takes files."""
    body = row.body(world)
    if row.kind:
        return body, row.kind
    takes_files = isinstance(body, dict) and any(hasattr(value, "read") for value in body.values())
    if method != "POST" or takes_files:
        return dict.fromkeys(NAMES, VALUES[label]), MULTIPART_CONTENT if method == "POST" else ""
    return QUERIES[label], FORM


def policy_of(answer: HttpResponse) -> list[str]:
    """What is wrong with the answer's content security policy."""
    policy = answer.get("Content-Security-Policy", "")
    allowed = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    wrong = [f"{name} {word}" for name, words in allowed.items() for word in words if "unsafe" in word or word == "*"]
    if "sandbox" in allowed:
        return wrong
    if allowed.get("script-src") != ["'self'"] or allowed.get("object-src") != ["'none'"]:
        wrong.append("script-src")
    if allowed.get("frame-ancestors") != ["'none'"] or allowed.get("base-uri") != ["'none'"]:
        wrong.append("frame-ancestors")
    return wrong


def harm_in(answer: HttpResponse) -> list[str]:
    seen = Seen()
    seen.feed(answer.content.decode())
    return seen.harm
