"""How an order is held till the end of a transaction."""

from django.db.models import QuerySet

from zgoda.centre.store.models import Order


def held(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Whoever changes an order, its parcels or what is filed about it holds it first; another holder waits.

    Rows that name the order, as a case's, are written meanwhile: an opening holds what was bought together and then
    names its orders, so it must not wait for somebody who holds the order and goes on to its lines.
    """
    return orders.select_for_update(of=("self",), no_key=True)
