"""Which events a member of a shop is told of, on which way, and when nobody is disturbed."""

from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum


class Event(StrEnum):
    """What colleagues may want to be told of at once."""

    NOT_SENT = "NOT_SENT"
    CLOCK_NEAR = "CLOCK_NEAR"
    CONSENT_ENDED = "CONSENT_ENDED"
    MENTIONED = "MENTIONED"
    ESCALATED = "ESCALATED"
    HANDED_BACK = "HANDED_BACK"


class Way(StrEnum):
    EMAIL = "EMAIL"
    BROWSER = "BROWSER"


@dataclass(frozen=True, slots=True)
class Wishes:
    """``quiet_from`` and ``quiet_to`` are times of the shop's day; both or neither. Equal ones mean no quiet."""

    email: frozenset[Event] = frozenset(
        {Event.NOT_SENT, Event.CONSENT_ENDED, Event.MENTIONED, Event.ESCALATED, Event.HANDED_BACK}
    )
    browser: frozenset[Event] = frozenset()
    quiet_from: time | None = None
    quiet_to: time | None = None


def with_letters(wishes: Wishes, event: Event, wanted: bool) -> Wishes:
    """The same wishes, but letters about this event are wanted or not."""
    return replace(wishes, email=wishes.email | {event} if wanted else wishes.email - {event})


def is_quiet(wishes: Wishes, at: time) -> bool:
    """The hours may go over midnight; their end is outside."""
    begin, end = wishes.quiet_from, wishes.quiet_to
    if begin is None or end is None or begin == end:
        return False
    return begin <= at < end if begin < end else at >= begin or at < end


def ways(wishes: Wishes, event: Event, at: time) -> frozenset[Way]:
    """How this event is told now: in quiet hours not at all; what still stands afterwards is told then."""
    if is_quiet(wishes, at):
        return frozenset()
    chosen = {Way.EMAIL: wishes.email, Way.BROWSER: wishes.browser}
    return frozenset(way for way, events in chosen.items() if event in events)
