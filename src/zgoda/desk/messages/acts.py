"""What an agent does to a thread or a return beside writing in it."""

from zgoda.desk.allegro import messaging, own
from zgoda.desk.allegro.failures import CallFailed, TooMany
from zgoda.desk.allegro.opening import client_for
from zgoda.desk.allegro.pace import PATIENCE, Lane
from zgoda.desk.cases import actions, placing
from zgoda.desk.cases.actions import By, Draft, ManualStep
from zgoda.desk.cases.refusals import Refused, Why
from zgoda.desk.messages import answering, returns, standing, threads
from zgoda.desk.messages.models import Returned, Thread
from zgoda.desk.messages.sources import COMMON, RETURN_FAMILY, THREAD
from zgoda.desk.sending import gate
from zgoda.desk.store.models import IN_FLIGHT, DeskCase, Kind, Outgoing, SendState
from zgoda.domain.message_routing import NOTE_LENGTH
from zgoda.domain.writers import Writer
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import durable
from zgoda.wire import limits
from zgoda.wire.returns import RejectionCode


def reject(case: DeskCase, code: str, reason: str, by: By) -> Outgoing | Refused:
    """Refuse the refund of a return, or say what was done in its stead: once, through the outbox. A refused refund
    needs a reason of at most 250 characters."""
    words = reason.strip()
    if case.family != RETURN_FAMILY or code not in set(RejectionCode):
        return Refused(Why.NOT_A_RETURN)
    if code == RejectionCode.REFUND_REJECTED and not words:
        return Refused(Why.REASON_NEEDED)
    if len(words) > limits.RETURN_REJECTION:
        return Refused(Why.REASON_TOO_LONG)
    return actions.queue(case, Draft(Kind.REJECTION, words, {"code": code}), by, lambda: rejection_refused(case))


def rejection_refused(case: DeskCase) -> Why | None:
    """Why this return cannot be rejected now, by what is known here."""
    under_way = Outgoing.objects.filter(case=case, kind=Kind.REJECTION)
    gone = (SendState.FAILED, SendState.CANCELLED)
    said = Returned.objects.filter(pk=case.pk).exclude(rejection_code="")
    if said.exists() or under_way.exclude(state__in=gone).exists():
        return Why.RETURN_REJECTED
    return Why.RETURN_OVER if returns.is_over(case.status) else None


def forward(case: DeskCase, message_id: str, note: str, topic: str, by: By) -> Outgoing | Refused | ManualStep:
    """S1-08, S1-11: a message of the buyer's to the Warehouse, with a note, once, through the outbox."""
    words = note.strip()
    if own.MESSAGE_ROUTING not in own.features(case.connection.capabilities):
        return ManualStep(Kind.FORWARD, "")
    if not words or len(words) > NOTE_LENGTH:
        return Refused(Why.NOTE_TOO_LONG if words else Why.NOTE_MISSING)
    payload: dict[str, object] = {"message_id": message_id, "to": answering.WAREHOUSE, "topic": topic}
    return _say_who(case, Draft(Kind.FORWARD, words, payload), by)


def keep(case: DeskCase, message_id: str, topic: str, by: By) -> Outgoing | Refused:
    """S1-18: a message that nobody was sure about is ours."""
    payload: dict[str, object] = {"message_id": message_id, "to": answering.OURS, "topic": topic}
    return _say_who(case, Draft(Kind.FORWARD, payload=payload), by)


def _say_who(case: DeskCase, draft: Draft, by: By) -> Outgoing | Refused:
    message_id, is_ours = str(draft.payload["message_id"]), draft.payload["to"] == answering.OURS

    def objection() -> Why | None:
        known = answering.of_message(case, message_id)
        is_open = known is not None and (known.unsure if is_ours else known.may_forward)
        return None if is_open and not _on_its_way(case, message_id) else Why.NOT_FORWARDABLE

    return actions.queue(case, draft, by, objection)


def _on_its_way(case: DeskCase, message_id: str) -> bool:
    rows = Outgoing.objects.filter(case=case, kind=Kind.FORWARD, state__in=(*IN_FLIGHT, SendState.UNSEEN))
    return any(row.payload.get("message_id") == message_id for row in rows.only("payload"))


def settle(case: DeskCase) -> bool:
    """No answer is needed: an ordinary conversation leaves the list until somebody writes again."""
    if case.family != THREAD or case.type != COMMON or not case.last_message_remote_id:
        return False
    Thread.objects.filter(pk=case.pk).update(settled=case.last_message_remote_id)
    _stand_anew(case)
    return True


def unsettle(case: DeskCase) -> bool:
    """It does need one after all."""
    changed = Thread.objects.filter(pk=case.pk).exclude(settled="").update(settled="")
    _stand_anew(case)
    return bool(changed)


def ask_to_mark_read(case: DeskCase) -> bool:
    """Mark the thread as read at the marketplace too; nothing leaves while sending is off."""
    if case.family != THREAD or not gate.may_write(case.connection, Writer.MESSAGES):
        return False
    mark_thread_read.enqueue(case.pk)
    return True


@durable(attempts=3)
def mark_thread_read(case_id: int) -> None:
    """PUT …/read; whoever turned sending off meanwhile is obeyed. A server that wants a long pause goes without."""
    case = DeskCase.objects.select_related("connection__shop").get(pk=case_id)
    connection = case.connection
    if not gate.may_write(connection, Writer.MESSAGES):
        return
    client = client_for(connection, Lane.SCREEN)
    try:
        messaging.mark_read(client, case.remote_id, is_beta=threads.speaks_beta(connection))
    except CallFailed as problem:
        is_long = isinstance(problem, TooMany) and (problem.after or 0) > PATIENCE
        if problem.retryable and not is_long:
            raise
        return
    Thread.objects.filter(pk=case_id).update(read=True)


def _stand_anew(case: DeskCase) -> None:
    fresh = DeskCase.objects.select_related("connection").get(pk=case.pk)
    standing.refresh(fresh, fresh.connection.server_now(real_now()))
    fresh.save(update_fields=["ended", "whose_turn", "chat_active", *placing.FIELDS])
