"""Customer returns into cases of their own, which are shown with the cases of their order."""

from datetime import timedelta

from django.db import transaction

from zgoda.desk.allegro import returns as endpoints
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import chat
from zgoda.desk.cases.orders import market_code
from zgoda.desk.messages import standing
from zgoda.desk.messages.models import Returned
from zgoda.desk.messages.sources import RETURN, RETURN_FAMILY
from zgoda.desk.store.models import Connection, DeskCase
from zgoda.desk.work import arranging
from zgoda.engine.clock import real_now
from zgoda.wire.tolerant_returns import ReturnSeen

KEPT_DAYS = 60
"""How far back returns are read: a buyer has 14 days to announce one and 14 to send it."""


def read(connection: Connection, client: Client) -> tuple[int, int, int]:
    """Seen, changed, kept aside. The status is a point on a time line, so each return is compared as a whole."""
    since = connection.server_now(real_now()) - timedelta(days=KEPT_DAYS)
    seen = changed = aside = 0
    asked_at = real_now()
    for page, raw in endpoints.returns(client, since):
        aside += chat.set_aside(connection, page.unreadable, asked_at, "return")
        records = _by_id(raw)
        for one in page.records:
            seen += 1
            changed += fold(connection, one, records.get(one.id))
    return seen, changed, aside


def reread(case: DeskCase, client: Client) -> ReturnSeen:
    """Read one return again."""
    seen, raw = endpoints.one_return(client, case.remote_id)
    fold(case.connection, seen, raw)
    return seen


def is_over(status: str) -> bool:
    """Nothing is to be decided about it any more."""
    return status in standing.RETURN_OVER


def fold(connection: Connection, seen: ReturnSeen, raw: object) -> bool:
    """The return's case brought up to the answer; whether anything was new."""
    asked_at = real_now()
    mark = _fingerprint(seen)
    with transaction.atomic():
        rows = DeskCase.objects.select_for_update().filter(connection=connection, remote_id=seen.id)
        case = rows.first() or _new_case(connection, seen)
        if case.pk and case.fingerprint == mark and (case.is_erased or not case.gone_at):
            return False
        _take(case, seen)
        case.remote, case.read_at, case.gone_at = chat.storable(raw), asked_at, None
        case.fingerprint = case.chat_fingerprint = mark
        standing.refresh(case, connection.server_now(asked_at))
        case.save()
        _follow(case, seen)
        arranging.follow(case)
    return True


def _new_case(connection: Connection, seen: ReturnSeen) -> DeskCase:
    now = connection.server_now(real_now())
    return DeskCase(
        shop_id=connection.shop_id,
        connection=connection,
        family=RETURN_FAMILY,
        type=RETURN,
        remote_id=seen.id,
        market=connection.market,
        opened_at=seen.created_at or now,
        first_seen_at=now,
        read_at=now,
    )


def _take(case: DeskCase, seen: ReturnSeen) -> None:
    case.status = (seen.status or case.status)[:60]
    case.reference = (seen.reference_number or case.reference)[:60]
    case.order_id = (seen.order_id or case.order_id)[:64]
    case.buyer_login = (seen.buyer_login or case.buyer_login)[:200]
    case.buyer_key = case.buyer_login.casefold()[:200]
    case.market = market_code(seen.marketplace_id) or case.market
    names = [one.name for one in seen.items if one.name]
    case.subject = (", ".join(names) or case.subject)[:500]
    said = next((one.comment for one in seen.items if one.comment), "")
    case.snippet, case.last_message_role = chat.snippet(said), "BUYER" if said else ""
    case.last_message_at = seen.created_at or case.last_message_at or case.opened_at


def _follow(case: DeskCase, seen: ReturnSeen) -> None:
    said = seen.rejection
    Returned.objects.update_or_create(
        case=case,
        defaults={
            "connection_id": case.connection_id,
            "order_id": case.order_id,
            "rejection_code": ((said.code if said else "") or "")[:60],
            "rejection_reason": ((said.reason if said else "") or "")[:300],
            "rejected_at": said.created_at if said else None,
        },
    )


def _fingerprint(seen: ReturnSeen) -> str:
    rejected = seen.rejection.code if seen.rejection else None
    parcels = ",".join(one.waybill or "" for one in seen.parcels)
    return "|".join(str(part) for part in (seen.status, rejected, seen.order_id, seen.buyer_login, parcels))[:300]


def _by_id(raw: object) -> dict[str, object]:
    listed = raw.get("customerReturns") if isinstance(raw, dict) else None
    return {str(one.get("id")): one for one in listed or () if isinstance(one, dict)}
