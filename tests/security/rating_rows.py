"""The rows of ratings in the table of all addresses × all visitors."""

from uuid import uuid4

from tests.security.verdicts import Row, api, fixed, page, people, program
from zgoda.centre.ratings.models import OrderRating

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
    ]
