"""Everything the page of one case shows, in at most five queries; a sixth where it has internal comments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from zgoda.desk.allegro import own
from zgoda.desk.allegro.roots import panel_link
from zgoda.desk.allegro.tokens import roots_of
from zgoda.desk.cases import answering
from zgoda.desk.cases.clocks import Clock, clocks_of
from zgoda.desk.cases.listing import connections_of
from zgoda.desk.crm import comments
from zgoda.desk.crm.models import Comment, Ticket
from zgoda.desk.messages import ties
from zgoda.desk.messages.sources import THREAD
from zgoda.desk.store.models import Connection, DeskCase, DeskMessage, DeskOrder, DeskShipment, Outgoing, SendState
from zgoda.domain.answering import Turn
from zgoda.engine.prepared import Prepared
from zgoda.wire.tolerant import Unreadable
from zgoda.wire.tolerant_orders import FormSeen, read_form


@dataclass(frozen=True, slots=True, eq=False)
class CasePage:
    """``pending`` is what of ours is not yet in the thread, ``done`` what has arrived.

    ``chat_seen`` goes into the reply form as compose point.

    ``permitted`` are the server's own words on what may be done now (``action``, ``allowed``, ``words``, ``fromWhen``);
    None where the server says nothing. ``features`` are the additions it offers. ``found`` keeps what was asked of the
    page once (`web.once`). ``turns`` are who answered since when, of a fulfilled order's case, the last one now.
    """

    case: DeskCase
    server_now: datetime
    messages: tuple[DeskMessage, ...]
    pending: tuple[Outgoing, ...]
    done: tuple[Outgoing, ...]
    clocks: tuple[Clock, ...]
    order: FormSeen | None
    shipments: tuple[DeskShipment, ...]
    ticket: Ticket | None
    comments: tuple[Comment, ...]
    permitted: tuple[dict[str, object], ...] | None
    features: frozenset[str]
    chat_seen: str
    platform_link: str
    turns: tuple[Turn, ...] = ()
    found: dict[object, object] = field(default_factory=dict)


def read(shop_id: int, case_id: int, now: datetime, known: Mapping[int, Connection] | None = None) -> CasePage | None:
    """S3-01: description, messages, files, order and clocks in one place; None where the shop has no such case (404).
    One query more where connections are not known yet."""
    case = case_of(shop_id, case_id, known)
    if case is None:
        return None
    connection = case.connection
    server_now = connection.server_now(now)
    order = next(iter(_ORDER(connection.pk, case.order_id)), None)
    parcels = _PARCELS(order.pk) if order else ()
    outgoing = _OUTGOING(case.pk)
    form = _form(order)
    messages = tuple(ties.messages_of(case) if case.family == THREAD else _MESSAGES(case.pk))
    done = tuple(row for row in outgoing if row.state == SendState.SEEN)
    return CasePage(
        case=case,
        server_now=server_now,
        messages=messages,
        pending=tuple(row for row in outgoing if row.state != SendState.SEEN),
        done=done,
        clocks=clocks_of(case, server_now),
        order=form,
        shipments=tuple(parcels),
        ticket=ticket_of(case),
        comments=tuple(comments.of_case(ticket_of(case))),
        permitted=_permitted(case),
        features=own.features(connection.capabilities),
        chat_seen=case.last_message_remote_id,
        platform_link=panel_link(roots_of(connection), case.remote_id, case.type, connection.user_id),
        turns=answering.turns_of(case, form.provider if form else None, messages, done),
    )


def case_of(shop_id: int, case_id: int, known: Mapping[int, Connection] | None = None) -> DeskCase | None:
    """The case with its connection, without secrets; None where the shop has none of that number."""
    case = next(iter(_CASE(shop_id, case_id)), None)
    if case is not None:
        case.connection = (connections_of(shop_id) if known is None else known)[case.connection_id]
    return case


def ticket_of(case: DeskCase) -> Ticket | None:
    """The case's ticket, which came with the case."""
    return getattr(case, "ticket", None)


def _form(order: DeskOrder | None) -> FormSeen | None:
    seen = read_form(order.form) if order else None
    return None if isinstance(seen, Unreadable) else seen


def _permitted(case: DeskCase) -> tuple[dict[str, object], ...] | None:
    listed = case.own.get("actions")
    if not isinstance(listed, list):
        return None
    return tuple(entry for entry in listed if isinstance(entry, dict))


_CASE: Prepared[DeskCase] = Prepared(
    lambda shop_id, pk: (
        DeskCase.objects.defer("remote")
        .select_related("ticket__integration", "ticket__queue", "ticket__category", "ticket__customer")
        .filter(shop_id=shop_id, pk=pk)
    ),
    int,
    int,
)
_ORDER: Prepared[DeskOrder] = Prepared(
    lambda connection_id, remote_id: DeskOrder.objects.filter(connection_id=connection_id, remote_id=remote_id),
    int,
    str,
)
_PARCELS: Prepared[DeskShipment] = Prepared(
    lambda order_id: DeskShipment.objects.filter(order_id=order_id).order_by("created_at", "id"), int
)
_OUTGOING: Prepared[Outgoing] = Prepared(
    lambda case_id: Outgoing.objects.filter(case_id=case_id).exclude(state=SendState.CANCELLED).select_related("by"),
    int,
)
_MESSAGES: Prepared[DeskMessage] = Prepared(lambda case_id: DeskMessage.objects.filter(case_id=case_id), int)
