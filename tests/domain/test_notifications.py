"""Who is told of what: the list of E.6, and the letters that nobody can switch off."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.marks import rule
from zgoda.domain import notifications
from zgoda.domain.actors import Role
from zgoda.domain.notifications import LETTERS, TABLE, Kind, Way

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
LISTED = {
    "N-01": (Role.SELLER, Way.EMAIL),
    "N-02": (Role.SELLER, Way.EMAIL),
    "N-03": (Role.SELLER, Way.EMAIL),
    "N-04": (Role.BUYER, Way.IN_DISCUSSION),
    "N-05": (Role.BUYER, Way.IN_DISCUSSION),
    "N-06": (Role.BUYER, Way.EMAIL),
    "N-07": (Role.BUYER, Way.EMAIL),
    "N-08": (Role.BUYER, Way.IN_DISCUSSION),
    "N-09": (Role.BUYER, Way.EMAIL),
    "N-10": (Role.SELLER, Way.EMAIL),
    "N-11": (Role.SELLER, Way.ON_SCREEN),
    "N-12": (Role.SELLER, Way.ON_SCREEN),
}


def test_the_table_is_the_list_of_e6():
    assert {row.id: (row.to[0], row.way) for row in TABLE if row.id.startswith("N-")} == LISTED


def test_every_kind_of_letter_has_one_row_and_every_row_of_a_letter_a_kind():
    assert set(LETTERS) == set(Kind)
    assert [row.id for row in TABLE if row.way is Way.EMAIL and row.kind is None] == ["N-10"]


def test_what_is_not_built_says_what_it_waits_for():
    assert {row.id for row in TABLE if row.waits_for} == {"N-10", "N-11"}


@rule("S1-50", "S1-65")
def test_an_opening_is_told_and_cannot_be_switched_off():
    kind = notifications.of_opening(hidden=False)
    assert kind is Kind.DISCUSSION_OPENED
    assert notifications.is_wanted(kind, frozenset(Kind))


@rule("S1-57", "C-44")
def test_of_a_hidden_case_only_its_opening_is_told_and_barely():
    assert notifications.of_opening(hidden=True) is Kind.HIDDEN_OPENED
    assert LETTERS[Kind.HIDDEN_OPENED].bare
    assert [kind for kind in Kind if notifications.may_tell(kind, hidden=True)] == [Kind.HIDDEN_OPENED]
    assert not notifications.may_tell(Kind.HIDDEN_OPENED, hidden=False)


@rule("S1-53", "S1-66", "C-35")
def test_a_forward_to_the_seller_is_told_and_one_to_the_warehouse_is_not():
    assert notifications.of_forward(Role.SELLER) is Kind.FORWARDED
    assert notifications.of_forward(Role.WAREHOUSE) is None


@rule("S1-29")
def test_a_purchase_is_told_while_it_is_news():
    assert notifications.of_purchase(NOW - timedelta(hours=23), NOW) is Kind.PURCHASE_MADE
    assert notifications.of_purchase(NOW - timedelta(days=1), NOW) is None


@pytest.mark.parametrize(
    "kind", [Kind.RESOLVED, Kind.UNRESOLVED, Kind.CLAIM_RETURN_DECISION, Kind.RATING_REMOVAL, Kind.DOCUMENT_ADDED]
)
def test_what_asks_for_nothing_may_be_switched_off(kind):
    assert notifications.is_wanted(kind, frozenset())
    assert not notifications.is_wanted(kind, frozenset({kind}))


def test_each_role_knows_its_letters():
    assert Kind.PURCHASE_MADE in {row.kind for row in notifications.letters_for(Role.BUYER)}
    assert {row.kind for row in notifications.letters_for("BUYER")} & {Kind.FORWARDED, Kind.HIDDEN_OPENED} == set()
    assert notifications.letters_for(Role.ADMIN) == ()
