"""The centre's rows, by noun."""

from zgoda.centre.store.models.orders import (
    Order,
    OrderEvent,
    OrderLine,
    RefundRequest,
    Shipment,
    TrackingEvent,
)

__all__ = ["Order", "OrderEvent", "OrderLine", "RefundRequest", "Shipment", "TrackingEvent"]
