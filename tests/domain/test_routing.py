"""Who answers a Discussion, and who does not even see it (S1-38…S1-49, S1-56, C-14, C-15, C-31, C-32)."""

from datetime import UTC, datetime

import pytest

from tests.domain.cases import BUYER, HOUR, MISSING, NOT_RECEIVED, REPAIR, SELLER, Case, law, opened, opening, purchase
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.law import Law
from zgoda.domain.markets import market
from zgoda.domain.purchase import Provider
from zgoda.domain.reasons import OFFERED, REASONS, Reason
from zgoda.domain.routing import PARTIES_AT_WORK, Route, responsible_party, route, under
from zgoda.domain.rule_sets import SEED, rule_set_at, seed_with

W, S = Role.WAREHOUSE, Role.SELLER
FULFILLED = purchase(provider=Provider.ALLEGRO)
BY_HAND = {
    "NO_PRODUCT_RECEIVED": W,
    "NO_PRODUCT_IN_PARCEL": W,
    "PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT": W,
    "PRODUCT_DAMAGED_PARCEL_INTACT": W,
    "NO_REFUND_AFTER_RETURNING_PRODUCT": W,
    "NO_REFUND_AFTER_CANCELING_ORDER": W,
    "PROBLEM_WITH_WITHDRAWAL_CANCELLATION_OF_PURCHASE": W,
    "NO_PROOF_OF_PURCHASE_MANUAL_OR_WARRANTY": S,
    "MISSING_PRODUCT_ELEMENT": S,
    "DEFECT_FOUND_DURING_USE": S,
    "NOT_AS_DESCRIBED": S,
    "SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN": W,
    "PROBLEM_WITH_SENDING_PRODUCT_BACK": W,
    "OTHER": S,
    "DID_NOT_RECEIVE_GOODS_AFTER_PAYMENT": W,
    "RECEIVED_ITEMS_NOT_MATCHING_DESCRIPTION": S,
    "RECEIVED_INCOMPLETE_ORDER": S,
    "ITEM_IS_DAMAGED": S,
    "PROBLEM_WITH_GOODS_RETURN_CANCELLATION_OF_PURCHASE": W,
}
DELIVERY = {
    "NO_PRODUCT_RECEIVED",
    "NO_PRODUCT_IN_PARCEL",
    "PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT",
    "DID_NOT_RECEIVE_GOODS_AFTER_PAYMENT",
}


@pytest.mark.parametrize("reason", OFFERED)
def test_an_own_dispatch_order_goes_to_the_seller(reason: Reason) -> None:
    assert route(purchase(provider=Provider.SELLER, combined=True), reason) == Route(S)


@rule(
    "S1-01", "S1-38", "S1-39", "S1-40", "S1-41", "S1-42", "S1-43", "S1-44", "S1-45", "S1-46", "S1-47", "S1-48", "S1-49"
)
@pytest.mark.parametrize("code", list(REASONS))
def test_a_fulfilled_order_is_routed_by_the_reason(code: str) -> None:
    assert route(FULFILLED, REASONS[code]) == Route(BY_HAND[code])
    assert responsible_party(FULFILLED, REASONS[code]) in PARTIES_AT_WORK


@rule("S1-56")
@pytest.mark.parametrize("code", list(REASONS))
def test_delivery_problems_of_combined_orders_are_hidden_from_sellers(code: str) -> None:
    combined = purchase(provider=Provider.ALLEGRO, combined=True)
    assert route(combined, REASONS[code]) == Route(BY_HAND[code], hidden=code in DELIVERY)


def at(year: int, flag: Provider, order: Provider) -> Provider:
    rules = rule_set_at(datetime(year, 6, 1, 10, tzinfo=UTC), market("pl"))
    return under(rules, purchase(provider=order, account_provider=flag)).provider


@rule("S1-38")
@pytest.mark.parametrize(("flag", "order"), [(Provider.ALLEGRO, Provider.SELLER), (Provider.SELLER, Provider.ALLEGRO)])
def test_who_fulfils_is_the_accounts_flag_until_2026_and_then_the_orders_own(flag: Provider, order: Provider) -> None:
    assert at(2025, flag, order) is flag
    assert at(2026, flag, order) is order


def test_the_seed_takes_the_accounts_flag_unless_the_layer_is_forced() -> None:
    bought = purchase(provider=Provider.SELLER, account_provider=Provider.ALLEGRO)
    assert under(SEED, bought).provider is Provider.ALLEGRO
    assert under(seed_with({"fulfilment-per-order-2026-01": True}), bought).provider is Provider.SELLER


def test_what_counts_is_pinned_in_the_case() -> None:
    """Under the seed the case knows the account's provider as its order's, so that a re-opening routes the same."""
    bought = purchase(provider=Provider.SELLER, account_provider=Provider.ALLEGRO)
    seed = Law(SEED, law().market, law().calendar)
    case = opened(NOT_RECEIVED, rules=seed, purchase=bought)
    assert (case.it.purchase.provider, case.it.responsible) == (Provider.ALLEGRO, W)


@rule("S1-67")
def test_a_hidden_case_runs_by_the_same_clocks() -> None:
    hidden, plain = Case(), opened(NOT_RECEIVED)
    bought = purchase(provider=Provider.ALLEGRO, account_provider=Provider.ALLEGRO, combined=True)
    hidden.does(opening(NOT_RECEIVED, purchase=bought))
    assert (hidden.it.hidden, hidden.it.responsible) == (True, W)
    assert hidden.it.deadlines == plain.it.deadlines


def test_a_reopening_routes_again_by_the_same_reason() -> None:
    bought = purchase(provider=Provider.ALLEGRO, account_provider=Provider.ALLEGRO)
    case = opened(MISSING, purchase=bought)
    case.does(c.ForwardToWarehouse(by=SELLER, note=opening().details))
    case.does(c.MarkResolved(by=BUYER))
    case.after(HOUR).does(c.Reopen(by=BUYER, message_id=case.it.id))
    assert [(one.party, one.cause) for one in case.it.responsibilities] == [
        (S, "ROUTED"),
        (W, "FORWARDED"),
        (S, "REOPENED"),
    ]


def test_the_expected_solution_is_asked_for_as_before() -> None:
    bought = purchase(provider=Provider.ALLEGRO, account_provider=Provider.ALLEGRO, combined=True)
    case = opened("PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT", purchase=bought, expectation=REPAIR)
    assert case.it.hidden
