"""The shop's log: append-only, filtered and paged by index, exported whole."""

import csv
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zgoda.desk.people import audit
from zgoda.desk.people.audit import Filter
from zgoda.desk.people.models import AuditEntry, What
from zgoda.desk.store.models import Member, Shop

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]
Browser = Callable[[str], Client]
Named = Callable[[str], Member]


@pytest.mark.parametrize("spoil", [lambda rows: rows.update(about="x"), lambda rows: rows.delete()])
def test_the_database_refuses_to_change_or_remove_an_entry(shop: Shop, spoil: Callable[[object], object]) -> None:
    audit.note(shop.pk, None, What.SENDING_ON, "Allegro")
    with pytest.raises(DatabaseError), transaction.atomic():
        spoil(AuditEntry.objects.filter(shop_id=shop.pk))
    assert AuditEntry.objects.get().about == "Allegro"


def test_pages_of_the_log_go_to_the_end_without_gap_or_double(shop: Shop, member: Named) -> None:
    for number in range(audit.PAGE * 2 + 3):
        audit.note(shop.pk, member("ola").user, What.SENDING_ON, str(number))
    seen, before = [], None
    while True:
        rows, before = audit.page(shop.pk, Filter(), before)
        seen += [row.about for row in rows]
        if before is None:
            break
    assert seen == [str(number) for number in reversed(range(audit.PAGE * 2 + 3))]
    assert [row.about for row in audit.every(shop.pk, Filter())] == seen


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Filter(), "people_log_recent"),
        (Filter(what=What.SENDING_ON), "people_log_what"),
        (Filter(actor="ola"), "people_log_actor"),
    ],
)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is read in SQLite's words")
def test_a_page_is_read_by_index(shop: Shop, wanted: Filter, index: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        audit.page(shop.pk, wanted, before=10**6)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[-1]['sql']}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert index in plan
    assert "TEMP B-TREE" not in plan


def test_filters_show_what_fits(browser: Browser, shop: Shop, member: Named) -> None:
    audit.note(shop.pk, member("ola").user, What.SENDING_ON, "first-thing")
    audit.note(shop.pk, member("adam").user, What.SENDING_OFF, "second-thing")
    owner = browser("ola")

    def shows(query: str) -> tuple[bool, bool]:
        page = owner.get(f"/administration/log?{query}").content.decode()
        return "first-thing" in page, "second-thing" in page

    today = AuditEntry.objects.latest("at").at.date()
    assert shows("") == (True, True)
    assert shows("what=SENDING_ON") == (True, False)
    assert shows("actor=adam") == (False, True)
    assert shows(f"since={today}&until={today}") == (True, True)
    assert shows(f"since={today + timedelta(days=1)}") == (False, False)
    assert shows(f"until={today - timedelta(days=1)}") == (False, False)
    assert shows("what=NONSENSE&since=yesterday&before=x") == (True, True)


def test_another_shops_log_is_not_shown(browser: Browser, shop: Shop) -> None:
    audit.note(Shop.objects.create(name="Other").pk, None, What.SENDING_ON, "far-away")
    assert "far-away" not in browser("ola").get("/administration/log").content.decode()


def test_exports_hold_every_entry_and_are_logged_themselves(browser: Browser, shop: Shop, member: Named) -> None:
    for number in range(audit.PAGE + 5):
        audit.note(shop.pk, member("ola").user, What.SENDING_ON, f"=HYPERLINK({number})", why="ż")
    owner = browser("ola")
    table = list(csv.DictReader(owner.get("/administration/log/csv").getvalue().decode().splitlines()))
    assert len(table) == audit.PAGE + 6
    assert table[-1]["about"] == "'=HYPERLINK(0)"
    lines = [json.loads(line) for line in owner.get("/administration/log/json").getvalue().decode().splitlines()]
    assert lines[0]["what"] == What.LOG_EXPORTED
    assert lines[-1] == {
        "at": lines[-1]["at"],
        "actor": "ola",
        "what": "SENDING_ON",
        "about": "=HYPERLINK(0)",
        "details": {"why": "ż"},
    }
    assert owner.get("/administration/log/xml").status_code == 404


def test_agents_have_no_log(browser: Browser, shop: Shop) -> None:
    for path in ("/administration/log", "/administration/log/csv"):
        assert browser("ewa").get(path).status_code == 404
