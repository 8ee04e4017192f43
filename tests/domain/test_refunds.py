"""Who may ask the payment service for money back (P-23)."""

from dataclasses import replace

import pytest

from tests.domain.cases import BUYER, CONSULTANT, MONDAY, SELLER, opened
from tests.marks import rule
from zgoda.domain.actors import Actor, Role
from zgoda.domain.decide.refunds import may_refund
from zgoda.domain.discussion import Responsibility
from zgoda.domain.refusals import Refused, Why


@rule("P-23")
def test_the_responsible_seller_may_refund():
    assert may_refund(opened().it, SELLER) is None


@rule("P-23")
def test_a_seller_may_not_while_the_warehouse_is_responsible():
    case = replace(opened().it, responsibilities=(Responsibility(Role.WAREHOUSE, MONDAY, "ROUTED"),))
    assert may_refund(case, SELLER) == Refused(Why.NOT_RESPONSIBLE)


@rule("P-23")
@pytest.mark.parametrize(
    ("by", "why"),
    [(BUYER, Why.NOT_ALLOWED), (CONSULTANT, Why.NOT_ALLOWED), (Actor(Role.SELLER, 999), Why.NOT_A_PARTY)],
)
def test_nobody_else_may(by: Actor, why: Why):
    assert may_refund(opened().it, by) == Refused(why)
