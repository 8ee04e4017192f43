"""``/sale/user-ratings`` as the server writes it, in both shapes on the same path (allegro-api.md §10).

``rates`` is never written: the stars were dropped (C-42). For reading what a server answered use ``tolerant_ratings``.
"""

from enum import StrEnum

import msgspec


class RequestSource(StrEnum):
    """Who asked for a removal; ADMIN is an employee of the platform."""

    SELLER = "SELLER"
    ADMIN = "ADMIN"


class Struct(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Fields are camelCase on the wire; what has no value is left out, since the document lets nothing be null."""


class RatingBuyer(Struct, frozen=True, kw_only=True):
    id: str
    login: str


class RatedOffer(Struct, frozen=True, kw_only=True):
    id: str
    title: str


class RatedOrder(Struct, frozen=True, kw_only=True):
    id: str
    offers: list[RatedOffer]


class Answer(Struct, frozen=True, kw_only=True):
    created_at: str
    message: str


class RemovalAsked(Struct, frozen=True, kw_only=True):
    created_at: str
    message: str
    source: RequestSource


class Removal(Struct, frozen=True, kw_only=True):
    """``possible_to``: until when a removal can be asked for."""

    possible_to: str
    request: RemovalAsked | None = None


class UserRating(Struct, frozen=True, kw_only=True):
    """public.v1."""

    id: str
    created_at: str
    edited_at: str | None = None
    last_changed_at: str
    recommended: bool
    buyer: RatingBuyer
    comment: str | None = None
    answer: Answer | None = None
    order: RatedOrder
    excluded_from_average_rates: bool
    removal: Removal | None = None


class UserRatings(msgspec.Struct, frozen=True):
    ratings: list[UserRating]


class Comment(Struct, frozen=True, kw_only=True):
    text: str
    language: str


class AnswerBeta(Struct, frozen=True, kw_only=True):
    created_at: str
    text: str
    language: str


class RemovalAskedBeta(Struct, frozen=True, kw_only=True):
    created_at: str
    message: str
    language: str
    source: RequestSource


class RemovalBeta(Struct, frozen=True, kw_only=True):
    possible_to: str
    request: RemovalAskedBeta | None = None


class UserRatingBeta(Struct, frozen=True, kw_only=True):
    """beta.v1."""

    id: str
    created_at: str
    edited_at: str | None = None
    last_changed_at: str
    recommended: bool
    buyer: RatingBuyer
    comment: Comment | None = None
    answer: AnswerBeta | None = None
    order: RatedOrder
    removal: RemovalBeta | None = None


class UserRatingsBeta(msgspec.Struct, frozen=True):
    ratings: list[UserRatingBeta]


class AnswerRequest(msgspec.Struct, frozen=True):
    """``message`` up to ``limits.RATING_TEXT`` characters."""

    message: str


class MessageAsked(msgspec.Struct, frozen=True):
    message: str


class RemovalRequest(msgspec.Struct, frozen=True):
    request: MessageAsked


class Counted(Struct, frozen=True, kw_only=True):
    """``unique``: different buyers."""

    unique: int
    total: int


class Total(msgspec.Struct, frozen=True, kw_only=True):
    total: int


class RemovedCounts(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    total: int
    by_admin: int
    by_buyer: int
    by_buyer_due_to_compensation: int


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    received: Total
    excluded: Total
    removed: RemovedCounts


class Since(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``created_at``: a date."""

    created_at: str


class RatingsSummary(Struct, frozen=True, kw_only=True):
    """``recommended_percentage`` as "99,8"; absent without ratings."""

    recommended: Counted
    not_recommended: Counted
    recommended_percentage: str | None = None
    statistics: Statistics
    user: Since
