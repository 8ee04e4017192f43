"""A Discussion and its row: how the folded state is kept, and what lists and queues need beside it."""

from collections.abc import Iterable
from datetime import datetime
from typing import get_args
from uuid import UUID

from zgoda.centre.store.models import Case
from zgoda.domain.actors import Actor, Role
from zgoda.domain.decide.forwarding import OFTEN, times_forwarded
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.events import Event, Recorded
from zgoda.domain.routing import is_fulfilled
from zgoda.domain.timers import running
from zgoda.engine.codec import EventCodec, dump, load
from zgoda.engine.journal import Fact, Head, JournalEntry

CODEC: EventCodec[Event] = EventCodec(get_args(Event))
"""Reads and writes a Discussion's events; upcasters of old versions belong here."""


class NoSuchCase(LookupError):
    """There is no case with this id."""


def find(case_id: UUID) -> Discussion:
    """The case as it was last recorded; raises `NoSuchCase`. Timers that a late sweep owes are not applied."""
    state = Case.objects.filter(pk=case_id).values_list("state", flat=True).first()
    if state is None:
        raise NoSuchCase(case_id)
    return load(state, Discussion)


def lock(case_id: UUID) -> Case | None:
    """The row, locked until the transaction ends: by the row on PostgreSQL, by the write lock on SQLite."""
    return Case.objects.select_for_update().filter(pk=case_id).first()


def discussion(row: Case) -> Discussion:
    return load(row.state, Discussion)


def insert(case: Discussion, head: Head, last: datetime) -> Case:
    """The first row of a case. The rest of the product never creates one. ``last`` is the last event's instant."""
    return Case.objects.create(id=case.id, **columns(case), updated_at=last, seq=head.seq, head=head.hash)


def update(row: Case, case: Discussion, head: Head, last: datetime) -> None:
    """Write the new state over the row, in one statement."""
    for name, value in columns(case).items():
        setattr(row, name, value)
    row.updated_at, row.seq, row.head = last, head.seq, head.hash
    row.save(force_update=True)


def columns(case: Discussion) -> dict[str, object]:
    """Everything that the row repeats from the state, by column."""
    is_open = case.status is not Status.RESOLVED
    called = case.join_asked_at is not None or case.status is Status.UNRESOLVED or case.platform_joined
    return {
        "market": case.purchase.market,
        "order_id": case.purchase.order_id,
        "line_id": case.purchase.line_id,
        "buyer_id": case.purchase.buyer_id,
        "seller_id": case.purchase.seller_id,
        "status": case.status.value,
        "closure_reason": case.closure_reason.value if case.closure_reason else "",
        "reason": case.reason_code,
        "rule_set": case.rule_set,
        "first_opened_at": case.first_opened_at,
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "answer_due": case.deadlines.answer_due,
        "answered_at": case.answered_at,
        "next_due": min(running(case).values(), default=None),
        "responsible": case.responsible.value,
        "hidden": case.hidden,
        "on_behalf": case.on_behalf,
        "attention": is_open and called,
        "fulfilled": is_fulfilled(case.purchase),
        "at_warehouse": is_open and case.responsible is Role.WAREHOUSE,
        "at_seller": is_open and case.responsible is Role.SELLER and is_fulfilled(case.purchase),
        "ping_pong": times_forwarded(case) >= OFTEN,
        "joined_id": case.joined_by,
        "join_requested_at": case.join_asked_at,
        "messages_count": case.messages,
        "last_message_at": case.last_message_at,
        "last_message_role": case.last_message_by.value if case.last_message_by else "",
        "state": dump(case),
    }


def facts(recorded: Iterable[Recorded], rule_set: str) -> list[Fact]:
    """The events as the journal takes them."""
    return [_fact(one, rule_set) for one in recorded]


def recorded(entry: JournalEntry) -> Recorded:
    """The event of a journal entry; raises ``codec.UnknownType`` or ``msgspec.ValidationError``."""
    return Recorded(CODEC.decode(entry.type, entry.version, entry.payload), entry.at, actor(entry.actor))


def actor(text: str) -> Actor:
    """``BUYER:7`` and ``SYSTEM`` as the actor they name."""
    role, _, account = text.partition(":")
    return Actor(Role(role), int(account) if account else None)


def _fact(one: Recorded, rule_set: str) -> Fact:
    encoded = CODEC.encode(one.event)
    return Fact(encoded.type, encoded.version, encoded.payload, str(one.by), one.at, rule_set)
