"""Everybody who may knock: people with a session, programs with a token, partners with a signature, and nobody."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils.http import urlencode

from tests.security.world import World

NOBODY = "anonymous"
PEOPLE = (
    "buyer",
    "other_buyer",
    "seller",
    "other_seller",
    "warehouse",
    "consultant",
    "joined_consultant",
    "moderator",
    "hotline",
    "admin",
    "oversight",
    "owner",
    "agent",
    "read_only",
    "other_owner",
    "no_shop",
)
PROGRAMS = (
    "token",
    "other_token",
    "buyers_token",
    "narrow_token",
    "program_token",
    "revoked_token",
    "forged_token",
)
EVERYBODY = (NOBODY, *PEOPLE, *PROGRAMS)
FORM = "application/x-www-form-urlencoded"
AGENT = "Test-Program/1.0.0 (+https://program.example)"


@dataclass
class Visitors:
    """One browser for each person, signed in once; programs send their token with every request.

    An answer's cookies are not kept: what is rolled back in the database is forgotten by the browser too.
    """

    world: World
    browsers: dict[str, Client]
    _not_found: dict[tuple[str, str], str] = field(default_factory=dict)

    def ask(
        self, who: str, half: str, method: str, path: str, data: Any = None, kind: str = "", **headers: str
    ) -> HttpResponse:
        sent = {"User-Agent": AGENT, "Accept-Language": "en", **headers}
        if who in PROGRAMS:
            sent["Authorization"] = f"Bearer {self.world.bearers[who]}"
        browser = self.browsers.get(who, self.browsers[NOBODY])
        send = getattr(browser, method.lower())
        extra: dict[str, Any] = {"headers": sent, "zgoda.half": half}
        if method == "POST" and not kind and _is_plain(data):
            data, kind = urlencode(data or {}), FORM
        if method not in ("GET", "HEAD"):
            extra |= {"data": data if data is not None else {}} | ({"content_type": kind} if kind else {})
        cookies = dict(browser.cookies)
        answer: HttpResponse = send(path, **extra)
        browser.cookies.clear()
        browser.cookies.update(cookies)
        return answer

    def not_found(self, who: str, half: str) -> str:
        """What ``who`` is told at an address that does not exist."""
        if (who, half) not in self._not_found:
            self._not_found[who, half] = self.ask(who, half, "GET", "/nowhere/at/all").content.decode()
        return self._not_found[who, half]


def _is_plain(form: Any) -> bool:
    """A form without files and lists of them is one line; any other is sent in parts."""
    return form is None or (isinstance(form, dict) and all(isinstance(value, str | int) for value in form.values()))


def visitors(world: World, **options: Any) -> Visitors:
    browsers = {who: Client(raise_request_exception=False, **options) for who in (NOBODY, *PEOPLE)}
    for who in PEOPLE:
        browsers[who].force_login(world.users[who])
    return Visitors(world, browsers)
