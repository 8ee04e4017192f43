"""Who may ask the payment service for money back, and how much there is to ask for (P-23, S0-41)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.cases import BUYER, CONSULTANT, MONDAY, SELLER, opened
from tests.marks import rule
from zgoda.domain.actors import Actor, Role
from zgoda.domain.decide.refunds import is_refundable, left_of_line, left_of_order, may_refund
from zgoda.domain.discussion import Responsibility
from zgoda.domain.money import Money
from zgoda.domain.refusals import Refused, Why


def zl(minor: int) -> Money:
    return Money(minor, "PLN")


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


@rule("P-23", "S0-41")
@pytest.mark.parametrize(
    ("paid", "asked_back", "left"), [(299_00, 0, 299_00), (299_00, 100_00, 199_00), (299_00, 299_00, 0), (0, 50_00, 0)]
)
def test_of_an_order_is_left_what_was_paid_and_not_asked_back(paid: int, asked_back: int, left: int):
    assert left_of_order(zl(paid), zl(asked_back)) == zl(left)


@rule("P-23", "S0-41", "G-10")
@pytest.mark.parametrize(
    ("price", "asked_back", "order_left", "left"),
    [
        (199_00, 0, 299_00, 199_00),
        (199_00, 99_00, 299_00, 100_00),  # a part of it came back before
        (199_00, 199_00, 100_00, 0),  # all of it did: what is left of the order is not this line's
        (199_00, 250_00, 100_00, 0),  # and the delivery with it
        (199_00, 0, 150_00, 150_00),  # a discount: the order was paid with less
        (199_00, 150_00, 30_00, 30_00),  # other lines took what was paid
        (199_00, 0, 0, 0),
    ],
)
def test_a_line_is_refunded_once_over_all_cases_about_it(price: int, asked_back: int, order_left: int, left: int):
    assert left_of_line(zl(price), zl(asked_back), zl(order_left)) == zl(left)


@rule("P-23")
@pytest.mark.parametrize(("amount", "possible"), [(0, False), (1, True), (199_00, True), (199_01, False), (-1, False)])
def test_a_refund_is_more_than_nothing_and_at_most_what_is_left(amount: int, possible: bool):
    assert is_refundable(zl(amount), zl(199_00)) is possible


LINES = range(3)
acts = st.tuples(st.sampled_from(LINES), st.sampled_from(["LINE", "ORDER", "HAND"]), st.integers(0, 400), st.booleans())


@rule("P-23", "S0-41")
@given(
    prices=st.tuples(*(st.integers(1, 200) for _ in LINES)), paid=st.integers(0, 500), acts=st.lists(acts, max_size=12)
)
def test_no_order_of_cases_pays_a_line_twice_or_more_than_was_paid(
    prices: tuple[int, ...], paid: int, acts: list[tuple[int, str, int, bool]]
):
    """Incidents of a line's price, of all that is left, and amounts typed by hand, in any order of cases; some of what
    is asked for the payment service refuses later."""
    of_lines, priced = [0 for _ in LINES], [0 for _ in LINES]
    for line, what, typed, refused_later in acts:
        left = left_of_order(zl(paid), zl(sum(of_lines)))
        by_price = left_of_line(zl(prices[line]), zl(of_lines[line]), left)
        amount = {"LINE": by_price, "ORDER": left, "HAND": zl(typed)}[what]
        if not is_refundable(amount, left):
            continue
        if what == "LINE":
            assert of_lines[line] + amount.minor <= prices[line]
        if not refused_later:
            of_lines[line] += amount.minor
            priced[line] += amount.minor if what == "LINE" else 0
        assert sum(of_lines) <= paid
        assert all(back <= price for back, price in zip(priced, prices, strict=True))
