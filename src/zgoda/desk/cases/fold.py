"""From what a server answered to the desk's rows: upserts by id, whose turn, what is due, where in the list.

Requests are made outside transactions; rows are written under the case's lock, and an answer that was asked for
before a newer one is not written over it.
"""

from datetime import datetime

from django.db import transaction

from zgoda.desk.allegro import endpoints, own
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import CallFailed, Forbidden, NotFound
from zgoda.desk.cases import answering, chat, clocks, holes, placing
from zgoda.desk.cases.claims import CLAIM
from zgoda.desk.cases.orders import market_of_order, store_order
from zgoda.desk.crm import tickets
from zgoda.desk.messages import continuing, rereading, standing
from zgoda.desk.messages.sources import ISSUE
from zgoda.desk.store.models import Connection, DeskCase, DeskMessage, DeskOrder
from zgoda.desk.work import arranging, searching
from zgoda.engine.clock import real_now
from zgoda.look.words.reasons import reason_of_subject
from zgoda.wire.tolerant import PLACEHOLDER, IssueSeen, MessageSeen

ENDED = frozenset({"DISPUTE_CLOSED", "CLAIM_ACCEPTED", "CLAIM_REJECTED"})
"""Statuses after which nothing is due; an unknown status leaves the case open, where it is seen."""


def fold_issue(connection: Connection, seen: IssueSeen, raw: object, asked_at: datetime) -> tuple[DeskCase, bool]:
    """The case's row brought up to the answer, and whether anything in it moved since the chat was last read."""
    with transaction.atomic():
        case = DeskCase.objects.select_for_update().filter(connection=connection, remote_id=seen.id).first()
        if case is None and (moved := continuing.moved_away(connection, seen.id)) is not None:
            return moved, False
        if case is None:
            case = _new_case(connection, seen, asked_at)
        elif case.is_erased and case.fingerprint == fingerprint_of(seen):
            return case, False
        elif case.read_at > asked_at and not case.is_erased:
            return case, case.fingerprint != case.chat_fingerprint
        before = (case.pk, case.fingerprint)
        _take(case, connection, seen, raw)
        case.read_at = asked_at
        refresh(case, connection.server_now(asked_at))
        case.save()
        if before != (case.pk, case.fingerprint):
            tickets.follow(case)
            arranging.follow(case)
    return case, case.fingerprint != case.chat_fingerprint


def reread(case: DeskCase, client: Client) -> DeskCase:
    """Read one case again, wholly: after a write of ours, or because somebody asked. One that was erased stays so
    until its list tells that it moved."""
    if case.is_erased:
        return case
    if case.family != ISSUE:
        return rereading.reread(case, client)
    fresh = reread_issue(case, client)
    return fresh if fresh.gone_at else read_rest(fresh, client)


def reread_issue(case: DeskCase, client: Client) -> DeskCase:
    """The case alone, without its chat. 404 marks it as gone."""
    asked_at = real_now()
    try:
        seen, raw = endpoints.issue(client, case.remote_id)
    except NotFound:
        DeskCase.objects.filter(pk=case.pk, gone_at=None).update(gone_at=asked_at)
        case.gone_at = case.gone_at or asked_at
        return case
    return fold_issue(case.connection, seen, raw, asked_at)[0]


def read_rest(case: DeskCase, client: Client) -> DeskCase:
    """What a list does not hold: the chat, an order not yet known, what the server says beyond the protocol."""
    fingerprint = case.fingerprint
    addition = own.CLAIMS if case.type == CLAIM else own.CASE_DETAILS
    if addition in own.features(case.connection.capabilities):
        _read_own(case, client)
    read_chat(case, client, fingerprint)
    if case.order_id:
        known = DeskOrder.objects.filter(connection_id=case.connection_id, remote_id=case.order_id, stale=False)
        if not known.exists():
            reread_order(case, client)
    return DeskCase.objects.select_related("connection").get(pk=case.pk)


def read_chat(case: DeskCase, client: Client, fingerprint: str = "") -> list[MessageSeen]:
    """All messages the server shows, oldest first, stored by id. With ``fingerprint`` the chat counts as read to it,
    unless something is missing that may still become visible."""
    asked_at = real_now()
    found: dict[str, MessageSeen] = {}
    for page in endpoints.chat_pages(client, case.remote_id):
        chat.set_aside(case.connection, page.unreadable, asked_at)
        found |= {chat.message_id(message): message for message in page.records}
    messages = chat.in_order(list(found.values()), case)
    with transaction.atomic():
        row = DeskCase.objects.select_for_update().get(pk=case.pk)
        server_now = case.connection.server_now(asked_at)
        known = chat.store_messages(row, messages, server_now)
        row.history_incomplete = holes.has_hole(row, messages, known)
        if fingerprint and not (row.history_incomplete and holes.may_close(row, server_now)):
            row.chat_fingerprint = fingerprint
        answering.settle(row)
        refresh(row, server_now)
        row.save()
    return messages


def reread_order(case: DeskCase, client: Client) -> None:
    """The order and its parcels. A server that does not show it costs the case nothing."""
    asked_at = real_now()
    try:
        seen, raw = endpoints.checkout_form(client, case.order_id)
        parcels = endpoints.shipments(client, case.order_id)
    except (NotFound, Forbidden):
        return
    with transaction.atomic():
        order = store_order(case.connection, seen, raw, parcels, asked_at)
        row = DeskCase.objects.select_for_update().get(pk=case.pk)
        moved = answering.settle(row)
        if order.market and order.market != row.market:
            row.market, moved = order.market, True
        if moved:
            refresh(row, case.connection.server_now(asked_at))
            row.save()
        searching.index(row)


def reread_answerer(case: DeskCase, client: Client) -> DeskCase:
    """The case with who answers it now: where the server says that by itself, its word alone, else its chat."""
    if own.CASE_DETAILS not in own.features(case.connection.capabilities):
        read_chat(case, client)
    else:
        asked_at = real_now()
        _read_own(case, client)
        with transaction.atomic():
            row = DeskCase.objects.select_for_update().get(pk=case.pk)
            if answering.settle(row):
                refresh(row, case.connection.server_now(asked_at))
                row.save()
    return DeskCase.objects.select_related("connection").get(pk=case.pk)


def refresh(case: DeskCase, server_now: datetime) -> None:
    """Everything that follows from the rest of the row: the answer's deadline, whose turn, what is due next."""
    if case.family != ISSUE:
        standing.refresh(case, server_now)
        return
    case.own_answer_due = clocks.own_answer_due(case)
    if case.due_is_ours:
        case.answer_due = case.own_answer_due
    case.ended = case.status in ENDED and not _goes_on(case)
    case.whose_turn = chat.whose_turn(case)
    placing.place(case, server_now)


def _goes_on(case: DeskCase) -> bool:
    """B1-17, K-08: a decided claim can be written in. It is somebody's turn again when the buyer wrote since this desk
    watches and nothing stands behind that, not even a word of the platform such as the verdict's own."""
    is_watched = case.last_message_at is not None and case.last_message_at > case.first_seen_at
    if case.type != CLAIM or not (is_watched and case.chat_active and case.last_message_role == "BUYER" and case.pk):
        return False
    last = DeskMessage.objects.filter(case_id=case.pk, remote_id=case.last_message_remote_id)
    return last.filter(author_role="BUYER").exists()


def fingerprint_of(seen: IssueSeen) -> str:
    """The tuple that tells a moved case from one at rest. Counters lie, so every part of it counts."""
    parts = (
        seen.opened_at,
        seen.status,
        seen.status_due,
        seen.chat_active,
        seen.return_required,
        seen.messages_count,
        seen.last_message_at,
        seen.last_message_status,
        seen.type,
        seen.revision,
    )
    return "|".join(str(part) for part in parts)[:300]


def _read_own(case: DeskCase, client: Client) -> None:
    try:
        details = (own.claim_details if case.type == CLAIM else own.case_details)(client, case.remote_id)
    except CallFailed as problem:
        if problem.retryable:
            raise
        return
    reason = details.get("reason")
    case.own = chat.storable(details)
    case.reason = str(reason)[:100] if reason else case.reason
    DeskCase.objects.filter(pk=case.pk).update(own=case.own, reason=case.reason)


def _new_case(connection: Connection, seen: IssueSeen, asked_at: datetime) -> DeskCase:
    opened = seen.opened_at or seen.last_message_at or connection.server_now(asked_at)
    return DeskCase(
        shop_id=connection.shop_id,
        connection=connection,
        remote_id=seen.id,
        market=market_of_order(connection, seen.order_id) or connection.market,
        opened_at=opened,
        first_seen_at=connection.server_now(asked_at),
        read_at=asked_at,
    )


def _take(case: DeskCase, connection: Connection, seen: IssueSeen, raw: object) -> None:
    """The issue's fields; what the answer leaves out keeps what was known. A new opening date is a new round."""
    case.connection = connection
    if seen.opened_at is not None and seen.opened_at != case.opened_at:
        case.opened_at, case.answered_at = seen.opened_at, None
    if seen.type and case.type and seen.type != case.type:
        case.own = {}
    case.type = (seen.type or case.type)[:40]
    case.status = (seen.status or case.status)[:60]
    case.reference = (seen.reference_number or case.reference)[:60]
    case.subject = (seen.subject or case.subject)[:500]
    case.reason = (seen.reason_type or case.reason or reason_of_subject(case.subject))[:100]
    case.buyer_id = (seen.buyer_id or case.buyer_id)[:64]
    case.buyer_login = (seen.buyer_login or case.buyer_login)[:200]
    case.buyer_key = case.buyer_login.casefold()[:200]
    case.order_id = (seen.order_id or case.order_id)[:64]
    case.chat_active = seen.chat_active if seen.chat_active is not None else True
    case.messages_count_seen = max(0, seen.messages_count or 0)
    due = seen.decision_due or seen.status_due if case.type == CLAIM else seen.status_due
    case.due_is_ours = due is None
    case.answer_due = due
    case.fingerprint = fingerprint_of(seen)
    case.remote = chat.storable(raw)
    case.gone_at = None
    first = seen.initial_message
    if first and first.text and first.text != PLACEHOLDER and not case.snippet:
        case.snippet = chat.snippet(first.text, case.subject)
