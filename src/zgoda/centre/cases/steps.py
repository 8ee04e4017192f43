"""What the reader of a case may do next, or from when and why not yet; and every running clock with its reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.centre.cases.reading import Reading
from zgoda.centre.store import laws
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.discussion import Discussion
from zgoda.domain.explaining import explain_recorded
from zgoda.domain.permissions import Action, Permission
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.timers import running
from zgoda.look.words.refusals import refusal
from zgoda.look.words.steps import why_then
from zgoda.look.words.timers import timer_name, timer_rule, timer_then
from zgoda.look.words.times import when

_LABELS = {
    Action.OPEN: gettext_lazy("Open a Discussion"),
    Action.WRITE: gettext_lazy("Write a message"),
    Action.COMMENT: gettext_lazy("Add an internal comment"),
    Action.ASK_TO_RESOLVE: gettext_lazy("Ask the buyer to mark it as resolved"),
    Action.MARK_RESOLVED: gettext_lazy("Mark as resolved"),
    Action.MARK_UNRESOLVED: gettext_lazy("Mark as unresolved"),
    Action.REOPEN: gettext_lazy("Re-open the Discussion"),
    Action.REOPEN_BY_STAFF: gettext_lazy("Re-open at the buyer's request"),
    Action.ASK_PLATFORM_TO_JOIN: gettext_lazy("Ask the marketplace to join"),
    Action.JOIN: gettext_lazy("Join the Discussion"),
    Action.OFFER: gettext_lazy("Propose a solution"),
    Action.ACCEPT_OFFER: gettext_lazy("Accept the offer"),
    Action.DECLINE_OFFER: gettext_lazy("Decline the offer"),
    Action.CARRY_OUT: gettext_lazy("Say that the solution was carried out"),
    Action.GIVE_TRACKING_NUMBER: gettext_lazy("Give the tracking number"),
    Action.HAND_OVER: gettext_lazy("Report the hand-over to the carrier"),
    Action.STILL_A_PROBLEM: gettext_lazy("Say that there is still a problem"),
    Action.REPORT_VIOLATION: gettext_lazy("Report a violation"),
    Action.HANDLE_REPORT: gettext_lazy("Handle a violation report"),
    Action.WARN_SELLER: gettext_lazy("Warn the seller"),
    Action.BLOCK_SELLER: gettext_lazy("Block the seller's account"),
    Action.FORWARD_TO_WAREHOUSE: gettext_lazy("Forward to the Warehouse"),
    Action.FORWARD_TO_SELLER: gettext_lazy("Forward to the seller"),
}

_BESIDE_THE_POINT = frozenset(
    {
        Why.NOT_ALLOWED,
        Why.NOT_A_PARTY,
        Why.NOT_ENDED,
        Why.NO_OFFER_OPEN,
        Why.NO_OPEN_REPORT,
        Why.NOT_CLOSING_AFTER_DELIVERY,
        Why.NOT_A_DELIVERY_PROBLEM,
        Why.NOT_PENDING,
        Why.ALREADY_UNRESOLVED,
        Why.ENDED,
        Why.ENDED_REOPEN_FIRST,
        Why.NOT_FULFILLED,
    }
)
"""Refusals that tell the reader nothing new: the state of the case, which the page shows anyway, says it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One action of E.2. Not possible: ``moment`` is the date or condition in a few words, ``why`` the sentence."""

    action: Action
    label: str
    possible: bool
    moment: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A running clock: its name, instant, rule in a line, the steps that led to it, and what follows at its end."""

    name: str
    at: datetime
    rule: str
    steps: tuple[str, ...]
    then: str


def steps_of(reading: Reading, actions: Iterable[Action]) -> list[Step]:
    """The next steps among ``actions``, in their order; what is beside the point now is left out."""
    known = {permission.action: permission for permission in reading.permissions()}
    found = [_step(known[action], reading.case) for action in actions]
    return [step for step in found if step is not None]


def clocks_of(reading: Reading) -> list[Clock]:
    """The clocks that run, soonest first, each with *why then*; of a closed case the time left to re-open it."""
    case, zone = reading.case, reading.law.market.zone
    reckoned = explain_recorded(case, laws.as_reckoned(case, reading.law))
    if not case.is_open:
        until = reckoned["reopen_until"]
        rule = _("once, up to 2 years after the purchase")
        return [Clock(_("Can be re-opened until"), until.at, rule, tuple(why_then(until, zone)), "")]
    shown = []
    for kind, at in sorted(running(case).items(), key=lambda pair: pair[1]):
        reckoning = reckoned.get(_FIELDS.get(kind, ""))
        steps = tuple(why_then(reckoning, zone)) if reckoning is not None else ()
        shown.append(Clock(timer_name(kind), at, timer_rule(kind), steps, timer_then(kind)))
    return shown


def label_of(action: Action) -> str:
    """The name of an action as it stands on a button."""
    return str(_LABELS[action])


def _step(permission: Permission, case: Discussion) -> Step | None:
    refused = permission.refusal
    if refused is None:
        return Step(permission.action, label_of(permission.action), possible=True)
    if refused.why in _BESIDE_THE_POINT:
        return None
    return Step(
        permission.action,
        label_of(permission.action),
        possible=False,
        moment=_moment(refused, case),
        why=refusal(refused),
    )


def _moment(refused: Refused, case: Discussion) -> str:
    """The date or condition in a few words."""
    if refused.why is Why.ANSWER_NOT_OVERDUE:
        if refused.possible_from is None:
            return _("not needed: the answer came in time")
        return _("if there is no answer by %(at)s") % {"at": when(case.deadlines.answer_due)}
    if refused.possible_from is not None:
        return _("from %(at)s") % {"at": when(refused.possible_from)}
    return refusal(refused)


_FIELDS: Mapping[TimerKind, str] = {
    TimerKind.ANSWER: "answer_due",
    TimerKind.ACTION: "action_due",
    TimerKind.UNRESOLVED_AVAILABLE: "unresolved_from",
    TimerKind.AUTO_RESOLVE: "auto_resolve_at",
}
