"""The Warehouse's prepared texts, filled in for what its people write about: a case, a claim, a conversation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from zgoda.centre.incidents.models import PreparedText
from zgoda.centre.store.models import Shipment
from zgoda.domain import macros

HOLES = ("login", "order", "product", "waybill")
"""What a text of the Warehouse's may leave open, filled in for each case (`values_of`)."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One text as it would be said here; ``missing`` names the holes that have no value, "" where none is left."""

    name: str
    text: str
    missing: str


def prepared(login: str, order: str, products: Sequence[str], waybills: Sequence[str]) -> list[Prepared]:
    """All of them, by name; "" and nothing leave their holes to be seen. One query."""
    values = values_of(login, order, products, waybills)
    return [_filled(row, values) for row in PreparedText.objects.all()]


def values_of(login: str, order: str, products: Sequence[str], waybills: Sequence[str]) -> Mapping[str, str]:
    """What the holes are filled with."""
    return {"login": login, "order": order, "product": ", ".join(products), "waybill": ", ".join(waybills)}


def slips(text: str) -> list[str]:
    """What is written as a hole and is never filled here: a text with one would be sent to nobody."""
    return [*macros.unknown(text), *(hole for hole in macros.missing(text) if hole not in HOLES)]


def waybills_of(order_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The parcels' numbers by order; one query."""
    found: dict[UUID, list[str]] = {}
    for order_id, waybill in Shipment.objects.filter(order_id__in=order_ids).values_list("order_id", "waybill"):
        found.setdefault(order_id, []).append(waybill)
    return found


def _filled(row: PreparedText, values: Mapping[str, str]) -> Prepared:
    text = macros.fill(row.text, values)
    return Prepared(row.name, text, ", ".join(f"{{{hole}}}" for hole in macros.left_open(row.text, values)))
