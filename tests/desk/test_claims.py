"""Claims at the desk: return decision and verdict reach the marketplace exactly once, and only where the rules let."""

from dataclasses import replace

import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro, How
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import actions, claim_actions, claims, outbox, sync
from zgoda.desk.cases.actions import By
from zgoda.desk.cases.claim_actions import Verdict
from zgoda.desk.cases.refusals import Refused, Why
from zgoda.desk.store.models import Connection, DeskCase, Lane, Outgoing, SendState
from zgoda.domain.claims.claim import Decision, ReturnDecision
from zgoda.domain.money import Money
from zgoda.engine import jobs

pytestmark = pytest.mark.django_db

NO_RETURN, CUSTOM, LABEL = ReturnDecision.NOT_REQUIRED, ReturnDecision.CUSTOM, ReturnDecision.SELLER_LABEL
REPAIR = Verdict(Decision.ACCEPTED_REPAIR, "We will repair it within 14 days.")
OTHER = Verdict(Decision.REJECTED_OTHER, "It was used as a hammer.")
WITHDRAWN = Verdict(Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER, "As you asked, we close the claim.")


@pytest.fixture
def claim(connection: Connection, server: FakeAllegro, client: Client) -> DeskCase:
    """One claim, imported."""
    server.open_claim()
    sync.run(connection, client, "import")
    return fresh()


@pytest.fixture
def by(agent: User, claim: DeskCase) -> By:
    return By(agent, form_token="form-1", chat_seen=claim.last_message_remote_id)


@pytest.fixture
def returned(claim: DeskCase, by: By, clock: DeskClock) -> DeskCase:
    """The claim with its return decision made from here."""
    done(claim_actions.decide_return(claim, NO_RETURN, "Keep it.", (), replace(by, form_token="return")))
    clock.forward(minutes=1)
    return fresh()


def fresh() -> DeskCase:
    return DeskCase.objects.select_related("connection").get()


def done(row: Outgoing | Refused) -> Outgoing:
    """The row after its job ran."""
    assert isinstance(row, Outgoing)
    jobs.run_pending()
    row.refresh_from_db()
    return row


def looked(row: Outgoing, clock: DeskClock, **later: float) -> Outgoing:
    clock.forward(**(later or {"minutes": 2}))
    outbox.sweep()
    row.refresh_from_db()
    return row


def status_of(server: FakeAllegro, case: DeskCase) -> str:
    return str(server.issues[case.remote_id]["currentState"]["status"])


@rule("B1-13", "B1-14", "P-36", "K-02")
@pytest.mark.parametrize(("decision", "flag"), [(NO_RETURN, False), (CUSTOM, True)])
def test_return_decision_is_a_message_that_sets_the_flag(
    claim: DeskCase, by: By, server: FakeAllegro, decision: ReturnDecision, flag: bool
) -> None:
    row = done(claim_actions.decide_return(claim, decision, "Please read this.", (), by))
    assert row.state == SendState.SEEN
    assert server.chats[claim.remote_id][-1]["type"] == decision.value
    facts = claims.facts_of(fresh())
    assert facts is not None
    assert facts.return_required is flag


@rule("B1-13")
def test_sellers_label_needs_its_file(claim: DeskCase, by: By) -> None:
    assert claim_actions.decide_return(claim, LABEL, "Use this label.", (), by) == Refused(Why.LABEL_MISSING)


@rule("P-36", "K-02")
def test_return_is_decided_once_and_not_behind_a_verdict(
    returned: DeskCase, by: By, server: FakeAllegro, clock: DeskClock, client: Client
) -> None:
    assert claim_actions.decide_return(returned, CUSTOM, "Back, please.", (), by) == Refused(Why.RETURN_DECIDED)
    server.issues[returned.remote_id]["currentState"] |= {"status": "CLAIM_REJECTED", "returnRequired": None}
    sync.run(returned.connection, client, "hot")
    assert claim_actions.decide_return(fresh(), CUSTOM, "Back, please.", (), by) == Refused(Why.CLAIM_DECIDED)


@rule("B1-14")
def test_discussion_knows_neither_return_decision_nor_verdict(case: DeskCase, agent: User) -> None:
    by = By(agent, "form-1", case.last_message_remote_id)
    assert claim_actions.decide_return(case, CUSTOM, "Back, please.", (), by) == Refused(Why.NOT_A_CLAIM)
    assert claim_actions.give_verdict(case, REPAIR, by) == Refused(Why.NOT_A_CLAIM)


@rule("B1-14")
def test_claim_takes_no_request_to_confirm(claim: DeskCase, by: By, server: FakeAllegro) -> None:
    assert actions.ask_to_confirm(claim, "Settled?", by) == Refused(Why.NOT_FOR_CLAIMS)


@rule("B1-13", "P-37")
def test_verdict_waits_for_the_return_decision(claim: DeskCase, by: By) -> None:
    assert claim_actions.give_verdict(claim, REPAIR, by) == Refused(Why.RETURN_FIRST)


@rule("B1-10", "B1-12", "P-37", "K-03")
def test_verdict_is_given_once_with_its_message(returned: DeskCase, by: By, server: FakeAllegro) -> None:
    row = done(claim_actions.give_verdict(returned, REPAIR, by))
    assert claim_actions.give_verdict(returned, REPAIR, by) == row
    jobs.run_pending()
    assert server.verdicts == [{"status": "ACCEPTED_REPAIR", "message": "We will repair it within 14 days."}]
    assert (row.state, fresh().status, fresh().lane) == (SendState.SEEN, "CLAIM_ACCEPTED", Lane.ENDED)


@rule("B1-11", "B1-12", "K-04")
def test_rejection_names_its_ground(returned: DeskCase, by: By, server: FakeAllegro) -> None:
    damaged = Verdict(Decision.REJECTED_PRODUCT_DAMAGED_BY_USER, "The glass was broken by a fall.")
    done(claim_actions.give_verdict(returned, damaged, by))
    assert (server.verdicts[0]["status"], fresh().status) == ("REJECTED_PRODUCT_DAMAGED_BY_USER", "CLAIM_REJECTED")


@rule("B1-12")
def test_verdict_without_a_message_is_refused(returned: DeskCase, by: By) -> None:
    silent = Verdict(Decision.ACCEPTED_REPAIR, " \n ")
    assert claim_actions.give_verdict(returned, silent, by) == Refused(Why.EMPTY)


@rule("B1-10")
def test_partial_refund_needs_its_amount_and_no_other_verdict_carries_one(
    returned: DeskCase, by: By, server: FakeAllegro
) -> None:
    part = Verdict(Decision.ACCEPTED_PARTIAL_REFUND, "50 zł back.")
    assert claim_actions.give_verdict(returned, part, by) == Refused(Why.AMOUNT_MISSING)
    done(claim_actions.give_verdict(returned, replace(part, money=Money(5000, "PLN")), by))
    assert server.verdicts[0]["partialRefund"] == {"amount": "50.00", "currency": "PLN"}
    again = By(by.user, "form-2", fresh().last_message_remote_id)
    whole = Verdict(Decision.ACCEPTED_REFUND, "All of it back.", Money(5000, "PLN"))
    done(claim_actions.give_verdict(fresh(), whole, again))
    assert "partialRefund" not in server.verdicts[1]


@rule("K-03", "K-04")
def test_only_the_transitions_that_the_marketplace_takes(
    returned: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    done(claim_actions.give_verdict(returned, OTHER, by))
    clock.forward(minutes=1)
    rejected = fresh()
    second = By(by.user, "form-2", rejected.last_message_remote_id)
    minor = Verdict(Decision.REJECTED_MINOR_DEFECT, "It is only a scratch.")
    assert claim_actions.give_verdict(rejected, minor, second) == Refused(Why.VERDICT_NOT_POSSIBLE)
    done(claim_actions.give_verdict(rejected, REPAIR, second))
    clock.forward(minutes=1)
    accepted = fresh()
    third = By(by.user, "form-3", accepted.last_message_remote_id)
    assert claim_actions.give_verdict(accepted, OTHER, third) == Refused(Why.VERDICT_NOT_POSSIBLE)
    assert claim_actions.give_verdict(accepted, REPAIR, third) == Refused(Why.VERDICT_NOT_POSSIBLE)
    done(claim_actions.give_verdict(accepted, Verdict(Decision.ACCEPTED_EXCHANGE, "A new one."), third))
    assert [one["status"] for one in server.verdicts] == ["REJECTED_OTHER", "ACCEPTED_REPAIR", "ACCEPTED_EXCHANGE"]


@pytest.fixture
def new_claim(claim: DeskCase, server: FakeAllegro, clock: DeskClock, client: Client) -> DeskCase:
    """The claim, filed after the code for withdrawn claims came (2026-06-18)."""
    clock.forward(days=150)
    server.issues[claim.remote_id] |= server.open_now()
    sync.run(claim.connection, client, "hot")
    return fresh()


@rule("B1-11", "K-07b")
def test_withdrawn_by_the_buyer_only_where_the_buyer_said_so(
    new_claim: DeskCase, agent: User, server: FakeAllegro, clock: DeskClock, client: Client
) -> None:
    by = By(agent, "form-1", new_claim.last_message_remote_id)
    first = new_claim.messages.get(author_role="BUYER").remote_id
    card = new_claim.messages.get(author_role="SYSTEM").remote_id
    for pointed_at in ("", "nothing", card, first):
        wrong = replace(WITHDRAWN, withdrawn_in=pointed_at)
        assert claim_actions.give_verdict(new_claim, wrong, by) == Refused(Why.NOT_WITHDRAWN)
    clock.forward(minutes=1)
    said = server.write(new_claim.remote_id, "BUYER", "I found the mistake, I withdraw the claim.", "anna_k")
    sync.run(new_claim.connection, client, "hot")
    seen = replace(by, chat_seen=fresh().last_message_remote_id)
    done(claim_actions.give_verdict(fresh(), replace(WITHDRAWN, withdrawn_in=said["id"]), seen))
    assert [one["status"] for one in server.verdicts] == ["REJECTED_CLAIM_WITHDRAWN_BY_BUYER"]


@rule("B1-11")
def test_server_that_tells_withdrawals_has_the_word(
    new_claim: DeskCase, agent: User, server: FakeAllegro, clock: DeskClock, client: Client
) -> None:
    by = By(agent, "form-1", new_claim.last_message_remote_id)
    DeskCase.objects.update(own={"withdrawnAt": None})
    clock.forward(minutes=1)
    said = server.write(new_claim.remote_id, "BUYER", "I withdraw the claim.", "anna_k")
    sync.run(new_claim.connection, client, "hot")
    pointing = replace(WITHDRAWN, withdrawn_in=said["id"])
    assert claim_actions.give_verdict(fresh(), pointing, by) == Refused(Why.NOT_WITHDRAWN)
    DeskCase.objects.update(own={"withdrawnAt": "2026-08-01T10:00:00.000Z"})
    assert isinstance(claim_actions.give_verdict(fresh(), WITHDRAWN, by), Outgoing)


@rule("B1-11")
def test_older_claim_does_not_know_the_code(claim: DeskCase, by: By) -> None:
    assert claim_actions.give_verdict(claim, WITHDRAWN, by) == Refused(Why.VERDICT_NOT_POSSIBLE)


@rule("B1-16", "K-06")
def test_buyer_ending_the_talk_decides_nothing(
    returned: DeskCase, agent: User, server: FakeAllegro, clock: DeskClock, client: Client
) -> None:
    server.end_talk(returned.remote_id)
    server.issues[returned.remote_id]["currentState"]["chatActive"] = False
    clock.forward(minutes=1)
    sync.run(returned.connection, client, "hot")
    case = fresh()
    assert (case.status, case.lane, case.next_what) == ("CLAIM_SUBMITTED", Lane.OURS, "DECISION")
    row = done(claim_actions.give_verdict(case, REPAIR, By(agent, "form-1", case.last_message_remote_id)))
    assert (row.state, status_of(server, case)) == (SendState.SEEN, "CLAIM_ACCEPTED")


@rule("B1-17", "K-08")
def test_messages_go_on_after_the_verdict(
    returned: DeskCase, by: By, server: FakeAllegro, clock: DeskClock, client: Client
) -> None:
    done(claim_actions.give_verdict(returned, REPAIR, by))
    clock.forward(minutes=5)
    server.write(returned.remote_id, "BUYER", "When will it be back?", "anna_k")
    sync.run(returned.connection, client, "sweep")
    case = fresh()
    assert (case.ended, case.lane, case.whose_turn, case.due) == (False, Lane.OURS, "SELLER", None)
    clock.forward(minutes=1)
    done(actions.reply(case, "On Friday.", (), By(by.user, "form-2", case.last_message_remote_id)))
    assert "On Friday." in server.texts(case.remote_id)
    assert (fresh().ended, fresh().lane) == (True, Lane.ENDED)


@rule("B1-17")
def test_closed_chat_of_a_claim_takes_no_message(claim: DeskCase, by: By) -> None:
    claim.chat_active = False
    assert actions.reply(claim, "Hello", (), by) == Refused(Why.CHAT_CLOSED)
    assert claim_actions.decide_return(claim, CUSTOM, "Back.", (), by) == Refused(Why.CHAT_CLOSED)


def test_request_to_confirm_is_given_up_when_the_discussion_became_a_claim(
    case: DeskCase, agent: User, server: FakeAllegro
) -> None:
    row = actions.ask_to_confirm(case, "Settled?", By(agent, "form-1", case.last_message_remote_id))
    server.turn_into_claim(case.remote_id)
    row = done(row)
    assert (row.state, row.last_error) == (SendState.FAILED, Why.NOT_FOR_CLAIMS)
    assert (fresh().type, server.texts(case.remote_id)) == ("CLAIM", [])


@pytest.mark.parametrize("how", [How.DROP_AFTER, How.ERROR_500_AFTER, How.TIMEOUT_504_AFTER, How.HTML_AFTER])
@pytest.mark.parametrize("voice", ["SYSTEM", "SELLER", "ADMIN"])
def test_verdict_whose_answer_was_lost_is_found_and_never_repeated(
    returned: DeskCase, by: By, server: FakeAllegro, clock: DeskClock, how: How, voice: str
) -> None:
    server.verdict_speaks_as = voice
    server.go_wrong("POST", "/status$", how)
    row = done(claim_actions.give_verdict(returned, REPAIR, by))
    assert row.state == SendState.UNCERTAIN
    row = looked(row, clock, seconds=10)
    assert (row.state, row.remote_message_id) == (SendState.SEEN, server.chats[returned.remote_id][-1]["id"])
    assert server.count("POST", "/status$") == 1


@pytest.mark.parametrize("how", [How.DROP_AFTER, How.ERROR_500_AFTER])
@pytest.mark.parametrize("decision", [NO_RETURN, CUSTOM])
def test_return_decision_whose_answer_was_lost_is_found_and_never_repeated(
    claim: DeskCase, by: By, server: FakeAllegro, clock: DeskClock, how: How, decision: ReturnDecision
) -> None:
    server.go_wrong("POST", "/message$", how)
    row = done(claim_actions.decide_return(claim, decision, "As agreed by phone.", (), by))
    server.chats[claim.remote_id][-1]["text"] = "The product has to be returned.\n\nAs agreed by phone."
    row = looked(row, clock, seconds=10)
    assert (row.state, server.count("POST", "/message$")) == (SendState.SEEN, 1)


def test_verdict_that_never_arrived_is_the_agents_to_repeat(
    returned: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    server.go_wrong("POST", "/status$", How.ERROR_500_BEFORE)
    row = looked(done(claim_actions.give_verdict(returned, REPAIR, by)), clock)
    assert (row.state, server.verdicts) == (SendState.UNSEEN, [])
    second = replace(by, form_token="form-2")
    assert claim_actions.give_verdict(fresh(), OTHER, second) == Refused(Why.VERDICT_ON_ITS_WAY)
    assert actions.send_once_more(row.pk)
    jobs.run_pending()
    row.refresh_from_db()
    assert (row.state, len(server.verdicts)) == (SendState.SEEN, 1)


def test_lost_verdict_is_not_repeated_over_one_from_elsewhere(
    returned: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    server.go_wrong("POST", "/status$", How.ERROR_500_BEFORE)
    row = looked(done(claim_actions.give_verdict(returned, REPAIR, by)), clock)
    server.decide_elsewhere(returned.remote_id, "REJECTED_OTHER", "No.")
    assert actions.send_once_more(row.pk)
    jobs.run_pending()
    row.refresh_from_db()
    assert (row.state, row.payload["came"]) == (SendState.UNSEEN, {"status": "CLAIM_REJECTED"})
    assert (server.verdicts, status_of(server, returned)) == ([], "CLAIM_REJECTED")
    assert actions.send_once_more(row.pk)
    jobs.run_pending()
    assert status_of(server, returned) == "CLAIM_ACCEPTED"


def test_verdict_is_held_when_the_buyer_wrote_meanwhile(
    returned: DeskCase, agent: User, server: FakeAllegro, clock: DeskClock
) -> None:
    by = By(agent, "form-1", returned.last_message_remote_id)
    server.write(returned.remote_id, "BUYER", "It works again!", "anna_k")
    row = done(claim_actions.give_verdict(returned, REPAIR, by))
    assert (row.state, row.last_error, server.verdicts) == (SendState.HELD, "It works again!", [])
    assert actions.send_anyway(row.pk, fresh().last_message_remote_id)
    jobs.run_pending()
    assert len(server.verdicts) == 1


def test_verdict_is_held_when_the_claim_was_decided_elsewhere(
    returned: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    server.decide_elsewhere(returned.remote_id, "REJECTED_MINOR_DEFECT", "A scratch.")
    row = done(claim_actions.give_verdict(returned, REPAIR, by))
    assert (row.state, row.payload["came"]) == (SendState.HELD, {"status": "CLAIM_REJECTED"})
    rejecting = replace(by, form_token="form-2")
    actions.cancel(row.pk)
    assert claim_actions.give_verdict(fresh(), OTHER, rejecting) == Refused(Why.VERDICT_NOT_POSSIBLE)


def test_verdict_that_became_impossible_fails_whatever_the_agent_confirms(
    returned: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    row = claim_actions.give_verdict(returned, OTHER, by)
    server.decide_elsewhere(returned.remote_id, "ACCEPTED_REFUND", "Yes.")
    row = done(row)
    assert (row.state, row.last_error) == (SendState.FAILED, Why.VERDICT_NOT_POSSIBLE)
    assert server.verdicts == []


def test_verdict_behind_a_return_decision_that_failed_does_not_leave(
    claim: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    server.go_wrong("POST", "/message$", How.CONFLICT)
    claim_actions.decide_return(claim, CUSTOM, "Back, please.", (), replace(by, form_token="return"))
    row = claim_actions.give_verdict(claim, REPAIR, by)
    jobs.run_pending()
    outbox.sweep()
    assert isinstance(row, Outgoing)
    row.refresh_from_db()
    assert (row.state, row.last_error, server.verdicts) == (SendState.FAILED, Why.RETURN_FIRST, [])


def test_short_message_is_not_mistaken_for_a_part_of_anothers(
    returned: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    server.go_wrong("POST", "/status$", How.ERROR_500_BEFORE)
    row = done(claim_actions.give_verdict(returned, Verdict(Decision.REJECTED_OTHER, "Nie"), by))
    server.decide_elsewhere(returned.remote_id, "REJECTED_OTHER", "Niestety odrzucamy.")
    assert looked(row, clock).state == SendState.UNSEEN


def test_server_with_additions_tells_of_the_claim_and_of_no_clock_behind_its_decision(
    claim: DeskCase, server: FakeAllegro, client: Client, clock: DeskClock
) -> None:
    server.features = ["claims", "case-details"]
    missed = {"kind": "DECISION", "dueAt": "2026-03-17T22:59:59.000Z", "state": "MISSED", "steps": []}
    server.details[claim.remote_id] = {"decision": "DEEMED_ACCEPTED", "withdrawnAt": None, "deadlines": [missed]}
    sync.read_capabilities(claim.connection, client)
    clock.forward(days=15)
    server.issues[claim.remote_id]["currentState"]["status"] = "CLAIM_ACCEPTED"
    server.write(claim.remote_id, "BUYER", "And now?", "anna_k")
    sync.run(claim.connection, client, "sweep")
    case = fresh()
    facts = claims.facts_of(case)
    assert facts is not None
    assert (facts.decision, facts.tells) == (Decision.DEEMED_ACCEPTED, True)
    assert server.count("GET", "/zgoda/v1/claims/") > 0
    assert (case.ended, case.due) == (False, None)
