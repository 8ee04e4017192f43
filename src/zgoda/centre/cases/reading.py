"""One case for one reader: found only by those who may see it, as it stands now, with its law (P-04, P-49)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from zgoda.centre.store import cases, current, laws, reads
from zgoda.centre.store.models import Case, MessageAttachment
from zgoda.domain.actors import Actor
from zgoda.domain.discussion import Discussion
from zgoda.domain.law import Law
from zgoda.domain.permissions import Permission, permitted
from zgoda.domain.visibility import Access, access


@dataclass(frozen=True, slots=True)
class Reading:
    """``row`` brings order, line, buyer and seller along; ``case`` has the timers applied that are due by ``now``."""

    row: Case
    case: Discussion
    law: Law
    reader: Actor
    now: datetime

    def permissions(self) -> tuple[Permission, ...]:
        """What the reader may do now, and from when (E.2)."""
        return permitted(self.case, self.reader, self.now, self.law)


def read_case(case_id: UUID, reader: Actor, now: datetime) -> Reading | None:
    """P-04: the case if this reader may see it, else None, which must look like "not found" (P-49).

    One query; reads by staff who are not at work in the case are logged.
    """
    return _read(Case.objects.filter(pk=case_id), reader, now)


def read_case_with(file_id: UUID, reader: Actor, now: datetime) -> Reading | None:
    """The same for the case in which a file was sent, unless a moderator hid its message (T-30)."""
    sent = MessageAttachment.objects.filter(file_id=file_id, message__hidden_at=None)
    return _read(Case.objects.filter(pk__in=sent.values("message__case_id")), reader, now)


def _read(wanted: "QuerySet[Case]", reader: Actor, now: datetime) -> Reading | None:
    row = wanted.select_related("order", "line", "buyer", "seller").defer("order__form").first()
    if row is None:
        return None
    recorded = cases.discussion(row)
    how = access(recorded, reader)
    if how is Access.NONE:
        return None
    if how is Access.READ_LOGGED:
        reads.log_read(row.id, reader, now)
    return Reading(row, current.as_of(recorded, now), laws.law_of(recorded), reader, now)
