"""Filing a claim: who, when, on what ground, and what it starts (P-35, K-01, C-02, C-27)."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.domain.cases import BUYER, CONSULTANT, MISSING, NOT_RECEIVED, OTHER_BUYER, SELLER, law, purchase, uid
from tests.domain.claims.claims import FILED, Case, filed, filing
from tests.marks import rule
from zgoda.domain import reasons
from zgoda.domain.claims.claim import Ground, Status
from zgoda.domain.claims.clocks import ClaimTimer, running
from zgoda.domain.claims.events import ClaimMessagePosted, Kind
from zgoda.domain.claims.guide import CLAIMABLE, Way, grounds, ways
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.rule_sets import SEED

DAY, MS = timedelta(days=1), timedelta(milliseconds=1)


@rule("K-01", "B1-02", "B1-04", "B1-06", "B1-08")
def test_a_filed_claim_waits_with_number_ground_and_clocks() -> None:
    case = filed()
    it = case.it
    assert (it.status, str(it.reference), it.ground) == (Status.SUBMITTED, "7/2026", Ground.COMPLAINT)
    assert it.return_required is None
    assert it.decision_due == datetime(2026, 10, 5, 21, 59, 59, tzinfo=UTC)
    assert it.return_due == FILED + 3 * DAY
    assert set(running(it)) == {ClaimTimer.DECISION, ClaimTimer.RETURN_DECISION}
    posted = case.journal[1].event
    assert isinstance(posted, ClaimMessagePosted)
    assert (posted.kind, posted.author_id) == (Kind.FILING, BUYER.id)


@rule("B1-09")
@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (datetime(2025, 9, 19, 10, 53, tzinfo=UTC), datetime(2025, 10, 3, 21, 59, 59, tzinfo=UTC)),
        (datetime(2025, 9, 24, 19, 33, tzinfo=UTC), datetime(2025, 10, 8, 21, 59, 59, tzinfo=UTC)),
        (datetime(2025, 10, 11, 10, tzinfo=UTC), datetime(2025, 10, 25, 21, 59, 59, tzinfo=UTC)),
        (datetime(2025, 10, 20, 10, tzinfo=UTC), datetime(2025, 11, 3, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_decision_is_due_at_the_end_of_the_fourteenth_local_day(opened: datetime, due: datetime) -> None:
    bought = purchase(purchased_at=opened - 30 * DAY)
    assert filed(at=opened, purchase=bought).it.decision_due == due


def test_by_switch_the_last_day_moves_to_a_business_day() -> None:
    opened = datetime(2025, 12, 11, 10, tzinfo=UTC)
    rules = law(opened, claim_roll=True)
    it = filed(rules, opened, purchase=purchase(purchased_at=opened - DAY)).it
    assert it.decision_due == datetime(2025, 12, 29, 22, 59, 59, tzinfo=UTC)


def test_a_year_without_calendar_refuses_nobody() -> None:
    opened = datetime(2090, 3, 2, 10, tzinfo=UTC)
    rules = law(opened, claim_roll=True)
    due = filed(rules, opened, purchase=purchase(purchased_at=opened - DAY)).it.decision_due
    assert due == datetime(2090, 3, 16, 22, 59, 59, tzinfo=UTC)


@rule("B1-18")
def test_a_warranty_is_offered_only_where_the_offer_has_one_and_brings_no_14_days() -> None:
    assert grounds(warranty_offered=False) == (Ground.COMPLAINT,)
    case = Case()
    assert case.refuses(filing(ground=Ground.WARRANTY)) is Why.NO_WARRANTY
    it = filed(ground=Ground.WARRANTY, warranty_offered=True).it
    assert it.decision_due is None
    assert set(running(it)) == {ClaimTimer.RETURN_DECISION}


@rule("B1-01")
def test_claims_exist_from_their_layer_on_and_not_under_the_seed() -> None:
    before = datetime(2025, 6, 30, 12, tzinfo=UTC)
    bought = purchase(purchased_at=before - DAY)
    case = Case(law=law(before), now=before)
    assert case.refuses(filing(purchase=bought)) is Why.CLAIMS_OFF
    assert filed(law(before + DAY), before + DAY, purchase=bought).it.status is Status.SUBMITTED


@rule("B1-01", "B1-02")
def test_a_problem_with_the_product_is_a_claim_or_a_talk_and_all_else_is_a_talk() -> None:
    rules = law(FILED).rules
    both = {reason.code for reason in reasons.OFFERED if ways(reason, rules) == (Way.CLAIM, Way.TALK)}
    assert both == {reason.code for reason in CLAIMABLE}
    assert both == {
        "MISSING_PRODUCT_ELEMENT",
        "PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT",
        "PRODUCT_DAMAGED_PARCEL_INTACT",
        "DEFECT_FOUND_DURING_USE",
        "NOT_AS_DESCRIBED",
        "OTHER",
    }
    assert all(ways(reason, SEED) == (Way.TALK,) for reason in reasons.OFFERED)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"reason_code": None}, Why.REASON_MISSING),
        ({"reason_code": "INCOMPLETE"}, Why.REASON_MISSING),
        ({"reason_code": "ITEM_IS_DAMAGED"}, Why.REASON_UNKNOWN),
        ({"reason_code": NOT_RECEIVED}, Why.NOT_CLAIMABLE),
        ({"ground": None}, Why.GROUND_MISSING),
        ({"expectation": None}, Why.SOLUTION_MISSING),
        ({"expectation": Expectation(Solution.PARTIAL_REFUND)}, Why.PART_MISSING),
        ({"expectation": Expectation(Solution.PARTIAL_REFUND, Money(10_000, "PLN"))}, Why.PART_OUT_OF_RANGE),
        ({"purchase": None}, Why.PRODUCT_MISSING),
        ({"by": OTHER_BUYER}, Why.NOT_YOUR_ORDER),
        ({"by": SELLER}, Why.NOT_ALLOWED),
        ({"by": CONSULTANT}, Why.NOT_ALLOWED),
        ({"attachments": tuple(uid() for _ in range(6))}, Why.TOO_MANY_ATTACHMENTS),
    ],
)
def test_what_a_filing_needs(changes: dict[str, object], why: Why) -> None:
    assert Case().refuses(filing(**changes)) is why


def test_all_that_is_missing_is_told_at_once() -> None:
    refused = Case().tries(filing(ground=None, reason_code=None, expectation=None))
    assert isinstance(refused, Refused)
    assert [refused.why, *(one.why for one in refused.also)] == [
        Why.GROUND_MISSING,
        Why.REASON_MISSING,
        Why.SOLUTION_MISSING,
    ]


def test_every_claim_carries_an_expected_solution_also_for_a_missing_element() -> None:
    assert filed(reason_code=MISSING).it.expectation.solution is Solution.REPAIR


def test_a_fraction_is_kept_as_a_fraction() -> None:
    part = Expectation(Solution.PARTIAL_REFUND, share=(1, 3))
    it = filed(expectation=part).it
    assert it.expectation.money(it.purchase.line_price) == Money(3333, "PLN")


@rule("B1-19")
def test_one_claim_about_an_order_waits_at_a_time() -> None:
    assert Case().refuses(filing(open_on_order=True)) is Why.CLAIM_OPEN_ALREADY


def test_two_years_after_the_purchase_it_is_too_late() -> None:
    bought = purchase(purchased_at=datetime(2024, 9, 21, 12, tzinfo=UTC))
    last = datetime(2026, 9, 21, 21, 59, 59, 999_000, tzinfo=UTC)
    assert filed(at=last, purchase=bought).it.filed_at == last
    assert Case(law=law(last), now=last + MS).refuses(filing(purchase=bought)) is Why.TOO_LATE_TO_OPEN
