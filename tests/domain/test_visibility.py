"""Who may read a Discussion (P-04, P-49)."""

from dataclasses import replace

import pytest

from tests.domain.cases import (
    BUYER,
    CONSULTANT,
    EVERYBODY,
    MODERATOR,
    MONDAY,
    OTHER_BUYER,
    OTHER_CONSULTANT,
    OTHER_SELLER,
    SELLER,
    WAREHOUSE,
    Case,
    joined,
    opened,
    opening,
    purchase,
    text,
)
from tests.marks import rule
from zgoda.domain.actors import Actor, Role
from zgoda.domain.discussion import Responsibility
from zgoda.domain.purchase import Provider
from zgoda.domain.visibility import Access, access, is_party, may_view


@pytest.mark.parametrize("by", [BUYER, SELLER])
def test_the_two_parties_read_their_case(by: Actor) -> None:
    assert access(opened().it, by) is Access.FULL


@pytest.mark.parametrize(
    "by", [OTHER_BUYER, OTHER_SELLER, Actor(Role.BUYER, 2), Actor(Role.SELLER, 1), Actor(Role.BUYER)]
)
def test_for_others_it_does_not_exist(by: Actor) -> None:
    assert access(opened().it, by) is Access.NONE
    assert not may_view(opened().it, by)


@pytest.mark.parametrize("by", [CONSULTANT, MODERATOR])
def test_staff_read_any_case_and_that_is_logged(by: Actor) -> None:
    assert access(opened().it, by) is Access.READ_LOGGED
    assert may_view(opened().it, by)


def test_who_joined_reads_as_a_party() -> None:
    assert access(joined().it, CONSULTANT) is Access.FULL
    assert access(joined().it, OTHER_CONSULTANT) is Access.READ_LOGGED


@rule("S0-58", "S0-59")
@pytest.mark.parametrize("by", [BUYER, SELLER, CONSULTANT, OTHER_CONSULTANT, MODERATOR])
def test_what_the_platform_opened_on_behalf_reaches_buyer_seller_and_platform(by: Actor) -> None:
    case = Case()
    case.does(opening(by=MODERATOR, buyer_reported=text()))
    case.writes(SELLER, "On its way")
    assert access(case.it, by) is Access.FULL


@pytest.mark.parametrize(
    "by", [one for one in EVERYBODY if one.role not in {Role.BUYER, Role.SELLER, Role.CONSULTANT, Role.MODERATOR}]
)
def test_nobody_else_reads_it(by: Actor) -> None:
    assert access(opened().it, by) is Access.NONE


def test_the_warehouse_reads_what_was_ever_assigned_to_it() -> None:
    case = opened().it
    history = (Responsibility(Role.WAREHOUSE, MONDAY, "ROUTED"), Responsibility(Role.SELLER, MONDAY, "FORWARDED"))
    assert is_party(replace(case, responsibilities=history), WAREHOUSE)


@rule("S1-58")
def test_the_warehouse_reads_all_cases_of_the_orders_it_sends() -> None:
    fulfilled = purchase(provider=Provider.ALLEGRO, account_provider=Provider.ALLEGRO)
    case = opened(purchase=fulfilled).it
    assert case.responsible is Role.SELLER
    assert access(case, WAREHOUSE) is Access.FULL


@rule("S1-56")
def test_a_hidden_case_does_not_exist_for_the_seller() -> None:
    hidden = replace(opened().it, hidden=True)
    assert access(hidden, SELLER) is Access.NONE
    assert access(hidden, BUYER) is Access.FULL
