"""Build claims for tests: a filing, and a claim to which things happen."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from tests.domain.cases import BUYER, DEFECT, REPAIR, SELLER, law, purchase, text, uid
from zgoda.domain.actors import Actor, Role
from zgoda.domain.claims import commands as c
from zgoda.domain.claims.claim import Claim, Decision, Ground, Reference, ReturnDecision
from zgoda.domain.claims.clocks import catch_up
from zgoda.domain.claims.decide import decide
from zgoda.domain.claims.events import Event, Recorded
from zgoda.domain.claims.evolve import evolve
from zgoda.domain.commands import WriteMessage
from zgoda.domain.law import Law
from zgoda.domain.money import Money
from zgoda.domain.refusals import Refused, Why

FILED = datetime(2026, 9, 21, 8, tzinfo=UTC)
"""A Monday, ten o'clock in Poland, with every layer of claims in force."""


def filing(**changes: object) -> c.FileClaim:
    base = c.FileClaim(
        claim_id=uid(),
        by=BUYER,
        purchase=purchase(purchased_at=FILED.replace(month=8)),
        reference=Reference(7, 2026),
        ground=Ground.COMPLAINT,
        reason_code=DEFECT,
        expectation=REPAIR,
        message_id=uid(),
        description=text("It broke."),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def writing(by: Actor = BUYER, words: str = "Hello") -> WriteMessage:
    return WriteMessage(by=by, message_id=uid(), text=text(words))


def return_decision(decision: ReturnDecision = ReturnDecision.CUSTOM, by: Actor = SELLER) -> c.DecideReturn:
    return c.DecideReturn(by=by, message_id=uid(), decision=decision, text=text("Please send it back."))


def verdict(decision: Decision, amount: int | None = None, by: Actor = SELLER, words: str = "So be it.") -> c.Decide:
    money = None if amount is None else Money(amount, "PLN")
    return c.Decide(by=by, message_id=uid(), decision=decision, text=text(words) if words else None, amount=money)


def withdrawing(by: Actor = BUYER) -> c.SayWithdrawn:
    return c.SayWithdrawn(by=by, message_id=uid(), text=text("Never mind."))


def ending(by: Actor = BUYER) -> c.EndTalk:
    return c.EndTalk(by=by, message_id=uid())


def asking(by: Actor = SELLER, words: str = "Which serial number?") -> c.AskForInformation:
    return c.AskForInformation(by=by, message_id=uid(), text=text(words) if words else None)


@dataclass
class Case:
    """A claim that time passes over: each command is preceded by the timers that are due (G-03)."""

    law: Law = field(default_factory=lambda: law(FILED))
    now: datetime = FILED
    state: Claim | None = None
    journal: list[Recorded] = field(default_factory=list)

    @property
    def it(self) -> Claim:
        assert self.state is not None
        return self.state

    def at(self, moment: datetime) -> "Case":
        self.now = moment
        return self

    def sweep(self, by: Role | None = None) -> "Case":
        self.state, fired = catch_up(self.it, self.now, self.law, command_by=by)
        self.journal.extend(fired)
        return self

    def tries(self, command: c.Command) -> list[Event] | Refused:
        if self.state is not None:
            self.sweep(command.by.role)
        decision = decide(self.state, command, self.now, self.law)
        for event in [] if isinstance(decision, Refused) else decision:
            self.journal.append(Recorded(event, self.now, command.by))
            self.state = evolve(self.state, self.journal[-1], id=self.state.id if self.state else uid())
        return decision

    def does(self, command: c.Command) -> list[Event]:
        decision = self.tries(command)
        assert not isinstance(decision, Refused), decision
        return decision

    def refuses(self, command: c.Command) -> Why | None:
        decision = self.tries(command)
        return decision.why if isinstance(decision, Refused) else None


def filed(rules: Law | None = None, at: datetime = FILED, **changes: object) -> Case:
    """A claim just filed."""
    case = Case(law=rules or law(at), now=at)
    case.does(filing(**changes))
    return case


def ready(**changes: object) -> Case:
    """A claim whose return is decided, so that any verdict is possible."""
    case = filed(**changes)  # type: ignore[arg-type]
    case.does(return_decision())
    return case
