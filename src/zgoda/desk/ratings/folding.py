"""A rating as read into its row."""

import hashlib
from datetime import datetime

from django.db import transaction

from zgoda.desk.allegro import ratings as endpoints
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import NotFound
from zgoda.desk.cases import chat
from zgoda.desk.ratings.models import DeskRating
from zgoda.desk.store.models import Connection
from zgoda.engine.clock import real_now
from zgoda.wire.tolerant_ratings import RatingSeen


def fold(connection: Connection, seen: RatingSeen, raw: object) -> bool:
    """Whether anything was new. What was erased stays empty until the buyer changes the rating."""
    now, mark = real_now(), _mark(seen)
    with transaction.atomic():
        rows = DeskRating.objects.select_for_update().filter(connection=connection, remote_id=seen.id)
        row = rows.first() or DeskRating(shop_id=connection.shop_id, connection=connection, remote_id=seen.id)
        is_known = row.pk is not None and row.mark == mark and row.gone_at is None
        if is_known or (row.erased_at is not None and not _changed(row, seen)):
            DeskRating.objects.filter(pk=row.pk).update(read_at=now)
            return False
        _take(row, seen, connection.server_now(now))
        row.remote, row.mark, row.read_at = chat.storable(raw), mark, now
        row.gone_at = row.erased_at = None
        row.save()
    return True


def reread(row: DeskRating, client: Client) -> bool:
    """Read one again; whether anything moved. One that the server knows no more is gone."""
    try:
        seen, raw = endpoints.one(client, row.remote_id)
    except NotFound:
        return bool(DeskRating.objects.filter(pk=row.pk, gone_at=None).update(gone_at=real_now(), read_at=real_now()))
    return fold(row.connection, seen, raw)


def _changed(row: DeskRating, seen: RatingSeen) -> bool:
    return seen.last_changed_at is not None and seen.last_changed_at > row.last_changed_at


def _take(row: DeskRating, seen: RatingSeen, server_now: datetime) -> None:
    row.recommended, row.comment = seen.recommended, seen.comment or ""
    row.buyer_id = (seen.buyer_id or row.buyer_id)[:64]
    row.buyer_login = (seen.buyer_login or row.buyer_login)[:200]
    row.buyer_key = row.buyer_login.casefold()[:200]
    row.order_id = (seen.order_id or row.order_id)[:64]
    row.products = (", ".join(seen.products) or row.products)[:500]
    row.created_at = seen.created_at or row.created_at or server_now
    row.edited_at = seen.edited_at
    row.last_changed_at = seen.last_changed_at or seen.edited_at or row.created_at
    row.answer, row.answered_at = seen.answer or "", seen.answered_at
    row.possible_to = seen.possible_to
    asked = seen.request
    row.asked_at = (asked.created_at or server_now) if asked else None
    row.asked_message = (asked.message or "") if asked else ""
    row.asked_source = ((asked.source or "") if asked else "")[:60]


def _mark(seen: RatingSeen) -> str:
    told = (
        seen.recommended,
        seen.comment,
        seen.buyer_login,
        seen.last_changed_at,
        seen.edited_at,
        seen.answer,
        seen.answered_at,
        seen.possible_to,
        seen.request,
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()
