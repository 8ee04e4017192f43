"""What an incident may refund, when a second person has to look at it first, and who that is (P-23, S0-41)."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.marks import rule
from zgoda.domain.actors import Actor, Role
from zgoda.domain.incidents import Affected, IncidentWhy, Refund, Verdict, may_decide, needs_approval, plan, summed
from zgoda.domain.money import Money

ORDERS, LINES = [uuid4() for _ in range(3)], [uuid4() for _ in range(6)]
LIMITS = {"PLN": Money(10_000_00, "PLN"), "EUR": Money(2_500_00, "EUR")}
BEGAN = 7


def zl(minor: int) -> Money:
    return Money(minor, "PLN")


def affected(line: int, price: int = 100_00) -> Affected:
    """Two lines to an order."""
    return Affected(ORDERS[line // 2], LINES[line], zl(price))


@rule("P-23", "S0-41")
def test_a_plan_counts_what_two_cases_share_once():
    """Two about the first line, one about the other line of the same order, of which 150 zł are left."""
    cases, left = [affected(0), affected(0), affected(1)], {ORDERS[0]: zl(150_00)}
    assert plan(Refund.LINE, cases, left, {}) == [zl(100_00), zl(0), zl(50_00)]
    assert plan(Refund.LINE, cases, left, {LINES[0]: zl(80_00)}) == [zl(20_00), zl(0), zl(100_00)]
    assert plan(Refund.ORDER, cases, left, {}) == [zl(150_00), zl(0), zl(0)]
    assert plan(Refund.NONE, cases, left, {}) == [zl(0), zl(0), zl(0)]
    assert plan(Refund.ORDER, cases, {}, {}) == [zl(0), zl(0), zl(0)], "of what was not paid nothing goes back"


amounts = st.integers(0, 300)


@rule("P-23", "S0-41")
@given(
    refund=st.sampled_from(Refund),
    cases=st.lists(st.builds(affected, st.integers(0, 5), st.integers(1, 200)), max_size=10),
    left=st.lists(amounts, min_size=3, max_size=3),
    back=st.lists(amounts, min_size=6, max_size=6),
)
def test_no_plan_pays_more_than_is_left_of_an_order_or_of_a_line(
    refund: Refund, cases: list[Affected], left: list[int], back: list[int]
):
    of_orders = {order: zl(minor) for order, minor in zip(ORDERS, left, strict=True)}
    of_lines = {line: zl(minor) for line, minor in zip(LINES, back, strict=True)}
    planned = plan(refund, cases, of_orders, of_lines)
    paid, priced = dict.fromkeys(ORDERS, 0), dict.fromkeys(LINES, 0)
    for case, amount in zip(cases, planned, strict=True):
        assert amount.minor >= 0
        if refund is Refund.LINE and amount.minor:
            assert of_lines[case.line_id].minor + priced[case.line_id] + amount.minor <= case.price.minor
        paid[case.order_id] += amount.minor
        priced[case.line_id] += amount.minor
    assert all(paid[order] <= of_orders[order].minor for order in ORDERS)


@pytest.mark.parametrize(
    ("planned", "begun", "waits"),
    [
        ([], [], False),
        ([zl(0)], [zl(99_999_00)], False),  # nothing goes back
        ([zl(4_000_00), zl(6_000_00)], [], False),  # exactly the limit
        ([zl(4_000_00), zl(6_000_01)], [], True),
        ([zl(1)], [zl(10_000_00)], True),  # many small ones of one day
        ([zl(9_000_00), Money(2_000_00, "EUR")], [], False),  # each currency by itself
        ([zl(9_000_00), Money(2_500_01, "EUR")], [], True),
        ([Money(1, "CZK")], [], True),  # no limit was set
    ],
)
def test_above_the_operators_limit_somebody_else_looks_first(planned: list[Money], begun: list[Money], waits: bool):
    assert needs_approval(planned, begun, LIMITS) is waits


def test_sums_are_kept_apart_by_currency():
    assert summed([zl(1), Money(5, "EUR"), zl(2)]) == [Money(5, "EUR"), zl(3)]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verdict", Verdict)
def test_the_table_of_who_decides(role: Role, verdict: Verdict):
    """Another of the Warehouse or an administrator approves or turns down; who prepared it takes it back."""
    other, own = Actor(role, BEGAN + 1), Actor(role, BEGAN)
    admitted = role in (Role.WAREHOUSE, Role.ADMIN)
    back = verdict is Verdict.TAKEN_BACK
    of_other = (IncidentWhy.NOT_YOUR_INCIDENT if back else None) if admitted else IncidentWhy.NOT_ALLOWED
    of_own = (None if back else IncidentWhy.OWN_INCIDENT) if admitted else IncidentWhy.NOT_ALLOWED
    assert may_decide(verdict, BEGAN, other, waits=True, reason="Too much.") is of_other
    assert may_decide(verdict, BEGAN, own, waits=True, reason="Too much.") is of_own


def test_what_was_decided_stays_and_a_refusal_needs_its_reason():
    other = Actor(Role.WAREHOUSE, BEGAN + 1)
    assert may_decide(Verdict.APPROVED, BEGAN, other, waits=False) is IncidentWhy.DECIDED_ALREADY
    assert may_decide(Verdict.TURNED_DOWN, BEGAN, other, waits=True, reason=" \n") is IncidentWhy.REASON_MISSING
    too_long = may_decide(Verdict.TURNED_DOWN, BEGAN, other, waits=True, reason="x" * 20_001)
    assert too_long is IncidentWhy.REASON_TOO_LONG
    assert may_decide(Verdict.APPROVED, BEGAN, other, waits=True) is None
