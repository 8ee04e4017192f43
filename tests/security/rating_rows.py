"""The rows of ratings in the table of all addresses × all visitors."""

from uuid import uuid4

from tests.security.verdicts import Row, api, fixed, page, people, program, public
from tests.security.world import World
from zgoda.centre.ratings.link import token_of
from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.domain.ratings import Source

PUBLIC = "application/vnd.allegro.public.v1+json"
ONE = {"at": lambda world: {"rating_id": OrderRating.objects.get().pk}, "unknown": {"rating_id": "0" * 24}}


def ratings_api_rows() -> list[Row]:
    """A rating is its seller's; the summary is for every program."""
    own, every = program(own=True), program(own=False)
    seller = {"at": lambda world: {"user_id": world.users["seller"].pk}, "unknown": {"user_id": 999_999_999}}
    return [
        api("sale/user-ratings", "GET", every),
        api("sale/user-ratings/<str:rating_id>", "GET", own, **ONE),
        api("sale/user-ratings/<str:rating_id>/answer", "PUT", own, body=fixed({"message": "x"}), kind=PUBLIC, **ONE),
        api(
            "sale/user-ratings/<str:rating_id>/removal",
            "PUT",
            own,
            body=fixed({"request": {"message": "x"}}),
            kind=PUBLIC,
            **ONE,
        ),
        api("users/<str:user_id>/ratings-summary", "GET", every, **seller),
    ]


def ratings_page_rows() -> list[Row]:
    mine, any_buyer = people("buyer"), people("buyer", "other_buyer")
    purchase = {"at": lambda world: {"order_id": world.order.pk}, "unknown": {"order_id": uuid4()}}
    return [
        page("centre", "purchases/<uuid:order_id>/rate", mine, "GET POST", **purchase),
        page("centre", "ratings", any_buyer),
        page("centre", "ratings/<slug:rating_id>", mine, **ONE),
        page("centre", "ratings/<slug:rating_id>/edit", mine, "GET POST", **ONE),
        page("centre", "ratings/<slug:rating_id>/remove", mine, "GET POST", **ONE),
        page("centre", "rating-removal/<str:token>", public, "GET POST", at=_link),
        page("centre", "rating-comments", people("moderator")),
        page("centre", "rating-comments/<slug:rating_id>", people("moderator"), "POST", at=ONE["at"]),
    ]


def _link(_world: World) -> dict[str, object]:
    """A link of the platform's letter is all that whoever has it needs."""
    asked = RemovalRequest.objects.get(source=Source.ADMIN)
    return {"token": token_of(asked)}
