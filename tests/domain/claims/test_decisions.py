"""From the return decision to the verdict, silence, withdrawal and the talk (K-02…K-08, P-36…P-39)."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.domain.cases import (
    BUYER,
    CONSULTANT,
    DEFECT,
    OTHER_BUYER,
    OTHER_SELLER,
    SELLER,
    WAREHOUSE,
    law,
    purchase,
    text,
)
from tests.domain.claims.claims import (
    FILED,
    Case,
    asking,
    ending,
    filed,
    ready,
    return_decision,
    verdict,
    withdrawing,
    writing,
)
from tests.marks import rule
from zgoda.domain.actors import SYSTEM, Actor, Role
from zgoda.domain.claims.claim import VERDICTS, Decision, ReturnDecision, Status, Task
from zgoda.domain.claims.clocks import ClaimTimer, explain, running
from zgoda.domain.claims.decide import may_view
from zgoda.domain.claims.events import ClaimMessagePosted, DecisionMissed, Kind, ReturnDecisionReminded
from zgoda.domain.claims.evolve import fold
from zgoda.domain.claims.permissions import ClaimAction, permitted
from zgoda.domain.commands import MarkResolved, WriteMessage
from zgoda.domain.decide.guards import TICK
from zgoda.domain.discussion import Status as TalkStatus
from zgoda.domain.money import Money
from zgoda.domain.purchase import Provider
from zgoda.domain.refusals import Why
from zgoda.domain.rule_sets import ClaimSilence
from zgoda.domain.transitions import ROWS

DAY = timedelta(days=1)
ACCEPTING = [one for one in VERDICTS if one.status is Status.ACCEPTED]
REJECTING = [one for one in VERDICTS if one.status is Status.REJECTED]
PLAIN_REJECTING = [one for one in REJECTING if one is not Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER]


def amount_for(decision: Decision) -> int | None:
    return 2500 if decision is Decision.ACCEPTED_PARTIAL_REFUND else None


@rule("K-02", "B1-13", "B1-14")
@pytest.mark.parametrize(
    ("decision", "required"),
    [(ReturnDecision.SELLER_LABEL, True), (ReturnDecision.CUSTOM, True), (ReturnDecision.NOT_REQUIRED, False)],
)
def test_a_return_decision_sets_the_flag_and_stops_its_reminder(decision: ReturnDecision, required: bool) -> None:
    case = filed()
    case.does(return_decision(decision))
    assert (case.it.status, case.it.return_required) == (Status.SUBMITTED, required)
    assert set(running(case.it)) == {ClaimTimer.DECISION}
    assert case.refuses(return_decision()) is Why.RETURN_DECIDED_ALREADY


def test_only_the_seller_or_a_responsible_warehouse_decides_on_the_return() -> None:
    case = filed()
    assert case.refuses(return_decision(by=BUYER)) is Why.NOT_ALLOWED
    assert case.refuses(return_decision(by=CONSULTANT)) is Why.NOT_ALLOWED
    assert case.refuses(return_decision(by=WAREHOUSE)) is Why.NOT_A_PARTY
    assert case.refuses(return_decision(by=OTHER_SELLER)) is Why.NOT_A_PARTY


def warehouses(**changes: object) -> Case:
    """A claim of an order that the Warehouse sends, for a reason that is its own."""
    reason = {"reason_code": "PRODUCT_DAMAGED_PARCEL_INTACT", **changes}
    return filed(purchase=purchase(purchased_at=FILED.replace(month=8), provider=Provider.ALLEGRO), **reason)


@rule("P-36", "P-49")
@pytest.mark.parametrize(
    ("by", "why"),
    [
        (BUYER, Why.NOT_ALLOWED),
        (SELLER, None),
        (WAREHOUSE, None),
        (CONSULTANT, Why.NOT_ALLOWED),
        (Actor(Role.MODERATOR, 5), Why.NOT_ALLOWED),
        (SYSTEM, Why.NOT_ALLOWED),
        (OTHER_BUYER, Why.NOT_A_PARTY),
        (OTHER_SELLER, Why.NOT_A_PARTY),
    ],
)
def test_the_row_of_the_return_decision_where_the_warehouse_is_responsible(by: Actor, why: Why | None) -> None:
    assert warehouses().refuses(return_decision(by=by)) is why


@rule("P-36")
def test_the_warehouse_decides_on_no_return_for_which_it_is_not_responsible() -> None:
    """Neither of an order that the seller sends, nor of its own for a reason that is the seller's."""
    for case in (filed(reason_code="PRODUCT_DAMAGED_PARCEL_INTACT"), warehouses(reason_code=DEFECT)):
        assert case.refuses(return_decision(by=WAREHOUSE)) is Why.NOT_A_PARTY
        assert not may_view(case.it, WAREHOUSE)


@rule("P-36", "K-02")
@pytest.mark.parametrize("decision", list(ReturnDecision))
def test_the_responsible_warehouse_decides_once_and_before_the_verdict(decision: ReturnDecision) -> None:
    case = warehouses()
    case.does(return_decision(decision, by=WAREHOUSE))
    assert case.it.return_decision is decision
    for by in (WAREHOUSE, SELLER):
        assert case.refuses(return_decision(by=by)) is Why.RETURN_DECIDED_ALREADY
    case.does(verdict(Decision.ACCEPTED_REPAIR))
    assert case.refuses(return_decision(by=WAREHOUSE)) is Why.CLAIM_DECIDED


@rule("P-37")
@pytest.mark.parametrize("decision", VERDICTS)
def test_the_responsible_warehouse_gives_no_verdict(decision: Decision) -> None:
    case = warehouses()
    case.does(return_decision(by=WAREHOUSE))
    assert case.refuses(verdict(decision, amount_for(decision), by=WAREHOUSE)) is Why.NOT_ALLOWED


@rule("B1-13")
@pytest.mark.parametrize("decision", [*ACCEPTING, *PLAIN_REJECTING])
def test_the_return_decision_comes_before_the_verdict(decision: Decision) -> None:
    assert filed().refuses(verdict(decision, amount_for(decision))) is Why.RETURN_NOT_DECIDED


@rule("K-03", "B1-10")
@pytest.mark.parametrize("decision", ACCEPTING)
def test_an_acceptance_ends_the_waiting_and_leaves_a_task(decision: Decision) -> None:
    case = ready()
    posted, _ = case.does(verdict(decision, amount_for(decision)))
    assert isinstance(posted, ClaimMessagePosted)
    assert (posted.kind, posted.code) == (Kind.DECISION, decision)
    assert (case.it.status, case.it.decision, running(case.it)) == (Status.ACCEPTED, decision, {})
    owed = {Decision.ACCEPTED_REFUND: 10_000, Decision.ACCEPTED_PARTIAL_REFUND: 2500}.get(decision)
    assert case.it.owed == (Money(owed, "PLN") if owed else None)
    assert case.it.task is (Task.REFUND if owed else Task.FOLLOW_UP)


@rule("K-04", "B1-11", "B1-05")
@pytest.mark.parametrize("decision", PLAIN_REJECTING)
def test_a_rejection_ends_the_waiting(decision: Decision) -> None:
    case = ready()
    case.does(verdict(decision))
    assert (case.it.status, case.it.decision, case.it.task, running(case.it)) == (Status.REJECTED, decision, None, {})


@rule("B1-12")
def test_a_verdict_carries_a_message_and_exists_for_claims_alone() -> None:
    assert ready().refuses(verdict(Decision.ACCEPTED_REPAIR, words="")) is Why.MESSAGE_EMPTY
    assert not {row.trigger.__name__ for row in ROWS if isinstance(row.trigger, type)} & {"Decide", "DecideReturn"}


@rule("B1-14")
def test_asking_to_end_exists_for_discussions_alone() -> None:
    asked = permitted(filed().it, SELLER, FILED, law(FILED))
    assert "ASK_TO_RESOLVE" not in {str(one.action) for one in asked}


@rule("B1-10")
@pytest.mark.parametrize(
    ("amount", "why"), [(None, Why.PART_MISSING), (0, Why.PART_OUT_OF_RANGE), (10_000, Why.PART_OUT_OF_RANGE)]
)
def test_a_partial_refund_names_its_amount(amount: int | None, why: Why) -> None:
    assert ready().refuses(verdict(Decision.ACCEPTED_PARTIAL_REFUND, amount)) is why


def test_no_other_verdict_names_an_amount() -> None:
    assert ready().refuses(verdict(Decision.ACCEPTED_REFUND, 100)) is Why.PART_NOT_ASKED


@pytest.mark.parametrize("by", [BUYER, CONSULTANT, WAREHOUSE, OTHER_BUYER, OTHER_SELLER])
def test_the_seller_alone_decides(by: object) -> None:
    why = ready().refuses(verdict(Decision.ACCEPTED_REPAIR, by=by))  # type: ignore[arg-type]
    assert why in (Why.NOT_ALLOWED, Why.NOT_A_PARTY)


def test_from_a_verdict_only_to_another_acceptance() -> None:
    for before in (*ACCEPTING, *PLAIN_REJECTING):
        for after in VERDICTS:
            case = ready()
            case.does(verdict(before, amount_for(before)))
            why = case.refuses(verdict(after, amount_for(after)))
            expected = after in ACCEPTING and after is not before
            assert why == (None if expected else Why.DECISION_NOT_POSSIBLE), (before, after)


def test_nobody_can_give_the_decision_that_silence_is() -> None:
    assert ready().refuses(verdict(Decision.DEEMED_ACCEPTED)) is Why.DECISION_NOT_POSSIBLE


@rule("K-05", "B1-15")
def test_silence_is_acceptance_after_the_last_second_of_the_fourteenth_day() -> None:
    case = filed()
    due = case.it.decision_due
    assert due is not None
    assert case.at(due).sweep().it.status is Status.SUBMITTED
    case.at(due + DAY).sweep()
    assert (case.it.status, case.it.decision, case.it.decided_at) == (Status.ACCEPTED, Decision.DEEMED_ACCEPTED, due)
    told = [one for one in case.journal if isinstance(one.event, ClaimMessagePosted)][-1]
    assert (told.event.kind, told.by, told.at) == (Kind.DEEMED_ACCEPTED, SYSTEM, due)  # type: ignore[union-attr]
    assert (case.it.granted, case.it.owed, case.it.task) == (None, None, Task.FOLLOW_UP)


def test_a_verdict_at_the_due_instant_is_in_time_and_one_later_changes_an_acceptance() -> None:
    case = ready()
    assert case.it.decision_due is not None
    case.at(case.it.decision_due).does(verdict(Decision.REJECTED_OTHER))
    assert case.it.status is Status.REJECTED
    late = ready()
    assert late.it.decision_due is not None
    late.at(late.it.decision_due + TICK)
    assert late.refuses(verdict(Decision.REJECTED_OTHER)) is Why.DECISION_NOT_POSSIBLE
    late.does(verdict(Decision.ACCEPTED_EXCHANGE))
    assert late.it.decision is Decision.ACCEPTED_EXCHANGE


def test_by_switch_silence_is_only_noted() -> None:
    case = filed(law(FILED, claim_silence=ClaimSilence.NOTHING)).at(FILED + 20 * DAY).sweep()
    assert (case.it.status, running(case.it)) == (Status.SUBMITTED, {})
    assert [one.event for one in case.journal if isinstance(one.event, DecisionMissed)] == [DecisionMissed(False)]


@rule("B1-15")
def test_the_return_decision_is_reminded_of_after_three_days_and_that_is_all() -> None:
    case = filed()
    assert case.at(FILED + 3 * DAY).sweep().it.return_reminded is False
    case.at(FILED + 4 * DAY).sweep()
    reminded = [one for one in case.journal if isinstance(one.event, ReturnDecisionReminded)]
    assert [one.at for one in reminded] == [FILED + 3 * DAY]
    assert case.it.status is Status.SUBMITTED
    case.does(return_decision())


@rule("K-06", "B1-16")
def test_ending_the_talk_decides_nothing() -> None:
    case = ready()
    before = running(case.it)
    case.does(ending())
    assert (case.it.status, running(case.it)) == (Status.SUBMITTED, before)
    assert case.refuses(ending()) is Why.TALK_ENDED_ALREADY
    assert case.refuses(ending(by=SELLER)) is Why.NOT_ALLOWED
    case.does(verdict(Decision.REJECTED_OTHER))
    assert case.refuses(ending()) is Why.CLAIM_DECIDED


def test_the_buyers_next_message_resumes_the_talk_and_the_sellers_does_not() -> None:
    case = filed()
    case.does(ending())
    case.does(writing(SELLER))
    assert case.it.talk_ended_at == FILED
    case.does(writing(BUYER))
    assert case.it.talk_ended_at is None


@rule("K-07", "B1-11")
def test_a_withdrawal_is_recorded_and_the_seller_still_has_to_decide() -> None:
    case = filed()
    before = running(case.it)
    case.does(withdrawing())
    assert (case.it.status, case.it.withdrawn_at, running(case.it)) == (Status.SUBMITTED, FILED, before)
    assert case.refuses(withdrawing()) is Why.WITHDRAWAL_STATED_ALREADY
    assert case.refuses(withdrawing(by=SELLER)) is Why.NOT_ALLOWED


@rule("K-07b", "B1-11")
def test_the_code_for_a_withdrawn_claim_needs_the_buyers_statement() -> None:
    code = Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER
    case = filed()
    assert case.refuses(verdict(code)) is Why.WITHDRAWAL_NOT_STATED
    case.does(withdrawing())
    case.does(verdict(code))
    assert (case.it.status, case.it.decision) == (Status.REJECTED, code)


@rule("K-07b")
def test_a_claim_older_than_the_code_never_takes_it() -> None:
    at = datetime(2026, 6, 17, 12, tzinfo=UTC)
    case = filed(at=at, purchase=purchase(purchased_at=at - DAY)).at(at + 5 * DAY)
    case.does(withdrawing())
    assert case.refuses(verdict(Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER)) is Why.DECISION_NOT_IN_FORCE


@rule("K-08", "B1-17")
@pytest.mark.parametrize("by", [BUYER, SELLER, CONSULTANT])
@pytest.mark.parametrize("decision", [None, Decision.ACCEPTED_REPAIR, Decision.REJECTED_OTHER])
def test_messages_are_taken_in_every_status(by: object, decision: Decision | None) -> None:
    case = ready()
    if decision:
        case.does(verdict(decision))
    case.at(FILED + 400 * DAY).does(writing(by))  # type: ignore[arg-type]
    assert case.it.last_message_at == FILED + 400 * DAY


@rule("B1-17")
def test_before_its_layer_the_chat_closes_after_thirty_days_with_a_note() -> None:
    at = datetime(2025, 10, 27, 12, tzinfo=UTC)
    case = filed(at=at, purchase=purchase(purchased_at=at - DAY))
    closes = datetime(2025, 11, 26, 12, tzinfo=UTC)
    assert case.it.chat_closes_at == closes
    case.at(closes).does(writing(BUYER))
    assert case.at(closes + TICK).refuses(writing(SELLER)) is Why.CHAT_CLOSED
    notes = [one.event for one in case.journal if isinstance(one.event, ClaimMessagePosted)]
    assert notes[-1].kind is Kind.CHAT_CLOSED
    assert filed(at=at + DAY, purchase=purchase(purchased_at=at)).it.chat_closes_at is None


def test_a_message_needs_words_or_a_file() -> None:
    assert filed().refuses(WriteMessage(by=BUYER, message_id=text().id)) is Why.MESSAGE_EMPTY


@rule("B1-20")
def test_asking_for_information_stops_no_deadline() -> None:
    case = filed()
    before = running(case.it)
    (posted,) = case.does(asking())
    assert isinstance(posted, ClaimMessagePosted)
    assert (posted.kind, running(case.it)) == (Kind.INFORMATION_ASK, before)
    assert case.refuses(asking(words="")) is Why.MESSAGE_EMPTY
    assert case.refuses(asking(by=BUYER)) is Why.NOT_ALLOWED


@rule("B1-07")
def test_a_claim_keeps_its_filing_as_its_opening() -> None:
    case = ready()
    case.at(FILED + DAY).does(verdict(Decision.REJECTED_OTHER))
    case.at(FILED + 2 * DAY).does(verdict(Decision.ACCEPTED_REPAIR))
    assert (case.it.filed_at, case.it.decision_due) == (FILED, datetime(2026, 10, 5, 21, 59, 59, tzinfo=UTC))


def test_a_claim_knows_no_command_of_a_discussion() -> None:
    with pytest.raises(KeyError):
        filed().tries(MarkResolved(by=BUYER))  # type: ignore[arg-type]
    assert not set(TalkStatus) & set(Status)


def test_what_is_permitted_is_what_is_decided() -> None:
    case = filed()
    allowed = {one.action for one in permitted(case.it, SELLER, FILED, case.law) if one.allowed}
    assert allowed == {ClaimAction.WRITE, ClaimAction.DECIDE_RETURN, ClaimAction.ASK_FOR_INFORMATION}
    case.does(return_decision())
    allowed = {one.action for one in permitted(case.it, SELLER, FILED, case.law) if one.allowed}
    assert allowed == {ClaimAction.WRITE, ClaimAction.ASK_FOR_INFORMATION, *ACCEPTING, *PLAIN_REJECTING}
    allowed = {one.action for one in permitted(case.it, BUYER, FILED, case.law) if one.allowed}
    assert allowed == {ClaimAction.WRITE, ClaimAction.SAY_WITHDRAWN, ClaimAction.END_TALK}
    late = FILED + 15 * DAY
    allowed = {one.action for one in permitted(case.it, SELLER, late, case.law) if one.allowed}
    assert allowed == {ClaimAction.WRITE, *ACCEPTING}


def test_the_steps_lead_to_the_recorded_instants() -> None:
    case = filed()
    told = explain(case.it, case.law)
    assert told[ClaimTimer.DECISION].at == case.it.decision_due
    assert told[ClaimTimer.RETURN_DECISION].at == case.it.return_due


def test_the_journal_alone_brings_the_claim_back() -> None:
    case: Case = ready()
    case.does(withdrawing())
    case.does(verdict(Decision.ACCEPTED_PARTIAL_REFUND, 100))
    assert fold(case.it.id, case.journal) == case.it


@rule("K-08")
@pytest.mark.parametrize(
    ("by", "why"),
    [(BUYER, None), (SELLER, None), (CONSULTANT, None), (WAREHOUSE, None), (OTHER_SELLER, Why.NOT_A_PARTY)],
)
def test_the_row_of_writing_where_the_warehouse_is_responsible(by: Actor, why: Why | None) -> None:
    """P-05: of the answering parties both may, also after the verdict."""
    assert warehouses().refuses(writing(by)) is why
    assert filed().refuses(writing(WAREHOUSE)) is Why.NOT_A_PARTY
