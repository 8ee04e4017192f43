"""The bought line that a Discussion is about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from zgoda.domain.money import Money


class Provider(StrEnum):
    """Who fulfils the order (B12-10, C-15)."""

    SELLER = "SELLER"
    ALLEGRO = "ALLEGRO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """One order line with what the rules need to know of its order.

    ``purchased_at`` is the line's own purchase time (C-24). ``combined`` is true where the purchase
    holds orders of several sellers. ``account_provider`` is who fulfils by the flag of the seller's account; which
    of the two counts, the rule set says (C-15).
    """

    market: str
    order_id: UUID
    line_id: UUID
    buyer_id: int
    seller_id: int
    purchased_at: datetime
    unit_price: Money
    quantity: int
    provider: Provider = Provider.SELLER
    combined: bool = False
    account_provider: Provider = Provider.SELLER

    @property
    def line_price(self) -> Money:
        """G-10: quantity × unit price of the line."""
        return self.unit_price.times(self.quantity)
