"""A case as a reader should see it, also while a worker is late or down."""

from datetime import datetime
from uuid import UUID

from zgoda.centre.store import cases, laws
from zgoda.domain.discussion import Discussion
from zgoda.domain.timers import catch_up, running


def current(case_id: UUID, now: datetime) -> Discussion:
    """The recorded case with the timers applied that a punctual sweep would have fired; writes nothing.

    Raises `NoSuchCase`.
    """
    return as_of(cases.find(case_id), now)


def as_of(case: Discussion, now: datetime) -> Discussion:
    """The same for a case already read."""
    if min(running(case).values(), default=now) > now:
        return case
    return catch_up(case, now, laws.law_of(case), command_by=None)[0]
