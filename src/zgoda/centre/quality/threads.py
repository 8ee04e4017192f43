"""Rounds of the Message Center as counted rows: the only file that knows how messages are kept.

B12-04: threads of two people are looked at, and in them what the buyer asks beside an offer or a purchase, whichever
way it came; problems with a purchase are no questions. A forward gives the round to the other party and moves no start.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from zgoda.centre.messaging.models import Thread, Turn
from zgoda.centre.messaging.rounds import said_in
from zgoda.centre.quality.columns import answer_values
from zgoda.centre.quality.models import Counted, Kind
from zgoda.centre.quality.noting import write
from zgoda.centre.store import laws
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Responsibility
from zgoda.domain.law import Law
from zgoda.domain.messaging import ThreadKind
from zgoda.domain.quality.rounds import Said, rounds


def note_message(thread: Thread, now: datetime) -> None:
    """What was just written or forwarded, noted in the same transaction. Messages since the running round are read."""
    if thread.kind != ThreadKind.COMMON:
        return
    running = Counted.objects.filter(subject=thread.id, kind=Kind.MESSAGES).order_by("-number").first()
    since = running.number if running is not None and _is_open(running) else thread.messages_count
    law, place = law_of(thread, now), place_of(thread)
    for one in rounds(said(thread, since), now, law):
        row = running if running is not None and running.number == one.first else None
        write(row, thread.id, one.first, {**place, **answer_values(one.answer), "agent": one.agent})


def every_round(thread: Thread, now: datetime) -> Iterator[Counted]:
    """All rounds of a thread as rows that are not written yet."""
    if thread.kind != ThreadKind.COMMON:
        return
    law, place = law_of(thread, now), place_of(thread)
    for one in rounds(said(thread), now, law):
        yield Counted(subject=thread.id, number=one.first, agent=one.agent, **place, **answer_values(one.answer))


def said(thread: Thread, since: int = 1) -> Iterator[Said]:
    """The messages that reached the other side, from number ``since`` on, the buyer's with who was to answer when."""
    turns: dict[int, list[Responsibility]] = {}
    rows = Turn.objects.filter(message__thread_id=thread.id, message__number__gte=since)
    for number, party, at in rows.order_by("number").values_list("message__number", "party", "since"):
        turns.setdefault(number, []).append(Responsibility(Role(party), at, ""))
    for one in said_in(thread.id, since):
        yield replace(one, turns=tuple(turns.get(one.number, ())))


def law_of(thread: Thread, now: datetime) -> Law:
    """Messages have no marketplace of their own; the seller's home counts."""
    return laws.law_now(thread.seller.market, now, seller_id=thread.seller_id)


def place_of(thread: Thread) -> dict[str, object]:
    return {"kind": Kind.MESSAGES.value, "account": thread.seller_id, "market": thread.seller.market}


def _is_open(row: Counted) -> bool:
    return row.waiting or row.ended_on is None
