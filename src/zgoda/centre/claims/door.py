"""The only door through which a claim changes; what ``centre.handle`` is for a Discussion.

In one transaction: lock the claim; apply the timers that were due before the command (G-03); let the domain decide;
write everything down (``record``). A refusal changes nothing but what the timers owed anyway.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from zgoda.centre import repeat
from zgoda.centre.claims import record, references, store
from zgoda.centre.claims.models import ClaimCommand, ClaimRow, OfferWarranty
from zgoda.centre.orders.locking import held
from zgoda.centre.store import laws
from zgoda.centre.store.models import Order, OrderLine
from zgoda.centre.store.threads import take_files, texts_of
from zgoda.domain.actors import Role
from zgoda.domain.claims import commands as c
from zgoda.domain.claims import events as e
from zgoda.domain.claims.claim import Claim, Reference, Status
from zgoda.domain.claims.clocks import catch_up, running
from zgoda.domain.claims.decide import decide
from zgoda.domain.law import Law
from zgoda.domain.refusals import Refused, Why
from zgoda.engine.instants import whole_ms

NO_NUMBER = Reference(0, 0)
"""What a filing carries until the door gives it a number."""


class NoSuchClaim(LookupError):
    """There is no claim with this id."""


def handle(claim_id: UUID, command: c.Command, *, now: datetime, command_id: UUID | None = None) -> Claim | Refused:
    """Carry out a command on a claim. Raises `NoSuchClaim`. ``command_id`` makes repetition harmless: the same id and
    content give the claim as it stands, the same id with other content is refused (COMMAND_REUSED)."""
    with transaction.atomic():
        row = store.lock(claim_id)
        if row is None:
            raise NoSuchClaim(claim_id)
        first = repeat.earlier(command_id, command, claim_id, kept=ClaimCommand) if command_id else None
        if first is not None:
            return first if isinstance(first, Refused) else store.claim_of(row)
        now = max(whole_ms(now), row.updated_at)
        claim, _ = _apply_due(row, now, command.by.role)
        outcome = _decided(claim, command, now, laws.law_of(claim))
        if isinstance(outcome, Refused):
            return outcome
        claim = record.add(
            row, claim, [e.Recorded(event, now, command.by) for event in outcome], texts_of(command), now
        )
        if command_id:
            repeat.remember(command_id, command, claim.id, row.seq, now, kept=ClaimCommand)
        return claim


def file_claim(command: c.FileClaim, *, now: datetime, command_id: UUID | None = None) -> Claim | Refused:
    """File a claim (K-01) under the law of this moment, with the platform's next number. Repetition as in `handle`."""
    now, bought = whole_ms(now), command.purchase
    with transaction.atomic():
        if bought is not None:
            command = _with_facts(command, bought.order_id, bought.line_id, now)
        first = repeat.earlier(command_id, command, kept=ClaimCommand) if command_id else None
        if first is not None:
            return first if isinstance(first, Refused) else store.claim_of(ClaimRow.objects.get(pk=first.case_id))
        known = store.lock(command.claim_id)
        law = laws.law_now(bought.market, now, seller_id=bought.seller_id) if bought else laws.law_now("pl", now)
        command = replace(command, reference=references.next_reference(now, law.market))
        outcome = _decided(store.claim_of(known) if known else None, command, now, law)
        if isinstance(outcome, Refused):
            return outcome
        references.take(command.reference)
        recorded = [e.Recorded(event, now, command.by) for event in outcome]
        claim = record.begin(command.claim_id, recorded, texts_of(command), now)
        if command_id:
            repeat.remember(command_id, command, claim.id, len(recorded), now, kept=ClaimCommand)
        return claim


def fire_due(claim_id: UUID, *, now: datetime) -> int | None:
    """Apply the timers that are due, each at its own instant; how many took effect, None where the id is no claim's.

    Twice or by two sweepers is the same as once.
    """
    now = whole_ms(now)
    with transaction.atomic():
        row = store.lock(claim_id)
        if row is None:
            return None
        claim, fired = _apply_due(row, now, None)
        if not fired:
            record.set_timers(claim, (), now)
        return fired


def _decided(claim: Claim | None, command: c.Command, now: datetime, law: Law) -> list[e.Event] | Refused:
    """What the rules say; refused as well where a file went with another message meanwhile (P-06)."""
    outcome = decide(claim, command, now, law)
    if isinstance(outcome, Refused) or take_files(outcome, now):
        return outcome
    return Refused(Why.FILE_SENT_ALREADY)


def _apply_due(row: ClaimRow, now: datetime, command_by: Role | None) -> tuple[Claim, int]:
    """G-03: what a punctual sweep would have done by now; the claim then, and how many timers took effect."""
    claim = store.claim_of(row)
    earliest = min(running(claim).values(), default=None)
    if earliest is None or earliest > now:
        return claim, 0
    _, owed = catch_up(claim, now, laws.law_of(claim), command_by=command_by)
    fired = sum(record.timer_of(one.event) is not None for one in owed)
    return record.add(row, claim, owed, {}, now), fired


def _with_facts(command: c.FileClaim, order_id: UUID, line_id: UUID, now: datetime) -> c.FileClaim:
    """B1-19: whether another claim about the order waits for its decision now, after its timers; the order is locked
    till the end. B1-18: whether the offer came with a warranty."""
    held(Order.objects.filter(pk=order_id)).only("pk").first()
    waiting = ClaimRow.objects.filter(order_id=order_id, status=Status.SUBMITTED)
    for claim_id in waiting.filter(next_due__lte=now).values_list("pk", flat=True):
        fire_due(claim_id, now=now)
    return replace(command, open_on_order=waiting.exists(), warranty_offered=has_warranty(line_id))


def has_warranty(line_id: UUID) -> bool:
    """B1-18: whether the bought offer came with a warranty."""
    bought = OrderLine.objects.filter(pk=line_id).values_list("order__seller_id", "offer_id").first()
    return bought is not None and OfferWarranty.objects.filter(seller_id=bought[0], offer_id=bought[1]).exists()
