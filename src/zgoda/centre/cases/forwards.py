"""Who answered a case, since when and why, with the notes of the forwards (S1-52, S1-54)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zgoda.accounts.models import User
from zgoda.centre.store.models import CaseText, TextKind
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.evolve import FORWARDED


@dataclass(frozen=True, slots=True)
class Turn:
    """One entry of the responsibility's history; ``note`` and ``by`` only of a forward, "" where erased or none."""

    party: Role
    since: datetime
    cause: str
    note: str = ""
    by: str = ""


def turns_of(case: Discussion) -> list[Turn]:
    """Oldest first; the last one answers now. One query."""
    notes = _notes(case.id)
    return [
        _turn(entry.party, entry.since, entry.cause, notes.get((entry.since, entry.party)))
        for entry in case.responsibilities
    ]


def _notes(case_id: UUID) -> Mapping[tuple[datetime, str], CaseText]:
    """By the instant and the party that it went to: one party cannot hand a case to itself."""
    found = CaseText.objects.filter(case_id=case_id, kind=TextKind.FORWARD).select_related("author")
    return {(row.created_at, row.side): row for row in found}


def _turn(party: Role, since: datetime, cause: str, note: CaseText | None) -> Turn:
    if cause != FORWARDED or note is None:
        return Turn(party, since, cause)
    return Turn(party, since, cause, note.text or "", _name(note.author))


def _name(author: User | None) -> str:
    return author.username if author else ""
