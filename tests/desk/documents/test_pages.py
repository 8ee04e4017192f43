"""The documents beside a case, the page with the form, and what is said where something is wrong."""

import html
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.fakes.allegro import FakeAllegro
from tests.fakes.allegro.invoices import FakeInvoices
from tests.files.pictures import PDF, picture
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.desk.documents.models import DocumentWrite, OrderDocuments
from zgoda.desk.sending import modes
from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.store.models import Connection, DeskCase, Member, MemberRole, Shop
from zgoda.domain.sales_documents import LARGEST_BYTES
from zgoda.domain.writers import Mode, Writer
from zgoda.engine import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


@pytest.fixture
def desk(agent: User, connection: Connection) -> Client:
    Member.objects.create(user=agent, shop=connection.shop, role=MemberRole.AGENT)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(agent)
    return browser


def page(desk: Client, path: str, status: int = 200) -> str:
    answer = desk.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def at(case: DeskCase, what: str = "") -> str:
    return f"/cases/{case.pk}/documents{what}"


def send(desk: Client, case: DeskCase, raw: bytes | None = PDF, name: str = "FV 7.pdf", **fields: str):
    sent: dict[str, object] = {"token": str(uuid4()), "number": "FV 7", **fields}
    if raw is not None:
        sent["file"] = SimpleUploadedFile(name, raw)
    return desk.post(at(case, "/add"), sent)


def test_the_case_page_fetches_what_the_server_lists(desk: Client, case: DeskCase, remote: FakeInvoices) -> None:
    remote.rows[case.order_id] = [
        {"id": "1", "invoiceNumber": "FV 1", "file": {"name": "a.pdf", "securityVerification": {"status": "WAITING"}}}
    ]
    remote.links[case.order_id] = [{"id": "2", "url": "https://docs.example/1"}, {"id": "3", "url": "javascript:x"}]
    assert f'hx-get="{at(case)}"' in page(desk, f"/cases/{case.pk}")
    part = desk.get(at(case), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "a.pdf · no. FV 1 the file is being checked" in words(part)
    assert 'href="https://docs.example/1"' in part
    assert "javascript" not in part


@rule("P-33")
def test_a_document_is_added_from_the_page(desk: Client, case: DeskCase, remote: FakeInvoices) -> None:
    assert "The order has no document yet." in words(page(desk, at(case)))
    assert send(desk, case).headers["Location"] == at(case)
    assert "FV 7.pdf · no. FV 7 · waiting to be sent" in words(page(desk, at(case)))
    jobs.run_pending()
    assert list(remote.files.values()) == [PDF]
    assert "FV 7.pdf · no. FV 7" in words(page(desk, at(case)))
    assert "the buyer can see it" in words(page(desk, at(case)))


def test_a_verdict_that_nobody_knows_is_told_as_it_came_and_short(
    desk: Client, case: DeskCase, remote: FakeInvoices
) -> None:
    file = {"name": "a.pdf", "securityVerification": {"status": "Q" * 400}}
    remote.rows[case.order_id] = [{"id": "1", "file": file}]
    assert f"a.pdf {'Q' * 30} " in words(page(desk, at(case)))


def test_a_form_sent_twice_adds_one(desk: Client, case: DeskCase, remote: FakeInvoices) -> None:
    token = str(uuid4())
    assert [send(desk, case, token=token).status_code for _ in range(2)] == [302, 302]
    jobs.run_pending()
    assert len(remote.files) == 1


@pytest.mark.parametrize(
    ("raw", "name", "number", "sentence"),
    [
        (None, "", "FV 7", "Choose the file."),
        (picture("PNG"), "a.png", "FV 7", "must end in .pdf"),
        (b"no PDF", "a.pdf", "FV 7", "The file is no PDF."),
        (b"%PDF-1.4" + b"x" * LARGEST_BYTES, "a.pdf", "FV 7", "A document has at most 3 MB."),
        (PDF, "a.pdf", "7" * 101, "It has at most 100 characters."),
    ],
)
def test_what_is_wrong_is_said_and_the_number_kept(
    desk: Client, case: DeskCase, raw: bytes | None, name: str, number: str, sentence: str
) -> None:
    answer = send(desk, case, raw, name, number=number)
    assert answer.status_code == 422
    assert sentence in words(answer.content.decode())
    assert f'value="{number}"' in answer.content.decode()
    assert not DocumentWrite.objects.exists()


@pytest.mark.parametrize(
    ("offered", "scope", "sentence"),
    [(False, True, "This server offers no sales documents"), (True, False, "Agree once more under Connections")],
)
def test_a_server_without_documents_and_a_refused_scope_are_told_plainly(
    desk: Client, case: DeskCase, remote: FakeInvoices, offered: bool, scope: bool, sentence: str
) -> None:
    remote.offered, remote.scope = offered, scope
    shown = page(desk, at(case))
    assert sentence in words(shown)
    assert 'name="file"' not in shown


def test_a_refusal_can_be_tried_again_or_dropped(desk: Client, case: DeskCase, remote: FakeInvoices) -> None:
    remote.refusal = "Not for this order"
    send(desk, case)
    jobs.run_pending()
    row = DocumentWrite.objects.get()
    assert "not sent: Not for this order" in words(page(desk, at(case)))
    remote.refusal = ""
    desk.post(at(case, f"/{row.pk}"), {"what": "send"})
    jobs.run_pending()
    row.refresh_from_db()
    assert row.state == WriteState.SENT
    desk.post(at(case, f"/{row.pk}"), {"what": "cancel"})
    row.refresh_from_db()
    assert row.state == WriteState.SENT


def test_where_sending_is_off_the_page_says_so(
    desk: Client, case: DeskCase, agent: User, connection: Connection
) -> None:
    modes.put(connection.pk, {Writer.DISCUSSIONS: Mode.OFF}, agent)
    send(desk, case)
    assert "Waiting until sending is turned on" in words(page(desk, at(case)))


@rule("P-33")
def test_read_only_members_look_and_others_find_nothing(
    desk: Client, case: DeskCase, agent: User, server: FakeAllegro
) -> None:
    send(desk, case)
    row = DocumentWrite.objects.get()
    Member.objects.update(role=MemberRole.READONLY)
    assert 'name="file"' not in page(desk, at(case))
    assert send(desk, case).status_code == 404
    assert desk.post(at(case, f"/{row.pk}"), {"what": "cancel"}).status_code == 404
    Member.objects.update(shop=Shop.objects.create(name="Other"), role=MemberRole.OWNER)
    page(desk, at(case), 404)
    assert send(desk, case).status_code == 404


def test_a_case_without_an_order_has_none(desk: Client, case: DeskCase) -> None:
    DeskCase.objects.update(order_id="")
    page(desk, at(case), 404)
    assert at(case) not in page(desk, f"/cases/{case.pk}")
    assert not OrderDocuments.objects.exists()
