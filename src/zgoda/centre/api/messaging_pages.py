"""One page of threads or messages: by offset and instants in public.v1, by token in beta.v1 (§2.7, §6.1, §6.3)."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import problems
from zgoda.centre.api.framework import Call, parse_uuid
from zgoda.centre.api.page_tokens import page_token, read_token
from zgoda.centre.messaging.models import Thread, ThreadMessage, is_thread_id
from zgoda.domain.messaging import Side, ThreadKind
from zgoda.look.numbers import whole
from zgoda.wire import limits
from zgoda.wire.messaging import Reference, ThreadStatus, ThreadType
from zgoda.wire.paging import BadPage, Page, read_page
from zgoda.wire.times import from_wire

THREADS, MESSAGES = limits.THREADS_DEEPEST, limits.MESSAGES_DEEPEST


def offset_page(call: Call, deepest: int) -> Page:
    """public.v1; 422 beyond the deepest offset."""
    return call.page(default=limits.MESSAGING_PAGE, largest=limits.MESSAGING_PAGE, deepest=deepest)


def between(call: Call, rows: QuerySet[ThreadMessage]) -> QuerySet[ThreadMessage]:
    """public.v1: ``before`` and ``after`` are exclusive, and ``before`` does not go with ``offset``."""
    query = call.request.GET
    before, after = _instant(call, "before"), _instant(call, "after")
    if before is not None:
        if "offset" in query:
            raise problems.invalid("before", _("The requested page of the list does not exist."), query["before"])
        rows = rows.filter(created_at__lt=before)
    return rows.filter(created_at__gt=after) if after is not None else rows


def thread_page(call: Call, rows: QuerySet[Thread]) -> tuple[list[Thread], Reference | None]:
    """beta.v1: the threads behind the token, and the token behind them."""
    limit, position = _limit(call), _position(call)
    if position is not None:
        instant = from_wire(position[0])
        if instant is None or len(position) != 2 or not is_thread_id(position[1]):
            raise _bad_token(call)
        rows = rows.filter(Q(last_message_at__lt=instant) | Q(last_message_at=instant, id__lt=position[1]))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], Reference(page_token(last.last_message_at.isoformat(), last.id)) if last else None


def message_page(call: Call, rows: QuerySet[ThreadMessage]) -> tuple[list[ThreadMessage], Reference | None]:
    """beta.v1: the messages behind the token, and the token behind them."""
    limit, position = _limit(call), _position(call)
    if position is not None:
        number = whole(position[0])
        if number is None or len(position) != 1:
            raise _bad_token(call)
        rows = rows.filter(number__lt=number)
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], Reference(page_token(last.number)) if last else None


def filtered(call: Call, rows: QuerySet[Thread], side: Side) -> QuerySet[Thread]:
    """beta.v1: ``read``, ``status``, ``type``, and ``orderId`` of problems."""
    query = call.request.GET
    read = _choice(call, "read", ("true", "false"))
    if read is not None:
        rows = rows.filter(**{"buyer_read" if side is Side.BUYER else "seller_read": read == "true"})
    status = _choice(call, "status", tuple(ThreadStatus))
    if status is not None:
        rows = rows.filter(closed_at__isnull=status == ThreadStatus.OPEN)
    kind = _choice(call, "type", tuple(ThreadType))
    if kind is not None:
        rows = rows.filter(kind=kind)
    if "orderId" not in query:
        return rows
    order_id = parse_uuid(query["orderId"])
    if order_id is None:
        raise problems.invalid("orderId", _("This is not an order's id."), query["orderId"])
    return rows.filter(kind=ThreadKind.PROBLEM, order_id=order_id)


def _choice(call: Call, name: str, known: tuple[str, ...]) -> str | None:
    value = call.request.GET.get(name)
    if value is not None and value not in known:
        raise problems.invalid(name, _("The list cannot be filtered by this value."), value)
    return value


def _instant(call: Call, name: str) -> datetime | None:
    text = call.request.GET.get(name)
    if text is None:
        return None
    instant = from_wire(text)
    if instant is None:
        raise problems.invalid(name, _("The requested page of the list does not exist."), text)
    return instant


def _limit(call: Call) -> int:
    largest = limits.MESSAGING_PAGE
    page = read_page(call.request.GET.get("limit"), None, default=largest, largest=largest)
    if isinstance(page, BadPage):
        raise problems.bad_page(page)
    return page.limit


def _position(call: Call) -> tuple[str, ...] | None:
    token = call.request.GET.get("page.id")
    if token is None:
        return None
    position = read_token(token)
    if position is None:
        raise _bad_token(call)
    return position


def _bad_token(call: Call) -> problems.Problem:
    return problems.bad_page(BadPage("page.id", call.request.GET["page.id"]))
