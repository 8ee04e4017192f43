"""What some servers add to the protocol, under their own prefix. A server without it answers 404 and gets none."""

from uuid import UUID

import msgspec

from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import Forbidden, NotFound, Refusal, Told
from zgoda.wire import own, own_messages
from zgoda.wire.contacts import SellerContact
from zgoda.wire.media import ZGODA_V1
from zgoda.wire.tolerant import read_id

CASE_DETAILS = "case-details"
OFFERS = "offers"
REPORTS = "violation-reports"
REFUNDS = "refunds"
HANDOVERS = "handovers"
CARRIED_OUT = "carried-out"
CLAIMS = "claims"
SELLER_CONTACT = "seller-contact"
MESSAGE_ROUTING = own_messages.ROUTING
FORWARDING = "forwarding"
"""Names of additions in a capability document."""


def capabilities(client: Client) -> dict[str, object] | None:
    """What the server offers beyond the protocol, or None. Kept as it came: later servers may say more."""
    try:
        document = client.read(f"{own.PREFIX}/capabilities", accept=ZGODA_V1).document
    except (NotFound, Forbidden, Refusal):
        return None
    return document if isinstance(document, dict) else None


def features(document: object) -> frozenset[str]:
    """The names of the additions in a capability document."""
    listed = document.get("features") if isinstance(document, dict) else None
    return frozenset(str(name) for name in listed) if isinstance(listed, list) else frozenset()


def case_details(client: Client, remote_id: str) -> dict[str, object]:
    """Closure reason, offer, responsible party, the server's own clocks, and what may be done now; as it came."""
    document = client.read(f"{own.PREFIX}/issues/{remote_id}", accept=ZGODA_V1).document
    return document if isinstance(document, dict) else {}


def claim_details(client: Client, remote_id: str) -> dict[str, object]:
    """The verdict's kind, withdrawal, end of the talk, the server's own clocks, what may be done now; as it came."""
    document = client.read(f"{own.PREFIX}/claims/{remote_id}", accept=ZGODA_V1).document
    return document if isinstance(document, dict) else {}


def thread_answers(client: Client, thread_id: str) -> dict[str, object]:
    """Who answers which message of a thread, where a Warehouse takes part; as it came."""
    document = client.read(f"{own.PREFIX}/threads/{thread_id}", accept=ZGODA_V1).document
    return document if isinstance(document, dict) else {}


def forward_message(client: Client, message_id: str, forward: own_messages.NewMessageForward) -> str:
    """Pass a message on to the Warehouse. Safe to repeat with the same command id."""
    answer = client.write(f"{own.PREFIX}/messages/{message_id}/forward", forward, ZGODA_V1)
    return read_id(answer.document) or ""


def keep_message(client: Client, message_id: str, kept: own_messages.MessageKept) -> str:
    """Say that an unsure message is ours. Safe to repeat with the same command id."""
    answer = client.write(f"{own.PREFIX}/messages/{message_id}/keep", kept, ZGODA_V1)
    return read_id(answer.document) or ""


def make_offer(client: Client, remote_id: str, offer: own.NewOffer) -> str:
    """Offer a solution. Safe to repeat with the same command id."""
    return _post(client, remote_id, "offers", offer)


def report(client: Client, remote_id: str, violation: own.NewReport) -> str:
    """Report a message that threatens or is pornographic. Safe to repeat with the same command id."""
    return _post(client, remote_id, "reports", violation)


def refund(client: Client, remote_id: str, order: own.NewRefund) -> str:
    """Ask the payment service to give money back. Safe to repeat with the same command id."""
    return _post(client, remote_id, "refund", order)


def hand_over(client: Client, remote_id: str, handover: own.NewHandover) -> str:
    """Say that the parcel was given to the carrier. Safe to repeat with the same command id."""
    return _post(client, remote_id, "handover", handover)


def carried_out(client: Client, remote_id: str, done: own.NewCarriedOut) -> str:
    """Say that the agreed solution is done. Safe to repeat with the same command id."""
    return _post(client, remote_id, "carried-out", done)


def seller_contact(client: Client) -> SellerContact:
    """What buyers are told of the seller. Raises ``CallFailed``, also for an answer that cannot be read."""
    answer = client.read(f"{own.PREFIX}/seller-contact", accept=ZGODA_V1)
    try:
        return msgspec.convert(answer.document, SellerContact)
    except msgspec.ValidationError as strange:
        raise Refusal("GET seller-contact", answer.status, Told(for_developers=str(strange)[:300])) from strange


def set_seller_contact(client: Client, contact: SellerContact) -> None:
    """Set it; the same again changes nothing."""
    client.put(f"{own.PREFIX}/seller-contact", contact, ZGODA_V1)


def forward(client: Client, remote_id: str, handed: own.NewForward) -> str:
    """Hand the case to the Warehouse, with a note. Safe to repeat with the same command id."""
    return _post(client, remote_id, "forward", handed)


def command_id(outgoing: UUID) -> str:
    """The command id of a row of the outbox: its own id."""
    return str(outgoing)


def _post(client: Client, remote_id: str, what: str, body: msgspec.Struct) -> str:
    answer = client.write(f"{own.PREFIX}/issues/{remote_id}/{what}", body, ZGODA_V1)
    return read_id(answer.document) or ""
