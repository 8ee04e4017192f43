"""Ratings over HTTP (allegro-api.md §10). Every answer is checked against the document by ``Program``."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.centre import stage
from tests.centre.api.conftest import BETA, NOW, PUBLIC, Program, error_of, token_for
from tests.centre.ratings.rating import WORDS, order, rated
from tests.marks import rule
from zgoda.centre.ratings import acts
from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.domain.actors import Role
from zgoda.domain.ratings import RemovalReason, Source
from zgoda.wire.times import to_wire

ADDRESS = "/sale/user-ratings"
SCOPES = "allegro:api:ratings allegro:api:profile:read"


@pytest.fixture
def desk() -> Program:
    return Program(token_for(stage.account("seller", Role.SELLER), SCOPES), accept=PUBLIC)


def found(desk: Program, query: str = "") -> list[str]:
    answer = desk.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["ratings"]]


def put(desk: Program, address: str, body: object):
    return desk.ask("PUT", f"{ADDRESS}/{address}", PUBLIC, body, PUBLIC)


def test_a_rating_in_public_v1(desk: Program) -> None:
    made = rated()
    assert put(desk, f"{made.pk}/answer", {"message": "Przepraszamy"}).json() == {
        "createdAt": to_wire(NOW),
        "message": "Przepraszamy",
    }
    assert put(desk, f"{made.pk}/removal", {"request": {"message": "Prosimy"}}).status_code == 201
    told = desk.get(f"{ADDRESS}/{made.pk}").json()
    assert desk.get(ADDRESS).json() == {"ratings": [told]}
    assert told == {
        "id": made.pk,
        "createdAt": to_wire(NOW),
        "lastChangedAt": to_wire(NOW),
        "recommended": False,
        "buyer": {"id": str(made.buyer_id), "login": "buyer"},
        "comment": WORDS,
        "answer": {"createdAt": to_wire(NOW), "message": "Przepraszamy"},
        "order": {"id": str(made.order_id), "offers": [{"id": "1", "title": "Kettle"}]},
        "excludedFromAverageRates": False,
        "removal": {
            "possibleTo": to_wire(made.possible_until),
            "request": {"createdAt": to_wire(NOW), "message": "Prosimy", "source": "SELLER"},
        },
    }
    assert len(made.pk) == 24
    assert int(made.pk, 16)


def test_a_rating_in_beta_v1(desk: Program) -> None:
    made = rated()
    acts.answer(made.pk, made.seller_id, "Przepraszamy", now=NOW)
    acts.ask(made.pk, made.seller_id, "Prosimy", now=NOW)
    told = desk.get(f"{ADDRESS}/{made.pk}", accept=BETA).json()
    assert desk.get(ADDRESS, accept=BETA).json() == {"ratings": [told]}
    assert told["comment"] == {"text": WORDS, "language": "en"}
    assert told["answer"] == {"createdAt": to_wire(NOW), "text": "Przepraszamy", "language": "en"}
    assert told["removal"]["request"]["language"] == "en"
    assert {"rates", "excludedFromAverageRates"}.isdisjoint(told)


@rule("C-42")
def test_no_stars_are_told(desk: Program) -> None:
    made = rated(recommended=True, comment="")
    told = desk.get(f"{ADDRESS}/{made.pk}").json()
    assert told["recommended"] is True
    assert {"rates", "comment", "removal", "answer", "editedAt"}.isdisjoint(told)


def test_filters_paging_and_order(desk: Program) -> None:
    first, second, third = (rated(recommended=good, now=NOW + timedelta(minutes=n)) for n, good in enumerate((0, 1, 0)))
    assert found(desk) == [third.pk, second.pk, first.pk]
    acts.edit(first.pk, first.buyer_id, False, "Inaczej", now=NOW + timedelta(hours=1))
    assert found(desk) == [first.pk, third.pk, second.pk]
    assert found(desk, "recommended=true") == [second.pk]
    assert found(desk, "recommended=false&limit=1&offset=1") == [third.pk]
    assert found(desk, f"lastChangedAt.gte={to_wire(third.created_at)}") == [first.pk, third.pk]
    assert found(desk, f"lastChangedAt.lte={to_wire(second.created_at)}") == [second.pk]
    for query, path in (
        ("recommended=maybe", "recommended"),
        ("lastChangedAt.gte=yesterday", "lastChangedAt.gte"),
        ("limit=101", "limit"),
        ("offset=20001", "offset"),
    ):
        refused = desk.get(f"{ADDRESS}?{query}")
        assert (refused.status_code, error_of(refused)["path"]) == (422, path)


@rule("B10-04", "B10-05", "S1-37")
def test_what_is_refused_is_400_at_its_field(desk: Program) -> None:
    made = rated()
    for part, body, path in (
        ("answer", {"message": "x" * 501}, "message"),
        ("answer", {"message": " "}, "message"),
        ("answer", {"message": "Rabat w zamian za usunięcie"}, "message"),
        ("removal", {"request": {"message": "x" * 501}}, "request.message"),
        ("removal", {"request": {"message": "Kupon w zamian"}}, "request.message"),
    ):
        refused = put(desk, f"{made.pk}/{part}", body)
        assert (refused.status_code, error_of(refused)["path"]) == (400, path)
    assert not OrderRating.objects.exclude(answer="").exists()
    assert not RemovalRequest.objects.exists()


@rule("S1-35", "S1-37")
def test_what_is_about_the_service_the_seller_does_not_ask_for(desk: Program) -> None:
    made = rated(order(fulfilled=True))
    OrderRating.objects.update(verdict="YES")
    refused = put(desk, f"{made.pk}/removal", {"request": {"message": "Prosimy"}})
    assert refused.status_code == 400
    OrderRating.objects.update(verdict="NO")
    assert put(desk, f"{made.pk}/removal", {"request": {"message": "Prosimy"}}).status_code == 201


def test_the_platforms_request_is_told_in_the_readers_language(desk: Program) -> None:
    made = rated(order(fulfilled=True))
    RemovalRequest.objects.create(rating=made, source=Source.ADMIN, asked_at=NOW)
    english = desk.get(f"{ADDRESS}/{made.pk}", **{"Accept-Language": "en-US"}).json()["removal"]["request"]
    assert english["source"] == "ADMIN"
    assert "One Fulfillment" in english["message"]


def test_a_removed_rating_is_not_told(desk: Program) -> None:
    made = rated()
    acts.remove(made.pk, made.buyer_id, RemovalReason.COMPENSATION, now=NOW)
    assert found(desk) == []
    assert desk.get(f"{ADDRESS}/{made.pk}").status_code == 404
    assert put(desk, f"{made.pk}/answer", {"message": "x"}).status_code == 404


@rule("B10-03")
def test_a_summary_of_any_seller(desk: Program) -> None:
    for good in (True, True, False, False):
        made = rated(recommended=good)
    acts.remove(made.pk, made.buyer_id, RemovalReason.COMPENSATION, now=NOW)
    answer = desk.get(f"/users/{made.seller_id}/ratings-summary").json()
    assert answer["recommended"] == {"unique": 1, "total": 2}
    assert answer["notRecommended"] == {"unique": 1, "total": 1}
    assert answer["recommendedPercentage"] == "50,0"
    assert answer["statistics"] == {
        "received": {"total": 4},
        "excluded": {"total": 0},
        "removed": {"total": 1, "byAdmin": 0, "byBuyer": 0, "byBuyerDueToCompensation": 1},
    }
    for nobody in (made.buyer_id, 0, "x", "9" * 30):
        assert desk.get(f"/users/{nobody}/ratings-summary").status_code == 404


def test_a_page_costs_the_same_however_many_there_are(desk: Program) -> None:
    rated()
    with CaptureQueriesContext(connection) as few:
        found(desk)
    for _ in range(4):
        rated()
    with CaptureQueriesContext(connection) as many:
        assert len(found(desk)) == 5
    assert len(many) == len(few)
