"""A rating of an order of the stage, and those who stand around it."""

from datetime import timedelta
from typing import Any

from tests.centre import stage
from zgoda.centre.ratings import acts
from zgoda.centre.ratings.models import OrderRating
from zgoda.centre.ratings.rows import Outcome
from zgoda.centre.store.models import Order, OrderLine
from zgoda.domain.purchase import Provider
from zgoda.domain.ratings import RatingRefused, RatingWhy

NOW = stage.OPENED + timedelta(hours=2)
WORDS = "Karton był rozerwany"


def order(*, fulfilled: bool = False) -> Order:
    bought = OrderLine.objects.get(pk=stage.line()).order
    if fulfilled:
        bought.provider = Provider.ALLEGRO
        bought.save()
    return bought


def rate(bought: Order | None = None, recommended: bool | None = False, comment: str = WORDS, **more: Any) -> Outcome:
    bought = bought or order()
    return acts.rate(bought.buyer_id, bought.id, recommended, comment, **{"now": NOW, **more})


def rated(
    bought: Order | None = None, recommended: bool | None = False, comment: str = WORDS, **more: Any
) -> OrderRating:
    made = rate(bought, recommended, comment, **more)
    assert isinstance(made, OrderRating), made
    return made


def why(outcome: Outcome) -> RatingWhy | None:
    return outcome.why if isinstance(outcome, RatingRefused) else None
