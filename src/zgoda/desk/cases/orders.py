"""Orders and parcels into rows."""

from collections.abc import Sequence
from datetime import datetime

from zgoda.desk.cases.chat import storable
from zgoda.desk.store.models import Connection, DeskOrder, DeskShipment
from zgoda.domain.markets import UnknownMarket, market
from zgoda.wire.tolerant_orders import FormSeen, ShipmentSeen


def store_order(
    connection: Connection, seen: FormSeen, raw: object, parcels: Sequence[ShipmentSeen], now: datetime
) -> DeskOrder:
    """The order's row and its parcels' rows. Call inside a transaction."""
    bought = [line.bought_at for line in seen.lines if line.bought_at]
    minor, currency = seen.paid or seen.total or (None, "")
    order, _ = DeskOrder.objects.update_or_create(
        connection=connection,
        remote_id=seen.id,
        defaults={
            "form": storable(raw),
            "revision": (seen.revision or "")[:64],
            "status": (seen.status or "")[:40],
            "market": market_code(seen.marketplace),
            "bought_at": min(bought) if bought else None,
            "paid_minor": minor if seen.paid else None,
            "paid_currency": currency[:3],
            "read_at": now,
            "stale": False,
        },
    )
    for parcel in parcels:
        DeskShipment.objects.update_or_create(
            order=order,
            remote_id=parcel.id[:100],
            defaults={
                "waybill": (parcel.waybill or "")[:64],
                "carrier_id": (parcel.carrier_id or "")[:60],
                "carrier_name": (parcel.carrier_name or "")[:120],
                "created_at": parcel.created_at,
            },
        )
    return order


def market_of_order(connection: Connection, order_id: str | None) -> str:
    """The market of an order already known, or empty."""
    if not order_id:
        return ""
    rows = DeskOrder.objects.filter(connection=connection, remote_id=order_id)
    return rows.values_list("market", flat=True).first() or ""


def market_code(marketplace: str | None) -> str:
    """``allegro-business-pl`` and ``allegro-pl`` are one market to a calendar; an unknown one is empty."""
    try:
        return market((marketplace or "").replace("-business-", "-")).code
    except UnknownMarket:
        return ""
