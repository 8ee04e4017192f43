"""Which verdict may follow, as a desk knows it that only reads the status (K-03, K-04, B1-10, B1-11, B1-13)."""

from datetime import UTC, datetime

import pytest

from tests.marks import rule
from zgoda.domain.claims import verdicts
from zgoda.domain.claims.claim import VERDICTS, Decision, Status
from zgoda.domain.law import frozen_law
from zgoda.domain.markets import market

ACCEPTING = {one for one in VERDICTS if one.status is Status.ACCEPTED}
OLD, NEW = (
    frozen_law(at, market("pl")).rules for at in (datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
)


@rule("K-03", "K-04", "B1-10", "B1-11")
@pytest.mark.parametrize(
    ("status", "current", "possible"),
    [
        (Status.SUBMITTED, None, set(VERDICTS)),
        (Status.ACCEPTED, None, ACCEPTING),
        (Status.ACCEPTED, Decision.ACCEPTED_REPAIR, ACCEPTING - {Decision.ACCEPTED_REPAIR}),
        (Status.ACCEPTED, Decision.DEEMED_ACCEPTED, ACCEPTING),
        (Status.REJECTED, Decision.REJECTED_OTHER, ACCEPTING),
    ],
)
def test_what_may_follow(status: Status, current: Decision | None, possible: set[Decision]) -> None:
    assert set(verdicts.following(status, current, NEW)) == possible


@rule("B1-11")
def test_claim_from_before_the_code_existed_cannot_be_rejected_as_withdrawn() -> None:
    new, old = (verdicts.following(Status.SUBMITTED, None, rules) for rules in (NEW, OLD))
    assert set(new) - set(old) == {Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER}


@rule("B1-13")
def test_return_is_asked_for_before_the_first_verdict_unless_the_claim_was_withdrawn() -> None:
    asked = {one for one in VERDICTS if verdicts.asks_return_first(Status.SUBMITTED, one)}
    assert set(VERDICTS) - asked == {Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER}
    assert not verdicts.asks_return_first(Status.REJECTED, Decision.ACCEPTED_REPAIR)


def test_silence_is_no_verdict() -> None:
    assert not verdicts.leads(Status.SUBMITTED, None, Decision.DEEMED_ACCEPTED)
