"""Claims of the sample, replayed at their past instants through the claims' own door."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from zgoda.centre.claims.door import NO_NUMBER, file_claim, fire_due, handle
from zgoda.centre.claims.models import OfferWarranty
from zgoda.centre.sample.offsets import length
from zgoda.centre.sample.scenarios import SampleBroken, actors_of, expectation, sample_id, text
from zgoda.centre.store.models import Order
from zgoda.centre.store.purchases import purchase_for
from zgoda.domain.actors import Actor
from zgoda.domain.claims import commands as c
from zgoda.domain.claims.claim import Decision, Ground, ReturnDecision
from zgoda.domain.commands import WriteMessage
from zgoda.domain.money import Money
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import clock
from zgoda.wire.money import minor_of


class Complaint(msgspec.Struct, frozen=True):
    """One line of ``claims.jsonl``. A step is (offset from the filing, actor, verb or code, words, amount)."""

    key: str
    order: UUID
    filed: str
    reason: str
    expect: list[str]
    details: str
    steps: list[list[str]]
    warranty: bool = False


def replay_claim(line: str, now: datetime) -> None:
    """Raises `SampleBroken` where the rules refuse a step. A clock before the days of claims has none of them."""
    told = msgspec.json.decode(line, type=Complaint)
    order = Order.objects.select_related("buyer", "seller").defer("form").get(pk=told.order)
    actors, filed_at = actors_of(order), now - length(told.filed)
    claim_id = sample_id(told.key)
    with clock.at(filed_at):
        filed = file_claim(_filing(told, claim_id, order, actors["B"]), now=filed_at)
    if isinstance(filed, Refused) and filed.why is Why.CLAIMS_OFF:
        return
    _kept(told.key, filed)
    for offset, letter, verb, *words in told.steps:
        instant = filed_at + length(offset)
        with clock.at(instant):
            _kept(f"{told.key} {verb}", handle(claim_id, _command(actors[letter], verb, words, order), now=instant))
    fire_due(claim_id, now=now)


def _filing(told: Complaint, claim_id: UUID, order: Order, by: Actor) -> c.FileClaim:
    bought, wanted = order.lines.all()[0], expectation(told.expect, order.currency)
    if told.warranty:
        OfferWarranty.objects.get_or_create(seller_id=order.seller_id, offer_id=bought.offer_id)
    return c.FileClaim(
        claim_id=claim_id,
        by=by,
        purchase=purchase_for(bought.id),
        reference=NO_NUMBER,
        ground=Ground.WARRANTY if told.warranty else Ground.COMPLAINT,
        reason_code=told.reason,
        expectation=wanted,
        message_id=uuid4(),
        description=text(told.details),
    )


def _command(by: Actor, verb: str, words: list[str], order: Order) -> c.Command:
    said = text(words[0] if words else "")
    if verb in {one.value for one in ReturnDecision}:
        return c.DecideReturn(by=by, message_id=uuid4(), decision=ReturnDecision(verb), text=said)
    if verb in Decision.__members__:
        amount = Money(minor_of(words[1]) or 0, order.currency) if len(words) > 1 else None
        return c.Decide(by=by, message_id=uuid4(), decision=Decision(verb), text=said, amount=amount)
    simple: dict[str, Callable[[], c.Command]] = {
        "write": lambda: WriteMessage(by=by, message_id=uuid4(), text=said),
        "ask": lambda: c.AskForInformation(by=by, message_id=uuid4(), text=said),
        "withdraw": lambda: c.SayWithdrawn(by=by, message_id=uuid4(), text=said),
        "end": lambda: c.EndTalk(by=by, message_id=uuid4()),
    }
    return simple[verb]()


def _kept(what: str, outcome: object) -> None:
    if isinstance(outcome, Refused):
        raise SampleBroken(f"{what}: {outcome.why}")
