"""Where a Discussion stands, in the buyer's words: one line for the list, three steps for the thread."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zgoda.domain.actors import ANSWERERS, Role
from zgoda.domain.discussion import Discussion, OfferState, Status
from zgoda.look.words import clocks
from zgoda.look.words.statuses import closure_name
from zgoda.look.words.times import when


@dataclass(frozen=True, slots=True)
class Standing:
    """``state`` is a clock's face; ``due`` the instant the words speak of; ``mine``: the buyer's move."""

    state: str
    words: str
    gone: int = 0
    due: datetime | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """One of the three steps: ``done``, ``now``, ``ahead`` or ``stopped``."""

    label: str
    note: str
    state: str


def standing(case: Discussion, now: datetime) -> Standing:
    """What happens next in this case: the buyer's own move before the seller's, both before what runs by itself."""
    for look in _LOOKS:
        found = look(case, now)
        if found is not None:
            return found
    if _warehouse_answers(case):
        return Standing("still", _("waits for the Warehouse's next message"))
    return Standing("still", _("waits for the seller's next message"))


def progress(case: Discussion, now: datetime) -> list[Progress]:
    """Reported, the answer, settled."""
    return [Progress(_("Reported"), when(case.opened_at), "done"), _answer(case, now), _end(case)]


def _closed(case: Discussion, now: datetime) -> Standing | None:
    if case.closure_reason is None or case.is_open:
        return None
    return Standing("met", closure_name(case.closure_reason, own=True))


def _offer(case: Discussion, now: datetime) -> Standing | None:
    is_open = case.offer is not None and case.offer.state is OfferState.OPEN
    return Standing("soon", _("an offer waits for you"), 80, mine=True) if is_open else None


def _asked(case: Discussion, now: datetime) -> Standing | None:
    if case.resolve_asked is None:
        return None
    return Standing("soon", _("you are asked whether it is solved"), 80, mine=True)


def _closing(case: Discussion, now: datetime) -> Standing | None:
    if case.closes_at is None:
        return None
    words = _("delivered; closes by itself %(at)s") % {"at": when(case.closes_at)}
    return Standing("soon", words, clocks.gone(case.opened_at, case.closes_at, now), case.closes_at, mine=True)


def _platform(case: Discussion, now: datetime) -> Standing | None:
    if case.joined_by is not None:
        return Standing("running", _("a consultant of the marketplace helps"))
    if case.join_asked_at is not None or case.status is Status.UNRESOLVED or case.platform_joined:
        return Standing("still", _("a consultant of the marketplace will join"))
    return None


def _unanswered(case: Discussion, now: datetime) -> Standing | None:
    if case.answered_at is not None:
        return None
    due = case.deadlines.answer_due
    if case.answer_overdue:
        return Standing("late", _("no answer in time: you can ask the marketplace to join"), 100, due, mine=True)
    state = clocks.state(case.opened_at, due, now)
    gone = clocks.gone(case.opened_at, due, now)
    warehouse, seller = _("the Warehouse has until %(at)s to answer"), _("the seller has until %(at)s to answer")
    words = warehouse if _warehouse_answers(case) else seller
    return Standing(state, words % {"at": when(due)}, gone, due)


def _answered(case: Discussion, now: datetime) -> Standing | None:
    if case.last_message_by not in ANSWERERS:
        return None
    by_warehouse = case.last_message_by is Role.WAREHOUSE
    return Standing("met", _("the Warehouse answered") if by_warehouse else _("the seller answered"), mine=True)


def _warehouse_answers(case: Discussion) -> bool:
    """S1-54: the buyer reads who of the two answers now."""
    return case.responsible is Role.WAREHOUSE


_LOOKS: tuple[Callable[[Discussion, datetime], Standing | None], ...] = (
    _closed,
    _offer,
    _asked,
    _closing,
    _platform,
    _unanswered,
    _answered,
)


def _answer(case: Discussion, now: datetime) -> Progress:
    """The middle of the three: the answer and what became of it."""
    if not case.is_open:
        return _answer_of_closed(case)
    next_ = standing(case, now)
    if case.status is Status.UNRESOLVED:
        return Progress(_("Marked as unresolved"), next_.words, "stopped")
    if case.answered_at is not None:
        return Progress(pgettext("step", "Answered"), "" if next_.state == "met" else next_.words, "now")
    if case.answer_overdue:
        helps = next_.words if next_.state != "late" else _("you can ask the marketplace to join")
        return Progress(_("Not answered in time"), helps, "stopped")
    who = _("The Warehouse answers") if _warehouse_answers(case) else _("The seller answers")
    return Progress(who, next_.words, "now")


def _answer_of_closed(case: Discussion) -> Progress:
    if case.answered_at is None:
        return Progress(_("Closed without an answer"), "", "done")
    return Progress(pgettext("step", "Answered"), when(case.answered_at), "done")


def _end(case: Discussion) -> Progress:
    if case.is_open:
        return Progress(_("Settled"), "", "ahead")
    words = closure_name(case.closure_reason, own=True) if case.closure_reason else ""
    return Progress(_("Resolved"), words, "done")
