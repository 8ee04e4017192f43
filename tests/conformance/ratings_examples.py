"""Each answer that the document declares for ``/sale/user-ratings`` and for the summary."""

from typing import TYPE_CHECKING

from django.http import HttpResponse

from tests.centre import stage
from tests.centre.ratings.rating import rated
from tests.conformance.messaging_examples import Answers
from zgoda.centre.store.models import Order

if TYPE_CHECKING:
    from tests.conformance.examples import World

LIST, ONE = "/sale/user-ratings", "/sale/user-ratings/{ratingId}"
SUMMARY = "/users/{userId}/ratings-summary"
UNKNOWN = f"{LIST}/{'0' * 24}"
PUBLIC = "application/vnd.allegro.public.v1+json"


def _one(at: "World") -> str:
    return f"{LIST}/{rated(Order.objects.get(pk=at.case.purchase.order_id)).pk}"


def _put(at: "World", address: str, body: object) -> HttpResponse:
    return at.program.ask("PUT", address, PUBLIC, body, PUBLIC)


def _summary(at: "World") -> HttpResponse:
    _one(at)
    return at.get(f"/users/{stage.seller().id}/ratings-summary")


def _asking(words: str) -> object:
    return {"request": {"message": words}}


RATINGS: Answers = {
    ("GET", LIST): {200: lambda at: (_one(at), at.get(LIST))[1]},
    ("GET", ONE): {200: lambda at: at.get(_one(at)), 404: lambda at: at.get(UNKNOWN)},
    ("PUT", f"{ONE}/answer"): {
        201: lambda at: _put(at, f"{_one(at)}/answer", {"message": "Przepraszamy"}),
        400: lambda at: _put(at, f"{_one(at)}/answer", {"message": "x" * 501}),
        404: lambda at: _put(at, f"{UNKNOWN}/answer", {"message": "x"}),
    },
    ("PUT", f"{ONE}/removal"): {
        201: lambda at: _put(at, f"{_one(at)}/removal", _asking("Prosimy")),
        400: lambda at: _put(at, f"{_one(at)}/removal", _asking("")),
        404: lambda at: _put(at, f"{UNKNOWN}/removal", _asking("x")),
    },
    ("GET", SUMMARY): {200: _summary, 404: lambda at: at.get("/users/999999999/ratings-summary")},
}
