"""A claim and its row: how the folded state is kept, and what lists need beside it."""

from collections.abc import Iterable
from datetime import datetime
from typing import get_args
from uuid import UUID

from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.store import laws
from zgoda.centre.store.cases import actor
from zgoda.domain.claims.claim import Claim, Status
from zgoda.domain.claims.clocks import catch_up, running
from zgoda.domain.claims.events import Event, Recorded
from zgoda.engine.codec import EventCodec, dump, load
from zgoda.engine.journal import Fact, Head, JournalEntry

CODEC: EventCodec[Event] = EventCodec(get_args(Event))
"""Reads and writes a claim's events; upcasters of old versions belong here."""

FIRST_EVENT = "ClaimFiled"
"""The type of a claim's first entry, by which its stream is told from others."""


def lock(claim_id: UUID) -> ClaimRow | None:
    """The row, locked until the transaction ends."""
    return ClaimRow.objects.select_for_update().filter(pk=claim_id).first()


def claim_of(row: ClaimRow) -> Claim:
    return load(row.state, Claim)


def as_of(claim: Claim, now: datetime) -> Claim:
    """The claim with the timers applied that a punctual sweep would have fired; writes nothing."""
    if min(running(claim).values(), default=now) > now:
        return claim
    return catch_up(claim, now, laws.law_of(claim), command_by=None)[0]


def insert(claim: Claim, head: Head, last: datetime) -> None:
    """The first row. ``last`` is the last event's instant."""
    ClaimRow.objects.create(id=claim.id, **columns(claim), updated_at=last, seq=head.seq, head=head.hash)


def update(row: ClaimRow, claim: Claim, head: Head, last: datetime) -> None:
    """Write the new state over the row, in one statement."""
    for name, value in columns(claim).items():
        setattr(row, name, value)
    row.updated_at, row.seq, row.head = last, head.seq, head.hash
    row.save(force_update=True)


def columns(claim: Claim) -> dict[str, object]:
    """Everything that the row repeats from the state, by column."""
    return {
        "number": claim.reference.number,
        "year": claim.reference.year,
        "market": claim.purchase.market,
        "order_id": claim.purchase.order_id,
        "line_id": claim.purchase.line_id,
        "buyer_id": claim.purchase.buyer_id,
        "seller_id": claim.purchase.seller_id,
        "status": claim.status.value,
        "decision": claim.decision.value if claim.decision else "",
        "ground": claim.ground.value,
        "reason": claim.reason_code,
        "rule_set": claim.rule_set,
        "opened_at": claim.filed_at,
        "decision_due": claim.decision_due,
        "decided_at": claim.decided_at,
        "responsible": claim.responsible.value,
        "return_due": claim.return_due if _awaits_return(claim) else None,
        "next_due": min(running(claim).values(), default=None),
        "messages_count": claim.messages,
        "last_message_at": claim.last_message_at,
        "last_message_role": claim.last_message_by.value if claim.last_message_by else "",
        "state": dump(claim),
    }


def _awaits_return(claim: Claim) -> bool:
    return claim.status is Status.SUBMITTED and claim.return_decision is None


def facts(recorded: Iterable[Recorded], rule_set: str) -> list[Fact]:
    """The events as the journal takes them."""
    found = []
    for one in recorded:
        encoded = CODEC.encode(one.event)
        found.append(Fact(encoded.type, encoded.version, encoded.payload, str(one.by), one.at, rule_set))
    return found


def recorded(entry: JournalEntry) -> Recorded:
    """The event of a journal entry; raises ``codec.UnknownType`` or ``msgspec.ValidationError``."""
    return Recorded(CODEC.decode(entry.type, entry.version, entry.payload), entry.at, actor(entry.actor))
