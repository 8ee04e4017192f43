"""How the measured answer of one Discussion went: who gave it, on which day it counts, how long it took (C.2, C-18).

Only the first round is measured (G-06). Time is business time (C-40), in whole seconds; a part of a second is dropped.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zgoda.domain.actors import Role
from zgoda.domain.business_time import business_time_between
from zgoda.domain.calendar import ONE_DAY, Calendar, weekends_only
from zgoda.domain.deadlines import missed
from zgoda.domain.discussion import Discussion, Responsibility
from zgoda.domain.law import Law

SECOND = timedelta(seconds=1)
SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Answer:
    """What one first round gives to the figures. ``party`` gave the answer, or was to give it when time ran out.

    ``ended_on`` is the local day on which it was answered in time or ran out, None while it still runs; ``in_time``
    and ``seconds`` then are None too. ``waiting``: late and still unanswered, ``seconds`` stand as at the end of
    ``ended_on`` and grow by every business day after it.
    """

    party: Role
    started_at: datetime
    due_at: datetime
    ended_on: date | None = None
    in_time: bool | None = None
    seconds: int | None = None
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """What one answer is measured by: from when, until when, and what stopped it. ``answered_by`` with its instant;
    ``closed_at`` where the round ended without one. ``to_answer`` tells who was to answer at an instant."""

    started_at: datetime
    due_at: datetime
    history: tuple[Responsibility, ...]
    answered_at: datetime | None = None
    answered_by: Role | None = None
    closed_at: datetime | None = None

    def to_answer(self, at: datetime) -> Role:
        """S1-54: the party in force at an instant."""
        return next((one.party for one in reversed(self.history) if one.since <= at), self.history[0].party)


def first_answer(case: Discussion, now: datetime, law: Law) -> Answer | None:
    """S1-62, S1-63: the measure of a case in its first round; None where the buyer or a clock ended the round before
    the answer was due, for then there is nothing to measure.

    The automatic answer of a non-delivery action is one like any other (S0-43). A case in a later round keeps what its
    first round gave (G-06), so it must not be asked about: ``ValueError``.
    """
    if case.round != 1:
        raise ValueError(f"{case.id} is in round {case.round}")
    clock = Clock(
        started_at=metric_start(case),
        due_at=case.metric_due or case.deadlines.answer_due,
        history=case.responsibilities,
        answered_at=case.answered_at,
        closed_at=case.closed_at,
    )
    return measure(clock, now, law)


def metric_start(case: Discussion) -> datetime:
    """C-18, S1-63: the buyer's first message. The opening is one, so that duty and measure begin together; in a case
    opened on the buyer's behalf it is the buyer's own first message, or the opening while there is none (G-07)."""
    own = case.first_buyer_message_at
    if case.on_behalf and own is not None and case.metric_due != case.deadlines.answer_due:
        return own
    return case.first_opened_at


def measure(clock: Clock, now: datetime, law: Law) -> Answer | None:
    """C.2: answered within 24 business hours or not, and the business time it took.

    A late answer counts on the day on which the time ran out; unanswered, it counts with the time so far.
    """
    if clock.answered_at is not None and not missed(clock.due_at, clock.answered_at):
        return _ended(clock, clock.answered_at, clock.answered_at, law, in_time=True)
    stopped = clock.answered_at or clock.closed_at
    if not missed(clock.due_at, stopped or now):
        return None if stopped else Answer(clock.to_answer(now), clock.started_at, clock.due_at)
    return _ended(clock, clock.due_at, stopped, law, in_time=False)


def run_out(answer: Answer, now: datetime, law: Law) -> Answer:
    """The same answer at a later moment: one that nobody gave meanwhile is late once its time has passed."""
    if answer.ended_on is not None or not missed(answer.due_at, now):
        return answer
    clock = Clock(answer.started_at, answer.due_at, (Responsibility(answer.party, answer.started_at, ""),))
    return _ended(clock, answer.due_at, None, law, in_time=False)


def business_days_after(day: date, last: date, law: Law) -> int:
    """How many business days lie after ``day`` up to and with ``last``: what a waiting answer has grown by (C-40)."""
    calendar = _calendar(law, day, last)
    days = (day + timedelta(days=number) for number in range(1, (last - day).days + 1))
    return sum(calendar.is_business_day(one) for one in days)


def _ended(clock: Clock, ended_at: datetime, stopped: datetime | None, law: Law, *, in_time: bool) -> Answer:
    """``stopped`` is None where the clock of a late answer runs on."""
    zone = law.market.zone
    day = ended_at.astimezone(zone).date()
    until = stopped or datetime.combine(day + ONE_DAY, time.min, zone)
    calendar = _calendar(law, clock.started_at.astimezone(zone).date(), until.astimezone(zone).date())
    took = business_time_between(clock.started_at, until, calendar, zone)
    answered = clock.answered_by or (clock.to_answer(clock.answered_at) if clock.answered_at else None)
    return Answer(
        party=answered or clock.to_answer(clock.due_at),
        started_at=clock.started_at,
        due_at=clock.due_at,
        ended_on=day,
        in_time=in_time,
        seconds=took // SECOND,
        waiting=stopped is None,
    )


def _calendar(law: Law, first: date, last: date) -> Calendar:
    """The law's calendar; in years it does not know, weekends stand in (G-13)."""
    years = frozenset(range(first.year, last.year + 1))
    return law.calendar if years <= law.calendar.years else weekends_only(law.calendar, years)
