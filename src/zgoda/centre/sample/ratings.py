"""Ratings of the sample, replayed at their past instants through the same acts as everybody's."""

from datetime import datetime
from uuid import UUID

import msgspec

from zgoda.centre.ratings import acts
from zgoda.centre.ratings.models import OrderRating
from zgoda.centre.ratings.rows import Outcome
from zgoda.centre.sample.offsets import length
from zgoda.centre.sample.scenarios import SampleBroken
from zgoda.centre.store.models import Order
from zgoda.domain.ratings import RemovalReason


class Rated(msgspec.Struct, frozen=True):
    """One line of ``ratings.jsonl``. An edition is (instant, "yes" or "no", words), an answer and a request
    (instant, words), a removal (instant, reason)."""

    order: UUID
    at: str
    recommended: bool
    comment: str
    edited: tuple[str, str, str] | None
    answer: tuple[str, str] | None
    asked: tuple[str, str] | None
    removed: tuple[str, str] | None


def replay_rating(line: str, now: datetime) -> None:
    """Raises `SampleBroken` where the rules refuse a step."""
    told = msgspec.json.decode(line, type=Rated)
    order = Order.objects.defer("form").get(pk=told.order)
    made = _done(acts.rate(order.buyer_id, order.id, told.recommended, told.comment, now=now - length(told.at)), told)
    if told.edited:
        at, choice, words = told.edited
        _done(acts.edit(made.pk, made.buyer_id, choice == "yes", words, now=now - length(at)), told)
    if told.answer:
        at, words = told.answer
        _done(acts.answer(made.pk, made.seller_id, words, now=now - length(at)), told)
    if told.asked:
        at, words = told.asked
        _done(acts.ask(made.pk, made.seller_id, words, now=now - length(at)), told)
    if told.removed:
        at, reason = told.removed
        _done(acts.remove(made.pk, made.buyer_id, RemovalReason(reason), now=now - length(at)), told)


def _done(outcome: Outcome, told: Rated) -> OrderRating:
    if not isinstance(outcome, OrderRating):
        raise SampleBroken(f"rating of {told.order}: {outcome.why}")
    return outcome
