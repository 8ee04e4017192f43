"""The centre's rows, by noun."""

from zgoda.centre.store.models.cases import (
    Case,
    CaseMessage,
    CaseText,
    HandledCommand,
    MessageAttachment,
    Report,
    ReportStatus,
    StaffRead,
    TextKind,
)
from zgoda.centre.store.models.documents import DocumentLink, SalesDocument
from zgoda.centre.store.models.laws import CalendarChange, CalendarChangeKind, LawChange, LawChangeKind
from zgoda.centre.store.models.orders import (
    Order,
    OrderEvent,
    OrderLine,
    RefundRequest,
    Shipment,
    TrackingEvent,
)
from zgoda.centre.store.models.people import BuyerDataAct, BuyerDataActKind

__all__ = [
    "BuyerDataAct",
    "BuyerDataActKind",
    "CalendarChange",
    "CalendarChangeKind",
    "Case",
    "CaseMessage",
    "CaseText",
    "DocumentLink",
    "HandledCommand",
    "LawChange",
    "LawChangeKind",
    "MessageAttachment",
    "Order",
    "OrderEvent",
    "OrderLine",
    "RefundRequest",
    "Report",
    "ReportStatus",
    "SalesDocument",
    "Shipment",
    "StaffRead",
    "TextKind",
    "TrackingEvent",
]
