"""The timers of a Discussion: when each is due and why (part D.2 of the rules, TM-0 to TM-6, TM-7, TM-10, TM-11).

All results are UTC. Each is computed once, at opening or re-opening, and stored with the calendar's id; a later
change of a calendar moves it only by a logged recomputation (D.1, G-13).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from zgoda.domain.business_time import add_business_hours, explain_business_hours
from zgoda.domain.calendar import Calendar, NoCalendar, weekends_only
from zgoda.domain.calendar_time import (
    LAST_SECOND,
    add_days,
    add_months,
    end_of_day,
    explain_days,
    explain_elapsed,
    explain_end_of_month_day,
    month_day,
)
from zgoda.domain.law import Law
from zgoda.domain.markets import Market
from zgoda.domain.reckoning import Reckoning, Step, StepCode
from zgoda.domain.rule_sets import ClockKind

BEFORE_OPENING = timedelta(minutes=60)
ANSWER_HOURS = 24
DELIVERED_QUIET = timedelta(hours=24)
UNRESOLVED_DAYS = 14
UNRESOLVED_DAYS_NOT_RECEIVED = 7
AUTO_RESOLVE_DAYS = 30
REOPEN_MONTHS = 24
CLAIM_DAYS = 14
IMPORT_DAYS = 30
CONSENT_MONTHS = 12


class TimerKind(StrEnum):
    """The timers that are kept as rows and fire; FOLLOW_UP is the consultant's reminder after joining (T-09)."""

    ANSWER = "ANSWER"
    ACTION = "ACTION"
    UNRESOLVED_AVAILABLE = "UNRESOLVED_AVAILABLE"
    AUTO_RESOLVE = "AUTO_RESOLVE"
    CLOSE_AFTER_DELIVERY = "CLOSE_AFTER_DELIVERY"
    FOLLOW_UP = "FOLLOW_UP"


FIRING_ORDER = (
    TimerKind.CLOSE_AFTER_DELIVERY,
    TimerKind.AUTO_RESOLVE,
    TimerKind.ANSWER,
    TimerKind.ACTION,
    TimerKind.UNRESOLVED_AVAILABLE,
    TimerKind.FOLLOW_UP,
)
"""Which timer goes first when several are due at one instant: TM-5, TM-4, TM-1, then the rest (D.2, G-03)."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What an opening or re-opening sets. ``action_due`` only when the product was not received.

    ``provisional`` says that a year's rest days may still change or were not known at all (G-13).
    """

    answer_due: datetime
    action_due: datetime | None
    unresolved_from: datetime
    auto_resolve_at: datetime
    reopen_until: datetime
    calendar_id: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """An instant of business time, UTC; ``provisional`` as in ``Deadlines`` (G-13)."""

    at: datetime
    provisional: bool = False


def opening_deadlines(opened_at: datetime, purchased_at: datetime, *, not_received: bool, law: Law) -> Deadlines:
    """The timers that start at an opening or a re-opening (T-01, T-25; C-06). Never refuses a year without calendar.

    Where the calendar does not know a year, only its weekends are skipped and the result is marked provisional, so
    that nobody at work in a case is turned away; a plain computation raises ``NoCalendar`` (G-13).
    """
    zone = law.market.zone
    known = _known(opened_at, law)
    answer = business_due(opened_at, law)
    return Deadlines(
        answer_due=answer.at,
        action_due=action_due(opened_at, known) if not_received else None,
        unresolved_from=unresolved_from(opened_at, zone, not_received=not_received),
        auto_resolve_at=auto_resolve_at(opened_at, zone),
        reopen_until=reopen_until(purchased_at, law.market),
        calendar_id=known.calendar.id,
        provisional=answer.provisional,
    )


def business_due(start: datetime, law: Law) -> Due:
    """24 business hours from ``start`` (D.1). Where a year has no calendar its weekends stand in for it (G-13)."""
    known, zone = _known(start, law), law.market.zone
    at = answer_due(start, known)
    days = start.astimezone(zone).date(), at.astimezone(zone).date()
    return Due(at, known.calendar.is_provisional(*days))


def explain_opening(
    opened_at: datetime, purchased_at: datetime, *, not_received: bool, law: Law
) -> Mapping[str, Reckoning]:
    """The same instants with their steps, keyed by the fields of ``Deadlines``; ``action_due`` only where it is set."""
    known, zone = _known(opened_at, law), law.market.zone
    weekends = opened_at.astimezone(zone).year if known is not law else 0
    days = UNRESOLVED_DAYS_NOT_RECEIVED if not_received else UNRESOLVED_DAYS
    explained = {"answer_due": _mark(explain_answer(opened_at, known), weekends)}
    if not_received:
        explained["action_due"] = _mark(explain_action(opened_at, known), weekends)
    explained["unresolved_from"] = explain_days(opened_at, days, zone, law.calendar)
    explained["auto_resolve_at"] = explain_days(opened_at, AUTO_RESOLVE_DAYS, zone, law.calendar)
    explained["reopen_until"] = explain_end_of_month_day(purchased_at, REOPEN_MONTHS, zone)
    return explained


def earliest_opening(purchased_at: datetime) -> datetime:
    """TM-0, S0-04, C-24: 60 elapsed minutes after the purchase (of the line itself in a combined order), inclusive."""
    return purchased_at.astimezone(UTC) + BEFORE_OPENING


def explain_earliest_opening(purchased_at: datetime, market: Market) -> Reckoning:
    """``earliest_opening`` with its steps."""
    return explain_elapsed(purchased_at, BEFORE_OPENING, market.zone)


def latest_opening(purchased_at: datetime, market: Market) -> datetime:
    """G-09: an opening is possible as long as a re-opening would be; the last permitted instant."""
    return reopen_until(purchased_at, market)


def answer_due(opened_at: datetime, law: Law) -> datetime:
    """TM-1, S0-09, S0-10, S0-11: 24 business hours from the opening or re-opening. Raises ``NoCalendar``."""
    return add_business_hours(opened_at, ANSWER_HOURS, law.calendar, law.market.zone)


def explain_answer(opened_at: datetime, law: Law) -> Reckoning:
    """``answer_due`` with its steps."""
    return explain_business_hours(opened_at, ANSWER_HOURS, law.calendar, law.market.zone)


def missed(due: datetime, now: datetime) -> bool:
    """D.1 step 4: late only after the due instant; exactly on it is still in time (S0-09)."""
    return now > due


def action_due(opened_at: datetime, law: Law) -> datetime:
    """TM-2, S0-37, C-01: the four non-delivery actions share the answer's clock, or 24 elapsed hours by switch."""
    if law.rules.non_delivery_clock is ClockKind.CALENDAR:
        return opened_at.astimezone(UTC) + timedelta(hours=ANSWER_HOURS)
    return answer_due(opened_at, law)


def explain_action(opened_at: datetime, law: Law) -> Reckoning:
    """``action_due`` with its steps."""
    if law.rules.non_delivery_clock is ClockKind.CALENDAR:
        return explain_elapsed(opened_at, timedelta(hours=ANSWER_HOURS), law.market.zone)
    return explain_answer(opened_at, law)


def unresolved_from(opened_at: datetime, zone: ZoneInfo, *, not_received: bool) -> datetime:
    """TM-3: the buyer may mark unresolved at or after 7 days when not delivered (S0-35), 14 otherwise (S0-36).

    Calendar days, same local time; weekends and holidays are not skipped (C-22).
    """
    return add_days(opened_at, UNRESOLVED_DAYS_NOT_RECEIVED if not_received else UNRESOLVED_DAYS, zone)


def auto_resolve_at(started_at: datetime, zone: ZoneInfo) -> datetime:
    """TM-4, S0-32: 30 calendar days, same local time, from the (re-)opening; from the last message by switch."""
    return add_days(started_at, AUTO_RESOLVE_DAYS, zone)


def close_after_delivery(delivery_message_at: datetime, law: Law) -> datetime:
    """TM-5, S0-45, C-20: 24 elapsed hours from the platform's delivery message, weekends included.

    Business hours by switch; a year without calendar as in an opening.
    """
    return explain_close_after_delivery(delivery_message_at, law).at


def explain_close_after_delivery(delivery_message_at: datetime, law: Law) -> Reckoning:
    """``close_after_delivery`` with its steps."""
    if law.rules.delivered_close_clock is ClockKind.BUSINESS:
        return explain_answer(delivery_message_at, _known(delivery_message_at, law))
    return explain_elapsed(delivery_message_at, DELIVERED_QUIET, law.market.zone)


def reopen_until(purchased_at: datetime, market: Market) -> datetime:
    """TM-6, S0-22, C-23: the last permitted instant, 23:59:59.999 local, two years after the purchase.

    Counted from the purchase, never from closing; 29 February goes to 28 February.
    """
    day = month_day(purchased_at.astimezone(market.zone).date(), REOPEN_MONTHS)
    return end_of_day(day, market.zone)


def follow_up_due(started_at: datetime, law: Law) -> Due:
    """The consultant's reminder after joining or warning (T-09, T-10): 24 business hours, in any year."""
    return business_due(started_at, law)


def metric_due(buyer_wrote_at: datetime, law: Law) -> Due:
    """G-07, C-18: a case opened on the buyer's behalf is measured from the buyer's own first message."""
    return business_due(buyer_wrote_at, law)


def claim_decision_due(filed_at: datetime, law: Law, *, roll: bool = False) -> datetime:
    """TM-7, C-27: the plain 14th day, 23:59:59 local; with ``roll`` moved to the next business day."""
    zone = law.market.zone
    day: date = filed_at.astimezone(zone).date() + timedelta(days=CLAIM_DAYS)
    if roll:
        day = law.calendar.first_business_day(day)
    return end_of_day(day, zone, LAST_SECOND)


def import_since(connected_at: datetime, zone: ZoneInfo) -> datetime:
    """TM-10, C-17, S3-24: how far back a first import reads, 30 calendar days before the connection."""
    return add_days(connected_at, -IMPORT_DAYS, zone)


def consent_until(given_at: datetime, zone: ZoneInfo) -> datetime:
    """TM-11, S0-62: consent is valid for 12 calendar months, to the same local time."""
    return add_months(given_at, CONSENT_MONTHS, zone)


def _known(opened_at: datetime, law: Law) -> Law:
    """The law itself, or with the unknown years of this opening reduced to their weekends."""
    year = opened_at.astimezone(law.market.zone).year
    if year in law.calendar.years and year + 1 in law.calendar.years:
        return law
    try:
        answer_due(opened_at, law)
    except NoCalendar:
        calendar: Calendar = weekends_only(law.calendar, (year, year + 1))
        return replace(law, calendar=calendar)
    return law


def _mark(reckoning: Reckoning, year: int) -> Reckoning:
    if not year:
        return reckoning
    *steps, result = reckoning.steps
    return replace(reckoning, steps=(*steps, Step(StepCode.WEEKENDS_ONLY, count=year), result))
