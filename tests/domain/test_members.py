"""Who may what in a shop, and that a shop keeps an owner."""

import pytest

from tests.marks import rule
from zgoda.domain.members import Act, Change, ShopRole, Why, grantable, may, why_not

OWNER, ADMIN, AGENT, READONLY = ShopRole


@rule("P-43")
@pytest.mark.parametrize(
    ("act", "those"),
    [
        (Act.READ, {OWNER, ADMIN, AGENT, READONLY}),
        (Act.WRITE, {OWNER, ADMIN, AGENT}),
        (Act.ADMINISTER, {OWNER, ADMIN}),
        (Act.MANAGE_PEOPLE, {OWNER, ADMIN}),
        (Act.READ_LOG, {OWNER, ADMIN}),
        (Act.EXPORT, {OWNER, ADMIN}),
        (Act.ERASE, {OWNER, ADMIN}),
    ],
)
def test_each_act_is_for_these_roles(act: Act, those: set[ShopRole]) -> None:
    assert {role for role in ShopRole if may(role, act)} == those


def test_every_act_is_decided() -> None:
    assert all(may(OWNER, act) for act in Act)


def test_an_administrator_makes_and_changes_no_owner() -> None:
    assert grantable(OWNER) == tuple(ShopRole)
    assert grantable(ADMIN) == (ADMIN, AGENT, READONLY)
    assert grantable(AGENT) == grantable(READONLY) == ()
    assert why_not(Change(ADMIN, OWNER, AGENT, owners=2)) is Why.NOT_YOURS
    assert why_not(Change(ADMIN, AGENT, OWNER, owners=2)) is Why.NOT_YOURS
    assert why_not(Change(ADMIN, OWNER, None, owners=2)) is Why.NOT_YOURS
    assert why_not(Change(ADMIN, AGENT, ADMIN, owners=1)) is None
    assert why_not(Change(AGENT, READONLY, None, owners=1)) is Why.NOT_YOURS


@pytest.mark.parametrize("to", [None, ADMIN, AGENT, READONLY])
def test_the_last_owner_neither_leaves_nor_becomes_less(to: ShopRole | None) -> None:
    assert why_not(Change(OWNER, OWNER, to, owners=1)) is Why.LAST_OWNER
    assert why_not(Change(OWNER, OWNER, to, owners=2)) is None


def test_the_last_owner_stays_one_when_saved_again() -> None:
    assert why_not(Change(OWNER, OWNER, OWNER, owners=1)) is None
