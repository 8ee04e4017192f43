"""Cases as a table or as JSON lines, read in pieces, so that the memory needed does not grow with their number."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zgoda.desk.store.models import DeskCase, DeskMessage
from zgoda.desk.work.models import Arranged
from zgoda.look.streams import Echo, plain_cell, told

PIECE = 200
"""Cases read at a time."""
COLUMNS = (
    "id",
    "connection",
    "family",
    "type",
    "status",
    "reference",
    "subject",
    "reason",
    "buyer_login",
    "order_id",
    "market",
    "opened_at",
    "answer_due",
    "answered_at",
    "ended",
    "whose_turn",
    "message_rows",
    "last_message_at",
)
_OF_MESSAGE = ("case_id", "created_at", "author_role", "author_login", "text")
_OF_ARRANGEMENT = ("case_id", "at", "what", "about", "by__username")
_READ = tuple("connection__name" if name == "connection" else name for name in COLUMNS)


@dataclass(frozen=True, slots=True)
class Filter:
    """Everything is optional. ``since`` and ``until`` bound the opening; ``until`` is the first instant outside."""

    since: datetime | None = None
    until: datetime | None = None
    type: str = ""
    state: str = ""
    """``open``, ``ended`` or empty."""


def as_csv(shop_id: int, wanted: Filter) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    for piece in _pieces(shop_id, wanted):
        for row in piece:
            yield writer.writerow([plain_cell(told(row[name])) for name in COLUMNS])


def as_json(shop_id: int, wanted: Filter) -> Iterator[str]:
    """One case a line, with its messages and what colleagues arranged about it."""
    for piece in _pieces(shop_id, wanted):
        ids = [int(str(row["id"])) for row in piece]
        said, arranged = _messages(ids), _arranged(ids)
        for row in piece:
            more = {"messages": said.get(row["id"], []), "arranged": arranged.get(row["id"], [])}
            yield json.dumps({**row, **more}, default=told, ensure_ascii=False) + "\n"


def _pieces(shop_id: int, wanted: Filter) -> Iterator[list[dict[str, object]]]:
    after = 0
    while True:
        rows = _matching(shop_id, wanted).filter(pk__gt=after).order_by("pk").values_list(*_READ)[:PIECE]
        piece = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        if not piece:
            return
        yield piece
        after = int(str(piece[-1]["id"]))


def _matching(shop_id: int, wanted: Filter) -> QuerySet[DeskCase]:
    rows = DeskCase.objects.filter(shop_id=shop_id)
    if wanted.since:
        rows = rows.filter(opened_at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(opened_at__lt=wanted.until)
    if wanted.type:
        rows = rows.filter(type=wanted.type)
    return rows.filter(ended=wanted.state == "ended") if wanted.state else rows


def _messages(case_ids: list[int]) -> Mapping[object, list[dict[str, object]]]:
    rows = DeskMessage.objects.filter(case_id__in=case_ids).order_by("case_id", "created_at", "id")
    return _by_case(rows.values(*_OF_MESSAGE))


def _arranged(case_ids: list[int]) -> Mapping[object, list[dict[str, object]]]:
    rows = Arranged.objects.filter(case_id__in=case_ids).order_by("pk")
    return _by_case(rows.values(*_OF_ARRANGEMENT))


def _by_case(rows: Iterable[dict[str, object]]) -> Mapping[object, list[dict[str, object]]]:
    found: dict[object, list[dict[str, object]]] = {}
    for row in rows:
        found.setdefault(row.pop("case_id"), []).append(row)
    return found
