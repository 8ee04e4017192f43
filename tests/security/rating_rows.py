"""The rows of ratings in the table of all addresses × all visitors."""

from datetime import timedelta
from uuid import uuid4

from tests.security.verdicts import Row, api, fixed, page, people, program, public
from tests.security.world import HOSTILE, LATER, LONG, MARK, World
from zgoda.centre.ratings.link import token_of
from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.desk.ratings.models import DeskRating
from zgoda.domain.ratings import Source
from zgoda.engine.clock import real_now

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


def desk_rating_rows() -> list[Row]:
    """All members look, only those who write act."""
    shop, writers = people("owner", "agent", "read_only"), people("owner", "agent")
    everybody = people("owner", "agent", "read_only", "other_owner")
    own = {"at": _of_shop, "unknown": {"rating_id": 999_999_999, "write_id": uuid4()}}
    return [
        page("desk", "ratings", everybody),
        page("desk", "ratings/read", everybody, "POST"),
        page("desk", "ratings/<int:rating_id>", shop, **own),
        page("desk", "ratings/<int:rating_id>/write", writers, "POST", **own),
        page("desk", "ratings/<int:rating_id>/writes/<uuid:write_id>", writers, "POST", **own),
    ]


def _of_shop(world: World) -> dict[str, object]:
    row, is_new = DeskRating.objects.get_or_create(
        connection=world.connection,
        remote_id="1" * 24,
        defaults={
            "shop": world.shop,
            "recommended": False,
            "comment": f"{MARK} {HOSTILE} {LONG[:900]}",
            "buyer_login": f"{MARK}{HOSTILE}"[:200],
            "products": f"{MARK}{HOSTILE}"[:500],
            "created_at": LATER,
            "last_changed_at": LATER,
            "possible_to": LATER + timedelta(days=90),
            "mark": "x",
            "read_at": real_now(),
        },
    )
    if is_new:
        words = {"kind": "ANSWER", "text": f"{MARK} {HOSTILE}"[:500], "state": "FAILED", "last_error": HOSTILE}
        row.writes.create(created_at=LATER, not_before=LATER, **words)
    return {"rating_id": row.pk, "write_id": row.writes.get().pk}


def _link(_world: World) -> dict[str, object]:
    """A link of the platform's letter is all that whoever has it needs."""
    asked = RemovalRequest.objects.get(source=Source.ADMIN)
    return {"token": token_of(asked)}
