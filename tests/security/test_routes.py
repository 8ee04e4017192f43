"""Someone else's case, order, attachment or thread answers 404 for every role without the right (P-49).

The table walks all addresses × all visitors × all methods. An address without a row fails here. Pages read no token,
so that one program stands for all of them there.
"""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.utils.html import escape

from tests.marks import rule
from tests.security.hidden_world import ITS_SELLERS, OF_ORDERS, told_of
from tests.security.knocks import ask, how, read
from tests.security.nothing_kept import nothing_kept
from tests.security.routes import HALVES, all_routes
from tests.security.table import ROWS
from tests.security.verdicts import Row, Told
from tests.security.visitors import EVERYBODY, NOBODY, PEOPLE, PROGRAMS, Visitors
from tests.security.world import MARK, World
from zgoda.accounts.models import User
from zgoda.centre.store.models import StaffRead

ROUTES = {route.key: route for route in all_routes()}
METHODS = ("GET", "POST", "PUT", "DELETE")
AT_PAGES = (NOBODY, *PEOPLE, "token")


def _named(row: Row) -> str:
    return f"{row.half}:/{row.pattern}"


def test_every_address_has_a_row_and_every_row_an_address():
    rows = [row.key for row in ROWS]
    assert sorted(set(ROUTES) - set(rows)) == [], "addresses without a row in tests/security/table.py"
    assert sorted(set(rows) - set(ROUTES)) == [], "rows without an address"
    assert len(rows) == len(set(rows))


@rule("P-04", "P-49", "S1-56")
@pytest.mark.parametrize("row", [row for row in ROWS if row.key in ROUTES], ids=_named)
def test_an_address_opens_for_those_with_the_right_only(row: Row, world: World, knocking: Visitors):
    route = ROUTES[row.key]
    wrong = []
    for method in METHODS:
        for who in asking(row) if method in row.serves else knowing(row):
            answer = ask(knocking, route, row, method, who, row.at(world))
            told, expected = how(answer), row.serves[method](who) if method in row.serves else None
            if answer.status_code >= 500 or (expected or told) is not told:
                wrong.append(f"{method} {who}: {answer.status_code} {answer.get('Location', '')} instead of {expected}")
            if expected is None and answer.status_code < 300:
                wrong.append(f"{method} {who}: {answer.status_code}, though the table does not name this method")
            if told is Told.NOT_FOUND and _differs(knocking, row, who, answer):
                wrong.append(f"{method} {who}: does not look like what does not exist")
            if told is not Told.IN and MARK in _without_own_name(answer, world, who):
                wrong.append(f"{method} {who}: the refusal tells a secret")
            if who in ITS_SELLERS and told_of(world.hidden, read(answer), of_orders=row.pattern in OF_ORDERS):
                wrong.append(f"{method} {who}: reads of a case that is hidden from its sellers")
    assert wrong == []


@rule("P-49")
@pytest.mark.parametrize("row", [row for row in ROWS if row.key in ROUTES and row.unknown], ids=_named)
def test_what_does_not_exist_looks_like_what_is_somebody_elses(row: Row, world: World, knocking: Visitors):
    route = ROUTES[row.key]
    values = {**row.at(world), **{name: value for name, value in row.unknown.items() if name in route.parameters}}
    for method, verdict in row.serves.items():
        for who in asking(row):
            expected = verdict(who)
            answer = ask(knocking, route, row, method, who, values)
            told = how(answer)
            assert told is (Told.NOT_FOUND if expected is Told.IN else expected), (method, who, answer.status_code)
            assert told is not Told.NOT_FOUND or not _differs(knocking, row, who, answer), (method, who)


@rule("P-04")
@pytest.mark.parametrize("row", [row for row in ROWS if row.logged], ids=_named)
def test_reading_by_staff_is_logged(row: Row, world: World, knocking: Visitors):
    for who in sorted(row.logged):
        before = StaffRead.objects.count()
        answer = knocking.ask(who, row.half, "GET", ROUTES[row.key].path(row.at(world)))
        assert how(answer) is Told.IN
        mine = StaffRead.objects.filter(case_id=world.case.id, reader=world.users[who])
        assert StaffRead.objects.count() > before
        assert mine.exists()


def test_only_what_programs_and_partners_call_needs_no_csrf_token():
    pages_of_programs = (
        "sale/",
        "order/",
        "messaging/",
        "users/",
        "zgoda/v1/",
        "partners/",
        "letters/<str:token>/off/",
        "auth/oauth/token",
        "auth/oauth/device",
    )
    exempt = [route for route in ROUTES.values() if route.exempt]
    by_signed_link = "notices/letters/<str:token>"
    assert [route.pattern for route in exempt if route.half == "desk"] == [by_signed_link]
    exempt = [route for route in exempt if route.half != "desk"]
    loose = [route.pattern for route in exempt if not route.pattern.startswith(pages_of_programs)]
    assert loose == ["me", r"^(?:sale|order|messaging|payments|billing|me|users|zgoda/v1)(?:/.*)?$"]


def test_in_a_sandbox_the_clock_is_the_administrators_alone(settings, world: World, knocking: Visitors):
    settings.SANDBOX = True
    for method in ("GET", "POST"):
        for who in EVERYBODY:
            told = how(knocking.ask(who, "centre", method, "/administration/clock"))
            inside = Told.IN if who == "admin" else Told.NOT_FOUND if who in world.users else Told.SIGN_IN
            assert told is inside, (method, who)


def test_a_knock_changes_nothing_for_the_next_visitor(world: World):
    names = User.objects.order_by("pk").values_list("username", flat=True)
    before = list(names)
    with nothing_kept():
        User.objects.filter(pk=world.users["buyer"].pk).update(username="else")
        with transaction.atomic():
            User.objects.create(username="new")
        assert list(names.all()) != before
    assert list(names.all()) == before


def test_both_halves_are_walked():
    assert {route.half for route in ROUTES.values()} == set(HALVES)


def asking(row: Row) -> tuple[str, ...]:
    return EVERYBODY if ROUTES[row.key].exempt else AT_PAGES


def knowing(row: Row) -> tuple[str, ...]:
    """Enough to see that a method nobody serves is served to nobody: a stranger, and one whom another one lets in."""
    inside = (who for who in (*PEOPLE, *PROGRAMS) for verdict in row.serves.values() if verdict(who) is Told.IN)
    return NOBODY, next(inside, "moderator")


def _differs(knocking: Visitors, row: Row, who: str, answer: HttpResponse) -> bool:
    """Whether a person could tell this page from that of an address which does not exist; programs get no page."""
    return who in PEOPLE and not ROUTES[row.key].exempt and read(answer) != knocking.not_found(who, row.half)


def _without_own_name(answer: HttpResponse, world: World, who: str) -> str:
    return read(answer).replace(escape(world.users[who].username), "") if who in world.users else read(answer)
