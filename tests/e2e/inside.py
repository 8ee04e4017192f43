"""A browser in front of both halves without a server: its requests are answered in this process, from the world of the
security tests, and what they change is rolled back.

A page's stylesheets come as one and its scripts as another, without the typeface and the tab's picture: what is fetched
counts most here.
"""

import mimetypes
import re
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.db import transaction
from django.http import HttpResponse
from playwright.sync_api import BrowserContext, Request, Route

from tests.security.visitors import NOBODY, Visitors

SHEET = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)">')
SCRIPT = re.compile(r'<script src="/static/([^"]+)" defer></script>')
FONT = re.compile(r"@font-face \{[^}]*\}")
UNSEEN = re.compile(r'<link rel="(?:preload|icon)"[^>]*>')
PASSED_ON = ("accept-language", "hx-request", "hx-target", "hx-trigger")


@dataclass
class Inside:
    """``who`` looks at the half that an address names: ``http://desk.localhost/cases/1``."""

    knocking: Visitors
    who: str = NOBODY
    around: Context = field(default_factory=copy_context)
    """The test's own: its database connection and its clock are known there alone."""
    no_pages: list[str] = field(default_factory=list)
    """Addresses that the browser went to and that answered with something else than a whole page."""

    def serve(self, context: BrowserContext) -> None:
        context.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        half = url.hostname.removesuffix(".localhost") if url.hostname else ""
        if half not in ("centre", "desk"):
            route.abort()
        elif url.path.startswith("/static/"):
            kind = mimetypes.guess_type(url.path)[0]
            route.fulfill(body=together(url.query or url.path.removeprefix("/static/")), content_type=kind)
        else:
            address = f"{url.path}?{url.query}" if url.query else url.path
            answer = self.around.run(self._ask, half, address, route.request)
            assert answer.status_code not in (301, 302), f"{self.who}: {address} leads to {answer['Location']}"
            if route.request.is_navigation_request() and b"<html" not in answer.content:
                self.no_pages.append(f"{half}:{address}: {self.who} is given no page")
            route.fulfill(
                status=answer.status_code, headers=dict(answer.items()), body=bundled(answer.content.decode())
            )

    def _ask(self, half: str, address: str, request: Request) -> HttpResponse:
        headers = {name: value for name, value in request.headers.items() if name in PASSED_ON}
        kind = request.headers.get("content-type", "")
        with transaction.atomic():
            answer = self.knocking.ask(
                self.who, half, request.method, address, request.post_data or "", kind, **headers
            )
            transaction.set_rollback(True)
        return answer


def bundled(html: str) -> str:
    """One sheet in place of the last of them, and one script."""
    for pattern, tag in (
        (SHEET, '<link rel="stylesheet" href="/static/all.css?{}">'),
        (SCRIPT, '<script src="/static/all.js?{}" defer></script>'),
    ):
        names = pattern.findall(html)
        if names:
            *others, last = pattern.finditer(html)
            html = html[: last.start()] + tag.format("+".join(names)) + html[last.end() :]
            for one in reversed(others):
                html = html[: one.start()] + html[one.end() :]
    return UNSEEN.sub("", html)


@lru_cache(maxsize=64)
def together(names: str) -> str:
    between = ";\n" if names.endswith(".js") else "\n"
    return between.join(FONT.sub("", _read(name)) for name in names.split("+"))


def _read(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_text(encoding="utf-8")
