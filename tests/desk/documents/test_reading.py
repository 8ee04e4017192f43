"""Reading an order's documents: tolerantly, at most once a minute, and what a failure leaves."""

from datetime import datetime

import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from tests.fakes.allegro.faults import How
from tests.fakes.allegro.invoices import FakeInvoices
from zgoda.desk.documents import reading
from zgoda.desk.documents.models import OrderDocuments
from zgoda.desk.store.models import Connection
from zgoda.wire.tolerant import Unreadable
from zgoda.wire.tolerant_invoices import DocumentsSeen, read_documents

ORDER = "order-1"
ONE = {
    "id": "1",
    "invoiceNumber": "FV 1",
    "createdAt": "2026-03-03T09:00:00.000Z",
    "file": {
        "name": "a.pdf",
        "uploadedAt": "2026-03-03T09:00:00Z",
        "securityVerification": {"status": "ACCEPTED", "verifiedAt": None},
    },
}


def seen(raw: object) -> DocumentsSeen:
    found = read_documents(raw)
    assert isinstance(found, DocumentsSeen), found
    return found


def test_all_of_a_document_is_read() -> None:
    (one,) = seen({"invoices": [ONE], "links": [], "orderMode": "REGULAR", "later": 1}).invoices
    assert (one.id, one.name, one.number, one.security, one.has_file) == ("1", "a.pdf", "FV 1", "ACCEPTED", True)
    assert isinstance(one.uploaded_at, datetime)


@pytest.mark.parametrize("raw", [{}, {"invoices": None}, {"invoices": {}}, {"invoices": [None, 7, {"file": 1}]}])
def test_what_is_not_there_is_none(raw: object) -> None:
    assert seen(raw) == DocumentsSeen((), ())


def test_a_verdict_nobody_knows_is_kept() -> None:
    odd = {**ONE, "file": {"securityVerification": {"status": "QUARANTINED"}}}
    assert [(one.name, one.security) for one in seen({"invoices": [odd]}).invoices] == [("", "QUARANTINED")]


def test_no_answer_is_no_list() -> None:
    assert isinstance(read_documents([]), Unreadable)


@pytest.mark.django_db
def test_the_server_is_asked_at_most_once_a_minute(
    connection: Connection, clock: DeskClock, server: FakeAllegro, remote: FakeInvoices
) -> None:
    remote.rows[ORDER] = [ONE]
    for _ in range(3):
        row = reading.documents_of(connection, ORDER)
    assert [one.id for one in reading.seen_of(row).invoices] == ["1"]
    assert server.count("GET", "/invoices$") == 1
    clock.forward(seconds=60)
    reading.documents_of(connection, ORDER)
    assert server.count("GET", "/invoices$") == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("how", "kind"), [(How.FORBIDDEN, "Forbidden"), (How.HTML_BEFORE, "ServerFault")])
def test_a_failure_is_noted_and_what_was_read_stays(
    connection: Connection, clock: DeskClock, server: FakeAllegro, remote: FakeInvoices, how: How, kind: str
) -> None:
    remote.rows[ORDER] = [ONE]
    reading.documents_of(connection, ORDER)
    clock.forward(minutes=2)
    server.go_wrong("GET", "/invoices$", how, 9)
    row = reading.documents_of(connection, ORDER)
    assert (row.trouble, len(reading.seen_of(row).invoices)) == (kind, 1)


@pytest.mark.django_db
def test_an_order_without_documents_is_empty_and_a_server_without_them_is_told(
    connection: Connection, clock: DeskClock, remote: FakeInvoices
) -> None:
    remote.unknown = True
    row = reading.documents_of(connection, ORDER)
    assert (row.trouble, row.read_at) == ("", clock.now)
    remote.unknown, remote.offered = False, False
    clock.forward(minutes=2)
    assert reading.documents_of(connection, ORDER).trouble == "NotFound"
    assert OrderDocuments.objects.get().trouble == "NotFound"
