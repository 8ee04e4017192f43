"""Parcels of an order, carriers and tracking (allegro-api.md §7.2)."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.framework import Call, endpoint
from zgoda.centre.api.orders import own_order
from zgoda.centre.orders.carriers import CARRIERS, name_of
from zgoda.centre.orders.parcels import Parcel, ParcelRefusal, give_parcel
from zgoda.centre.store.models import Shipment, TrackingEvent
from zgoda.domain.actors import Actor, Role
from zgoda.wire import limits
from zgoda.wire import order_answers as orders
from zgoda.wire.enums import TrackingCode
from zgoda.wire.scopes import Scope
from zgoda.wire.times import to_wire

_CARRIERS_FRESH = "private, max-age=3600"


@endpoint(scope=Scope.ORDERS_READ, braked=True)
def list_shipments(call: Call, form_id: str) -> HttpResponse:
    order = own_order(call, form_id)
    rows = Shipment.objects.filter(order=order).order_by("created_at", "id")
    all_lines = [str(line.id) for line in order.lines.all()]
    return call.answer(orders.Shipments(shipments=[_shipment(row, all_lines) for row in rows]))


@endpoint(scope=Scope.ORDERS_WRITE, body=Body.JSON, braked=True)
def add_shipment(call: Call, form_id: str) -> HttpResponse:
    """201; 400 for a carrier or number that cannot be, 422 for a line of another order, 409 for a worn number."""
    order = own_order(call, form_id)
    asked = call.read(orders.NewShipment)
    parcel = Parcel(
        carrier_id=asked.carrier_id,
        waybill=asked.waybill.strip(),
        carrier_name=(asked.carrier_name or "").strip(),
        line_ids=tuple(line.id.lower() for line in asked.line_items or ()),
    )
    given = give_parcel(order, parcel, Actor(Role.SELLER, call.user_id), call.now)
    if isinstance(given, ParcelRefusal):
        raise _problem(given)
    return call.answer(_shipment(given, [str(line.id) for line in order.lines.all()]), status=201)


@endpoint(application=True, braked=True)
def list_carriers(call: Call) -> HttpResponse:
    """The list changes rarely; the answer says how long it may be kept."""
    carriers = [orders.Carrier(id=carrier_id, name=name) for carrier_id, name in CARRIERS.items()]
    headers = {"cache-control": _CARRIERS_FRESH, "vary": "Accept, Authorization"}
    return call.answer(orders.Carriers(carriers=carriers), headers=headers)


@endpoint(application=True)
def tracking(call: Call, carrier_id: str) -> HttpResponse:
    """History of up to 20 parcels; a number that is none of the caller's parcels has no details, and an
    application's token has no parcels."""
    seller_id = call.bearer.user_id if call.bearer is not None else None
    waybills = call.request.GET.getlist("waybill")
    if carrier_id not in CARRIERS or not 1 <= len(waybills) <= limits.TRACKING_WAYBILLS:
        raise problems.Problem(
            400,
            "BAD_REQUEST",
            _("Ask for 1 to 20 parcel numbers of a carrier on the list."),
            "Unknown carrier id, or missing or too many waybills",
        )
    wanted = [waybill for waybill in waybills if "\x00" not in waybill]
    own = Shipment.objects.filter(carrier_id=carrier_id, waybill__in=wanted, order__seller_id=seller_id)
    events = TrackingEvent.objects.filter(
        carrier_id=carrier_id, waybill__in=own.values_list("waybill", flat=True)
    ).order_by("occurred_at", "id")
    history: dict[str, list[TrackingEvent]] = {}
    for event in events:
        history.setdefault(event.waybill, []).append(event)
    parcels = [
        orders.Waybill(waybill=waybill, tracking_details=_details(history.get(waybill, []))) for waybill in waybills
    ]
    return call.answer(orders.Tracking(carrier_id=carrier_id, waybills=parcels))


def _details(events: list[TrackingEvent]) -> orders.TrackingDetails | None:
    if not events:
        return None
    return orders.TrackingDetails(
        statuses=[
            orders.TrackingStatus(
                occurred_at=to_wire(event.occurred_at),
                code=TrackingCode(event.code),
                description=event.description or None,
            )
            for event in events
        ],
        created_at=to_wire(min(event.received_at for event in events)),
        updated_at=to_wire(max(event.received_at for event in events)),
    )


def _shipment(row: Shipment, all_lines: list[str]) -> orders.Shipment:
    return orders.Shipment(
        id=str(row.id),
        waybill=row.waybill,
        carrier_id=row.carrier_id,
        created_at=to_wire(row.created_at),
        carrier_name=name_of(row.carrier_id, row.carrier_name),
        line_items=[orders.ShipmentLine(id=line_id) for line_id in row.line_ids or all_lines],
    )


def _problem(refusal: ParcelRefusal) -> problems.Problem:
    bad = "BAD_REQUEST"
    return {
        ParcelRefusal.UNKNOWN_CARRIER: problems.Problem(
            400, bad, _("Choose a carrier from the list."), "Unknown carrier id", path="carrierId"
        ),
        ParcelRefusal.BAD_WAYBILL: problems.Problem(
            400, bad, _("A parcel number has 1 to 64 characters."), "Invalid waybill", path="waybill"
        ),
        ParcelRefusal.BAD_CARRIER_NAME: problems.Problem(
            400, bad, _("A carrier's name has at most 30 characters."), "Carrier name too long", path="carrierName"
        ),
        ParcelRefusal.FOREIGN_LINE: problems.invalid("lineItems", _("One of the products is not of this order.")),
        ParcelRefusal.WAYBILL_USED_TOO_OFTEN: problems.conflict(
            _("This parcel number was given for too many orders."), "Maximum waybill usage exceeded"
        ),
    }[refusal]
