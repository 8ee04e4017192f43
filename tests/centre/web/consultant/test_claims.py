"""Claims before the platform's people: found, read and logged, written in by consultants (P-04, K-08)."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.claims.acts import FILED, decided, filed, line
from tests.centre.web.buyer.conftest import At
from tests.centre.web.buyer.reading import page, words
from tests.marks import rule
from zgoda.centre.claims.models import ClaimMessage, ClaimRead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _this_summer(at: At) -> None:
    at(FILED)


def test_claims_are_found_by_number_login_and_order(consultant: Client) -> None:
    claim = filed(line_id=line("Blue kettle"))
    filed(line_id=line("Red kettle"))
    for asked in ("1/2026", str(claim.id), str(claim.purchase.order_id)):
        said = words(page(consultant, f"/staff-claims?q={asked}"))
        assert "Blue kettle" in said, asked
        assert "Red kettle" not in said, asked
    assert "Red kettle" in words(page(consultant, "/staff-claims?q=BUYER"))
    assert "Nothing found" in words(page(consultant, "/staff-claims?q=nobody"))


def test_every_reading_is_logged_and_the_administrator_sees_it(consultant: Client, admin: Client) -> None:
    claim = filed()
    said = words(page(consultant, f"/staff-claims/{claim.id}"))
    assert "It does not boil." in said
    assert "The seller decides the claim" in said
    assert ClaimRead.objects.count() == 1
    assert "read the claim 1/2026" in words(page(admin, "/administration/log"))
    assert "read the claim 1/2026" in words(page(admin, "/administration/log?kind=claim-reads"))


@rule("K-08")
def test_a_consultant_writes_to_both_sides_also_after_the_decision(consultant: Client, moderator: Client) -> None:
    claim = decided()
    sent = consultant.post(
        f"/staff-claims/{claim.id}/write", {"token": str(uuid4()), "message": "Please read our rules."}
    )
    assert sent.status_code == 302
    assert ClaimMessage.objects.filter(claim_id=claim.id, author_role="CONSULTANT").count() == 1
    assert "Please read our rules." in words(page(consultant, f"/staff-claims/{claim.id}"))
    refused = moderator.post(f"/staff-claims/{claim.id}/write", {"token": str(uuid4()), "message": "Hello"})
    assert refused.status_code == 422


def test_a_seller_has_no_pages_for_it_here(client: Client) -> None:
    claim = filed()
    client.force_login(stage.account("seller", stage.Role.SELLER))
    assert client.get(f"/staff-claims/{claim.id}").status_code == 404
