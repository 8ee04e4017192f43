"""The Warehouse adds a sales document to an order that it sends; staff see where each stands, its buyer the file."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.centre import stage
from tests.centre.stage import OPENED
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.centre.web.staffing import HOUR
from tests.files.pictures import PDF, picture
from tests.marks import rule
from zgoda.centre.mailing.models import Letter
from zgoda.centre.orders import documents
from zgoda.centre.store.models import SalesDocument
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.notifications import Kind
from zgoda.domain.sales_documents import LARGEST_BYTES

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Client:
    return signed_in("warehouse", Role.WAREHOUSE)


@pytest.fixture
def case(at: At, settings: Settings, tmp_path: Path) -> Discussion:
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    settings.SCAN_COMMAND = []
    made = stage.opened(line_id=stage.line(fulfilled=True), reason="NO_PRODUCT_RECEIVED")
    at(OPENED + HOUR)
    return made


def address(case: Discussion) -> str:
    return f"/warehouse/cases/{case.id}/document"


def send(client: Client, case: Discussion, raw: bytes | None = PDF, token: UUID | None = None, **more: str):
    fields: dict[str, object] = {"token": str(token or uuid4()), "number": "FV 7", **more}
    if raw is not None:
        fields["file"] = SimpleUploadedFile(more.pop("name", "FV 7.pdf"), raw)
    return client.post(address(case), fields)


@rule("P-33", "S4-09")
def test_a_document_is_added_and_its_buyer_told(ours: Client, case: Discussion) -> None:
    assert f'href="{address(case)}"' in page(ours, f"/warehouse/cases/{case.id}")
    assert "The document is added. The buyer is told once" in page(ours, send(ours, case).headers["Location"])
    document = SalesDocument.objects.get()
    assert (document.order_id, document.by, document.number) == (case.purchase.order_id, "WAREHOUSE", "FV 7")
    assert Letter.objects.filter(kind=Kind.DOCUMENT_ADDED).count() == 1
    shown = words(page(ours, f"/warehouse/cases/{case.id}"))
    assert "FV 7.pdf · no. FV 7 · Warehouse, Tue 3 Mar, 11:00 the buyer can see it" in shown


def test_the_form_sent_twice_adds_one(ours: Client, case: Discussion) -> None:
    token = uuid4()
    assert [send(ours, case, token=token).status_code for _ in range(2)] == [302, 302]
    assert SalesDocument.objects.count() == Letter.objects.filter(kind=Kind.DOCUMENT_ADDED).count() == 1


@pytest.mark.parametrize(
    ("raw", "more", "sentence"),
    [
        (None, {}, "Choose the file."),
        (picture("PNG"), {}, "The file is no PDF."),
        (b"%PDF-1.4" + b"x" * LARGEST_BYTES, {}, "A document has at most 3 MB."),
        (PDF, {"name": "FV.png"}, "The file's name must end in .pdf"),
        (PDF, {"number": "7" * 101}, "It has at most 100 characters."),
    ],
)
def test_what_is_wrong_is_said_and_the_number_kept(
    ours: Client, case: Discussion, raw: bytes | None, more: dict[str, str], sentence: str
) -> None:
    answer = send(ours, case, raw, **dict(more))
    assert answer.status_code == 422
    assert sentence in words(answer.content.decode())
    assert f'value="{more.get("number", "FV 7")}"' in answer.content.decode()
    assert not SalesDocument.objects.exists()


def test_while_the_last_file_is_checked_no_other_is_taken(ours: Client, case: Discussion, settings: Settings) -> None:
    settings.SCAN_COMMAND = ["true"]
    send(ours, case)
    assert "the file is being checked" in words(page(ours, f"/warehouse/cases/{case.id}"))
    answer = send(ours, case)
    assert (answer.status_code, SalesDocument.objects.count()) == (422, 1)
    assert "still being checked" in words(answer.content.decode())


@rule("P-33")
def test_what_the_seller_added_is_seen_too_and_by_the_consultant(ours: Client, case: Discussion) -> None:
    assert "Sales documents" not in page(signed_in("consultant", Role.CONSULTANT), f"/cases/{case.id}")
    order = case.purchase.order_id
    made = documents.add_link(order, stage.seller(), "https://docs.example/1", now=OPENED)
    assert not isinstance(made, documents.DocumentRefused)
    for client, path in (
        (ours, f"/warehouse/cases/{case.id}"),
        (signed_in("konsul", Role.MODERATOR), f"/cases/{case.id}"),
    ):
        assert "Document at docs.example" in words(page(client, path))


@rule("P-33", "P-49")
def test_an_order_that_the_seller_sends_is_not_the_warehouses(ours: Client, case: Discussion) -> None:
    own = stage.opened()
    assert ours.get(address(own)).status_code == 404
    assert send(ours, own).status_code == 404
