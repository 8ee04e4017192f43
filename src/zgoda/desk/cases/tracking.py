"""Where the parcels of open cases are, asked of the carriers by way of the server, slowly: with each sweep."""

from collections.abc import Iterator
from itertools import groupby

import structlog
from django.db.models import F

from zgoda.desk.allegro import endpoints
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import CallFailed, ConsentNeeded, Stopped
from zgoda.desk.store.models import Connection, DeskCase, DeskShipment
from zgoda.wire import limits
from zgoda.wire.tolerant_orders import WaybillSeen

_log = structlog.get_logger(__name__)

ARRIVED = ("DELIVERED", "RETURNED")
"""Statuses after which a parcel moves no more."""

MOST = 500
"""Parcels asked about in one sweep, those longest without news first."""


def follow(connection: Connection, client: Client) -> int:
    """The latest status of each parcel under way; how many moved. A carrier that does not answer costs nothing."""
    moved = 0
    for carrier, parcels in _under_way(connection):
        try:
            seen = endpoints.tracking(client, carrier, sorted({parcel.waybill for parcel in parcels}))
        except (ConsentNeeded, Stopped):
            raise
        except CallFailed as problem:
            _log.info("desk_tracking_unread", carrier=carrier, error=str(problem))
            continue
        latest = {one.waybill: one for one in seen}
        moved += sum(_take(parcel, latest.get(parcel.waybill)) for parcel in parcels)
    return moved


def _under_way(connection: Connection) -> Iterator[tuple[str, tuple[DeskShipment, ...]]]:
    """By carrier, as many at once as one request takes."""
    open_orders = DeskCase.objects.filter(connection=connection, ended=False).exclude(order_id="").values("order_id")
    rows = DeskShipment.objects.filter(order__connection=connection, order__remote_id__in=open_orders)
    rows = rows.exclude(status__in=ARRIVED).exclude(waybill="").exclude(carrier_id="")
    first = list(rows.order_by(F("status_at").asc(nulls_first=True), "pk")[:MOST])
    first.sort(key=lambda row: row.carrier_id)
    for carrier, grouped in groupby(first, key=lambda row: row.carrier_id):
        parcels = tuple(grouped)
        for start in range(0, len(parcels), limits.TRACKING_WAYBILLS):
            yield carrier, parcels[start : start + limits.TRACKING_WAYBILLS]


def _take(parcel: DeskShipment, seen: WaybillSeen | None) -> bool:
    if seen is None or not seen.statuses:
        return False
    last = max(seen.statuses, key=lambda one: (one.occurred_at is not None, one.occurred_at))
    if (last.code or "", last.occurred_at) == (parcel.status, parcel.status_at):
        return False
    parcel.status, parcel.status_at = (last.code or "")[:40], last.occurred_at
    parcel.save(update_fields=["status", "status_at"])
    return True
