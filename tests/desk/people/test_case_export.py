"""Exports of cases: complete, filtered, streamed in pieces, safe to open in a spreadsheet."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zgoda.desk.people import case_export
from zgoda.desk.people.case_export import PIECE, Filter
from zgoda.desk.people.models import AuditEntry
from zgoda.desk.store.models import Connection, DeskCase, DeskMessage, Shop

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]
Browser = Callable[[str], Client]
BEGIN = datetime(2026, 5, 1, tzinfo=UTC)
MANY = PIECE * 2 + 7


@pytest.fixture
def cases(shop: Shop) -> list[DeskCase]:
    """One a minute, every third ended; the first has messages."""
    connection = Connection.objects.create(shop=shop, name="=Allegro", api_url="x", auth_url="x", upload_url="x")
    rows = DeskCase.objects.bulk_create(
        DeskCase(
            shop=shop,
            connection=connection,
            remote_id=f"c-{number}",
            type="CLAIM" if number % 2 else "DISPUTE",
            subject=f"=cmd|{number}",
            buyer_login=f"buyer-{number}",
            opened_at=BEGIN + timedelta(minutes=number),
            ended=number % 3 == 0,
            first_seen_at=BEGIN,
            read_at=BEGIN,
        )
        for number in range(MANY)
    )
    for number in range(2):
        at = BEGIN + timedelta(hours=number)
        DeskMessage.objects.create(
            case=rows[0], remote_id=f"m-{number}", text=f"słowo {number}", created_at=at, first_seen_at=at
        )
    return rows


def test_the_table_holds_every_case_once(browser: Browser, cases: list[DeskCase]) -> None:
    text = browser("ola").get("/administration/data/cases?as=csv").getvalue().decode()
    rows = list(csv.DictReader(text.splitlines()))
    assert [int(row["id"]) for row in rows] == [case.pk for case in cases]
    assert (rows[0]["subject"], rows[0]["connection"]) == ("'=cmd|0", "'=Allegro")
    assert rows[0]["opened_at"] == BEGIN.isoformat()
    assert AuditEntry.objects.get().what == "CASES_EXPORTED"


def test_json_lines_bring_the_messages_in_order(browser: Browser, cases: list[DeskCase]) -> None:
    answer = browser("ola").get("/administration/data/cases?as=jsonl")
    lines = [json.loads(line) for line in answer.getvalue().decode().splitlines()]
    assert len(lines) == MANY
    assert [message["text"] for message in lines[0]["messages"]] == ["słowo 0", "słowo 1"]
    assert lines[1]["messages"] == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=ended", (MANY + 2) // 3),
        ("state=open", MANY - (MANY + 2) // 3),
        ("type=CLAIM", MANY // 2),
        ("since=2026-05-02", 0),
        ("since=2026-05-01&until=2026-05-01", MANY),
        ("until=2026-04-30", 0),
        ("state=x&since=x", MANY),
    ],
)
def test_filters_count_in_the_export(browser: Browser, cases: list[DeskCase], query: str, count: int) -> None:
    text = browser("ola").get(f"/administration/data/cases?as=csv&{query}").getvalue().decode()
    assert len(text.splitlines()) == count + 1


@pytest.mark.parametrize("lines", [case_export.as_csv, case_export.as_json])
def test_only_one_piece_is_held_at_a_time(cases: list[DeskCase], shop: Shop, lines: Callable[..., object]) -> None:
    """However many cases there are: each piece is read when the one before was written."""
    stream = iter(lines(shop.pk, Filter()))
    with CaptureQueriesContext(database) as asked:
        for _ in range(PIECE // 2):
            next(stream)
    assert len([one for one in asked.captured_queries if 'FROM "desk_deskcase"' in one["sql"]]) == 1
    assert f"LIMIT {PIECE}" in asked.captured_queries[0]["sql"]


def test_another_shops_cases_are_not_exported(browser: Browser, cases: list[DeskCase]) -> None:
    DeskCase.objects.update(shop=Shop.objects.create(name="Other"))
    assert len(browser("ola").get("/administration/data/cases").getvalue().decode().splitlines()) == 1


def test_agents_export_nothing(browser: Browser, cases: list[DeskCase]) -> None:
    agent = browser("ewa")
    assert agent.get("/administration/data").status_code == 404
    assert agent.get("/administration/data/cases").status_code == 404
    for what in ("", "/file", "/erase"):
        assert agent.post(f"/administration/data/buyer{what}", {"login": "buyer-1"}).status_code == 404
