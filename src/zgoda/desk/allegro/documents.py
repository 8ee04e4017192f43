"""Sales documents of an order: the list, an announcement, and its file. None of the two writes is repeated here."""

from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import ServerFault, Told
from zgoda.wire import tolerant as read
from zgoda.wire.media import PUBLIC_V1
from zgoda.wire.tolerant import Unreadable
from zgoda.wire.tolerant_invoices import DocumentsSeen, read_documents


def listed(client: Client, order_id: str) -> DocumentsSeen:
    """Documents and links, by whomever they were added."""
    answer = client.read(_address(order_id), accept=PUBLIC_V1)
    seen = read_documents(answer.document)
    if isinstance(seen, Unreadable):
        told = Told(for_developers="not the shape expected")
        raise ServerFault("GET /order/checkout-forms/{id}/invoices", answer.status, told, answer.trace_id)
    return seen


def announce(client: Client, order_id: str, name: str, number: str) -> str:
    """A document whose file follows; its id, or empty where the answer hides it. Alone it shows the buyer nothing."""
    body: dict[str, object] = {"file": {"name": name}}
    if number:
        body["invoiceNumber"] = number
    return read.read_id(client.write(_address(order_id), body, PUBLIC_V1).document) or ""


def send_file(client: Client, order_id: str, remote_id: str, raw: bytes) -> None:
    """The file of one document, which takes one: a second time the server says that it is there (409)."""
    address = f"{client.roots.api}{_address(order_id)}/{remote_id}/file"
    client.put_bytes(address, raw, "application/pdf", PUBLIC_V1)


def _address(order_id: str) -> str:
    return f"/order/checkout-forms/{order_id}/invoices"
