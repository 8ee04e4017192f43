"""One hidden case: its sellers cannot tell that it is there, but for one bare letter (S1-56, S1-57, P-49, C-44).

Two questions are asked at every address. Does it answer for the hidden case as for one that never was, down to the
statements that the database saw, which stand here for a stopwatch? And does anything at all change, in any list, count,
feed, figure or header, when such a case opens?
"""

import re
from dataclasses import dataclass
from difflib import unified_diff
from email import message_from_string, policy

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.marks import rule
from tests.security import hidden_world
from tests.security.hidden_world import ITS_SELLERS, ids_of, told_of
from tests.security.knocks import ask, read
from tests.security.nothing_kept import nothing_kept
from tests.security.routes import all_routes
from tests.security.table import NOTHING, ROWS
from tests.security.verdicts import Row
from tests.security.visitors import Visitors
from tests.security.world import LATER, World
from zgoda.centre.mailing.models import Letter
from zgoda.engine import jobs

ROUTES = {route.key: route for route in all_routes()}
AT_CENTRE = [row for row in ROWS if row.key in ROUTES and row.half == "centre"]
BY_ID = [
    row
    for row in AT_CENTRE
    if {"case_id", "issue_id", "message_id", "file_id", "attachment_id", "report_id"} & set(ROUTES[row.key].parameters)
]
NEVER_THE_SAME = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
    r"|(?<=name=.csrfmiddlewaretoken. value=.)\w+|(?<=nonce-)[\w+/=-]+|(?<=nonce=.)[\w+/=-]+|s\d+_x\d+|_django_curs_\d+_sync_\d+"
)
"""Ids of requests and of what a request made, tokens of forms, names of savepoints and cursors."""
TOLD_OF_IT = "account/letters"
"""The page that lists the bare letters themselves (S1-57)."""
_CHANGING_HEADERS = {"trace-id", "date", "expires", "set-cookie"}


@pytest.fixture(autouse=True)
def _one_law(nothing_grows_stale: None) -> None:
    """A process reads the changes of the law again every second, whoever asks for whatever."""


@dataclass(frozen=True)
class Seen:
    """All that somebody outside could see, and what the database was asked for it."""

    status: int
    headers: dict[str, str]
    body: str
    asked: list[str]


def see(knocking: Visitors, row: Row, method: str, who: str, values: dict[str, object]) -> Seen:
    with CaptureQueriesContext(connection) as queries:
        answer = ask(knocking, ROUTES[row.key], row, method, who, values)
    headers = {name.lower(): _plain(value) for name, value in answer.items() if name.lower() not in _CHANGING_HEADERS}
    return Seen(answer.status_code, headers, _plain(read(answer)), [_shape(one["sql"]) for one in queries])


def _plain(said: str) -> str:
    return NEVER_THE_SAME.sub("#", said)


def _shape(sql: str) -> str:
    """The statement without its values."""
    return re.sub(r"'(?:[^']|'')*'|\b[0-9a-f]{32}\b|\b\d+\b", "?", _plain(sql))


def difference(one: Seen, other: Seen) -> list[str]:
    """What could be told apart, line by line."""
    ours, theirs = (
        [f"{seen.status}", *_lines(seen.headers), *seen.body.splitlines(), *seen.asked] for seen in (one, other)
    )
    return [line for line in unified_diff(ours, theirs, lineterm="", n=0) if not line.startswith(("---", "+++", "@@"))]


def _lines(headers: dict[str, str]) -> list[str]:
    return [f"{name}: {value}" for name, value in sorted(headers.items())]


@rule("P-49", "S1-56")
@pytest.mark.parametrize("row", BY_ID, ids=lambda row: row.pattern)
def test_it_answers_as_what_never_was_and_takes_the_same_way_there(row: Row, world: World, knocking: Visitors):
    ids = ids_of(world.hidden)
    hidden = {**row.at(world), **ids}
    nothing = {**hidden, **{name: NOTHING[name] for name in ids}}
    for method in row.serves:
        for who in sorted(ITS_SELLERS):
            see(knocking, row, method, who, nothing)
            wanted, known = see(knocking, row, method, who, nothing), see(knocking, row, method, who, hidden)
            assert difference(wanted, known) == [], (method, who)


@rule("S1-56")
@pytest.mark.parametrize("row", [row for row in AT_CENTRE if row.pattern != TOLD_OF_IT], ids=lambda row: row.pattern)
def test_nothing_changes_for_its_sellers_when_one_opens(row: Row, world: World, knocking: Visitors):
    """Lists, counts, figures, feeds, an order's events and revision, headers: before as after."""
    values = row.at(world)
    knocks = [(method, who) for method in row.serves for who in sorted(ITS_SELLERS)]
    before = [see(knocking, row, method, who, values) for method, who in knocks]
    before = [see(knocking, row, method, who, values) for method, who in knocks]
    with nothing_kept():
        hidden_world.hidden_case(world.users, world.not_yet_hidden, LATER)
        after = [see(knocking, row, method, who, values) for method, who in knocks]
    for knock, was, now in zip(knocks, before, after, strict=True):
        assert difference(was, now) == [], knock


@rule("S1-56", "S1-57")
def test_no_letter_to_a_seller_holds_anything_of_a_hidden_case(world: World, knocking: Visitors):
    """C-44: neither words nor headers tell more than the order's number and who handles it; no link leads to a case."""
    with nothing_kept():
        jobs.run_pending(1000)
        sent = [letter.message().as_string() for letter in mail.outbox if "seller@" in letter.to[0]]
        told = Letter.objects.filter(hidden=True)
        names = [world.users[one].username for one in ("seller", "other_seller")]
        assert sorted(told.values_list("to__username", flat=True)) == sorted(names)
        orders = list(told.values_list("about", flat=True))
    assert len(sent) >= 3
    own = [decoded(letter) for letter in sent]
    assert [told_of(world.hidden, one) for one in own if told_of(world.hidden, one)] == []
    bare = [one for one in own if any(number in one for number in orders)]
    assert len(bare) == len(orders) == 2
    for one in bare:
        assert sum(number in one for number in orders) == 1
        assert "Vase" not in one
        assert {address.split("/")[3] for address in re.findall(r"https?://[^\s\"<>]+", one)} <= {"letters", "account"}


def decoded(letter: str) -> str:
    """A letter's source, its headers and its parts, as a mail program reads them."""
    parts = message_from_string(letter, policy=policy.default).walk()
    bodies = [part.get_content() for part in parts if not part.is_multipart()]
    return "\n".join([letter, *bodies])
