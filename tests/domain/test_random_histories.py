"""Random histories of a Discussion: everybody acts, time jumps to the edges of clocks, commands come twice.

Beside the case stands its paper (`paper.py`), which foretells each answer and each fact. After every step, and at one
instant that still lies ahead, everybody asks for everything and the paper must have known all answers. One copy of the
case is swept at every due instant, the other only when a command comes: both must always be the same.

The invariants of E.3: three statuses and who reaches them (1, 2, 6: `diary`), one responsible party (3), a closed case
takes no words (7), a late timer is as a punctual one (8). Of fulfilled orders forwarding moves no due instant (5), and
a hidden case is nobody's but the Warehouse's, the buyer's and the staff's (4).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests import marks
from tests.domain import paper as on_paper
from tests.domain.attempts import ANYBODY, AT_WORK, OTHERS, facts, fitting, unfit
from tests.domain.both_sides import diary, seen, who, written
from tests.domain.cases import (
    BUYER,
    CARRIER,
    CONSULTANT,
    DEFECT,
    HOUR,
    MISSING,
    MODERATOR,
    MONDAY,
    NOT_RECEIVED,
    REPAIR,
    SELLER,
    WAREHOUSE,
    Case,
    delivery,
    law,
    opening,
    purchase,
    text,
    uid,
)
from tests.domain.paper import GOES_FIRST, TICK, Paper, Who
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.decide import decide
from zgoda.domain.discussion import DeliveryAction, Discussion
from zgoda.domain.events import (
    Forwarded,
    MessagePosted,
    Recorded,
)
from zgoda.domain.evolve import evolve, fold
from zgoda.domain.purchase import Provider
from zgoda.domain.refusals import Refused
from zgoda.domain.timers import catch_up, running

HORIZON = MONDAY + timedelta(days=4 * 365)
OFF = st.sampled_from([-TICK, -TICK, timedelta(0), timedelta(0), TICK, TICK, HOUR])
PICK = st.integers(0, 999)
SPANS = st.sampled_from([TICK, HOUR, 12 * HOUR, 24 * HOUR, *(timedelta(days=days) for days in (3, 8, 14, 31))])
ENDED_ONCE = ("resolved", "re-opened", "re-opened and resolved", "staff re-opened")
STARTS = ("new", "late", "joined", "silent", "delivered", "delivered at the end", "asked", "unresolved", *ENDED_ONCE)
DAMAGED = "PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT"
PRODUCT = {DEFECT, DAMAGED}
REASONS = (NOT_RECEIVED, DEFECT, MISSING)
FULFILLED = {"provider": Provider.ALLEGRO, "account_provider": Provider.ALLEGRO}
ORDERS = {"own": {}, "fulfilled": FULFILLED, "combined": {**FULFILLED, "combined": True}}
FORWARDING = marks.rule("S1-51", "S1-53", "S1-54", "S1-55", "S1-56", "S1-64")
RULES = marks.rule("S0-21", "S0-29", "S0-31", "S0-32", "S0-33", "S0-34", "S0-35", "S0-36", "S0-45")


class Histories(RuleBasedStateMachine):
    """One case, seen twice, and its paper."""

    start, reason, order = "new", NOT_RECEIVED, "own"

    @initialize(minutes=st.integers(0, 365 * 24 * 60), by=st.sampled_from([BUYER, BUYER, BUYER, CONSULTANT, MODERATOR]))
    def open(self, minutes: int, by: Actor) -> None:
        """A case that is already somewhere: what is rare in a walk from the opening is a step away."""
        at = MONDAY + timedelta(minutes=minutes)
        bought = at - timedelta(days=600)
        self.now, self.looks = at, 0
        self.law, self.known = law(at), None
        self.late, self.punctual = Case(law=self.law, now=at), Case(law=self.law, now=at)
        self.late.does(
            opening(
                self.reason,
                by=by,
                buyer_reported=None if by is BUYER else text(),
                purchase=purchase(purchased_at=bought, **ORDERS[self.order]),
                expectation=REPAIR if self.reason in PRODUCT else None,
            )
        )
        self.punctual.state, self.punctual.journal = self.late.it, list(self.late.journal)
        self.paper = on_paper.opened(
            by=Who(by.role, by.id),
            not_received=self.reason == NOT_RECEIVED,
            product_problem=self.reason in PRODUCT,
            bought=bought,
            now=at,
            **self.fulfilment(),
        )
        self._begin(self.start)

    def fulfilment(self) -> dict[str, object]:
        """As B.3 and C-31 have it for these reasons, by hand."""
        if self.order == "own":
            return {}
        routed = "WAREHOUSE" if self.reason in {NOT_RECEIVED, DAMAGED} else "SELLER"
        return {"fulfilled": True, "routed": routed, "hidden": self.order == "combined" and routed == "WAREHOUSE"}

    def _answerer(self) -> Actor:
        return SELLER if self.paper.answers == "SELLER" else WAREHOUSE

    def _begin(self, start: str) -> None:
        if start in {"late", "joined", "silent"}:
            self.goes_to(self.paper.due + TICK)
        if start in {"joined", "silent"}:
            self.does(c.AskPlatformToJoin(by=BUYER))
            self.does(c.Join(by=CONSULTANT, message_id=uid()))
        if start == "silent" and self.paper.reminder:
            self.goes_to(self.paper.reminder + TICK)
            if self.paper.answers == "SELLER":
                self.does(c.WarnSeller(by=MODERATOR, message_id=uid(), reason=text()))
        elif start.startswith("delivered"):
            self.goes_to(self.paper.month_over - 24 * HOUR if start.endswith("end") else self.now)
            self.does(delivery(DeliveryAction.DELIVERED, CARRIER, self.now))
        elif start == "asked":
            self.does(c.AskToResolve(by=self._answerer(), message_id=uid()))
        elif start == "unresolved":
            self.goes_to(self.paper.unresolved_from)
            self.does(c.MarkUnresolved(by=BUYER))
        elif start in ENDED_ONCE:
            self._ends_and_begins_again(start)

    def _ends_and_begins_again(self, start: str) -> None:
        self.does(c.MarkResolved(by=BUYER))
        self.goes_to(self.now + HOUR)
        if start == "staff re-opened":
            self.does(c.ReopenByStaff(by=MODERATOR, message_id=uid(), justification=text(), buyer_request=text()))
        elif start.startswith("re-opened"):
            self.does(c.Reopen(by=BUYER, message_id=uid(), text=text("again")))
        if start == "re-opened and resolved":
            self.does(c.MarkResolved(by=BUYER))

    @rule(edge=PICK, off=OFF, pick=PICK)
    def somebody_acts_at_an_edge(self, edge: int, off: timedelta, pick: int) -> None:
        """Just before, at or just after an instant that the paper knows."""
        ahead = sorted(at for at in self.paper.edges() if at > self.now - HOUR)
        self.goes_to(ahead[edge % len(ahead)] + off if ahead else self.now + off)
        self.acts_as_allowed(pick)

    @rule(pick=PICK)
    def acts_as_allowed(self, pick: int) -> None:
        """Something that is possible now; rare things as often as common ones."""
        by_name: dict[str, list[c.Command]] = {}
        for command, _, page in self.everything(self.now, [*AT_WORK, self._somebody_else()]):
            if page.may(type(command).__name__, who(command), self.now, **facts(command)):
                by_name.setdefault(type(command).__name__, []).append(command)
        kinds = [by_name[name] for name in sorted(by_name)]
        if kinds:
            kind = kinds[pick % len(kinds)]
            self.does(kind[pick // len(kinds) % len(kind)])

    @rule(pick=PICK)
    def tries_anything(self, pick: int) -> None:
        attempts = [command for command, _, _ in self.everything(self.now, ANYBODY)]
        self.does(attempts[pick % len(attempts)])

    @rule(span=SPANS)
    def time_passes(self, span: timedelta) -> None:
        self.goes_to(self.now + span)

    @rule(edge=PICK, off=OFF)
    def time_passes_to_an_edge(self, edge: int, off: timedelta) -> None:
        edges = self.paper.edges()
        self.goes_to(edges[edge % len(edges)] + off)

    @rule()
    def somebody_sweeps(self) -> None:
        """Just after the instant, so that it does not matter whether it came before a command of this instant."""
        self.goes_to(self.now + TICK)
        self.late.sweep()
        self.punctual.sweep()
        self.paper = self.paper.at(self.now, None)

    @invariant()
    def the_paper_says_the_same_now_and_at_an_instant_ahead(self) -> None:
        self.looks += 1
        edges = [at for at in self.paper.edges() if at > self.now]
        moments = [self.now]
        if edges:
            edge = edges[self.looks // 3 % len(edges)]
            moments.append(max(self.now, edge + (TICK, -TICK, timedelta(0))[self.looks % 3]))
        known = (self.late.it, self.now)
        for moment in moments if known != self.known else moments[1:]:
            self.says_the_same(moment)
        self.known = known

    @invariant()
    def seen_late_or_punctually_it_is_the_same(self) -> None:
        late, fired = catch_up(self.late.it, self.now, self.law, command_by=None)
        punctual, then_fired = catch_up(self.punctual.it, self.now, self.law, command_by=None)
        assert late == punctual
        assert self.late.journal + fired == self.punctual.journal + then_fired

    @invariant()
    def the_journal_holds(self) -> None:
        """In order, refolded the same; nobody but buyer and clocks ends a case, and a closed one takes no words."""
        journal = self.late.journal
        assert all(one.at <= next_.at for one, next_ in pairwise(journal))
        case = None
        for entry in journal:
            if case is not None:
                assert case.is_open or not isinstance(entry.event, MessagePosted)
            before, case = case, evolve(case, entry, id=self.late.it.id)
            if isinstance(entry.event, Forwarded) and before is not None:
                moved = replace(case, responsibilities=before.responsibilities)
                assert moved == before, "a forward changes who answers and nothing else (E.3, invariant 5)"
        assert case == fold(self.late.it.id, journal) == self.late.it

    def says_the_same(self, moment: datetime) -> None:
        """At ``moment``, had nobody acted before: the facts, and every answer to everybody."""
        case, fired = catch_up(self.late.it, moment, self.law, command_by=None)
        page = self.paper.at(moment, None)
        assert seen(case) == written(page)
        assert diary([*self.late.journal, *fired]) == list(page.diary)
        if page.status == "P":
            assert case.unresolved_offered is (moment >= self.paper.unresolved_from)
        people = [*AT_WORK, self._somebody_else()] if moment == self.now else [BUYER, SELLER, CONSULTANT, MODERATOR]
        for command, case, page in self.everything(moment, people):
            self._answered_as_foretold(command, case, page, moment)
        for by in AT_WORK if self.looks % 4 == 0 else []:
            for command in unfit(case, by, moment):
                assert isinstance(decide(case, command, moment, self.law), Refused), command

    def _answered_as_foretold(self, command: c.Command, case: Discussion, page: Paper, moment: datetime) -> None:
        """Whether it is possible, and what it would change."""
        what, said = type(command).__name__, facts(command)
        decision = decide(case, command, moment, self.law)
        assert isinstance(decision, Refused) is not page.may(what, who(command), moment, **said), command
        if isinstance(decision, Refused):
            return
        for event in decision:
            case = evolve(case, Recorded(event, moment, command.by), id=case.id)
        assert seen(case) == written(page.done(what, who(command), moment, **said)), command

    def _somebody_else(self) -> Actor:
        """One of those who may do little or nothing, in turn."""
        return OTHERS[self.looks % len(OTHERS)]

    def everything(self, moment: datetime, people: Iterable[Actor]) -> Iterator[tuple[c.Command, Discussion, Paper]]:
        """All that these people could ask at ``moment``, with the case and the paper as their command finds them."""
        found = {
            first: (catch_up(self.late.it, moment, self.law, command_by=role)[0], self.paper.at(moment, role))
            for first, role in ((True, Role.BUYER), (False, Role.SELLER))
        }
        for by in people:
            case, page = found[by.role in GOES_FIRST]
            for command in fitting(case, by, moment):
                yield command, case, page

    def does(self, command: c.Command) -> None:
        """To both copies, as the paper foretold; and once more, as a nervous client does."""
        for _ in range(2 if isinstance(command, c.TakeDeliveryAction | c.MarkResolved | c.MarkUnresolved) else 1):
            what, said = type(command).__name__, facts(command)
            self.paper = self.paper.at(self.now, command.by.role)
            possible = self.paper.may(what, who(command), self.now, **said)
            decisions = [case.tries(command) for case in (self.late, self.punctual)]
            assert decisions[0] == decisions[1]
            assert isinstance(decisions[0], Refused) is not possible
            if possible:
                self.paper = self.paper.done(what, who(command), self.now, **said)

    def goes_to(self, moment: datetime) -> None:
        """Never back. The punctual copy is swept at each due instant on the way, and a moment after it.

        Not at ``moment`` where another clock is due: who acts then may go before it (D.2), a sweep would not wait.
        """
        moment = min(max(moment, self.now), HORIZON)
        while True:
            ahead = [at for at in running(self.punctual.it).values() if at < moment]
            if not ahead:
                break
            first = max(min(ahead), self.punctual.now)
            self.punctual.at(first).sweep()
            after = first + TICK
            if after < moment or (after == moment and after not in running(self.punctual.it).values()):
                self.punctual.at(after).sweep()
            elif min(ahead) in running(self.punctual.it).values():
                break
        self.now = moment
        self.late.at(moment)
        self.punctual.at(moment)


def play(start: str, reason: str, number: int | None, examples: int, steps: int, order: str = "own") -> None:
    """With a number the history is the same in each run. To make a failure smaller would take minutes."""
    machine = type("Histories", (Histories,), {"start": start, "reason": reason, "order": order})
    run_state_machine_as_test(
        machine if number is None else seed(number)(machine),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


@RULES
@pytest.mark.parametrize("start", STARTS)
def test_random_histories_never_break_an_invariant(start: str) -> None:
    """Few examples for each number: the first of a run is the shortest of all, the others resemble one another."""
    for number in range(6):
        play(start, REASONS[number % 3], number, examples=2, steps=10)


@RULES
@pytest.mark.soak
@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("start", STARTS)
def test_long_random_histories_never_break_an_invariant(start: str, reason: str) -> None:
    play(start, reason, None, examples=15, steps=60)


@FORWARDING
@pytest.mark.parametrize("order", ["fulfilled", "combined"])
@pytest.mark.parametrize("reason", [NOT_RECEIVED, DAMAGED, MISSING])
def test_random_histories_of_fulfilled_orders_never_break_an_invariant(order: str, reason: str) -> None:
    for number, start in enumerate(("new", "silent", "asked", "re-opened")):
        play(start, reason, number, examples=2, steps=10, order=order)


@FORWARDING
@pytest.mark.soak
@pytest.mark.parametrize("order", ["fulfilled", "combined"])
@pytest.mark.parametrize("reason", [NOT_RECEIVED, DAMAGED, MISSING])
@pytest.mark.parametrize("start", STARTS)
def test_long_random_histories_of_fulfilled_orders(start: str, reason: str, order: str) -> None:
    play(start, reason, None, examples=10, steps=60, order=order)
