"""Sales documents of an order: who adds them, what they are, how many there are, and when buyers see them."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.marks import rule
from zgoda.domain import sales_documents as rules
from zgoda.domain.actors import Role
from zgoda.domain.sales_documents import DocumentRefused, DocumentState, DocumentWhy, Known

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def known(state: DocumentState, ago: timedelta = HOUR) -> Known:
    return Known(state, NOW - ago)


def why(refused: DocumentRefused | None) -> DocumentWhy | None:
    return refused.why if refused else None


@rule("P-33")
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("sold_by", "fulfilled"), [(True, True), (True, False), (False, True), (False, False)])
def test_the_seller_adds_to_its_own_order_and_the_warehouse_to_what_it_sends(
    role: Role, sold_by: bool, fulfilled: bool
):
    expected = (role is Role.SELLER and sold_by) or (role is Role.WAREHOUSE and fulfilled)
    refused = rules.may_add(role, sold_by=sold_by, fulfilled=fulfilled)
    assert why(refused) == (None if expected else DocumentWhy.NOT_YOUR_ORDER)


@pytest.mark.parametrize(("payment", "most"), [("ONLINE", 10), ("", 10), ("EXTENDED_TERM", 1)])
def test_ten_documents_and_one_where_the_order_is_paid_later(payment: str, most: int):
    there = [known(DocumentState.ACCEPTED)] * (most - 1)
    assert rules.may_announce(there, NOW, payment=payment) is None
    there.append(known(DocumentState.ACCEPTED))
    assert rules.may_announce(there, NOW, payment=payment) == DocumentRefused(DocumentWhy.ENOUGH, most)


def test_what_was_found_harmful_or_never_got_a_file_takes_no_place():
    gone = [known(DocumentState.REJECTED), known(DocumentState.ANNOUNCED, 24 * HOUR)]
    assert rules.may_announce(gone * 10, NOW) is None
    late = known(DocumentState.ANNOUNCED, 24 * HOUR - SECOND)
    assert why(rules.may_announce([late] * 10, NOW)) is DocumentWhy.ENOUGH


def test_one_file_after_the_other_is_looked_at():
    assert why(rules.may_announce([known(DocumentState.WAITING)], NOW)) is DocumentWhy.LAST_IS_LOOKED_AT


def test_an_announcement_without_a_file_holds_the_next_one_up_for_five_seconds():
    hasty = rules.may_announce([known(DocumentState.ANNOUNCED, 2 * SECOND)], NOW)
    assert hasty == DocumentRefused(DocumentWhy.TOO_FAST, wait=3 * SECOND)
    assert rules.may_announce([known(DocumentState.ANNOUNCED, 5 * SECOND)], NOW) is None


def test_a_cancelled_order_takes_no_document():
    assert why(rules.may_announce([], NOW, cancelled=True)) is DocumentWhy.ORDER_CANCELLED


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("FV 1.pdf", "FV 1/2026", None),
        ("FV 1.PDF", "", None),
        ("photo.png", "", DocumentWhy.NO_PDF_NAME),
        (None, "", DocumentWhy.NO_PDF_NAME),
        ("a.pdf", "1" * 100, None),
        ("a.pdf", "1" * 101, DocumentWhy.NUMBER_TOO_LONG),
    ],
)
def test_a_document_is_called_as_a_pdf_is(name: str | None, number: str, expected: DocumentWhy | None):
    assert why(rules.may_be_called(name, number)) is expected


@pytest.mark.parametrize(
    ("size", "kind", "state", "expected"),
    [
        (1, "application/pdf", DocumentState.ANNOUNCED, None),
        (3 * 1024 * 1024, "application/pdf", DocumentState.ANNOUNCED, None),
        (3 * 1024 * 1024 + 1, "application/pdf", DocumentState.ANNOUNCED, DocumentWhy.TOO_LARGE),
        (0, None, DocumentState.ANNOUNCED, DocumentWhy.EMPTY),
        (9, "image/png", DocumentState.ANNOUNCED, DocumentWhy.NO_PDF),
        (9, None, DocumentState.ANNOUNCED, DocumentWhy.NO_PDF),
        (9, "application/pdf", DocumentState.WAITING, DocumentWhy.HAS_A_FILE),
        (9, "application/pdf", DocumentState.REJECTED, DocumentWhy.HAS_A_FILE),
    ],
)
def test_its_one_file_is_a_pdf_of_at_most_three_megabytes(
    size: int, kind: str | None, state: DocumentState, expected: DocumentWhy | None
):
    assert why(rules.may_be_filed(size, kind, state)) is expected


def test_ten_different_links():
    there = [f"https://docs.example/{number}" for number in range(10)]
    assert rules.may_link("https://docs.example/new", there[:9]) is None
    assert why(rules.may_link(there[0], there)) is DocumentWhy.LINK_KNOWN
    assert rules.may_link("https://docs.example/new", there) == DocumentRefused(DocumentWhy.LINKS_ENOUGH, 10)


@pytest.mark.parametrize(
    "url",
    [
        "http://docs.example/1",
        "docs.example/1",
        "javascript:alert(1)",
        "https://",
        "https://localhost/1",
        "https://shop@evil.example/",
        "https://docs.example:port/",
        "https://docs.example/a b",
        "https://docs.example/\u202egpj",
        "https://docs.example\\@evil.example/",
        "https://allegrо.example/",
        "https://docs.example/\n",
        "https://[::1/",
        "https://docs.example%E3%80%82elsewhere.example/1",
        "https://docs.example%2eelsewhere.example/1",
        "https://docs.example/" + "a" * 2000,
    ],
)
def test_a_link_that_could_lead_elsewhere_than_it_looks_is_none(url: str):
    assert why(rules.may_link(url, [])) is DocumentWhy.NO_LINK


@rule("S4-09")
def test_buyers_see_what_was_found_harmless():
    assert [state for state in DocumentState if rules.is_shown_to_buyer(state)] == [DocumentState.ACCEPTED]
