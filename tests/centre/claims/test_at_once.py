"""Two at the same time in claims: threads with connections of their own, on a real file or a real server."""

import threading
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

import pytest

from tests.centre.claims.acts import DAY, FILED, done, filed, filing, line, returns, verdict
from tests.centre.stage import buyer, opening, seller, written
from tests.centre.test_at_once import together
from zgoda.centre import record as discussions
from zgoda.centre import ticking
from zgoda.centre.claims import record as claims
from zgoda.centre.claims.door import file_claim, handle
from zgoda.centre.claims.models import ClaimMessage, ClaimRow
from zgoda.centre.handle import open_discussion
from zgoda.domain.claims.claim import Claim, Decision
from zgoda.domain.discussion import Discussion
from zgoda.domain.refusals import Refused
from zgoda.engine import journal
from zgoda.engine.verify import check_chain

pytestmark = pytest.mark.django_db(transaction=True)


def test_filings_at_once_get_different_numbers():
    commands = [filing(line()) for _ in range(4)]
    outcomes = together(*[lambda cmd=command: file_claim(cmd, now=FILED) for command in commands])
    assert all(isinstance(outcome, Claim) for outcome in outcomes), outcomes
    assert sorted(str(outcome.reference) for outcome in outcomes) == ["1/2026", "2/2026", "3/2026", "4/2026"]


def test_of_two_filings_about_one_order_one_is_refused():
    line_id = line()
    commands = [filing(line_id), filing(line_id)]
    outcomes = together(*[lambda cmd=command: file_claim(cmd, now=FILED) for command in commands])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Claim", "Refused"], outcomes
    assert ClaimRow.objects.count() == 1


def test_a_filing_and_an_opening_about_one_order_do_not_wait_for_each_other(monkeypatch: pytest.MonkeyPatch):
    """When it begins to write, the filing holds the order and the opening the line, and each row names both."""
    line_id, both = line(), threading.Barrier(2)

    def begins(begin: Callable[..., object]) -> Callable[..., object]:
        def after_the_other(*about: object) -> object:
            with suppress(threading.BrokenBarrierError):
                both.wait(1)  # on SQLite the other cannot come as far
            return begin(*about)

        return after_the_other

    for record in (discussions, claims):
        monkeypatch.setattr(record, "begin", begins(record.begin))
    filing_, opening_ = filing(line_id), opening(line_id)
    outcomes = together(lambda: file_claim(filing_, now=FILED), lambda: open_discussion(opening_, now=FILED))
    assert [type(outcome) for outcome in outcomes] == [Claim, Discussion], outcomes


def test_of_two_return_decisions_one_counts():
    claim = filed()
    commands = [returns(), returns()]
    outcomes = together(*[lambda cmd=command: handle(claim.id, cmd, now=FILED) for command in commands])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Claim", "Refused"], outcomes
    assert ClaimMessage.objects.filter(claim_id=claim.id, kind="RETURN_DECISION").count() == 1


def test_the_same_verdict_at_once_counts_once():
    claim, token = filed(), uuid4()
    done(claim, returns())
    command = verdict(Decision.ACCEPTED_REFUND)
    outcomes = together(*[lambda: handle(claim.id, command, now=FILED, command_id=token)] * 3)
    assert all(isinstance(outcome, Claim) for outcome in outcomes), outcomes
    assert ClaimMessage.objects.filter(claim_id=claim.id, kind="DECISION").count() == 1


def test_a_sweep_and_writers_leave_an_unbroken_chain():
    claim, late = filed(), FILED + 20 * DAY
    by_buyer, by_seller = buyer(), seller()
    outcomes = together(
        lambda: ticking.fire_due(claim.id, now=late),
        lambda: ticking.fire_due(claim.id, now=late),
        lambda: handle(claim.id, written(by_buyer), now=late),
        lambda: handle(claim.id, written(by_seller), now=late),
    )
    assert not [one for one in outcomes if isinstance(one, Exception | Refused)], outcomes
    assert ClaimMessage.objects.filter(claim_id=claim.id, kind="DEEMED_ACCEPTED").count() == 1
    assert list(check_chain(claim.id, list(journal.read(claim.id)))) == []
