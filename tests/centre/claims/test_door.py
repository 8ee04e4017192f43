"""A claim through its door: numbered, written down, once; its timers swept; its letters sent (E.4)."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core import mail

from tests.centre import stage
from tests.centre.claims.acts import (
    DAY,
    FILED,
    decided,
    done,
    end_of_talk,
    filed,
    filing,
    line,
    returns,
    verdict,
    withdrawal,
)
from tests.centre.stage import buyer, seller, written
from tests.engine.streams import key, tamper
from tests.marks import rule
from zgoda.centre import ticking, verify
from zgoda.centre.claims.door import NoSuchClaim, file_claim, handle
from zgoda.centre.claims.models import ClaimCounter, ClaimMessage, ClaimRow, OfferWarranty
from zgoda.domain.claims.claim import Claim, Decision, Ground, ReturnDecision, Status
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import clock, timers
from zgoda.engine.jobs import run_pending
from zgoda.engine.timers import Timer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anchor(tmp_path, settings):
    settings.DATA_DIR = tmp_path


def row_of(claim: Claim) -> ClaimRow:
    return ClaimRow.objects.get(pk=claim.id)


def subjects() -> list[tuple[str, str]]:
    run_pending()
    return [(letter.to[0].partition("@")[0], letter.subject.partition(":")[0]) for letter in mail.outbox]


@rule("B1-06")
def test_numbers_run_over_the_whole_platform_and_begin_anew_each_local_year():
    numbers = [str(filed(now=FILED).reference), str(filed(now=FILED).reference)]
    for year_end in (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), datetime(2026, 12, 31, 23, 0, tzinfo=UTC)):
        numbers.append(str(filed(now=year_end).reference))
    assert numbers == ["1/2026", "2/2026", "3/2026", "1/2027"]


@rule("B1-06")
def test_a_refused_filing_uses_no_number_up():
    assert isinstance(file_claim(filing(ground=None), now=FILED), Refused)
    assert ClaimCounter.objects.get(year=2026).last == 0
    assert str(filed().reference) == "1/2026"


@rule("K-01")
def test_a_filing_writes_row_message_timers_and_a_letter():
    claim = filed(line_id=line("Blue kettle"))
    row = row_of(claim)
    assert (row.status, row.reference, row.messages_count, row.next_due) == (
        "SUBMITTED",
        "1/2026",
        1,
        FILED + 3 * DAY,
    )
    assert ClaimMessage.objects.get(claim=row).text == "It does not boil."
    assert timers.open_timers(claim.id) == {"DECISION": claim.decision_due, "RETURN_DECISION": claim.return_due}
    assert subjects() == [("seller", "A claim was filed")]
    assert "It does not boil" not in mail.outbox[0].body
    assert "1/2026" in mail.outbox[0].body


@rule("B1-19")
def test_of_an_order_one_claim_waits_at_a_time():
    line_id = line()
    first = filed(line_id=line_id)
    refused = file_claim(filing(line_id), now=FILED + DAY)
    assert isinstance(refused, Refused)
    assert refused.why is Why.CLAIM_OPEN_ALREADY
    done(first, returns())
    done(first, verdict(Decision.REJECTED_OTHER))
    assert filed(line_id=line_id, now=FILED + DAY).reference.number == 2


@rule("B1-19")
def test_a_claim_that_silence_has_decided_stands_in_nobodys_way_although_the_sweep_is_late():
    line_id = line()
    first = filed(line_id=line_id)
    second = filed(line_id=line_id, now=FILED + 20 * DAY)
    assert second.status is Status.SUBMITTED
    assert row_of(first).decision == "DEEMED_ACCEPTED"


@rule("B1-18")
def test_a_warranty_is_a_fact_of_the_offer():
    line_id = line()
    assert file_claim(filing(line_id, ground=Ground.WARRANTY), now=FILED) == Refused(Why.NO_WARRANTY)
    OfferWarranty.objects.create(seller_id=seller().id, offer_id="1")
    assert filed(line_id=line_id, ground=Ground.WARRANTY).decision_due is None


def test_the_same_filing_twice_is_one_claim_and_other_content_is_refused():
    line_id, token = line(), uuid4()
    first = file_claim(filing(line_id), now=FILED, command_id=token)
    again = file_claim(filing(line_id), now=FILED, command_id=token)
    assert isinstance(first, Claim)
    assert isinstance(again, Claim)
    assert (first.id, ClaimRow.objects.count()) == (again.id, 1)
    other = file_claim(filing(line_id, reason_code="OTHER"), now=FILED, command_id=token)
    assert other == Refused(Why.COMMAND_REUSED)


def test_the_same_verdict_twice_counts_once():
    claim, token = filed(), uuid4()
    done(claim, returns())
    for _ in range(2):
        assert isinstance(handle(claim.id, verdict(Decision.ACCEPTED_REFUND), now=FILED, command_id=token), Claim)
    assert ClaimMessage.objects.filter(claim_id=claim.id, kind="DECISION").count() == 1
    other = handle(claim.id, verdict(Decision.ACCEPTED_REPAIR), now=FILED, command_id=token)
    assert other == Refused(Why.COMMAND_REUSED)


def test_an_unknown_claim_is_said_to_be_unknown():
    with pytest.raises(NoSuchClaim):
        handle(uuid4(), written(buyer()), now=FILED)


@rule("K-05")
def test_the_same_sweep_fires_claims_and_discussions():
    claim, talk = filed(), stage.opened(FILED, line_id=line())
    with clock.at(FILED + 16 * DAY):
        report = ticking.sweep()
        assert ticking.sweep().visited == 0
    assert (report.visited, report.failed) == (2, 0)
    row = row_of(claim)
    assert (row.status, row.decision, row.decided_at) == ("ACCEPTED", "DEEMED_ACCEPTED", claim.decision_due)
    assert Timer.objects.filter(stream=talk.id, fired_at__isnull=False).exists()
    assert list(verify.check()) == []


@rule("K-04", "K-05", "K-07")
def test_each_side_gets_the_letters_of_the_table():
    claim = filed()
    done(claim, withdrawal())
    done(claim, returns())
    done(claim, verdict(Decision.REJECTED_OTHER))
    silent = filed()
    ticking.fire_due(silent.id, now=FILED + 20 * DAY)
    assert subjects() == [
        ("seller", "A claim was filed"),
        ("seller", "A claim was withdrawn"),
        ("buyer", "Your claim was decided"),
        ("seller", "A claim was filed"),
        ("seller", "A claim waits for your return decision"),
        ("seller", "A claim counts as accepted"),
        ("buyer", "Your claim counts as accepted"),
    ]
    assert "ombudsman" in mail.outbox[2].body


@rule("K-02", "K-03", "K-06", "K-07", "K-07b", "K-08")
def test_every_happening_agrees_with_its_journal():
    claim = filed()
    for command in (withdrawal(), end_of_talk(), written(buyer()), returns(ReturnDecision.SELLER_LABEL)):
        done(claim, command)
    done(claim, verdict(Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER), FILED + DAY)
    done(claim, verdict(Decision.ACCEPTED_PARTIAL_REFUND, 500), FILED + 2 * DAY)
    done(claim, written(stage.consultant()), FILED + 3 * DAY)
    decided()
    stage.opened()
    assert list(verify.check()) == []
    assert row_of(claim).decision == "ACCEPTED_PARTIAL_REFUND"


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (ClaimRow, {"status": "REJECTED"}),
        (ClaimRow, {"number": 9}),
        (ClaimRow, {"seq": 1}),
        (ClaimRow, {"state": "{}"}),
        (ClaimMessage, {"text": "It boils."}),
        (ClaimMessage, {"code": "REJECTED_OTHER"}),
    ],
)
def test_an_edited_claim_is_found(model, changes):
    claim = filed()
    stage.opened()
    of_claim = model.objects.filter(**({"pk": claim.id} if model is ClaimRow else {"claim_id": claim.id}))
    of_claim.update(**changes)
    assert {finding.stream for finding in verify.check()} == {claim.id}


def test_a_removed_claim_and_an_edited_entry_are_found():
    claim = decided()
    assert list(verify.check()) == []
    tamper("UPDATE engine_journalentry SET payload = '{}' WHERE stream = %s AND seq = 1", key(claim.id))
    assert {finding.seq for finding in verify.check()} == {1}
    ClaimRow.objects.filter(pk=claim.id).delete()
    assert "its row is gone" in next(verify.check()).what


def test_erased_words_are_not_missed():
    claim = filed()
    ClaimMessage.objects.filter(claim_id=claim.id).update(text=None)
    assert list(verify.check()) == []
