"""Who answered a case, since when and why, with the notes of the forwards (S1-52, S1-54)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zgoda.accounts.models import User
from zgoda.centre.store import cases
from zgoda.centre.store.models import CaseText, TextKind
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.events import Forwarded
from zgoda.domain.evolve import FORWARDED
from zgoda.engine import journal


@dataclass(frozen=True, slots=True)
class Turn:
    """One entry of the responsibility's history; ``note`` and ``by`` only of a forward, "" where erased or none."""

    party: Role
    since: datetime
    cause: str
    note: str = ""
    by: str = ""


def turns_of(case: Discussion) -> list[Turn]:
    """Oldest first; the last one answers now. One query; two where one party got two forwards in one millisecond."""
    notes = _notes(case.id)
    return [
        _turn(entry.party, entry.since, entry.cause, _next(notes, entry.since, entry.party))
        for entry in case.responsibilities
    ]


def _notes(case_id: UUID) -> dict[tuple[datetime, str], list[CaseText]]:
    """By the instant and the party that it went to, in the order in which they were written."""
    rows = list(CaseText.objects.filter(case_id=case_id, kind=TextKind.FORWARD).select_related("author"))
    found: dict[tuple[datetime, str], list[CaseText]] = {}
    for row in rows:
        found.setdefault((row.created_at, row.side), []).append(row)
    if len(found) < len(rows):
        order = _order(case_id)
        for together in found.values():
            together.sort(key=lambda row: order[row.id])
    return found


def _order(case_id: UUID) -> Mapping[UUID, int]:
    """Which forward of the journal each note belongs to; within a millisecond nothing else tells."""
    events = (cases.recorded(entry).event for entry in journal.read(case_id))
    return {event.note.id: n for n, event in enumerate(events) if isinstance(event, Forwarded)}


def _next(notes: Mapping[tuple[datetime, str], list[CaseText]], since: datetime, party: Role) -> CaseText | None:
    waiting = notes.get((since, party))
    return waiting.pop(0) if waiting else None


def _turn(party: Role, since: datetime, cause: str, note: CaseText | None) -> Turn:
    if cause != FORWARDED or note is None:
        return Turn(party, since, cause)
    return Turn(party, since, cause, note.text or "", _name(note.author))


def _name(author: User | None) -> str:
    return author.username if author else ""
