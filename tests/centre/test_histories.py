"""Random histories through the door: whoever acts, whenever, the row always follows from the journal."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.centre import stage
from tests.centre.stage import OPENED, opened, written
from tests.marks import rule
from zgoda.centre import verify
from zgoda.centre.handle import fire_due, handle
from zgoda.centre.store import cases
from zgoda.centre.store.models import Case, CaseMessage
from zgoda.domain import commands as c
from zgoda.domain.actors import CARRIER, Actor, Role
from zgoda.domain.discussion import DeliveryAction, Discussion, Status
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.timers import running
from zgoda.engine import journal, timers

pytestmark = pytest.mark.django_db

ACTORS = {
    "buyer": stage.buyer,
    "seller": stage.seller,
    "consultant": stage.consultant,
    "moderator": stage.moderator,
    "stranger": lambda: stage.actor("stranger", Role.SELLER),
    "carrier": lambda: CARRIER,
}


def delivery(by: Actor, case: Discussion, now) -> c.Command:
    return c.TakeDeliveryAction(
        by=by, action=DeliveryAction.DELIVERED, happened_at=now, reference=str(now), message_id=uuid4()
    )


def offer(by: Actor, case: Discussion, now) -> c.Command:
    return c.OfferSolution(by=by, offer_id=uuid4(), message_id=uuid4(), solution=Expectation(Solution.REPAIR))


def answer_to_offer(make):
    return lambda by, case, now: make(by=by, offer_id=case.offer.id if case.offer else uuid4())


ACTS = {
    "write": lambda by, case, now: written(by),
    "ask to resolve": lambda by, case, now: c.AskToResolve(by=by, message_id=uuid4(), text=stage.text("Done?")),
    "offer": offer,
    "accept": answer_to_offer(c.AcceptOffer),
    "decline": answer_to_offer(c.DeclineOffer),
    "resolve": lambda by, case, now: c.MarkResolved(by=by),
    "unresolve": lambda by, case, now: c.MarkUnresolved(by=by),
    "reopen": lambda by, case, now: c.Reopen(by=by, message_id=uuid4()),
    "reopen by staff": lambda by, case, now: c.ReopenByStaff(
        by=by, message_id=uuid4(), justification=stage.text("New facts."), buyer_request=stage.text("Please.")
    ),
    "ask to join": lambda by, case, now: c.AskPlatformToJoin(by=by),
    "join": lambda by, case, now: c.Join(by=by, message_id=uuid4()),
    "deliver": delivery,
    "still a problem": lambda by, case, now: c.SayStillAProblem(by=by),
    "warn": lambda by, case, now: c.WarnSeller(by=by, message_id=uuid4(), reason=stage.text("Answer.")),
    "comment": lambda by, case, now: c.AddComment(by=by, text=stage.text("Note.")),
}

STEPS = st.lists(
    st.tuples(
        st.sampled_from(sorted(ACTORS)),
        st.sampled_from(sorted(ACTS)),
        st.sampled_from([0, 1, 24, 25, 24 * 7, 24 * 14, 24 * 30]),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@rule("S0-29")
@given(reason=st.sampled_from(["OTHER", "NO_PRODUCT_RECEIVED"]), steps=STEPS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_row_follows_from_the_journal(reason, steps):
    case, now = opened(reason=reason), OPENED
    for who, what, hours, sweeps in steps:
        now += timedelta(hours=hours)
        if sweeps:
            fire_due(case.id, now=now)
        before = cases.find(case.id)
        outcome = handle(case.id, ACTS[what](ACTORS[who](), before, now), now=now)
        assert_sound(case.id, outcome, who)


def assert_sound(case_id, outcome, who):
    row, case = Case.objects.get(pk=case_id), cases.find(case_id)
    assert verify.check_case(case_id) == []
    assert timers.open_timers(case_id) == {kind.value: at for kind, at in running(case).items()}
    assert row.messages_count == CaseMessage.objects.filter(case_id=case_id).count()
    assert case.status in {Status.PENDING, Status.RESOLVED, Status.UNRESOLVED}
    if who == "stranger":
        assert isinstance(outcome, Refused)
    if isinstance(outcome, Discussion):
        assert outcome == case
    else:
        assert outcome.why in Why
    for entry in journal.read(case_id):
        if entry.type in {"Resolved", "MarkedUnresolved", "Reopened"}:
            assert entry.rule_set == case.rule_set
            assert entry.actor.split(":")[0] in CHANGES_STATUS[entry.type]


CHANGES_STATUS = {
    "Resolved": {"BUYER", "SYSTEM"},
    "MarkedUnresolved": {"BUYER"},
    "Reopened": {"BUYER", "CONSULTANT", "MODERATOR"},
}
