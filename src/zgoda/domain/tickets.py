"""The seller's tickets about Discussions: where one comes from, how its status follows, whose record it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zgoda.domain.discussion import Status

ALLOW_LATE_CRM_LINK = False
"""C-45: the switch has one value under every rule set."""


class Source(StrEnum):
    """S3-26, S3-27: where a ticket comes from, by which the list can be filtered."""

    ALLEGRO = "ALLEGRO"


class TicketStatus(StrEnum):
    """How a ticket stands in the seller's own words."""

    OPEN = "OPEN"
    WAITING = "WAITING"
    SOLVED = "SOLVED"
    CLOSED = "CLOSED"


ENDING = frozenset({TicketStatus.SOLVED, TicketStatus.CLOSED})
"""Statuses that say the work is over."""


@dataclass(frozen=True, slots=True)
class StatusMapping:
    """S3-20, S3-21: the ticket's status for a Discussion that is Resolved, and for one that is Unresolved."""

    resolved: TicketStatus = TicketStatus.SOLVED
    unresolved: TicketStatus = TicketStatus.WAITING


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of a case when it is first read. ``answered`` is whether the seller's side wrote already."""

    opened_at: datetime
    ended: bool
    answered: bool


def has_ticket(*, is_running: bool) -> bool:
    """S3-02: a ticket for each Discussion that is read while the integration runs, whoever the buyer is."""
    return is_running


def status_of(standing: Status, mapping: StatusMapping) -> TicketStatus:
    """S3-20, S3-21: Resolved and Unresolved as the seller maps them; a Pending one is open."""
    mapped: Mapping[Status, TicketStatus] = {
        Status.RESOLVED: mapping.resolved,
        Status.UNRESOLVED: mapping.unresolved,
    }
    return mapped.get(standing, TicketStatus.OPEN)


def may_mean_unresolved(status: TicketStatus) -> bool:
    """C-04, S3-21: an Unresolved Discussion has not ended, so its ticket may not be given an ending status."""
    return status not in ENDING


def takes_messages(standing: Status) -> bool:
    """S3-40, C-16: after the end of a Discussion only comments; C-04: an Unresolved one has not ended."""
    return standing is not Status.RESOLVED


def subject_of(reason: str, subject: str) -> str:
    """S3-25: the reason that the buyer selected, in the platform's words; its code where no words came."""
    return subject.strip() or reason


def record_of(login: str, records: Mapping[str, int]) -> int | None:
    """S3-05, S3-29, S3-41: the customer whose record holds this login; S3-28: None leaves the ticket at the bare
    login. ``records`` are ids by the logins' keys."""
    return records.get(login) if login else None


def may_link_later(*, is_created: bool) -> bool:
    """S3-30, C-45: a ticket that exists already is never given to a customer's record afterwards."""
    return not is_created or ALLOW_LATE_CRM_LINK


def is_answered_automatically(arrival: Arrival, running_since: datetime) -> bool:
    """S3-07: only what was opened since the integration runs, is open, and nobody of ours has answered: an import
    of past cases wakes nobody."""
    return arrival.opened_at >= running_since and not arrival.ended and not arrival.answered


def closing_words(typed: str, default: str) -> str:
    """S3-22, S3-39: what goes with the request to confirm: what the agent wrote, then the default closure message."""
    return "\n\n".join(part for part in (typed.strip(), default.strip()) if part)
