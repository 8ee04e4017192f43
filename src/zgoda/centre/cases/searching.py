"""Discussions found by the number of a case, an order or a parcel, or by somebody's login (P-04)."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from zgoda.accounts.logins import by_login
from zgoda.centre.store.models import Case, Shipment
from zgoda.centre.store.numbers import beginning, numbered

_NUMBERED = ("pk", "order_id", "line_id")


def of_all(words: str) -> Iterator[QuerySet[Case]]:
    """For the platform's people, who may read any case. A seller's hidden ones have an index of their own."""
    for which in _numbered(words):
        yield Case.objects.filter(which)
    for person in _people(words):
        yield Case.objects.filter(buyer_id=person)
        yield Case.objects.filter(seller_id=person, hidden=False)
        yield Case.objects.filter(seller_id=person, hidden=True)


def of_warehouse(words: str) -> Iterator[QuerySet[Case]]:
    """For the Warehouse: of the orders that it sends."""
    ours = Case.objects.filter(fulfilled=True)
    for which in _numbered(words):
        yield ours.filter(which)
    for person in _people(words):
        yield ours.filter(buyer_id=person)
        yield ours.filter(seller_id=person)
    for order_id in Shipment.objects.filter(waybill=words).values_list("order_id", flat=True).distinct():
        yield ours.filter(order_id=order_id)


def _numbered(words: str) -> list[Q]:
    """Whole, or as much of one as pages show; each has an index of its own."""
    return [numbered(words, name) for name in _NUMBERED] if beginning(words) else []


def _people(words: str) -> list[int]:
    return list(by_login(words).values_list("pk", flat=True))
