"""Random histories of a claim: everybody acts, time jumps, sweeps come late; beside it a paper that shares no rule.

One copy is swept at every due instant, the other only when a command comes: both must always be the same.
"""

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.domain.cases import BUYER, CONSULTANT, OTHER_BUYER, OTHER_SELLER, SELLER, law, purchase
from tests.domain.claims.claims import (
    Case,
    asking,
    ending,
    filing,
    return_decision,
    verdict,
    withdrawing,
    writing,
)
from tests.domain.claims.paper import Paper, last_second, same_time
from zgoda.domain.actors import Actor, Role
from zgoda.domain.claims import commands as c
from zgoda.domain.claims.claim import VERDICTS, Decision, Ground, ReturnDecision
from zgoda.domain.claims.clocks import running
from zgoda.domain.claims.events import ClaimMessagePosted, Kind, ReturnDecisionReminded
from zgoda.domain.claims.evolve import fold
from zgoda.domain.refusals import Refused

LETTERS = {"B": BUYER, "S": SELLER, "K": CONSULTANT, "b": OTHER_BUYER, "s": OTHER_SELLER, "M": Actor(Role.MODERATOR, 5)}
WHO = st.sampled_from("BBBSSSSKbsM")
TICK = timedelta(milliseconds=1)
SPANS = st.sampled_from([timedelta(0), TICK, *(timedelta(hours=hours) for hours in (1, 30, 72, 200, 340, 800))])
NOTES = (Kind.DEEMED_ACCEPTED, Kind.CHAT_CLOSED)


class Claims(RuleBasedStateMachine):
    """One claim, seen twice, and its paper."""

    @initialize(minutes=st.integers(0, 600 * 24 * 60), warranty=st.booleans(), far=st.booleans())
    def files(self, minutes: int, warranty: bool, far: bool) -> None:
        at = datetime(2025, 9, 1, tzinfo=UTC) + timedelta(minutes=minutes)
        self.late, self.punctual = Case(law=law(at), now=at), Case(law=law(at), now=at)
        ground = Ground.WARRANTY if warranty else Ground.COMPLAINT
        bought = purchase(purchased_at=at - timedelta(days=600))
        self.late.does(filing(ground=ground, warranty_offered=warranty, purchase=bought))
        self.punctual.state, self.punctual.journal = self.late.it, list(self.late.journal)
        self.paper = Paper(at, warranty)
        if far:
            self.asked_for(return_decision(), self.paper.may("return", "S"))
            self.paper.returns = ReturnDecision.CUSTOM

    @rule(span=SPANS)
    def time_passes(self, span: timedelta) -> None:
        self._goes_to(self.late.now + span)

    @rule(edge=st.sampled_from(["decision", "return", "chat"]), by=st.sampled_from([-TICK, timedelta(0), TICK]))
    def an_edge_comes(self, edge: str, by: timedelta) -> None:
        filed = self.paper.filed
        days = {"return": 3, "chat": 30}.get(edge)
        at = (same_time(filed, days) if days else last_second(filed, 14)) + by
        self._goes_to(max(at, self.late.now))

    @rule(who=WHO)
    def writes(self, who: str) -> None:
        if self.asked_for(writing(LETTERS[who]), self._now().may_write(who)) and who == "B":
            self.paper.ended = False

    @rule(who=WHO, decision=st.sampled_from(ReturnDecision))
    def decides_on_the_return(self, who: str, decision: ReturnDecision) -> None:
        if self.asked_for(return_decision(decision, LETTERS[who]), self._now().may("return", who)):
            self.paper.returns = decision

    @rule(who=WHO, decision=st.sampled_from(VERDICTS))
    def decides(self, who: str, decision: Decision) -> None:
        amount = 100 if decision is Decision.ACCEPTED_PARTIAL_REFUND else None
        if self.asked_for(verdict(decision, amount, LETTERS[who]), self._now().may_decide(decision, who)):
            self.paper.decided(decision)

    @rule(who=WHO)
    def says_withdrawn(self, who: str) -> None:
        if self.asked_for(withdrawing(LETTERS[who]), self._now().may("withdraw", who)):
            self.paper.withdrawn = True

    @rule(who=WHO)
    def ends_the_talk(self, who: str) -> None:
        if self.asked_for(ending(LETTERS[who]), self._now().may("end", who)):
            self.paper.ended = True

    @rule(who=WHO)
    def asks(self, who: str) -> None:
        self.asked_for(asking(LETTERS[who]), self._now().may("ask", who))

    @invariant()
    def paper_and_product_agree(self) -> None:
        if not hasattr(self, "paper"):
            return
        seen, paper = self.punctual.it, self._now()
        assert (seen.status[0], seen.decision or "", seen.return_decision or "") == (
            paper.state,
            paper.now_decided,
            paper.returns,
        )
        assert (seen.withdrawn_at is not None, seen.talk_ended_at is not None) == (paper.withdrawn, paper.ended)
        assert [note for note in self._notes() if note in NOTES] == paper.notes
        reminded = any(isinstance(one.event, ReturnDecisionReminded) for one in self.punctual.journal)
        assert reminded == paper.reminded
        assert fold(seen.id, self.punctual.journal) == seen

    @invariant()
    def a_late_sweep_gives_the_same(self) -> None:
        if hasattr(self, "paper"):
            caught_up = Case(self.late.law, self.late.now, self.late.state, list(self.late.journal)).sweep()
            assert caught_up.journal == self.punctual.journal
            assert caught_up.it == self.punctual.it

    def asked_for(self, command: c.Command, expected: bool) -> bool:
        """Both copies hear it; whether it took effect is as the paper says."""
        outcome = self.late.tries(command)
        again = self.punctual.tries(command)
        assert outcome == again
        assert (not isinstance(outcome, Refused)) == expected, (outcome, command)
        return expected

    def _now(self) -> Paper:
        self.paper.pass_time(self.punctual.now)
        return self.paper

    def _goes_to(self, moment: datetime) -> None:
        """The punctual copy is swept at each due instant on the way, just after it, as a quick worker would."""
        while (first := min(running(self.punctual.it).values(), default=moment)) < moment:
            self.punctual.at(first + TICK).sweep()
        self.punctual.at(moment).sweep()
        self.late.at(moment)

    def _notes(self) -> list[str]:
        return [one.event.kind for one in self.punctual.journal if isinstance(one.event, ClaimMessagePosted)]


TestClaims = Claims.TestCase
TestClaims.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
