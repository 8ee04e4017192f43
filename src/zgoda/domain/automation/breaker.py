"""The loop breaker: what no rule may do, however it is written.

At most one acknowledgement and one request for evidence in a case, ever, whichever rules ask for them: no chain of
answers is longer. Nothing automatic answers what comes so soon after an automatic message that it may be one itself.
Rules wait for what buyers, the marketplace and the clock do, never for what rules do. What remains is counted.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from zgoda.domain.automation.facts import Event, Facts, History
from zgoda.domain.automation.rule import Deed, Trigger

ROBOT = timedelta(minutes=2)
"""A buyer's message that comes so soon after an automatic one of ours may be automatic too."""
STALE = timedelta(hours=12)
"""An automatic message about something older would puzzle the buyer."""
IN_CASE = 3
"""Times within `DAY` that one rule does something in one case."""
ANYWHERE = 100
"""Times within `HOUR` that one rule does something anywhere; then it goes back to only watching."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Why(StrEnum):
    """Why a deed is left out; the page chooses the words."""

    ALREADY_ACKNOWLEDGED = "ALREADY_ACKNOWLEDGED"
    ALREADY_ASKED = "ALREADY_ASKED"
    ANSWERED = "ANSWERED"
    CASE_ENDED = "CASE_ENDED"
    TOO_LATE = "TOO_LATE"
    NOT_OURS = "NOT_OURS"
    ROBOT = "ROBOT"
    NOT_FOR_REASON = "NOT_FOR_REASON"
    HAS_OWNER = "HAS_OWNER"
    HAS_TAGS = "HAS_TAGS"
    OFTEN_HERE = "OFTEN_HERE"
    OFTEN_ANYWHERE = "OFTEN_ANYWHERE"


def too_often(rule_id: int, history: History) -> Why | None:
    """Whether the rule has done so much that it may be going round in circles."""
    if history.anywhere.get(rule_id, 0) >= ANYWHERE:
        return Why.OFTEN_ANYWHERE
    return Why.OFTEN_HERE if history.in_case.get(rule_id, 0) >= IN_CASE else None


def no_message(deed: Deed, event: Event, facts: Facts, now: datetime) -> Why | None:
    """What speaks against writing to the buyer by itself."""
    history = facts.history
    if facts.ended and event.trigger is not Trigger.ENDED:
        return Why.CASE_ENDED
    if deed is Deed.ACKNOWLEDGE and history.acknowledged:
        return Why.ALREADY_ACKNOWLEDGED
    if deed is Deed.ASK_EVIDENCE and history.evidence_asked:
        return Why.ALREADY_ASKED
    if event.trigger is Trigger.WROTE and _may_be_robot(event.at, history.last_automatic_at):
        return Why.ROBOT
    if facts.answered:
        return Why.ANSWERED
    return Why.TOO_LATE if now - event.at > STALE else None


def _may_be_robot(at: datetime, last_automatic_at: datetime | None) -> bool:
    return last_automatic_at is not None and last_automatic_at <= at <= last_automatic_at + ROBOT
