"""Our additions about telephones: which number an offer's buyer sees for which topic, and what a seller says of itself.

Times of a day are written ``08:00``; a day that ends at midnight ends at ``24:00``.
"""

from zgoda.wire.own import Struct


class OpenTime(Struct, frozen=True):
    """``until`` is outside."""

    since: str
    until: str


class Hours(Struct, frozen=True):
    """``week`` has the open times of each day from Monday, by the wall clock of ``zone``. ``restDays``: whether they
    hold on public holidays too."""

    zone: str
    week: list[list[OpenTime]]
    rest_days: bool


class ContactTopic(Struct, frozen=True):
    """``topic``: PRODUCT or FULFILMENT, ``name`` in the asked language; ``answers``: SELLER or HOTLINE. ``phone`` is
    null where nobody gave a number."""

    topic: str
    name: str
    answers: str
    phone: str | None
    hours: Hours


class OfferContact(Struct, frozen=True):
    """S1-26: a page shows the topics first, and a number after one was picked."""

    offer_id: str
    marketplace: str
    seller: str
    fulfilled_by_platform: bool
    topics: list[ContactTopic]


class SellerContact(Struct, frozen=True):
    """A seller's own details; ``zone`` is only told, never taken. In a request ``week`` null means the usual hours."""

    phone: str | None = None
    email: str | None = None
    week: list[list[OpenTime]] | None = None
    zone: str | None = None
