"""Every status × every command × every actor, and every status × every timer, against E.2 and E.3 written by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

import pytest

from tests.domain.cases import (
    BUYER,
    CARRIER,
    CONSULTANT,
    DAY,
    DEFECT,
    EVERYBODY,
    EXCHANGE,
    HOUR,
    MISSING,
    MODERATOR,
    NOT_RECEIVED,
    OTHER_CONSULTANT,
    SELLER,
    Case,
    delivery,
    joined,
    opened,
    opening,
    purchase,
    text,
    uid,
    why,
)
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.discussion import DeliveryAction, ReportCategory, Status
from zgoda.domain.events import Recorded
from zgoda.domain.evolve import evolve
from zgoda.domain.permissions import Action, permitted
from zgoda.domain.purchase import Provider
from zgoda.domain.refusals import Why
from zgoda.domain.timers import fire, running
from zgoda.domain.transitions import BY_TRIGGER, target

P, R, U = Status.PENDING, Status.RESOLVED, Status.UNRESOLVED
OPEN = {P: P, U: U, R: Why.ENDED}
ANY = {P: P, U: U, R: R}
B, S, W, K, M, C = Role.BUYER, Role.SELLER, Role.WAREHOUSE, Role.CONSULTANT, Role.MODERATOR, Role.CARRIER

BY_HAND: dict[str, tuple[set[Role], dict[Status, Status | Why]]] = {
    "OpenDiscussion": (set(Role), dict.fromkeys(Status, Why.COMMAND_REUSED)),
    "WriteMessage": ({B, S, K}, OPEN),
    "AskToResolve": ({S}, OPEN),
    "OfferSolution": ({S, K}, OPEN),
    "AcceptOffer": ({B}, OPEN),
    "DeclineOffer": ({B}, OPEN),
    "ReportCarriedOut": ({S}, OPEN),
    "MarkResolved": ({B}, {P: R, U: R, R: Why.ENDED}),
    "MarkUnresolved": ({B}, {P: U, U: Why.ALREADY_UNRESOLVED, R: Why.ENDED_REOPEN_FIRST}),
    "Reopen": ({B}, {P: Why.NOT_ENDED, U: Why.NOT_ENDED, R: P}),
    "ReopenByStaff": ({K, M}, {P: Why.NOT_ENDED, U: Why.NOT_ENDED, R: P}),
    "AskPlatformToJoin": ({B}, {P: P, U: Why.NOT_PENDING, R: Why.ENDED}),
    "Join": ({K}, OPEN),
    "SayStillAProblem": ({B}, {P: P, U: Why.NOT_CLOSING_AFTER_DELIVERY, R: Why.ENDED}),
    "TakeDeliveryAction": ({S, C}, OPEN),
    "ReportViolation": ({B, S, K}, ANY),
    "HandleReport": ({M}, ANY),
    "WarnSeller": ({K, M}, OPEN),
    "BlockSeller": ({M}, OPEN),
    "AddComment": ({S, K, M}, ANY),
    "ForwardToWarehouse": ({S}, OPEN),
    "ForwardToSeller": ({W}, OPEN),
    "RecomputeDeadlines": ({Role.ADMIN}, OPEN),
}
TIMERS = {
    TimerKind.ANSWER: {P: P},
    TimerKind.ACTION: {P: P, U: U},
    TimerKind.UNRESOLVED_AVAILABLE: {P: P},
    TimerKind.AUTO_RESOLVE: {P: R},
    TimerKind.CLOSE_AFTER_DELIVERY: {P: R},
    TimerKind.FOLLOW_UP: {P: P, U: U},
}
OFFER, REPORT = uid(21), uid(22)


@dataclass(frozen=True)
class Well:
    """A command that only role and status can still forbid, and the case it is for."""

    case: Case
    command: c.Command


def troubled() -> Case:
    """Nobody answers: joined, reminded, warned, reminded again; an offer and a report are open; 20 days old."""
    case = joined()
    case.does(c.OfferSolution(by=CONSULTANT, offer_id=OFFER, message_id=uid(), solution=EXCHANGE))
    case.does(report(BUYER))
    case.after(5 * DAY).does(c.WarnSeller(by=MODERATOR, message_id=uid(), reason=text()))
    return case.after(14 * DAY)


def lost() -> Case:
    """A parcel that the carrier says it has just delivered."""
    case = opened(NOT_RECEIVED).after(7 * DAY)
    case.takes(DeliveryAction.DELIVERED, CARRIER)
    return case.after(HOUR)


def silent() -> Case:
    return opened(DEFECT).after(15 * DAY)


def asked() -> Case:
    case = silent()
    case.does(c.AskPlatformToJoin(by=BUYER))
    return case


def misrouted(reason: str) -> Callable[[], Case]:
    """Of an order that the Warehouse sends, old enough to be marked as unresolved."""
    bought = purchase(provider=Provider.ALLEGRO, account_provider=Provider.ALLEGRO)
    return lambda: opened(reason, purchase=bought).after(15 * DAY)


def report(by: Actor) -> c.ReportViolation:
    author = SELLER if by.role is Role.BUYER else BUYER
    return c.ReportViolation(by=by, report_id=REPORT, message_id=uid(), author=author, category=ReportCategory.THREAT)


def well(name: str, by: Actor) -> Well:
    """Each command by ``by``, complete in itself."""
    ready: dict[str, tuple[object, c.Command]] = {
        "OpenDiscussion": (troubled, opening(by=by)),
        "WriteMessage": (troubled, c.WriteMessage(by=by, message_id=uid(), text=text())),
        "AskToResolve": (troubled, c.AskToResolve(by=by, message_id=uid())),
        "OfferSolution": (troubled, c.OfferSolution(by=by, offer_id=uid(), message_id=uid(), solution=EXCHANGE)),
        "AcceptOffer": (troubled, c.AcceptOffer(by=by, offer_id=OFFER)),
        "DeclineOffer": (troubled, c.DeclineOffer(by=by, offer_id=OFFER)),
        "ReportCarriedOut": (troubled, c.ReportCarriedOut(by=by, message_id=uid())),
        "MarkResolved": (troubled, c.MarkResolved(by=by)),
        "MarkUnresolved": (troubled, c.MarkUnresolved(by=by)),
        "Reopen": (troubled, c.Reopen(by=by, message_id=uid())),
        "ReopenByStaff": (
            troubled,
            c.ReopenByStaff(by=by, message_id=uid(), justification=text(), buyer_request=text()),
        ),
        "AskPlatformToJoin": (silent, c.AskPlatformToJoin(by=by)),
        "Join": (asked, c.Join(by=by, message_id=uid())),
        "SayStillAProblem": (lost, c.SayStillAProblem(by=by)),
        "TakeDeliveryAction": (lost, delivery(DeliveryAction.HANDED_OVER, by, lost().now)),
        "ReportViolation": (troubled, report(by)),
        "HandleReport": (troubled, c.HandleReport(by=by, report_id=REPORT, hide=True)),
        "WarnSeller": (troubled, c.WarnSeller(by=by, message_id=uid(), reason=text())),
        "BlockSeller": (troubled, c.BlockSeller(by=by, reason=text())),
        "AddComment": (troubled, c.AddComment(by=by, text=text())),
        "ForwardToWarehouse": (misrouted(MISSING), c.ForwardToWarehouse(by=by, note=text())),
        "ForwardToSeller": (misrouted(NOT_RECEIVED), c.ForwardToSeller(by=by, note=text())),
        "RecomputeDeadlines": (troubled, c.RecomputeDeadlines(by=by, reason=text())),
    }
    make, command = ready[name]
    return Well(make(), command)  # type: ignore[operator]


def brought_to(case: Case, status: Status) -> Case:
    if status is U:
        case.does(c.MarkUnresolved(by=BUYER))
    elif status is R:
        case.does(c.MarkResolved(by=BUYER))
    return case


def expected(name: str, status: Status, by: Actor) -> Status | Why:
    roles, leads = BY_HAND[name]
    if by.role in roles:
        return leads[status]
    stranger = by.role is Role.WAREHOUSE and not name.startswith("Forward")
    return Why.NOT_A_PARTY if stranger else Why.NOT_ALLOWED


def test_the_table_by_hand_has_every_command_and_every_timer() -> None:
    assert set(BY_HAND) == {command.__name__ for command in get_args(c.Command)}
    assert set(TIMERS) == set(TimerKind)
    assert set(BY_TRIGGER) == {*get_args(c.Command), *TimerKind}


@rule("S0-29", "S0-31", "S0-34")
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("name", list(BY_HAND))
def test_every_status_and_command_for_every_actor(status: Status, name: str) -> None:
    for by in EVERYBODY:
        ready = well(name, by)
        case = brought_to(ready.case, status)
        decision = case.tries(ready.command)
        found = why(decision) or case.it.status
        assert found == expected(name, status, by), (by, decision)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("name", list(BY_HAND))
def test_the_rules_table_says_the_same(status: Status, name: str) -> None:
    command = next(one for one in get_args(c.Command) if one.__name__ == name)
    assert target(status, command) == BY_HAND[name][1][status]


def test_before_the_opening_only_an_opening_is_possible() -> None:
    for command in get_args(c.Command):
        assert target(None, command) == (P if command is c.OpenDiscussion else Why.NOT_A_PARTY)


@rule("S0-32", "S0-33")
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("kind", list(TimerKind))
def test_every_status_and_timer(status: Status, kind: TimerKind) -> None:
    made = {TimerKind.FOLLOW_UP: joined, TimerKind.CLOSE_AFTER_DELIVERY: lost}
    case = made.get(kind, lambda: opened(NOT_RECEIVED))()
    it = case.it if status is P else _as(case, status)
    if status not in TIMERS[kind]:
        assert kind not in running(it)
        assert fire(it, kind, case.law) == []
        return
    due = running(it)[kind]
    for event in fire(it, kind, case.law):
        it = evolve(it, Recorded(event, due, Actor(Role.SYSTEM)), id=it.id)
    assert it.status is TIMERS[kind][status]
    assert kind not in running(it)


def _as(case: Case, status: Status) -> object:
    """The same clocks in another status, however unlikely they are there."""
    from dataclasses import replace

    return replace(case.it, status=status)


ACTIONS = {
    "WriteMessage": Action.WRITE,
    "AskToResolve": Action.ASK_TO_RESOLVE,
    "OfferSolution": Action.OFFER,
    "AcceptOffer": Action.ACCEPT_OFFER,
    "DeclineOffer": Action.DECLINE_OFFER,
    "ReportCarriedOut": Action.CARRY_OUT,
    "MarkResolved": Action.MARK_RESOLVED,
    "MarkUnresolved": Action.MARK_UNRESOLVED,
    "Reopen": Action.REOPEN,
    "ReopenByStaff": Action.REOPEN_BY_STAFF,
    "AskPlatformToJoin": Action.ASK_PLATFORM_TO_JOIN,
    "Join": Action.JOIN,
    "SayStillAProblem": Action.STILL_A_PROBLEM,
    "TakeDeliveryAction": Action.HAND_OVER,
    "ReportViolation": Action.REPORT_VIOLATION,
    "HandleReport": Action.HANDLE_REPORT,
    "WarnSeller": Action.WARN_SELLER,
    "BlockSeller": Action.BLOCK_SELLER,
    "AddComment": Action.COMMENT,
}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("name", list(ACTIONS))
def test_what_is_called_permitted_is_what_is_done(status: Status, name: str) -> None:
    for by in (*EVERYBODY, OTHER_CONSULTANT):
        ready = well(name, by)
        case = brought_to(ready.case, status)
        (said,) = [one for one in permitted(case.it, by, case.now, case.law) if one.action is ACTIONS[name]]
        assert (said.refusal and said.refusal.why) == case.refuses(ready.command), by
