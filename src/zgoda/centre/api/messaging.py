"""``/messaging``: threads and messages of the account whose token it is, buyer or seller (allegro-api.md §6).

The same addresses answer in two shapes, chosen by ``Accept``. Problems with a purchase exist in beta.v1 only.
"""

import time
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import messaging_pages as pages
from zgoda.centre.api import messaging_shapes as shapes
from zgoda.centre.api import problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.commands import command_id_of
from zgoda.centre.api.framework import Call, endpoint, parse_uuid
from zgoda.centre.api.limiter import per_second
from zgoda.centre.messaging import acts, reading
from zgoda.centre.messaging.acts import NoSuchThread, Words
from zgoda.centre.messaging.models import Thread, ThreadMessage
from zgoda.centre.messaging.once import Outcome
from zgoda.domain.messaging import MessagingRefused, MessagingWhy, Side, ThreadKind, given_out_since
from zgoda.look.words.messaging import messaging_refusal
from zgoda.wire import errors, limits, media
from zgoda.wire import messaging as wire
from zgoda.wire.scopes import Scope

BOTH = (media.PUBLIC_V1, media.BETA_V1)
sends = per_second(limits.SENDS_PER_SECOND, time.monotonic)
"""One message a second and account, whichever of the two addresses sends it (§2.5)."""

_FIELD = {
    MessagingWhy.MESSAGE_EMPTY: "text",
    MessagingWhy.MESSAGE_TOO_LONG: "text",
    MessagingWhy.TOO_MANY_FILES: "attachments",
    MessagingWhy.FILE_UNUSABLE: "attachments",
    MessagingWhy.NO_ORDER_BETWEEN_YOU: "order.id",
    MessagingWhy.COMMAND_REUSED: "commandId",
}


@endpoint(scope=Scope.MESSAGING, versions=BOTH)
def list_threads(call: Call) -> HttpResponse:
    """The thread that moved last comes first."""
    side = reading.side_of(call.user_id)
    rows = reading.threads_of(call.user_id, side).filter(last_message_at__gte=given_out_since(call.now))
    if _is_beta(call):
        found, following = pages.thread_page(call, pages.filtered(call, rows, side))
        lines = reading.lines_of(found)
        told = [shapes.beta_thread_of(row, side, lines.get(row.id, [])) for row in found]
        return call.answer(wire.BetaThreads(threads=told, next_page=following))
    page = pages.offset_page(call, pages.THREADS)
    shown = rows.filter(kind=ThreadKind.COMMON)[page.offset : page.end]
    threads = [shapes.thread_of(row, side) for row in shown]
    return call.answer(wire.Threads(threads=threads, offset=page.offset, limit=page.limit))


@endpoint(scope=Scope.MESSAGING, versions=BOTH)
def one_thread(call: Call, thread_id: str) -> HttpResponse:
    return call.answer(_told(call, _own(call, thread_id)))


@endpoint(scope=Scope.MESSAGING, versions=BOTH, body=Body.JSON)
def mark_read(call: Call, thread_id: str) -> HttpResponse:
    """public.v1 answers the thread, beta.v1 the mark alone. A body without ``read`` is 422, not 400."""
    asked = call.read(dict[str, object]).get("read") if call.raw.strip() else None
    if not isinstance(asked, bool):
        raise problems.invalid("read", _("The application sent incomplete or wrong data."))
    _own(call, thread_id)
    acts.mark_read(thread_id, call.user_id, read=asked, problems=_is_beta(call))
    if _is_beta(call):
        return call.answer(wire.ReadFlag(read=asked))
    return call.answer(_told(call, _own(call, thread_id)))


@endpoint(scope=Scope.MESSAGING, versions=BOTH)
def list_messages(call: Call, thread_id: str) -> HttpResponse:
    """Newest first."""
    thread = _own(call, thread_id)
    rows = reading.messages_of(thread, call.user_id).filter(created_at__gte=given_out_since(call.now))
    if _is_beta(call):
        found, following = pages.message_page(call, rows)
        told = [shapes.beta_message_of(entry, thread) for entry in reading.with_files(found)]
        return call.answer(wire.BetaMessages(messages=told, next_page=following))
    page = pages.offset_page(call, pages.MESSAGES)
    shown = list(pages.between(call, rows)[page.offset : page.end])
    messages = [shapes.message_of(entry, call.user_id) for entry in reading.with_files(shown)]
    return call.answer(wire.Messages(messages=messages, offset=page.offset, limit=page.limit))


@endpoint(scope=Scope.MESSAGING, versions=BOTH)
def one_message(call: Call, message_id: str) -> HttpResponse:
    known = parse_uuid(message_id)
    row = reading.own_message(known, call.user_id) if known else None
    if row is None or row.created_at < given_out_since(call.now) or _is_hidden(call, row.thread):
        raise problems.not_found(_("There is no such message."), errors.MESSAGING_NOT_FOUND)
    return call.answer(_said(call, row))


@endpoint(scope=Scope.MESSAGING, versions=BOTH, body=Body.JSON)
def write_in_thread(call: Call, thread_id: str) -> HttpResponse:
    _own(call, thread_id)
    _brake(call)
    asked = call.read(wire.NewMessageInThread)
    words, token = Words(asked.text, _files(asked.attachments)), command_id_of(call, None)
    try:
        outcome = acts.write(thread_id, call.user_id, words, now=call.now, token=token, problems=_is_beta(call))
    except NoSuchThread:
        raise _not_found(call, thread_id) from None
    return _sent(call, outcome, asked.text)


@endpoint(scope=Scope.MESSAGING, versions=BOTH, body=Body.JSON)
def write_to(call: Call) -> HttpResponse:
    """P-31: about an order between the caller and the recipient; goes into the one conversation the two have."""
    _brake(call)
    asked = call.read(wire.NewMessage)
    words, token = Words(asked.text, _files(asked.attachments)), command_id_of(call, None)
    order_id = parse_uuid(asked.order.id)
    outcome = acts.begin(call.user_id, asked.recipient.login, order_id, words, now=call.now, token=token)
    return _sent(call, outcome, asked.text)


def _sent(call: Call, outcome: Outcome, text: str) -> HttpResponse:
    if isinstance(outcome, MessagingRefused):
        raise _refused(outcome, text)
    row = reading.own_message(outcome.id, call.user_id)
    return call.answer(_said(call, row or outcome), status=201)


def _told(call: Call, row: Thread) -> wire.Thread | wire.BetaThread:
    side = row.parties.side_of(call.user_id) or Side.BUYER
    if _is_beta(call):
        return shapes.beta_thread_of(row, side, reading.lines_of([row]).get(row.id, []))
    return shapes.thread_of(row, side)


def _said(call: Call, row: ThreadMessage) -> wire.Message | wire.BetaMessage:
    (entry,) = reading.with_files([row])
    return shapes.beta_message_of(entry, row.thread) if _is_beta(call) else shapes.message_of(entry, call.user_id)


def _own(call: Call, thread_id: str) -> Thread:
    """P-49: the same 404 for unknown, foreign and forgotten threads, and for problems where the shape knows none."""
    row = reading.own_thread(thread_id, call.user_id)
    if row is None or row.last_message_at < given_out_since(call.now) or _is_hidden(call, row):
        raise _not_found(call, thread_id)
    return row


def _is_hidden(call: Call, thread: Thread) -> bool:
    return thread.kind == ThreadKind.PROBLEM and not _is_beta(call)


def _is_beta(call: Call) -> bool:
    return call.version == media.BETA_V1


def _brake(call: Call) -> None:
    wait = sends.wait_seconds(str(call.user_id))
    if wait:
        raise problems.too_many_requests(wait)


def _files(attachments: list[wire.Reference] | None) -> tuple[UUID, ...]:
    ids = [parse_uuid(attachment.id) for attachment in attachments or []]
    known = tuple(file_id for file_id in ids if file_id is not None)
    if len(known) < len(ids):
        raise _refused(MessagingRefused(MessagingWhy.FILE_UNUSABLE), "")
    return known


def _refused(refused: MessagingRefused, text: str) -> problems.Problem:
    words = messaging_refusal(refused)
    if refused.why is MessagingWhy.THREAD_CLOSED:
        told = problems.invalid(None, words, code=errors.THREAD_CLOSED)
        told.message = "Cannot add a message to a closed POST_PURCHASE_ISSUE thread."
        return told
    if refused.why is MessagingWhy.WAREHOUSE_ANSWERS:
        return problems.invalid(None, words, code=refused.why)
    value = text if refused.why is MessagingWhy.MESSAGE_TOO_LONG else None
    return problems.invalid(_FIELD.get(refused.why), words, value)


def _not_found(call: Call, thread_id: str) -> problems.Problem:
    told = problems.not_found(_("The thread does not exist."), errors.THREAD_NOT_FOUND)
    told.message, told.path = f"No thread with such Id [{thread_id[:64]}]", call.request.path
    return told
