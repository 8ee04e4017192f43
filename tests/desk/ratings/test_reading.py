"""Ratings read into rows: what is new, what moved without a change of the buyer's, what went wrong."""

from datetime import timedelta

import pytest

from tests.desk.conftest import DeskClock
from tests.desk.ratings.conftest import Turn
from tests.fakes.allegro import FakeAllegro
from tests.fakes.allegro.faults import How
from tests.fakes.allegro.ratings import FakeRatings
from zgoda.desk.allegro.client import Client
from zgoda.desk.ratings import sync
from zgoda.desk.ratings.models import DeskRating, RatingsRead
from zgoda.desk.store.models import Connection, Quarantine, SyncRun
from zgoda.wire.times import to_wire

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("only_beta", [False, True])
def test_a_rating_is_read_in_either_shape(remote: FakeRatings, turn: Turn, only_beta: bool):
    remote.only_beta = only_beta
    number = remote.rate(comment="Za późno")
    remote.rows[number]["answer"] = {"createdAt": "2026-03-03T09:00:00.000Z", "message": "Przepraszamy"}
    turn()
    row = DeskRating.objects.get()
    assert (row.remote_id, row.recommended, row.comment, row.answer) == (number, False, "Za późno", "Przepraszamy")
    assert (row.buyer_login, row.order_id, row.products) == ("anna_k", "ord-1", "Lampka")
    assert row.possible_to is not None
    assert to_wire(row.possible_to) == "2026-06-01T21:59:59.999Z"


def test_only_what_changed_is_asked_for_and_written(
    remote: FakeRatings, turn: Turn, clock: DeskClock, server: FakeAllegro
):
    remote.rate("ewa", recommended=True)
    clock.forward(hours=2)
    first = remote.rate()
    turn()
    clock.forward(hours=2)
    remote.rate("bob", recommended=True, comment="", removal=None)
    turn()
    assert DeskRating.objects.count() == 3
    last = SyncRun.objects.filter(kind="ratings").order_by("-pk")[0]
    assert (last.cases_seen, last.cases_changed) == (2, 1)
    assert server.count("GET", f"/sale/user-ratings/{first}$") == 0
    turn()
    assert SyncRun.objects.filter(kind="ratings").count() == 2


def test_the_step_is_kept(
    remote: FakeRatings, connection: Connection, client: Client, clock: DeskClock, server: FakeAllegro
):
    for minutes, expected in ((0, 1), (9, 1), (1, 2)):
        clock.forward(minutes=minutes)
        sync.follow(connection, client)
        assert server.count("GET", "/sale/user-ratings$") == expected


def test_what_the_buyer_removed_and_what_the_marketplace_asked_is_found_singly(
    remote: FakeRatings, turn: Turn, clock: DeskClock
):
    gone, asked = remote.rate(), remote.rate("bob")
    turn()
    del remote.rows[gone]
    remote.rows[asked]["removal"]["request"] = {
        "createdAt": "2026-03-03T10:00:00.000Z",
        "message": "Opakowanie",
        "source": "ADMIN",
    }
    clock.forward(hours=2)
    turn()
    rows = {row.remote_id: row for row in DeskRating.objects.all()}
    assert rows[gone].gone_at == clock.now
    assert (rows[asked].asked_source, rows[asked].asked_message) == ("ADMIN", "Opakowanie")


def test_a_long_list_is_read_in_parts_until_nothing_is_left(
    remote: FakeRatings, turn: Turn, monkeypatch: pytest.MonkeyPatch, server: FakeAllegro
):
    monkeypatch.setattr(sync, "PAGES", 1)
    monkeypatch.setattr(sync, "SINGLY", 0)
    start = server.now
    for number in range(250):
        server.now = start - timedelta(minutes=number)
        remote.rate(f"b{number}", recommended=True)
    server.now = start
    counts = []
    for _ in range(4):
        turn()
        counts.append(DeskRating.objects.count())
    assert counts[0] == 100
    assert counts[-1] == 250
    place = RatingsRead.objects.get()
    assert (place.deep_from, place.deep_to) == (None, None)


def test_a_record_that_cannot_be_read_is_set_aside_and_costs_nothing(remote: FakeRatings, turn: Turn):
    remote.spoilt = 1
    remote.rate()
    turn()
    assert DeskRating.objects.count() == 1
    assert Quarantine.objects.get().what == "rating"


@pytest.mark.parametrize("bad", [None, 7, "x", [], {"id": "1", "buyer": 3, "order": "o", "removal": [], "comment": {}}])
def test_anything_can_come(remote: FakeRatings, turn: Turn, bad: object):
    remote.rate()
    remote.rows["bad"] = {"lastChangedAt": "2026-03-03T09:00:00.000Z", "id": "z", "nested": bad}
    if isinstance(bad, dict):
        remote.rows["bad"] |= bad
    turn()
    assert DeskRating.objects.count() == 2


@pytest.mark.parametrize(("how", "kind"), [(None, "Forbidden"), (How.ERROR_500_BEFORE, "ServerFault")])
def test_trouble_is_kept_apart_from_the_cases(
    remote: FakeRatings, turn: Turn, server: FakeAllegro, how: How | None, kind: str
):
    remote.scope = how is not None
    if how:
        server.go_wrong("GET", "/sale/user-ratings", how, times=9)
    turn()
    assert RatingsRead.objects.get().trouble == kind
    assert Connection.objects.get().trouble == ""
    turn()
    assert SyncRun.objects.filter(kind="ratings", trouble=kind).count() == 1
    server.faults.clear()
    remote.scope = True
    remote.rate()
    turn()
    assert RatingsRead.objects.get().trouble == ""


def test_by_itself_a_turn_looks_at_five_and_at_each_once_in_six_hours(
    remote: FakeRatings, turn: Turn, connection: Connection, client: Client, clock: DeskClock, server: FakeAllegro
):
    for number in range(7):
        remote.rate(f"b{number}")
    clock.forward(minutes=30)
    remote.rate("later", recommended=True)
    turn()
    clock.forward(hours=6)
    for expected in (5, 7, 7):
        clock.forward(minutes=11)
        sync.follow(connection, client)
        assert server.count("GET", "/sale/user-ratings/[0-9a-f]+$") == expected
