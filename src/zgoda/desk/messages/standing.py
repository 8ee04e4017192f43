"""How a thread or a return stands: whether it has ended, whose turn it is, what is due, where in the list it belongs.

A problem with a purchase took the place of a dispute and names no date, so the seller's 24 hours are reckoned here. An
ordinary message has no date at all.
"""

from datetime import datetime, timedelta

from zgoda.desk.cases import chat, clocks, placing
from zgoda.desk.messages import answering
from zgoda.desk.messages.models import Thread
from zgoda.desk.messages.sources import PROBLEM, RETURN_FAMILY
from zgoda.desk.store.models import DeskCase, DeskMessage, Turn
from zgoda.wire.messaging import ThreadStatus
from zgoda.wire.returns import ReturnStatus

QUIET = timedelta(days=7)
"""So long after our last word an ordinary conversation counts as over; the buyer's next word begins it again."""

RETURN_TO_US = frozenset(
    {ReturnStatus.DELIVERED, ReturnStatus.WAREHOUSE_DELIVERED, ReturnStatus.WAREHOUSE_VERIFICATION}
)
"""The goods are there: the seller pays back or says why not."""

RETURN_OVER = frozenset(
    {
        ReturnStatus.FINISHED,
        ReturnStatus.FINISHED_APT,
        ReturnStatus.REJECTED,
        ReturnStatus.COMMISSION_REFUND_CLAIMED,
        ReturnStatus.COMMISSION_REFUNDED,
    }
)


def refresh(case: DeskCase, server_now: datetime) -> None:
    """Everything that follows from the rest of the row, as ``fold.refresh`` does for issues."""
    if case.family == RETURN_FAMILY:
        _of_return(case)
    else:
        _of_thread(case, server_now)
    placing.place(case, server_now)


def _of_return(case: DeskCase) -> None:
    case.ended = case.status in RETURN_OVER
    case.chat_active = False
    case.whose_turn = Turn.NOBODY if case.ended else Turn.SELLER if case.status in RETURN_TO_US else Turn.BUYER


def _of_thread(case: DeskCase, server_now: datetime) -> None:
    thread = Thread.objects.filter(pk=case.pk).first()
    case.chat_active = case.status != ThreadStatus.CLOSED
    if thread is not None and thread.merged_into_id is not None:
        case.ended = True
    else:
        _take_merged(case)
        case.ended = not case.chat_active or _is_over(case, thread, server_now)
    case.whose_turn = Turn.PLATFORM if answering.is_the_warehouses(case) else chat.whose_turn(case)
    case.due_is_ours = case.type == PROBLEM
    case.own_answer_due = clocks.own_answer_due(case) if case.type == PROBLEM else None
    case.answer_due = case.own_answer_due


def _is_over(case: DeskCase, thread: Thread | None, server_now: datetime) -> bool:
    """A problem is over when the server closes it; an ordinary conversation when nobody waits for a word."""
    if case.type == PROBLEM or case.last_message_at is None:
        return False
    if thread is not None and thread.settled and thread.settled == case.last_message_remote_id:
        return True
    return case.last_message_role == "SELLER" and case.last_message_at < server_now - QUIET


def take_own_last_word(case: DeskCase) -> None:
    """The case's last word from its own messages alone, as when nothing is merged into it."""
    rows = DeskMessage.objects.filter(case=case).exclude(author_role=chat.ASIDE)
    last = rows.order_by("-created_at", "-id").first()
    if last is not None:
        case.last_message_at, case.last_message_role = last.created_at, last.author_role
        case.last_message_remote_id, case.snippet = last.remote_id, chat.snippet(last.text)


def _take_merged(case: DeskCase) -> None:
    """What was written last in any thread that is shown in this case is the case's last word."""
    merged = DeskCase.objects.filter(thread__merged_into=case.pk).exclude(last_message_at=None)
    newest = merged.order_by("-last_message_at").first() if case.pk else None
    if newest is None or (case.last_message_at and newest.last_message_at <= case.last_message_at):  # type: ignore[operator]
        return
    case.last_message_at, case.last_message_role = newest.last_message_at, newest.last_message_role
    case.last_message_remote_id, case.snippet = newest.last_message_remote_id, newest.snippet
