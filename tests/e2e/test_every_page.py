"""Every page of both halves, taken from the table of routes × visitors: it fits its window, the console stays silent and
axe finds no barrier (WCAG 2.2 AA).

By day in Polish: 1,440 px wide, then as at 200 % zoom (which halves the window: 720 px) and at 360 px. By night in English
at 360 px. The world's words are hostile and long, so that what can stick out does.
"""

from collections.abc import Callable, Iterator
from time import time
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from tests.accounts.confirming import confirmed
from tests.e2e.inside import Inside
from tests.e2e.watching import Watch
from tests.security.conftest import _built, _place, knocking, no_network, world
from tests.security.message_rows import a_thread_with_a_warehouse
from tests.security.routes import all_routes
from tests.security.table import ROWS
from tests.security.verdicts import Row, Told
from tests.security.visitors import NOBODY, PEOPLE, Visitors
from tests.security.world import World
from zgoda.accounts.models import User
from zgoda.centre.mailing.models import Letter
from zgoda.centre.mailing.sending import send_letter
from zgoda.centre.messaging.models import Thread, ThreadKind
from zgoda.desk.store.secret import seal
from zgoda.desk.web.consent import DEVICE
from zgoda.domain.messaging import Topic

__all__ = ["_built", "_place", "knocking", "no_network", "world"]

ROUTES = {route.key: route for route in all_routes()}
LIKELY = (NOBODY, "owner", "joined_consultant", *PEOPLE)
"""Who looks: the first of these who comes in."""
SURE = {
    "account/factors/app": "agent",
    "account/factors/app/end": "owner",
    "account/factors/codes": "owner",
    "account/factors/passkeys/<int:pk>": "read_only",
    "account/factors/passkeys/<int:pk>/end": "read_only",
    "account/password/first": "no_shop",
    "administration/clock": "admin",
    "administration/faults": "admin",
    "auth/oauth/authorize": "seller",
    "messages/<slug:thread_id>/close": "buyer",
    "sign-in/code": "halfway",
    "sign-out": "agent",
}
"""Where somebody else has to look, because the page needs a state that only they are in."""
NO_PAGE = {
    "a file": (
        "account/factors/codes/file",
        "messages/<slug:thread_id>/files/<uuid:file_id>",
        "warehouse/messages/<slug:thread_id>/files/<uuid:file_id>",
        "warehouse/team.csv",
        "files/<uuid:file_id>",
        "purchases/<uuid:order_id>/documents/<uuid:document_id>",
        "cases/<int:case_id>/files/<int:message_id>/<int:number>",
        "administration/log/<slug:kind>",
        "administration/data/cases",
        "connections/<int:connection_id>/health.json",
    ),
    "a part of a page": (
        "claims/<uuid:claim_id>/live",
        "warehouse/incidents/<uuid:incident_id>/progress",
        "discussions/<uuid:case_id>/live",
        "list",
        "cases/<int:case_id>/live",
        "connections/<int:connection_id>/progress",
        "first-run/moving",
        "administration/house/changes/<int:change_id>/progress",
        "hotline/calls/<uuid:call_id>/live",
        "about-seller/<slug:market_code>/<str:offer_id>/fragment",
    ),
    "needs a key that a browser holds": ("sign-in/passkey", "account/confirm/passkey"),
    "leads on at once": ("connections/return", "purchases/<uuid:order_id>/rate", "letters/<str:token>/off/<slug:kind>"),
    "for programs": (
        "zgoda/v1/capabilities",
        "zgoda/v1/offers/<str:offer_id>/contact",
        "cases/<int:case_id>/draft",
        "notices",
    ),
}
STATES = (
    *(
        ("desk", "owner", f"/cases/{{case}}?do={mode}")
        for mode in ("comment", "offer", "tracking", "handover", "refund")
    ),
    ("desk", "owner", "/cases/{case}?do=report&message=m-1"),
    ("desk", "read_only", "/cases/{case}"),
    ("desk", "owner", "/cases/{thread}"),
    ("desk", "owner", "/cases/{thread}?do=forward&message=m-2"),
    ("desk", "owner", "/?q=nobody-of-that-name"),
    ("desk", "owner", "/?view=ended"),
    ("desk", "no_shop", "/"),
    ("centre", "moderator", "/reports?show=handled"),
    ("centre", "hotline", "/hotline?q=nobody-of-that-name"),
    ("centre", "warehouse", "/warehouse?q=nobody-of-that-name"),
    ("centre", "warehouse", "/warehouse?view=ping_pong"),
    ("centre", "admin", "/warehouse/incidents"),
    ("centre", "owner", "/nowhere"),
)
"""The same addresses in further states."""


class Visit(NamedTuple):
    """``shared``: both halves have this page; it is looked at in one by day and in the other by night."""

    half: str
    who: str
    path: str
    status: int = 200
    shared: bool = False


def test_every_page_fits_and_has_no_barrier(
    world: World, knocking: Visitors, context: Callable[..., BrowserContext], settings: object
) -> None:
    settings.SANDBOX = True
    prepare(world, knocking)
    visits = list(all_visits(world, knocking))
    wrong: list[str] = []
    for language, dark, width in (("pl", False, 1440), ("en", True, 360)):
        User.objects.update(language=language)
        opened = context(language=language, dark=dark, width=width)
        inside = Inside(knocking)
        inside.serve(opened)
        watch = Watch(opened.new_page())
        watch.begin()
        skipped = "centre" if dark else "desk"
        for visit in (one for one in visits if not (one.shared and one.half == skipped)):
            inside.who, watch.expected = visit.who, visit.status
            walk(watch, f"http://{visit.half}.localhost{visit.path}", width)
        wrong += [*watch.wrong, *inside.no_pages]
    assert not wrong, "\n".join(wrong)


def walk(watch: Watch, address: str, width: int) -> None:
    page: Page = watch.page
    page.goto(address)
    expect(page.locator("[hx-trigger=load]"), "parts that the page fetches at once").to_have_count(0)
    watch.look()
    if width > 360:
        for narrower in (width // 2, 360):
            page.set_viewport_size({"width": narrower, "height": 900})
            watch.fits()
        page.set_viewport_size({"width": width, "height": 900})


def all_visits(world: World, knocking: Visitors) -> Iterator[Visit]:
    """One for each address that serves a page to people; one that does not, and is not named, is found by going there.
    A home that leads on at once has its page elsewhere."""
    elsewhere = {pattern for patterns in NO_PAGE.values() for pattern in patterns}
    for row in ROWS:
        who = SURE.get(row.pattern) or looker(row)
        if "GET" not in row.serves or who is None or row.pattern in elsewhere:
            continue
        path = address(row, world)
        if row.pattern or knocking.ask(who, row.half, "GET", path).status_code != 302:
            yield Visit(row.half, who, path, shared={("centre", row.pattern), ("desk", row.pattern)} <= set(ROUTES))
    ids = {"case": world.desk_case.pk, "thread": a_thread_with_a_warehouse(world).pk}
    for half, who, path in STATES:
        yield Visit(half, who, path.format(**ids), 404 if path == "/nowhere" else 200)


def looker(row: Row) -> str | None:
    verdict = row.serves.get("GET")
    return next((who for who in LIKELY if verdict is not None and verdict(who) is Told.IN), None)


def address(row: Row, world: World) -> str:
    values = row.at(world)
    if "passkeys/<int:pk>" in row.pattern:
        values = {"pk": Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk}
    path, query = row.path or ROUTES[row.key].path(values), row.query
    if row.pattern == "auth/oauth/authorize":
        query = f"response_type=code&client_id={world.program.client_id}&redirect_uri=https://program.example/back"
    return f"{path}?{query}" if query else path


def prepare(world: World, knocking: Visitors) -> None:
    """What pages need that the world lacks: second factors, someone halfway through signing in, a code for a device."""
    owner = world.users["owner"]
    TOTP.activate(owner, generate_totp_secret())
    RecoveryCodes.activate(owner)
    key = {"name": "Key", "credential": {}, "passwordless": True}
    Authenticator.objects.create(user=world.users["read_only"], type=Authenticator.Type.WEBAUTHN, data=key)
    owner.set_password("zgoda")
    owner.save()
    world.users["no_shop"].set_unusable_password()
    world.users["no_shop"].save()
    for who in ("owner", "agent", "read_only", "no_shop"):
        knocking.browsers[who].force_login(world.users[who])
        confirmed(knocking.browsers[who], at=time() + 600)
    halfway = knocking.browsers["halfway"] = Client(headers={"accept-language": "en"})
    halfway.post("/sign-in", {"login": owner.username, "password": "zgoda"}, **{"zgoda.half": "desk"})
    for letter in Letter.objects.all():  # which are shown with their words
        send_letter.call(str(letter.pk))
    Thread.objects.filter(pk=world.letter.thread_id).update(kind=ThreadKind.PROBLEM, topic=next(iter(Topic)))
    session = knocking.browsers["owner"].session
    session[DEVICE] = {
        "connection": world.connection.pk,
        "device_code": seal("never used"),
        "user_code": "ABCD-EFGH",
        "address": "https://allegro.example/skojarz-aplikacje",
        "address_with_code": "https://allegro.example/skojarz-aplikacje?code=ABCD-EFGH",
        "interval": 60,
        "expires_at": time() + 600,
    }
    session.save()
