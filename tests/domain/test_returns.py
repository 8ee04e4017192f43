"""The rules of returns by themselves."""

import pytest

from zgoda.domain import returns as r
from zgoda.domain.markets import market
from zgoda.domain.returns import RejectionCode, ReturnRefused, ReturnStatus, ReturnWhy
from zgoda.domain.rule_sets import LAYERS, SEED, rule_set_on

NEW = {RejectionCode.ITEM_MISMATCH, RejectionCode.BUSINESS_PURCHASE, RejectionCode.NO_RETURN_RIGHT}
TODAY = rule_set_on(LAYERS[r.NEW_CODES_LAYER].effective, market("pl"))


def test_three_codes_came_later() -> None:
    assert set(RejectionCode) - r.codes_in_force(SEED) == NEW
    assert r.codes_in_force(TODAY) == set(RejectionCode)
    assert r.may_reject("ITEM_MISMATCH", "", SEED, rejected=False) == ReturnRefused(ReturnWhy.CODE_UNKNOWN)
    assert r.may_reject("ITEM_MISMATCH", "", TODAY, rejected=False) is None


@pytest.mark.parametrize(
    ("code", "reason", "why"),
    [
        ("REFUND_REJECTED", "", ReturnWhy.REASON_MISSING),
        ("REFUND_REJECTED", "x" * 251, ReturnWhy.REASON_TOO_LONG),
        ("REFUND_REJECTED", "x" * 250, None),
        ("ITEM_FIXED", "", None),
        ("BECAUSE", "x", ReturnWhy.CODE_UNKNOWN),
    ],
)
def test_a_refusal_has_a_code_and_where_demanded_a_reason(code: str, reason: str, why: ReturnWhy | None) -> None:
    refused = r.may_reject(code, reason, TODAY, rejected=False)
    assert (refused.why if refused else None) is why
    assert r.may_reject(code, reason, TODAY, rejected=True) == ReturnRefused(ReturnWhy.ALREADY_REJECTED)


@pytest.mark.parametrize(
    ("rejected", "parcels", "codes", "status"),
    [
        (False, 0, set(), ReturnStatus.CREATED),
        (False, 1, set(), ReturnStatus.DISPATCHED),
        (False, 1, {"PENDING"}, ReturnStatus.DISPATCHED),
        (False, 1, {"PENDING", "ISSUE"}, ReturnStatus.IN_TRANSIT),
        (False, 2, {"IN_TRANSIT", "DELIVERED"}, ReturnStatus.DELIVERED),
        (True, 1, {"DELIVERED"}, ReturnStatus.REJECTED),
    ],
)
def test_where_a_return_stands(rejected: bool, parcels: int, codes: set[str], status: ReturnStatus) -> None:
    assert r.status_of(rejected=rejected, parcels=parcels, codes=codes) is status
