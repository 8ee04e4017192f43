"""Sales documents where their buyer finds them: My purchases, the Discussion's page, and a download for nobody else."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from tests.centre import stage
from tests.centre.stage import BOUGHT, DAY
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.files.pictures import PDF
from tests.marks import rule
from zgoda.centre.orders import documents
from zgoda.centre.orders.documents import Paper
from zgoda.centre.store.models import DocumentLink, Order, OrderLine, SalesDocument
from zgoda.domain.actors import Role
from zgoda.engine.jobs import run_pending

pytestmark = pytest.mark.django_db
NOW = BOUGHT + DAY


@pytest.fixture
def storage(settings: Settings, tmp_path: Path) -> None:
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    settings.SCAN_COMMAND = []


@pytest.fixture
def order(at: At, storage: None) -> Order:
    at(NOW)
    return OrderLine.objects.get(pk=stage.line()).order


def added(order: Order, number: str = "FV 1/2026", token: UUID | None = None) -> SalesDocument:
    paper = Paper("FV 1.pdf", number, PDF)
    made = documents.add(order.pk, stage.seller(), paper, token or uuid4(), now=NOW)
    assert isinstance(made, SalesDocument), made
    return made


def address(document: SalesDocument) -> str:
    return f"/purchases/{document.order_id}/documents/{document.pk}"


@rule("S4-09")
def test_a_document_stands_under_its_order_and_is_downloaded_from_there(buyer: Client, order: Order) -> None:
    document = added(order)
    html = page(buyer, "/purchases")
    assert f'href="{address(document)}"' in html
    assert "Sales documents FV 1.pdf" in words(html)
    assert "no. FV 1/2026" in words(html)
    answer = buyer.get(address(document))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="FV 1.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


@rule("S4-09")
def test_it_stands_in_the_discussion_about_the_order_too(buyer: Client, order: Order) -> None:
    case = stage.opened(line_id=order.lines.get().pk)
    assert "Sales documents" not in page(buyer, f"/discussions/{case.id}")
    document = added(order)
    assert f'href="{address(document)}"' in page(buyer, f"/discussions/{case.id}")


@rule("P-49")
def test_nobody_but_its_buyer_gets_it(buyer: Client, order: Order) -> None:
    document = added(order)
    for login, role in (("seller", Role.SELLER), ("other-buyer", Role.BUYER), ("consultant", Role.CONSULTANT)):
        assert signed_in(login, role).get(address(document)).status_code == 404
    assert Client().get(address(document)).status_code == 302
    other = OrderLine.objects.get(pk=stage.line()).order
    assert buyer.get(address(document).replace(str(order.pk), str(other.pk))).status_code == 404


def test_what_is_still_looked_at_or_harmful_is_not_there(buyer: Client, order: Order, settings: Settings) -> None:
    settings.SCAN_COMMAND = ["false"]
    document = added(order)
    for _ in range(2):
        assert "Sales documents" not in page(buyer, "/purchases")
        assert buyer.get(address(document)).status_code == 404
        run_pending()


def test_a_link_says_where_it_leads(buyer: Client, order: Order) -> None:
    made = documents.add_link(order.pk, stage.seller(), "https://docs.example/1?a=%22&b", now=NOW)
    assert isinstance(made, DocumentLink)
    html = page(buyer, "/purchases")
    assert 'href="https://docs.example/1?a=%22&amp;b" rel="noopener noreferrer nofollow external"' in html
    assert "Document at docs.example leads away from the marketplace" in words(html)


def test_a_form_sent_twice_adds_one_document(order: Order) -> None:
    token = uuid4()
    assert added(order, token=token) == added(order, token=token)
    other = documents.add(order.pk, stage.seller(), Paper("FV 1.pdf", "else", PDF), token, now=NOW)
    assert other == documents.DocumentRefused(documents.DocumentWhy.COMMAND_REUSED)


@rule("P-33")
@pytest.mark.parametrize(
    ("fulfilled", "role", "may"),
    [
        (True, "warehouse", True),
        (False, "warehouse", False),
        (False, "seller", True),
        (True, "seller", True),
        (True, "other-seller", False),
        (True, "consultant", False),
    ],
)
def test_who_adds_to_whose_order(at: At, storage: None, fulfilled: bool, role: str, may: bool) -> None:
    at(NOW)
    order = OrderLine.objects.get(pk=stage.line(fulfilled=fulfilled)).order
    by = stage.actor(role, Role(role.removeprefix("other-").upper()))
    made = documents.add(order.pk, by, Paper("a.pdf", "", PDF), uuid4(), now=NOW)
    assert isinstance(made, SalesDocument) == may
