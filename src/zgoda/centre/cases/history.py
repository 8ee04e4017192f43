"""The history of a case for staff: its journal in words, oldest first, and what lies ahead.

Messages stand in the thread, so the history leaves them out. Two queries.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zgoda.accounts.models import User
from zgoda.centre.cases.reading import Reading
from zgoda.centre.store import cases
from zgoda.domain import events as e
from zgoda.domain.actors import Actor, Role
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.timers import running
from zgoda.engine import journal
from zgoda.look.words.roles import role_name
from zgoda.look.words.solutions import expectation_words
from zgoda.look.words.statuses import category_name, closure_name, delivery_action_name
from zgoda.look.words.timers import timer_name


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the ``timeline`` component; ``kind``: "", done, late, platform or ahead."""

    at: datetime
    text: str
    kind: str = ""


def history(reading: Reading) -> list[Happened]:
    """What happened, by whom, and the instants that are set."""
    recorded = [cases.recorded(entry) for entry in journal.read(reading.row.id)]
    names = _names([one.by for one in recorded])
    told = [(one, _WORDS.get(type(one.event))) for one in recorded]
    past = [
        Happened(one.at, f"{words(one.event)} · {names[one.by]}", _KINDS.get(type(one.event), ""))
        for one, words in told
        if words is not None
    ]
    ahead = [Happened(at, timer_name(kind), "ahead") for kind, at in _ahead(reading)]
    return past + ahead


def _ahead(reading: Reading) -> list[tuple[TimerKind, datetime]]:
    return sorted(running(reading.case).items(), key=lambda item: item[1])


def _names(actors: Sequence[Actor]) -> Mapping[Actor, str]:
    """Role and login; system and partners have no account."""
    ids = {actor.id for actor in actors if actor.id is not None}
    logins = dict(User.objects.filter(pk__in=ids).values_list("pk", "username"))
    return {
        actor: role_name(actor.role) + (f" {logins[actor.id]}" if actor.id is not None and actor.id in logins else "")
        for actor in actors
    }


def _opened(event: e.DiscussionOpened) -> str:
    return _("opened on the buyer's behalf") if event.on_behalf else _("opened")


def _answered(event: e.Answered) -> str:
    return _("answered in time") if event.in_time else _("answered late")


def _action(event: e.DeliveryActionTaken) -> str:
    return delivery_action_name(event.action)


def _cancelled(event: e.ClosingCancelled) -> str:
    return _("still a problem after the delivery") if event.still_a_problem else _("wrote after the delivery")


def _offer(event: e.OfferMade) -> str:
    return _("offered: %(solution)s") % {"solution": expectation_words(event.solution)}


def _resolved(event: e.Resolved) -> str:
    return _("resolved: %(how)s") % {"how": closure_name(event.closure_reason)}


def _reopened(event: e.Reopened) -> str:
    return _("re-opened by the platform at the buyer's request") if event.by_staff else _("re-opened by the buyer")


def _reported(event: e.ViolationReported) -> str:
    return _("reported a violation: %(category)s") % {"category": category_name(event.category)}


def _handled(event: e.ReportHandled) -> str:
    return _("hid the reported message") if event.hidden else _("found nothing wrong in the reported message")


def _forwarded(event: e.Forwarded) -> str:
    return _("forwarded to the Warehouse") if event.to is Role.WAREHOUSE else _("forwarded to the seller")


_WORDS: Mapping[type[e.Event], Callable[..., str]] = {
    e.DiscussionOpened: _opened,
    e.Answered: _answered,
    e.AnswerMissed: lambda _event: _("the time to answer passed"),
    e.ActionMissed: lambda _event: _("nothing was done about the delivery in time"),
    e.DeliveryActionTaken: _action,
    e.ParcelDelivered: lambda _event: _("the parcel was delivered"),
    e.ClosingCancelled: _cancelled,
    e.ResolveAsked: lambda _event: _("asked the buyer to mark it as resolved"),
    e.OfferMade: _offer,
    e.OfferAccepted: lambda _event: _("accepted the offer"),
    e.OfferDeclined: lambda _event: _("declined the offer"),
    e.SolutionCarriedOut: lambda _event: _("carried out what was agreed"),
    e.Resolved: _resolved,
    e.MarkedUnresolved: lambda _event: _("marked as unresolved"),
    e.Reopened: _reopened,
    e.JoinAsked: lambda _event: _("asked the platform to join"),
    e.ConsultantJoined: lambda _event: _("joined"),
    e.FollowUpPassed: lambda _event: _("still no answer although the platform joined"),
    e.SellerWarned: lambda _event: _("warned the seller"),
    e.SellerBlocked: lambda _event: _("blocked the seller's account"),
    e.ViolationReported: _reported,
    e.ReportHandled: _handled,
    e.UnresolvedOffered: lambda _event: _("the buyer may mark it as unresolved from now"),
    e.Forwarded: _forwarded,
    e.CommentAdded: lambda _event: _("wrote an internal comment"),
    e.DeadlinesRecomputed: lambda _event: _("had the deadlines recomputed after a calendar changed"),
}
_KINDS: Mapping[type[e.Event], str] = {
    e.Answered: "done",
    e.OfferAccepted: "done",
    e.SolutionCarriedOut: "done",
    e.Resolved: "done",
    e.AnswerMissed: "late",
    e.ActionMissed: "late",
    e.FollowUpPassed: "late",
    e.MarkedUnresolved: "late",
    e.ConsultantJoined: "platform",
    e.SellerWarned: "platform",
    e.SellerBlocked: "platform",
    e.ReportHandled: "platform",
    e.Reopened: "platform",
    e.JoinAsked: "platform",
}
