"""The log of staff's reading (P-04: any case, logged)."""

from datetime import datetime
from uuid import UUID

from zgoda.centre.store.models import StaffRead
from zgoda.domain.actors import Actor


def log_read(case_id: UUID, reader: Actor, at: datetime) -> None:
    """Note that somebody of the platform read the case; each reading is a row."""
    if reader.id is None:
        raise ValueError("a reader has an account")
    StaffRead.objects.create(case_id=case_id, reader_id=reader.id, role=reader.role.value, at=at)
