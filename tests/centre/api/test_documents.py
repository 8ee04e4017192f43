"""Sales documents of an order as a program adds and reads them; every answer is checked against the document."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import Settings

from tests.centre import stage
from tests.centre.api.conftest import NOW, PUBLIC, Program, at, error_of, token_for
from tests.files.pictures import PDF, picture
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.mailing.models import Letter
from zgoda.centre.orders import documents
from zgoda.centre.store.models import Order, OrderLine, SalesDocument
from zgoda.domain.actors import Role
from zgoda.domain.notifications import Kind
from zgoda.engine.jobs import run_pending
from zgoda.files.models import StoredFile
from zgoda.files.using import expire_unused

SCOPES = "allegro:api:orders:read allegro:api:orders:write"
NEW = {"file": {"name": "FV 1.pdf"}, "invoiceNumber": "FV 1/2026"}


@pytest.fixture
def program(seller: User) -> Program:
    return Program(token_for(seller, SCOPES), accept=PUBLIC)


@pytest.fixture
def stranger() -> Program:
    return Program(token_for(stage.account("other-seller", Role.SELLER), SCOPES), accept=PUBLIC)


@pytest.fixture
def order() -> Order:
    return OrderLine.objects.get(pk=stage.line()).order


def at_order(order: Order) -> str:
    return f"/order/checkout-forms/{order.pk}/invoices"


def announced(program: Program, order: Order) -> str:
    made = program.post(at_order(order), NEW)
    assert made.status_code == 201, made.content
    return f"{at_order(order)}/{json.loads(made.content)['id']}/file"


def put(program: Program, address: str, raw: bytes = PDF) -> int:
    return program.put(address, raw, "application/pdf").status_code


def told(program: Program, order: Order) -> dict:
    return json.loads(program.get(at_order(order)).content)


def letters() -> int:
    return Letter.objects.filter(kind=Kind.DOCUMENT_ADDED).count()


def test_an_order_without_documents_has_an_empty_list(program: Program, order: Order) -> None:
    """The real server answers so; years ago it was 404."""
    expected = {"orderMode": "REGULAR", "invoices": [], "links": [], "hasExternalInvoices": False}
    assert told(program, order) == expected


@rule("P-33", "S4-09")
def test_a_document_is_announced_and_filed_and_its_buyer_is_told_then(program: Program, order: Order) -> None:
    address = announced(program, order)
    (waiting,) = told(program, order)["invoices"]
    assert waiting == {
        "id": address.split("/")[-2],
        "invoiceNumber": "FV 1/2026",
        "createdAt": "2026-03-03T11:00:00.000Z",
        "file": {"name": "FV 1.pdf"},
    }
    assert letters() == 0
    assert put(program, address) == 200
    (filed,) = told(program, order)["invoices"]
    assert filed["file"] == {
        "name": "FV 1.pdf",
        "uploadedAt": "2026-03-03T11:00:00.000Z",
        "securityVerification": {"status": "ACCEPTED", "verifiedAt": "2026-03-03T11:00:00.000Z"},
        "verification": {"status": "NOT_APPLICABLE", "details": []},
    }
    letter = Letter.objects.get(kind=Kind.DOCUMENT_ADDED)
    assert (letter.to_id, letter.about) == (order.buyer_id, str(order.pk))


@rule("P-33", "P-49")
def test_an_order_of_somebody_else_is_like_one_that_never_was(stranger: Program, order: Order) -> None:
    never = str(uuid4())
    for path in ("/order/checkout-forms/{}/invoices", "/order/{}/billing-documents/links"):
        body = NEW if "invoices" in path else {"url": "https://docs.example/1"}
        foreign, unknown = (error_of(stranger.post(path.format(one), body)) for one in (order.pk, never))
        assert foreign == unknown
        assert foreign["code"] == "ORDER-NOT-FOUND"
    assert stranger.get(at_order(order)).status_code == 404
    assert not SalesDocument.objects.exists()


@rule("P-33", "P-49")
def test_a_document_of_another_order_takes_no_file(program: Program, stranger: Program, order: Order) -> None:
    other = OrderLine.objects.get(pk=stage.line()).order
    address = announced(program, order)
    assert put(stranger, address) == 404
    assert put(program, address.replace(str(order.pk), str(other.pk))) == 404
    assert put(program, address.replace("/invoices/", "/invoices/x")) == 404
    assert put(program, address) == 200


@pytest.mark.parametrize("read_only", ["allegro:api:orders:read"])
def test_adding_needs_the_right_to_write_orders(seller: User, order: Order, read_only: str) -> None:
    reader = Program(token_for(seller, read_only), accept=PUBLIC)
    assert reader.get(at_order(order)).status_code == 200
    assert reader.post(at_order(order), NEW).status_code == 403
    assert put(reader, f"{at_order(order)}/{uuid4()}/file") == 403


@pytest.mark.parametrize(
    ("body", "status", "path"),
    [
        ({"file": {"name": "photo.png"}}, 422, "file.name"),
        ({"file": {"name": "../../etc/passwd"}}, 422, "file.name"),
        ({"file": {"name": "a.pdf"}, "invoiceNumber": "9" * 101}, 422, "invoiceNumber"),
        ({"file": {}}, 400, "file"),
        ({"file": "a.pdf"}, 400, "file"),
    ],
)
def test_what_cannot_be_announced_says_where(
    program: Program, order: Order, body: object, status: int, path: str
) -> None:
    answer = program.post(at_order(order), body)
    assert (answer.status_code, error_of(answer)["path"]) == (status, path)


@pytest.mark.parametrize("raw", [picture("PNG"), b"<script>alert(1)</script>" + PDF, b"PK\x03\x04" + bytes(60), b"x"])
def test_what_is_no_pdf_is_refused_whatever_it_is_called(program: Program, order: Order, raw: bytes) -> None:
    address = announced(program, order)
    assert put(program, address, raw) == 422
    assert put(program, address) == 200


def test_a_file_comes_once(program: Program, order: Order) -> None:
    address = announced(program, order)
    assert (put(program, address), put(program, address)) == (200, 409)
    assert letters() == 1


def test_the_next_one_waits_a_few_seconds_for_the_last_ones_file(program: Program, order: Order) -> None:
    address = announced(program, order)
    hasty = program.post(at_order(order), NEW)
    assert (hasty.status_code, hasty["Retry-After"]) == (429, "5")
    with at(NOW + timedelta(seconds=5)):
        assert program.post(at_order(order), NEW).status_code == 201
    assert put(program, address) == 200


def test_an_announcement_whose_file_did_not_come_within_a_day_is_gone(program: Program, order: Order) -> None:
    address = announced(program, order)
    with at(NOW + timedelta(hours=24)):
        assert told(program, order)["invoices"] == []
        assert put(program, address) == 404


def test_a_cancelled_order_takes_links_only(program: Program, order: Order) -> None:
    Order.objects.update(status="CANCELLED")
    assert program.post(at_order(order), NEW).status_code == 422
    assert program.post(f"/order/{order.pk}/billing-documents/links", {"url": "https://a.example/1"}).status_code == 201


def test_a_link_is_told_at_once_and_ten_are_enough(program: Program, order: Order) -> None:
    address = f"/order/{order.pk}/billing-documents/links"
    for number in range(10):
        assert program.post(address, {"url": f"https://docs.example/{number}"}).status_code == 201
    assert program.post(address, {"url": "https://docs.example/3"}).status_code == 409
    assert program.post(address, {"url": "https://docs.example/11"}).status_code == 422
    assert {one["url"] for one in told(program, order)["links"]} == {f"https://docs.example/{n}" for n in range(10)}
    assert letters() == 10


def test_while_its_file_is_looked_at_nobody_is_told_and_no_other_is_taken(
    program: Program, order: Order, settings: Settings
) -> None:
    settings.SCAN_COMMAND = ["true"]
    address = announced(program, order)
    assert put(program, address) == 200
    assert told(program, order)["invoices"][0]["file"]["securityVerification"] == {"status": "WAITING"}
    assert program.post(at_order(order), NEW).status_code == 422
    assert letters() == 0
    run_pending()
    assert told(program, order)["invoices"][0]["file"]["securityVerification"]["status"] == "ACCEPTED"
    assert letters() == 1
    assert program.post(at_order(order), NEW).status_code == 201


def test_of_a_harmful_file_nobody_is_told_and_another_may_come(
    program: Program, order: Order, settings: Settings
) -> None:
    settings.SCAN_COMMAND = ["false"]
    assert put(program, announced(program, order)) == 200
    run_pending()
    assert told(program, order)["invoices"][0]["file"]["securityVerification"]["status"] == "REJECTED"
    assert letters() == 0
    settings.SCAN_COMMAND = []
    assert put(program, announced(program, order)) == 200
    assert letters() == 1


def test_a_check_that_is_quicker_than_the_filing_is_not_lost(
    program: Program, order: Order, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SCAN_COMMAND = ["true"]
    received = documents._received

    def with_a_quick_check(*parts: object) -> object:
        brought = received(*parts)
        assert run_pending()
        return brought

    monkeypatch.setattr(documents, "_received", with_a_quick_check)
    assert put(program, announced(program, order)) == 200
    assert told(program, order)["invoices"][0]["file"]["securityVerification"]["status"] == "ACCEPTED"
    assert letters() == 1


def test_the_check_done_twice_tells_once(program: Program, order: Order, settings: Settings) -> None:
    settings.SCAN_COMMAND = ["true"]
    put(program, announced(program, order))
    file_id = str(SalesDocument.objects.get().file_id)
    documents.verify_file.call(file_id)
    documents.verify_file.call(file_id)
    assert letters() == 1


def test_a_documents_file_stays_when_unused_ones_go(program: Program, order: Order) -> None:
    put(program, announced(program, order))
    expire_unused(NOW + timedelta(days=400))
    assert StoredFile.objects.get(pk=SalesDocument.objects.get().file_id).showable
