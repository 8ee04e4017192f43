"""Each answer that the document declares for ``/order/customer-returns``."""

from typing import TYPE_CHECKING

from django.http import HttpResponse

from tests.centre.returns.announcing import announced
from tests.conformance.messaging_examples import NOTHING, Answers
from zgoda.centre.store.models import Order

if TYPE_CHECKING:
    from tests.conformance.examples import World

LIST, ONE = "/order/customer-returns", "/order/customer-returns/{customerReturnId}"


def _one(at: "World") -> str:
    return f"{LIST}/{announced(Order.objects.get(pk=_single(at))).id}"


def _single(at: "World") -> str:
    """The order of the case, which has one line."""
    return str(at.case.purchase.order_id)


def _rejected(at: "World", address: str, body: object = None) -> HttpResponse:
    return at.post(f"{address}/rejection", {"rejection": {"code": "ITEM_FIXED"}} if body is None else body)


def _twice(at: "World") -> HttpResponse:
    address = _one(at)
    assert _rejected(at, address).status_code == 200
    return _rejected(at, address)


RETURNS: Answers = {
    ("GET", LIST): {200: lambda at: (_one(at), at.get(LIST))[1], 400: lambda at: at.get(f"{LIST}?limit=0")},
    ("GET", ONE): {200: lambda at: at.get(_one(at)), 404: lambda at: at.get(f"{LIST}/{NOTHING}")},
    ("POST", f"{ONE}/rejection"): {
        200: lambda at: _rejected(at, _one(at)),
        400: lambda at: _rejected(at, _one(at), b"{"),
        422: _twice,
    },
}
