"""A case and its paper in the same words, so that they can be compared: facts, and a diary of what ended when."""

from datetime import datetime

from tests.domain.paper import Paper, Who
from zgoda.domain import commands as c
from zgoda.domain.discussion import Discussion, OfferState, Status
from zgoda.domain.events import (
    ActionMissed,
    AnswerMissed,
    FollowUpPassed,
    MarkedUnresolved,
    Recorded,
    Reopened,
    Resolved,
)

LETTERS = {Status.PENDING: "P", Status.UNRESOLVED: "U", Status.RESOLVED: "R"}
LINES = {
    AnswerMissed: "late",
    ActionMissed: "no action",
    FollowUpPassed: "reminder",
    MarkedUnresolved: "U",
    Reopened: "P",
}


def who(command: c.Command) -> Who:
    return Who(command.by.role, command.by.id)


def seen(case: Discussion) -> dict[str, object]:
    """What the product holds, in the paper's words."""
    offer_open = case.offer is not None and case.offer.state is OfferState.OPEN
    return {
        "status": LETTERS[case.status],
        "how": case.closure_reason,
        "round": case.round,
        "messages": case.messages,
        "opened": case.opened_at,
        "due": case.deadlines.answer_due,
        "action due": case.deadlines.action_due,
        "unresolved from": case.deadlines.unresolved_from,
        "month over": case.deadlines.auto_resolve_at,
        "last day": case.deadlines.reopen_until,
        "answered": (case.answered_at, case.first_response_at, case.answer_overdue, case.first_round_in_time),
        "acted": (case.action.happened_at if case.action else None, case.action_overdue, len(case.delivery_references)),
        "closes": case.closes_at,
        "platform": (case.join_asked_at is not None, case.platform_joined, case.joined_by),
        "reminder": (case.follow_up_at, case.follow_up_passed if case.is_open else None),
        "sanctions": (case.warned_at is not None, case.blocked_at is not None),
        "asked": case.resolve_asked is not None,
        "offer": (case.offer.id if case.offer and offer_open else None, case.agreed is not None),
        "carried out": case.carried_out_at is not None,
        "re-opened": (case.buyer_reopens, case.staff_reopens),
        "reports": {report.id for report in case.reports},
        "responsible": (case.responsible, case.hidden, len(case.responsibilities)),
    }


def written(page: Paper) -> dict[str, object]:
    """The same as the paper has it."""
    return {
        "status": page.status,
        "how": page.how,
        "round": page.round,
        "messages": page.messages,
        "opened": page.opened,
        "due": page.due,
        "action due": page.due if page.not_received else None,
        "unresolved from": page.unresolved_from,
        "month over": page.month_over,
        "last day": page.last_day,
        "answered": (page.answered, page.ever_answered, page.late, page.measured),
        "acted": (page.acted, page.action_late, len(page.told)),
        "closes": page.closes,
        "platform": (page.join_asked, page.platform_in, page.joined),
        "reminder": (page.reminder, page.reminder_passed if page.status != "R" else None),
        "sanctions": (page.warned, page.blocked),
        "asked": page.asked,
        "offer": (page.offer, page.agreed),
        "carried out": page.carried_out,
        "re-opened": (page.reopened, page.reopened_by_staff),
        "reports": set(page.reports),
        "responsible": (page.answers, page.hidden, page.turns),
    }


def diary(journal: list[Recorded]) -> list[tuple[str, datetime, str]]:
    """Who ended, re-opened or missed what, and when: one line each (E.3, invariants 2, 6 and 8)."""
    lines = []
    for entry in journal:
        event = entry.event
        name = f"R {event.closure_reason}" if isinstance(event, Resolved) else LINES.get(type(event))
        if name is not None:
            lines.append((name, entry.at, str(entry.by.role)))
    return lines
