"""``/zgoda/v1``: who answers the messages of a seller's thread; passing one on to the Warehouse (S1-06, S1-08, P-29).

Documented in docs/api.md, beside the other additions.
"""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.commands import command_id_of
from zgoda.centre.api.framework import Call, endpoint, parse_uuid
from zgoda.centre.messaging import forwarding, reading
from zgoda.centre.messaging.acts import NoSuchThread
from zgoda.centre.messaging.models import Assigned, Thread, ThreadMessage, Turn
from zgoda.centre.messaging.once import Outcome
from zgoda.domain.actors import Role
from zgoda.domain.message_routing import may_forward_message, may_reply
from zgoda.domain.message_topics import MessageTopic
from zgoda.domain.messaging import MessagingRefused, MessagingWhy, given_out_since
from zgoda.look.words.messaging import message_topic_name, messaging_refusal
from zgoda.wire import errors, media, own, own_messages
from zgoda.wire.scopes import Scope
from zgoda.wire.times import to_wire

ZGODA = (media.ZGODA_V1, media.JSON)
MOST = 100
"""How many of the newest messages of a thread are told about."""

_FIELD = {
    MessagingWhy.NOTE_MISSING: "note",
    MessagingWhy.NOTE_TOO_LONG: "note",
    MessagingWhy.COMMAND_REUSED: "commandId",
}


@endpoint(scope=Scope.MESSAGING, versions=ZGODA)
def thread_answers(call: Call, thread_id: str) -> HttpResponse:
    """S1-06: the seller sees what the Warehouse answers, and why. Four queries, whatever the thread holds."""
    thread = _own_thread(call, thread_id)
    found = Assigned.objects.filter(thread=thread).prefetch_related("message__turns").order_by("-asked_at")
    rows = list(found[:MOST])
    replies = ThreadMessage.objects.filter(thread=thread, agent__isnull=False).order_by("-number")
    refused = may_reply(Role.SELLER, thread.waiting)
    return call.answer(
        own_messages.ThreadAnswers(
            id=thread.id,
            fulfilled=any(row.fulfilled for row in rows),
            seller_since=_instant(thread.seller_since),
            warehouse_since=_instant(thread.warehouse_since),
            may_write=refused is None,
            refusal=refused.why if refused else None,
            words=messaging_refusal(refused) if refused else None,
            messages=[_answered(row, closed=thread.closed_at is not None) for row in rows],
            warehouse_wrote=[str(one) for one in replies.values_list("pk", flat=True)[:MOST]],
        )
    )


@endpoint(scope=Scope.MESSAGING, versions=ZGODA, body=Body.JSON)
def forward(call: Call, message_id: str) -> HttpResponse:
    """S1-08, S1-11, P-29: to the Warehouse, with a note."""
    asked = call.read(own_messages.NewMessageForward)
    known, token, topic = _own_message(call, message_id), command_id_of(call, asked.command_id), _topic(asked.topic)
    try:
        outcome = forwarding.forward(known, Role.SELLER, call.user_id, asked.note, topic, now=call.now, token=token)
    except NoSuchThread:
        raise _no_message() from None
    return _done(call, outcome)


@endpoint(scope=Scope.MESSAGING, versions=ZGODA, body=Body.JSON)
def keep(call: Call, message_id: str) -> HttpResponse:
    """S1-18: an unsure message is the seller's indeed."""
    asked = call.read(own_messages.MessageKept)
    known, token, topic = _own_message(call, message_id), command_id_of(call, asked.command_id), _topic(asked.topic)
    try:
        outcome = forwarding.keep(known, call.user_id, topic, now=call.now, token=token)
    except NoSuchThread:
        raise _no_message() from None
    return _done(call, outcome)


def _answered(row: Assigned, *, closed: bool) -> own_messages.AnsweredMessage:
    return own_messages.AnsweredMessage(
        id=str(row.message_id),
        party=row.party,
        topic=row.topic or None,
        topic_words=message_topic_name(row.topic) if row.topic else None,
        chosen=row.chosen,
        unsure=row.unsure,
        asked_at=to_wire(row.asked_at),
        answered_at=_instant(row.answered_at),
        may_forward=may_forward_message(Role.SELLER, Role(row.party), fulfilled=row.fulfilled, closed=closed) is None,
        turns=[_turn(turn) for turn in row.message.turns.all()],
    )


def _turn(turn: Turn) -> own_messages.MessageTurn:
    return own_messages.MessageTurn(
        party=turn.party, since=to_wire(turn.since), cause=turn.cause, note=turn.note or None
    )


def _done(call: Call, outcome: Outcome) -> HttpResponse:
    if isinstance(outcome, MessagingRefused):
        raise problems.invalid(_FIELD.get(outcome.why), messaging_refusal(outcome), code=outcome.why)
    return call.answer(own.Done(id=str(outcome.id)), status=201)


def _own_thread(call: Call, thread_id: str) -> Thread:
    """P-49: the seller's own; to a buyer there is nothing to tell here."""
    row = reading.own_thread(thread_id, call.user_id)
    if row is None or row.seller_id != call.user_id or row.last_message_at < given_out_since(call.now):
        raise problems.not_found(_("The thread does not exist."), errors.THREAD_NOT_FOUND)
    return row


def _own_message(call: Call, message_id: str) -> UUID:
    """P-49, and as long as messages are given out."""
    known = parse_uuid(message_id)
    row = reading.own_message(known, call.user_id) if known else None
    if row is None or row.thread.seller_id != call.user_id or row.created_at < given_out_since(call.now):
        raise _no_message()
    return row.id


def _no_message() -> problems.Problem:
    return problems.not_found(_("There is no such message."), errors.MESSAGING_NOT_FOUND)


def _topic(asked: str | None) -> MessageTopic | None:
    if asked is None or asked in set(MessageTopic):
        return MessageTopic(asked) if asked else None
    raise problems.invalid("topic", _("There is no such topic."), asked)


def _instant(at: datetime | None) -> str | None:
    return to_wire(at) if at is not None else None
