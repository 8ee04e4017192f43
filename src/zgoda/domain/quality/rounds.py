"""Rounds of the Message Center: from the oldest unanswered question of the buyer to the next reply (C.2, B12-04)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from zgoda.domain.actors import Role
from zgoda.domain.deadlines import business_due
from zgoda.domain.discussion import Responsibility
from zgoda.domain.law import Law
from zgoda.domain.quality.answers import Answer, Clock, measure

AUTO_REPLY_COUNTS = False
"""B12-14: whether a reply that a program sends by itself is a response. The record is silent, so it is not."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message that reached the other side. ``party`` is who is to answer a buyer's message, or who wrote a reply.

    ``number`` counts within the thread. Of the buyer's messages only a ``question`` begins a round (B12-04); ``turns``
    are who was to answer it since when, where it was forwarded. ``agent`` is who at the Warehouse wrote a reply.
    """

    number: int
    at: datetime
    by_buyer: bool
    party: Role
    question: bool = True
    automatic: bool = False
    turns: tuple[Responsibility, ...] = ()
    agent: int | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """``first`` is the number of the question that began it; ``agent`` who at the Warehouse ended it."""

    first: int
    answer: Answer
    agent: int | None = None


def rounds(thread: Iterable[Said], now: datetime, law: Law) -> Iterator[Round]:
    """S1-09, S1-33: every round of a thread, in order; the last one may be running. Forwarding moves no start (S1-64).

    ``thread`` is in the order it was written in.
    """
    asked: Said | None = None
    for said in thread:
        if said.by_buyer and asked is None and said.question:
            asked = said
        elif not said.by_buyer and asked is not None and (AUTO_REPLY_COUNTS or not said.automatic):
            yield from _round(asked, said, now, law)
            asked = None
    if asked is not None:
        yield from _round(asked, None, now, law)


def _round(asked: Said, reply: Said | None, now: datetime, law: Law) -> Iterator[Round]:
    clock = Clock(
        started_at=asked.at,
        due_at=business_due(asked.at, law).at,
        history=asked.turns or (Responsibility(asked.party, asked.at, ""),),
        answered_at=reply.at if reply else None,
        answered_by=reply.party if reply else None,
    )
    answer = measure(clock, now, law)
    if answer is not None:
        yield Round(asked.number, answer, reply.agent if reply else None)
