"""Build Discussions for tests: a purchase, an opening, and a case to which things happen."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from zgoda.domain import commands as c
from zgoda.domain.actors import CARRIER, PAYMENTS, Actor, Role
from zgoda.domain.decide import decide
from zgoda.domain.discussion import DeliveryAction, Discussion
from zgoda.domain.events import Event, Recorded
from zgoda.domain.evolve import evolve
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.law import Law, frozen_law
from zgoda.domain.markets import market
from zgoda.domain.money import Money
from zgoda.domain.purchase import Provider, Purchase
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.timers import catch_up

BUYER, SELLER, WAREHOUSE = Actor(Role.BUYER, 1), Actor(Role.SELLER, 2), Actor(Role.WAREHOUSE, 3)
CONSULTANT, MODERATOR = Actor(Role.CONSULTANT, 4), Actor(Role.MODERATOR, 5)
OTHER_BUYER, OTHER_SELLER, OTHER_CONSULTANT = Actor(Role.BUYER, 11), Actor(Role.SELLER, 12), Actor(Role.CONSULTANT, 14)
EVERYBODY = (
    BUYER,
    SELLER,
    WAREHOUSE,
    CONSULTANT,
    MODERATOR,
    Actor(Role.HOTLINE, 6),
    Actor(Role.SYSTEM),
    CARRIER,
    PAYMENTS,
    Actor(Role.ADMIN, 7),
    Actor(Role.OVERSIGHT, 8),
)

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
MONDAY = datetime(2025, 9, 22, 8, tzinfo=UTC)
"""Ten o'clock in Poland, four ordinary working days ahead."""

NOT_RECEIVED, DEFECT, MISSING = "NO_PRODUCT_RECEIVED", "DEFECT_FOUND_DURING_USE", "MISSING_PRODUCT_ELEMENT"
REPAIR = Expectation(Solution.REPAIR)
EXCHANGE = Expectation(Solution.EXCHANGE)

_numbers = count(1)


def uid(number: int | None = None) -> UUID:
    """A fresh id, or the same one for the same number."""
    return UUID(int=next(_numbers) if number is None else 10**9 + number)


def text(value: str = "Hello") -> c.Text:
    return c.Text(uid(), value, "salt")


def purchase(**changes: object) -> Purchase:
    base = Purchase(
        market="allegro-pl",
        order_id=uid(1),
        line_id=uid(2),
        buyer_id=1,
        seller_id=2,
        purchased_at=MONDAY - 7 * DAY,
        unit_price=Money(5000, "PLN"),
        quantity=2,
        provider=Provider.SELLER,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def law(at: datetime = MONDAY, where: str = "pl", **switches: object) -> Law:
    found = frozen_law(at, market(where))
    return replace(found, rules=replace(found.rules, **switches))  # type: ignore[arg-type]


def opening(reason: str | None = MISSING, **changes: object) -> c.OpenDiscussion:
    solution = REPAIR if reason in (DEFECT, "NOT_AS_DESCRIBED") else None
    base = c.OpenDiscussion(
        discussion_id=uid(),
        by=BUYER,
        purchase=purchase(),
        reason_code=reason,
        message_id=uid(),
        expectation=solution,
        details=text("It did not work"),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def why(decision: list[Event] | Refused) -> Why | None:
    """The code of a refusal, None for events."""
    return decision.why if isinstance(decision, Refused) else None


@dataclass
class Case:
    """A Discussion that time passes over: each command is preceded by the timers that are due (G-03)."""

    law: Law = field(default_factory=law)
    now: datetime = MONDAY
    state: Discussion | None = None
    journal: list[Recorded] = field(default_factory=list)

    @property
    def it(self) -> Discussion:
        assert self.state is not None
        return self.state

    def at(self, moment: datetime) -> "Case":
        """Let time pass without anybody looking."""
        self.now = moment
        return self

    def after(self, span: timedelta) -> "Case":
        return self.at(self.now + span)

    def sweep(self) -> "Case":
        return self._catch_up(None)

    def tries(self, command: c.Command) -> list[Event] | Refused:
        """What the rules say; events happen, a refusal leaves everything as it is."""
        if self.state is not None:
            self._catch_up(command.by.role)
        decision = decide(self.state, command, self.now, self.law)
        for event in [] if isinstance(decision, Refused) else decision:
            self._record(Recorded(event, self.now, command.by))
        return decision

    def does(self, command: c.Command) -> list[Event]:
        decision = self.tries(command)
        assert not isinstance(decision, Refused), decision
        return decision

    def refuses(self, command: c.Command) -> Why | None:
        return why(self.tries(command))

    def writes(self, by: Actor, words: str = "Hello") -> list[Event]:
        return self.does(c.WriteMessage(by=by, message_id=uid(), text=text(words)))

    def takes(self, action: DeliveryAction, by: Actor, **changes: object) -> list[Event]:
        return self.does(delivery(action, by, self.now, **changes))

    def saw(self, kind: type[Event]) -> list[Recorded]:
        return [entry for entry in self.journal if isinstance(entry.event, kind)]

    def _catch_up(self, by: Role | None) -> "Case":
        self.state, fired = catch_up(self.it, self.now, self.law, command_by=by)
        self.journal.extend(fired)
        return self

    def _record(self, entry: Recorded) -> None:
        self.journal.append(entry)
        self.state = evolve(self.state, entry, id=self.state.id if self.state else uid())


def delivery(action: DeliveryAction, by: Actor, at: datetime, **changes: object) -> c.TakeDeliveryAction:
    amount = Money(10_000, "PLN") if action is DeliveryAction.REFUND else None
    base = c.TakeDeliveryAction(
        by=by, action=action, happened_at=at, reference=str(uid()), message_id=uid(), amount=amount
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def opened(reason: str = MISSING, *, at: datetime = MONDAY, rules: Law | None = None, **changes: object) -> Case:
    """A case just opened by the buyer."""
    case = Case(law=rules or law(at), now=at)
    case.does(opening(reason, **{"purchase": purchase(purchased_at=at - 7 * DAY), **changes}))
    return case


def resolved(reason: str = MISSING) -> Case:
    case = opened(reason).after(HOUR)
    case.does(c.MarkResolved(by=BUYER))
    return case


def unresolved(reason: str = MISSING) -> Case:
    case = opened(reason)
    case.at(case.it.deadlines.unresolved_from).does(c.MarkUnresolved(by=BUYER))
    return case


def joined() -> Case:
    """The answer was missed, the buyer asked, the consultant joined."""
    case = opened(DEFECT)
    case.at(case.it.deadlines.answer_due + HOUR).does(c.AskPlatformToJoin(by=BUYER))
    case.after(HOUR).does(c.Join(by=CONSULTANT, message_id=uid()))
    return case
