"""Who answers, told from outside where no server says it."""

from datetime import UTC, datetime, timedelta

from tests.marks import rule
from zgoda.domain.actors import Role
from zgoda.domain.answering import Cause, Turn, is_fulfilled, told

OPENED = datetime(2026, 3, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def parties(*heard: Turn, reason: str = "OTHER") -> list[str]:
    return [turn.party for turn in told(reason, OPENED, heard)]


def wrote(party: Role, hours: int) -> Turn:
    return Turn(party, OPENED + hours * HOUR, Cause.WROTE)


@rule("S1-38")
def test_it_begins_with_the_route_of_the_reason_and_with_the_seller_where_none_is_known() -> None:
    assert parties(reason="NO_PRODUCT_RECEIVED") == [Role.WAREHOUSE]
    assert parties(reason="DEFECT_FOUND_DURING_USE") == [Role.SELLER]
    assert parties(reason="") == [Role.SELLER]


@rule("S1-54")
def test_whoever_wrote_or_was_handed_it_last_answers() -> None:
    handed = Turn(Role.SELLER, OPENED + 2 * HOUR, Cause.FORWARDED)
    assert parties(handed, wrote(Role.WAREHOUSE, 1)) == [Role.SELLER, Role.WAREHOUSE, Role.SELLER]
    assert parties(wrote(Role.SELLER, 1), wrote(Role.SELLER, 2)) == [Role.SELLER]


def test_what_was_before_the_opening_does_not_count() -> None:
    assert parties(wrote(Role.WAREHOUSE, -1)) == [Role.SELLER]


def test_only_the_orders_own_provider_counts() -> None:
    assert [is_fulfilled(one) for one in ("ALLEGRO", "SELLER", "SOMEBODY", None)] == [True, False, False, False]
