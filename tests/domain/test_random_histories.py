"""Random histories of a Discussion: everybody acts, time jumps, commands come twice, sweeps come late.

The invariants are those under E.3. One copy of the case is swept at every due instant, the other only when a command
comes: both must always be the same.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests import marks
from tests.domain import second_clock
from tests.domain.cases import (
    BUYER,
    CARRIER,
    CONSULTANT,
    DEFECT,
    EVERYBODY,
    EXCHANGE,
    HOUR,
    MISSING,
    MODERATOR,
    MONDAY,
    NOT_RECEIVED,
    OTHER_BUYER,
    OTHER_CONSULTANT,
    OTHER_SELLER,
    PAYMENTS,
    REPAIR,
    SELLER,
    Case,
    delivery,
    law,
    opening,
    purchase,
    text,
    uid,
)
from tests.domain.paper import WARSAW, Paper, days_later
from zgoda.domain import commands as c
from zgoda.domain.actors import ANSWERERS, Actor, Role
from zgoda.domain.discussion import ClosureReason, DeliveryAction, ReportCategory, Status
from zgoda.domain.events import Event, MarkedUnresolved, MessagePosted, Recorded, Resolved
from zgoda.domain.evolve import evolve, fold
from zgoda.domain.refusals import Refused
from zgoda.domain.timers import running

TICK = timedelta(milliseconds=1)
STRANGERS = (OTHER_BUYER, OTHER_SELLER, OTHER_CONSULTANT)
ANYBODY = st.sampled_from((*[BUYER] * 14, *[SELLER] * 7, *[CONSULTANT] * 4, *EVERYBODY, *STRANGERS))
SPANS = st.sampled_from(
    [timedelta(0), TICK, HOUR, 12 * HOUR, 24 * HOUR, *(timedelta(days=days) for days in (3, 8, 14, 31, 365))]
)
STARTS = (
    *("new", "late", "joined", "joined", "delivered", "delivered", "asked"),
    *("resolved", "re-opened", "re-opened and resolved", "re-opened and resolved", "unresolved"),
)
LETTERS = {Status.PENDING: "P", Status.UNRESOLVED: "U", Status.RESOLVED: "R"}


EDGES = st.sampled_from(["due", "unresolved", "end", "last day", "now"])
ACTS: dict[str, Callable[["Histories"], None]] = {
    "the buyer marks it unresolved": lambda it: it.marks_unresolved(BUYER),
    "the buyer marks it resolved": lambda it: it.marks_resolved(BUYER),
    "the buyer re-opens": lambda it: it.reopens(BUYER),
    "staff re-opens": lambda it: it.reopens_for_the_platform(MODERATOR),
    "the buyer asks the platform": lambda it: it.asks_the_platform(BUYER),
    "the consultant writes": lambda it: it.writes(CONSULTANT, "Hello"),
    "the seller writes": lambda it: it.writes(SELLER, "Hello"),
    "the buyer writes": lambda it: it.writes(BUYER, "Hello"),
    "still a problem": lambda it: it.says_still_a_problem(BUYER),
    "the seller asks": lambda it: it.asks_to_resolve(SELLER),
    "delivered": lambda it: it.the_carrier_delivers(2),
}


def in_the_second_way(start: datetime) -> datetime:
    """When an answer is due, by the clock that shares no code with the product's."""
    found = second_clock.due("pl", start)
    return found.replace(microsecond=round(found.microsecond, -3) % 1_000_000)


class Histories(RuleBasedStateMachine):
    """One case, seen twice, and its paper."""

    @initialize(
        reason=st.sampled_from([NOT_RECEIVED, NOT_RECEIVED, DEFECT, MISSING]),
        minutes=st.integers(0, 365 * 24 * 60),
        by_staff=st.booleans(),
        start=st.sampled_from(STARTS),
    )
    def open(self, reason: str, minutes: int, by_staff: bool, start: str) -> None:
        """A case that is already somewhere: what is rare in a walk from the opening is a step away."""
        at = MONDAY + timedelta(minutes=minutes)
        self.late, self.punctual = Case(law=law(at), now=at), Case(law=law(at), now=at)
        bought = at - timedelta(days=600)
        command = opening(
            reason,
            by=CONSULTANT if by_staff else BUYER,
            buyer_reported=text() if by_staff else None,
            purchase=purchase(purchased_at=bought),
            expectation=REPAIR if reason == DEFECT else None,
        )
        self.late.does(command)
        self.punctual.state, self.punctual.journal = self.late.it, list(self.late.journal)
        local = bought.astimezone(WARSAW)
        window = local.replace(
            year=local.year + 2,
            day=min(local.day, 28 if local.month == 2 else 31),
            hour=23,
            minute=59,
            second=59,
            fold=0,
        ).replace(microsecond=999_000)
        self.paper = Paper(
            reason == NOT_RECEIVED,
            at,
            window.astimezone(UTC),
            in_the_second_way(at),
            on_behalf=by_staff,
            platform_in=by_staff,
        )
        self._begin(start)

    def _begin(self, start: str) -> None:
        if start == "late":
            self.goes_to(in_the_second_way(self.late.now) + TICK)
        elif start == "joined":
            self.goes_to(in_the_second_way(self.late.now) + TICK)
            self.foretold(c.AskPlatformToJoin(by=BUYER))
            self.joins(CONSULTANT)
        elif start == "delivered":
            self.the_carrier_delivers(1)
        elif start == "asked":
            self.asks_to_resolve(SELLER)
        elif start == "unresolved":
            self.goes_to(days_later(self.late.now, 14))
            self.foretold(c.MarkUnresolved(by=BUYER))
        elif start != "new":
            self.foretold(c.MarkResolved(by=BUYER))
        if start.startswith("re-opened"):
            self.goes_to(self.late.now + HOUR)
            self.foretold(c.Reopen(by=BUYER, message_id=uid(), text=text("again")))
        if start == "re-opened and resolved":
            self.foretold(c.MarkResolved(by=BUYER))

    @rule(edge=EDGES, off=st.sampled_from([-TICK, timedelta(0), TICK]), act=st.sampled_from(sorted(ACTS)))
    def somebody_acts_at_an_edge_the_paper_knows(self, edge: str, off: timedelta, act: str) -> None:
        edges = {
            "due": self.paper.due,
            "unresolved": days_later(self.paper.opened, 7 if self.paper.not_received else 14),
            "end": self.paper.closes or days_later(self.paper.opened, 30),
            "last day": self.paper.last_day,
            "now": self.late.now,
        }
        self.goes_to(max(self.late.now, edges[edge] + off))
        ACTS[act](self)

    @rule(span=SPANS)
    def time_passes(self, span: timedelta) -> None:
        self.goes_to(self.late.now + span)

    @precondition(lambda self: running(self.late.it))
    @rule(pick=st.randoms(use_true_random=False), off=st.sampled_from([-TICK, timedelta(0), TICK]))
    def time_passes_to_the_edge_of_a_clock(self, pick: random.Random, off: timedelta) -> None:
        edge = pick.choice(sorted(running(self.punctual.it).values()) or [self.late.now])
        self.goes_to(max(self.late.now, edge + off))

    @rule()
    def somebody_sweeps(self) -> None:
        """Just after the instant, so that it does not matter whether it came before a command of this instant."""
        self.goes_to(self.late.now + TICK)
        self.late.sweep()
        self.punctual.sweep()
        self.paper.pass_time(self.late.now, None)

    @rule(by=ANYBODY, words=st.sampled_from(["Hello", "", "x" * 20_001]))
    def writes(self, by: Actor, words: str) -> None:
        command = c.WriteMessage(by=by, message_id=uid(), text=text(words))
        done = self.both(command)
        if done and by.role is Role.BUYER:
            self.paper.done("buyer wrote", self.late.now)
        if done and by.role in ANSWERERS:
            self.paper.done("answered", self.late.now)

    @rule(by=ANYBODY)
    def asks_to_resolve(self, by: Actor) -> None:
        self.foretold(c.AskToResolve(by=by, message_id=uid()))

    @rule(by=ANYBODY)
    def marks_resolved(self, by: Actor) -> None:
        self.foretold(c.MarkResolved(by=by))

    @rule(by=ANYBODY)
    def marks_unresolved(self, by: Actor) -> None:
        self.foretold(c.MarkUnresolved(by=by))

    @rule(by=ANYBODY)
    def reopens(self, by: Actor) -> None:
        self.foretold(c.Reopen(by=by, message_id=uid(), text=text("again")))

    @rule(by=ANYBODY)
    def reopens_for_the_platform(self, by: Actor) -> None:
        self.foretold(c.ReopenByStaff(by=by, message_id=uid(), justification=text(), buyer_request=text()))

    @rule(by=ANYBODY)
    def says_still_a_problem(self, by: Actor) -> None:
        self.foretold(c.SayStillAProblem(by=by))

    @rule(by=ANYBODY, action=st.sampled_from(DeliveryAction), ago=SPANS, number=st.integers(1, 3))
    def acts_on_delivery(self, by: Actor, action: DeliveryAction, ago: timedelta, number: int) -> None:
        command = delivery(action, by, self.late.now - ago, reference=f"parcel {number}")
        if self.both(command):
            self.paper.done("delivered" if action is DeliveryAction.DELIVERED else "answered", self.late.now)

    @rule(number=st.integers(1, 9))
    def the_carrier_delivers(self, number: int) -> None:
        command = delivery(DeliveryAction.DELIVERED, CARRIER, self.late.now, reference=f"parcel {number}")
        if self.both(command):
            self.paper.done("delivered", self.late.now)

    @rule()
    def the_payment_service_refunds(self) -> None:
        if self.both(delivery(DeliveryAction.REFUND, PAYMENTS, self.late.now)):
            self.paper.done("answered", self.late.now)

    @rule(by=ANYBODY)
    def offers(self, by: Actor) -> None:
        offer_id = uid()
        if self.both(c.OfferSolution(by=by, offer_id=offer_id, message_id=uid(), solution=EXCHANGE)):
            self.paper.offer = offer_id
            if by.role in ANSWERERS:
                self.paper.done("answered", self.late.now)

    @rule(by=ANYBODY, accept=st.booleans())
    def answers_the_offer(self, by: Actor, accept: bool) -> None:
        replaced = self.both(c.AcceptOffer(by=BUYER, offer_id=uid()))
        assert not replaced
        offer_id = self.late.it.offer.id if self.late.it.offer else uid()
        self.foretold(c.AcceptOffer(by=by, offer_id=offer_id) if accept else c.DeclineOffer(by=by, offer_id=offer_id))

    @rule(by=ANYBODY)
    def carries_out(self, by: Actor) -> None:
        self.both(c.ReportCarriedOut(by=by, message_id=uid()))

    @rule(by=ANYBODY)
    def asks_the_platform(self, by: Actor) -> None:
        self.foretold(c.AskPlatformToJoin(by=by))

    @rule(by=ANYBODY)
    def joins(self, by: Actor) -> None:
        invited = self.paper.join_asked or self.paper.status == "U" or self.paper.platform_in
        if self.both(c.Join(by=by, message_id=uid())):
            self.paper.pass_time(self.late.now, by.role)
            assert invited
            self.paper.platform_in = True

    @rule(by=ANYBODY)
    def warns_and_blocks(self, by: Actor) -> None:
        self.both(c.WarnSeller(by=by, message_id=uid(), reason=text()))
        self.both(c.BlockSeller(by=MODERATOR, reason=text()))

    @rule(by=ANYBODY, hide=st.booleans())
    def reports_and_handles(self, by: Actor, hide: bool) -> None:
        report_id = uid()
        before = (self.late.it.status, running(self.late.it)) if not self.overdue() else None
        self.both(
            c.ReportViolation(
                by=by, report_id=report_id, message_id=uid(), author=SELLER, category=ReportCategory.THREAT
            )
        )
        self.both(c.HandleReport(by=MODERATOR, report_id=report_id, hide=hide))
        assert before in (None, (self.late.it.status, running(self.late.it)))

    @rule(by=ANYBODY)
    def comments(self, by: Actor) -> None:
        self.both(c.AddComment(by=by, text=text()))

    @invariant()
    def seen_late_or_punctually_it_is_the_same(self) -> None:
        if self.late.state is not None and not self.overdue():
            assert self.late.it == self.punctual.it
            assert self.late.journal == self.punctual.journal

    @invariant()
    def refolded_it_is_the_same(self) -> None:
        assert fold(self.late.it.id, self.late.journal) == self.late.it

    @invariant()
    def the_paper_says_the_same(self) -> None:
        """Status, the answer's clock, what waits for the buyer; measured as the journal tells it (D.1 step 4)."""
        if self.overdue() or any(at == self.late.now for at in self.edges()):
            return
        case, paper = self.late.it, self.paper
        paper.pass_time(self.late.now, None)
        assert LETTERS[case.status] == paper.status
        assert case.deadlines.answer_due == paper.due
        assert (case.answered_at is not None) == paper.answered
        assert case.answer_overdue == paper.late or paper.status == "U"
        assert case.closes_at == paper.closes
        assert (case.resolve_asked is not None) == paper.asked
        assert (case.join_asked_at is not None) == paper.join_asked

    @invariant()
    def only_one_party_is_responsible_and_it_can_answer(self) -> None:
        assert self.late.it.responsible in ANSWERERS
        since = [entry.since for entry in self.late.it.responsibilities]
        assert since == sorted(since)

    @invariant()
    def the_journal_holds(self) -> None:
        instants = [entry.at for entry in self.late.journal]
        assert instants == sorted(instants)
        case = None
        for entry in self.late.journal:
            if case is not None:
                self._may_happen(case.status, entry)
            case = evolve(case, entry, id=self.late.it.id)

    def _may_happen(self, status: Status, entry: Recorded) -> None:
        if isinstance(entry.event, Resolved):
            reason = entry.event.closure_reason
            assert entry.by.role is (Role.BUYER if reason is ClosureReason.BUYER_MARKED else Role.SYSTEM)
            assert reason is ClosureReason.BUYER_MARKED or status is Status.PENDING
        elif isinstance(entry.event, MarkedUnresolved):
            assert entry.by.role is Role.BUYER
        elif isinstance(entry.event, MessagePosted):
            assert status is not Status.RESOLVED

    def goes_to(self, moment: datetime) -> None:
        """The punctual copy is swept at each due instant on the way, and a moment after it."""
        while True:
            ahead = [at for at in running(self.punctual.it).values() if at < moment]
            if not ahead:
                break
            first = max(min(ahead), self.punctual.now)
            self.punctual.at(first).sweep()
            if first + TICK <= moment:
                self.punctual.at(first + TICK).sweep()
            elif min(ahead) in running(self.punctual.it).values():
                break
        self.late.at(moment)
        self.punctual.at(moment)

    def edges(self) -> list[datetime]:
        """Instants at which it matters who comes first."""
        paper = self.paper
        return [paper.due, days_later(paper.opened, 30), *([paper.closes] if paper.closes else [])]

    def overdue(self) -> bool:
        """Whether the late copy has not noticed yet what time it is."""
        return any(at <= self.late.now for at in running(self.late.it).values())

    def both(self, command: c.Command) -> list[Event]:
        """The same command to both, and once more, as a nervous client does; what happened the first time."""
        self.paper.pass_time(self.late.now, command.by.role)
        decisions = [case.tries(command) for case in (self.late, self.punctual)]
        assert decisions[0] == decisions[1]
        return [] if isinstance(decisions[0], Refused) else decisions[0]

    def foretold(self, command: c.Command) -> None:
        """The paper knew whether this is possible."""
        name, by = type(command).__name__, command.by
        mine = by not in (OTHER_BUYER, OTHER_SELLER)
        self.paper.pass_time(self.late.now, by.role)
        expected = mine and self.paper.may(name, by.role, self.late.now)
        assert bool(self.both(command)) is expected
        if expected:
            self.paper.done(name, self.late.now, in_the_second_way(self.late.now))
        again = [case.tries(replace(command)) for case in (self.late, self.punctual)]
        assert all(isinstance(decision, Refused) for decision in again)


@marks.rule("S0-21", "S0-29", "S0-31", "S0-32", "S0-33", "S0-34", "S0-35", "S0-36", "S0-45")
@pytest.mark.parametrize(("examples", "steps"), [(60, 25), pytest.param(4_000, 60, marks=pytest.mark.soak, id="soak")])
def test_random_histories_never_break_an_invariant(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
