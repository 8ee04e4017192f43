"""Claims for tests that go through the door."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from tests.centre import stage
from tests.centre.stage import buyer, seller
from zgoda.centre.claims.door import NO_NUMBER, file_claim, handle
from zgoda.centre.store.models import Order, OrderLine
from zgoda.centre.store.purchases import purchase_for
from zgoda.domain.actors import Actor
from zgoda.domain.claims import commands as c
from zgoda.domain.claims.claim import Claim, Decision, Ground, ReturnDecision
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money

BOUGHT = datetime(2026, 8, 31, 9, tzinfo=UTC)
FILED = datetime(2026, 9, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def line(product: str = "Kettle", *, fulfilled: bool = False) -> UUID:
    """A bought line of an order of its own, of this summer; ``fulfilled``: the Warehouse sends it."""
    line_id = stage.line(product, fulfilled=fulfilled)
    OrderLine.objects.filter(pk=line_id).update(bought_at=BOUGHT)
    Order.objects.filter(lines=line_id).update(bought_at=BOUGHT, updated_at=BOUGHT)
    return line_id


def filing(line_id: UUID | None = None, by: Actor | None = None, **more: object) -> c.FileClaim:
    given: dict[str, object] = {
        "claim_id": uuid4(),
        "by": by or buyer(),
        "purchase": purchase_for(line_id or line()),
        "reference": NO_NUMBER,
        "ground": Ground.COMPLAINT,
        "reason_code": "DEFECT_FOUND_DURING_USE",
        "expectation": Expectation(Solution.REPAIR),
        "message_id": uuid4(),
        "description": stage.text("It does not boil."),
    }
    return c.FileClaim(**{**given, **more})  # type: ignore[arg-type]


def filed(now: datetime = FILED, **more: object) -> Claim:
    claim = file_claim(filing(**more), now=now)  # type: ignore[arg-type]
    assert isinstance(claim, Claim), claim
    return claim


def warehouses(product: str = "Vase", now: datetime = FILED) -> Claim:
    """For which the Warehouse is responsible."""
    return filed(now, line_id=line(product, fulfilled=True), reason_code="PRODUCT_DAMAGED_PARCEL_INTACT")


def done(claim: Claim, command: c.Command, now: datetime = FILED) -> Claim:
    outcome = handle(claim.id, command, now=now)
    assert isinstance(outcome, Claim), outcome
    return outcome


def returns(decision: ReturnDecision = ReturnDecision.CUSTOM) -> c.DecideReturn:
    return c.DecideReturn(by=seller(), message_id=uuid4(), decision=decision, text=stage.text("Send it back."))


def verdict(decision: Decision, minor: int | None = None, words: str = "So be it.") -> c.Decide:
    amount = None if minor is None else Money(minor, "PLN")
    return c.Decide(by=seller(), message_id=uuid4(), decision=decision, text=stage.text(words), amount=amount)


def withdrawal() -> c.SayWithdrawn:
    return c.SayWithdrawn(by=buyer(), message_id=uuid4(), text=stage.text("It works again."))


def end_of_talk() -> c.EndTalk:
    return c.EndTalk(by=buyer(), message_id=uuid4())


def decided(decision: Decision = Decision.REJECTED_OTHER, **more: object) -> Claim:
    claim = filed(**more)  # type: ignore[arg-type]
    done(claim, returns())
    return done(claim, verdict(decision), FILED + DAY)
