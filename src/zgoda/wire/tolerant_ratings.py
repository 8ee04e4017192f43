"""Reading ratings as servers really answer them, in either shape: every field optional, nothing ever raised."""

from dataclasses import dataclass
from datetime import datetime

from zgoda.wire import ratings
from zgoda.wire.peek import Peek
from zgoda.wire.tolerant import PageSeen, Unreadable, read_page


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """``source`` is SELLER, ADMIN, or what came in its stead."""

    created_at: datetime | None
    message: str | None
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingSeen:
    """Only ``id`` is sure. ``possible_to``: until when a removal can be asked for; None where it cannot."""

    id: str
    created_at: datetime | None
    edited_at: datetime | None
    last_changed_at: datetime | None
    recommended: bool | None
    buyer_id: str | None
    buyer_login: str | None
    comment: str | None
    answer: str | None
    answered_at: datetime | None
    order_id: str | None
    products: tuple[str, ...]
    possible_to: datetime | None
    request: RequestSeen | None
    oddities: tuple[str, ...] = ()


def read_rating(raw: object) -> RatingSeen | Unreadable:
    """One rating; without an id it is nothing we could keep."""
    told = Peek(raw)
    rating_id = told.id()
    if not rating_id:
        return Unreadable("no usable id" if told.there else "not an object", raw)
    buyer, order, answer, removal = (told.part(name) for name in ("buyer", "order", "answer", "removal"))
    return RatingSeen(
        id=rating_id,
        created_at=told.instant("createdAt"),
        edited_at=told.instant("editedAt"),
        last_changed_at=told.instant("lastChangedAt"),
        recommended=told.flag("recommended"),
        buyer_id=buyer.text("id"),
        buyer_login=buyer.text("login"),
        comment=_comment(raw, told),
        answer=answer.text("message") or answer.text("text"),
        answered_at=answer.instant("createdAt"),
        order_id=order.text("id"),
        products=tuple(name for offer in order.parts("offers") if (name := offer.text("title"))),
        possible_to=removal.instant("possibleTo"),
        request=_request(removal.part("request")),
        oddities=tuple(told.oddities),
    )


def read_ratings(raw: object) -> PageSeen[RatingSeen]:
    """The answer of ``GET /sale/user-ratings``."""
    return read_page(raw, "ratings", read_rating)


def _comment(raw: object, told: Peek) -> str | None:
    """A text in public.v1, an object in beta.v1."""
    in_beta = isinstance(raw, dict) and isinstance(raw.get("comment"), dict)
    return told.part("comment").text("text") if in_beta else told.text("comment")


def _request(told: Peek) -> RequestSeen | None:
    if not told.there:
        return None
    source = told.known("source", ratings.RequestSource)
    return RequestSeen(told.instant("createdAt"), told.text("message"), source)
