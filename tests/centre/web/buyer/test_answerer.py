"""What a buyer reads of a case that the Warehouse answers, also one that no seller sees (S1-54, S1-56)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.stage import OPENED, opened
from tests.centre.web.buyer.conftest import At
from tests.centre.web.buyer.reading import page, words
from tests.marks import rule

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BY_E_MAIL = "The seller is told by e-mail"


def of_the_seller() -> UUID:
    return opened().id


def of_the_warehouse() -> UUID:
    return opened(line_id=stage.line(fulfilled=True), reason="NO_PRODUCT_RECEIVED").id


def of_several_sellers() -> UUID:
    return opened(line_id=stage.combined()[0], reason="NO_PRODUCT_RECEIVED").id


@rule("S1-56")
@pytest.mark.parametrize(
    ("case", "told"), [(of_the_seller, True), (of_the_warehouse, True), (of_several_sellers, False)]
)
def test_of_a_case_that_no_seller_sees_no_seller_is_told(
    buyer: Client, at: At, case: Callable[[], UUID], told: bool
) -> None:
    case_id = case()
    at(OPENED + 15 * DAY)
    assert (BY_E_MAIL in words(page(buyer, f"/discussions/{case_id}/resolve"))) is told
    assert (BY_E_MAIL in words(page(buyer, f"/discussions/{case_id}/unresolve"))) is told


@pytest.mark.parametrize(("case", "who"), [(of_the_seller, "seller"), (of_the_warehouse, "Warehouse")])
def test_the_consultant_helps_the_buyer_and_whoever_answers(
    buyer: Client, at: At, case: Callable[[], UUID], who: str
) -> None:
    case_id = case()
    at(OPENED + 15 * DAY)
    asked = words(page(buyer, f"/discussions/{case_id}/unresolve"))
    assert f"The consultant helps you and the {who} to reach an agreement." in asked
    assert f"You and the {who} can still write here" in asked


@rule("S0-42")
def test_the_platforms_words_name_nobody_who_did_not_act(buyer: Client, at: At) -> None:
    """The Warehouse gave the number: the buyer's words are the buyer's, and never "the seller gave"."""
    case_id = of_the_warehouse()
    warehouse = stage.account("warehouse", stage.Role.WAREHOUSE)
    at_work = Client(headers={"accept-language": "en"})
    at_work.force_login(warehouse)
    at_work.post(f"/warehouse/cases/{case_id}/handover", {"token": str(uuid4())})
    assert "Your parcel was handed over to the carrier." in words(page(buyer, f"/discussions/{case_id}"))
    assert "The buyer was told that the parcel is with the carrier." in words(
        page(at_work, f"/warehouse/cases/{case_id}")
    )


def test_a_product_with_an_open_discussion_leads_there(buyer: Client, at: At) -> None:
    """Beside the other products of the purchase that may still be chosen."""
    first, second = stage.combined()
    case = opened(line_id=first)
    html = page(buyer, f"/purchases/{second}/report")
    assert f'<a href="/discussions/{case.id}">Go to the open Discussion</a>' in html
