"""What blocking a seller's account leaves (S0-15, P-26): every duty, and the means to meet it."""

from dataclasses import replace

import pytest

from tests.domain.cases import BUYER, MONDAY, NOT_RECEIVED, SELLER, joined, law, opened, unresolved
from tests.marks import rule
from zgoda.domain.decide.refunds import may_refund
from zgoda.domain.permissions import Action, permitted


@rule("S0-15", "P-26")
@pytest.mark.parametrize("case", [opened(), opened(NOT_RECEIVED), joined(), unresolved()])
@pytest.mark.parametrize("by", [SELLER, BUYER])
def test_a_block_takes_no_right_within_a_discussion(case, by):
    blocked = replace(case.it, blocked_at=MONDAY)
    assert permitted(blocked, by, case.now, law()) == permitted(case.it, by, case.now, law())
    assert may_refund(blocked, by) == may_refund(case.it, by)


@rule("S0-15", "P-26")
def test_a_blocked_seller_may_still_answer():
    case = opened()
    blocked = replace(case.it, blocked_at=MONDAY)
    allowed = {entry.action for entry in permitted(blocked, SELLER, case.now, law()) if entry.allowed}
    assert Action.WRITE in allowed
