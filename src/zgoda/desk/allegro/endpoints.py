"""One function per endpoint of the public protocol that the desk uses, returning tolerantly read shapes."""

from collections.abc import Iterator, Sequence

from zgoda.desk.allegro.client import Answer, Client
from zgoda.desk.allegro.failures import ServerFault, Told
from zgoda.wire import limits
from zgoda.wire import tolerant as read
from zgoda.wire import tolerant_orders as read_order
from zgoda.wire.issues import ClaimStatusChangeRequest
from zgoda.wire.media import PUBLIC_V1

OPEN_STATUSES = ("DISPUTE_ONGOING", "DISPUTE_UNRESOLVED", "CLAIM_SUBMITTED")
"""What can still ask something of the seller (C-04: unresolved is not final)."""

MOST_PAGES = 1000


def me(client: Client) -> read_order.MeSeen:
    """Whose token this is."""
    answer = client.read("/me", accept=PUBLIC_V1)
    seen = read_order.read_me(answer.document)
    if isinstance(seen, read.Unreadable):
        raise _unreadable("GET /me", answer)
    return seen


def issues(
    client: Client, offset: int, statuses: Sequence[str] = (), limit: int = limits.ISSUES_MAX
) -> tuple[read.PageSeen[read.IssueSeen], object]:
    """One page of issues, latest opening first, with the raw answer. No statuses: all of them."""
    params: dict[str, str | int | list[str]] = {"limit": limit, "offset": offset}
    if statuses:
        params["status"] = list(statuses)
    answer = client.read("/sale/issues", params)
    page = read.read_issues(answer.document)
    if page.problem:
        raise _unreadable("GET /sale/issues", answer)
    return page, answer.document


def issue(client: Client, remote_id: str) -> tuple[read.IssueSeen, object]:
    """One issue as it stands, with the raw record."""
    answer = client.read(f"/sale/issues/{remote_id}")
    seen = read.read_issue(answer.document)
    if isinstance(seen, read.Unreadable):
        raise _unreadable("GET /sale/issues/{id}", answer)
    return seen, answer.document


def chat_pages(client: Client, remote_id: str) -> Iterator[read.PageSeen[read.MessageSeen]]:
    """The chat page by page until a short page, or one that only repeats known ids: servers ignored ``offset``."""
    known: set[str] = set()
    for number in range(MOST_PAGES):
        params: dict[str, str | int | list[str]] = {
            "limit": limits.CHAT_MAX,
            "offset": number * limits.CHAT_MAX,
        }
        answer = client.read(f"/sale/issues/{remote_id}/chat", params)
        page = read.read_chat(answer.document)
        if page.problem:
            raise _unreadable("GET /sale/issues/{id}/chat", answer)
        fresh = {message.id for message in page.records if message.id} - known
        known |= fresh
        yield page
        if page.size < limits.CHAT_MAX or not fresh:
            return


def send_message(client: Client, remote_id: str, text: str, attachment_ids: Sequence[str], message_type: str) -> str:
    """Write in the chat; the new message's id, or empty where the answer hides it. Never repeated here."""
    body: dict[str, object] = {"type": message_type, "attachments": [{"id": one} for one in attachment_ids]}
    if text:
        body["text"] = text
    answer = client.write(f"/sale/issues/{remote_id}/message", body, is_message=True)
    return read.read_id(answer.document) or ""


def change_claim_status(client: Client, remote_id: str, change: ClaimStatusChangeRequest) -> None:
    """Decide a claim. The answer is empty; the chat gets an entry with the message. Never repeated here."""
    client.write(f"/sale/issues/{remote_id}/status", change, is_message=True)


def checkout_form(client: Client, order_id: str) -> tuple[read_order.FormSeen, object]:
    """One order, with the raw form."""
    answer = client.read(f"/order/checkout-forms/{order_id}", accept=PUBLIC_V1)
    seen = read_order.read_form(answer.document)
    if isinstance(seen, read.Unreadable):
        raise _unreadable("GET /order/checkout-forms/{id}", answer)
    return seen, answer.document


def shipments(client: Client, order_id: str) -> tuple[read_order.ShipmentSeen, ...]:
    """Parcels of an order, ours and those a carrier added."""
    answer = client.read(f"/order/checkout-forms/{order_id}/shipments", accept=PUBLIC_V1)
    return read_order.read_shipments(answer.document).records


def add_shipment(client: Client, order_id: str, carrier_id: str, waybill: str, carrier_name: str) -> str:
    """Give a parcel's number for all lines of the order; the shipment's id."""
    body: dict[str, object] = {"carrierId": carrier_id, "waybill": waybill, "lineItems": []}
    if carrier_id == "OTHER" and carrier_name:
        body["carrierName"] = carrier_name
    answer = client.write(f"/order/checkout-forms/{order_id}/shipments", body, PUBLIC_V1)
    return read.read_id(answer.document) or ""


def carriers(client: Client) -> tuple[read_order.CarrierSeen, ...]:
    """Carriers a parcel's number may be given for."""
    answer = client.read("/order/carriers", accept=PUBLIC_V1)
    return read_order.read_carriers(answer.document).records


def tracking(client: Client, carrier_id: str, waybills: Sequence[str]) -> tuple[read_order.WaybillSeen, ...]:
    """Where up to 20 parcels of one carrier are."""
    params: dict[str, str | int | list[str]] = {"waybill": list(waybills[: limits.TRACKING_WAYBILLS])}
    answer = client.read(f"/order/carriers/{carrier_id}/tracking", params, PUBLIC_V1)
    return read_order.read_tracking(answer.document).records


def order_events(client: Client, after: str) -> read.PageSeen[read_order.EventSeen]:
    """The orders' journal behind an id, oldest first, at most 1000."""
    params: dict[str, str | int | list[str]] = {"limit": limits.EVENTS_MAX, "from": after}
    return read_order.read_events(client.read("/order/events", params, PUBLIC_V1).document)


def latest_event(client: Client) -> str:
    """The journal's last id, where following it begins; empty when nothing ever happened."""
    return read_order.read_latest_event(client.read("/order/event-stats", accept=PUBLIC_V1).document) or ""


def _unreadable(what: str, answer: Answer) -> ServerFault:
    return ServerFault(what, answer.status, Told(for_developers="not the shape expected"), answer.trace_id)
