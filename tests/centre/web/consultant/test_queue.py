"""The queue: where the platform is called, how many, who has joined, a page at a time."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.centre import stage
from tests.centre.stage import DAY, OPENED
from tests.centre.web.buyer.conftest import At
from tests.centre.web.buyer.reading import page, words
from tests.centre.web.staffing import HOUR, asked_to_join, joined
from tests.marks import rule
from zgoda.centre.cases import queue
from zgoda.domain import commands as c

pytestmark = pytest.mark.django_db


@rule("S0-14")
def test_a_discussion_comes_into_the_queue_when_the_buyer_asks_the_platform_to_join(consultant: Client, at: At) -> None:
    quiet, called = stage.opened(), asked_to_join()
    at(OPENED + 3 * DAY + HOUR)
    html = page(consultant, "/queue")
    assert f"/cases/{called.id}" in html
    assert f"/cases/{quiet.id}" not in html


@rule("S0-17")
def test_an_unresolved_discussion_waits_for_a_consultant(consultant: Client, at: At) -> None:
    case = stage.opened()
    stage.done(case, c.MarkUnresolved(by=stage.buyer()), OPENED + 14 * DAY)
    at(OPENED + 15 * DAY)
    assert f"/cases/{case.id}" in page(consultant, "/queue?view=unresolved")


@rule("S0-57")
def test_one_opened_for_the_buyer_is_in_the_queue(consultant: Client, at: At) -> None:
    case = stage.opened(by=stage.consultant(), buyer_reported=stage.text("By phone."))
    at(OPENED + HOUR)
    assert f"/cases/{case.id}" in page(consultant, "/queue?view=on_behalf")


def test_whoever_joined_is_named_and_the_case_no_longer_waits(consultant: Client, at: At) -> None:
    case = joined()
    at(OPENED + 4 * DAY)
    assert f"/cases/{case.id}" not in page(consultant, "/queue")
    assert "joined: you" in words(page(consultant, "/queue?view=mine"))


def test_a_market_narrows_rows_and_counts(consultant: Client, at: At) -> None:
    case = asked_to_join()
    at(OPENED + 4 * DAY)
    assert f"/cases/{case.id}" in page(consultant, "/queue?market=pl")
    empty = page(consultant, "/queue?market=hu")
    assert f"/cases/{case.id}" not in empty
    assert "Nothing waits here" in words(empty)


def test_the_oldest_comes_first_and_pages_follow_one_another(
    consultant: Client, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    cases = [asked_to_join(now=OPENED + minutes * HOUR / 60) for minutes in range(5)]
    at(OPENED + 4 * DAY)
    seen, path = [], "/queue"
    for _page in range(3):
        html = page(consultant, path)
        seen += [case.id for case in cases if f"/cases/{case.id}" in html]
        after = html.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
        path = f"/queue{after}"
    assert seen == [case.id for case in cases]


def test_search_finds_closed_cases_too_by_login_order_and_number(consultant: Client, at: At) -> None:
    case = stage.opened()
    at(OPENED + HOUR)
    for asked in ("buyer", "SELLER", str(case.id), str(case.purchase.order_id), str(case.purchase.order_id)[:8]):
        assert f"/cases/{case.id}" in page(consultant, f"/queue?q={asked}")
    assert f"/cases/{case.id}" not in page(consultant, f"/queue?q={uuid4()}")


def test_a_page_costs_the_same_queries_whatever_it_holds(consultant: Client, at: At) -> None:
    at(OPENED + 4 * DAY)
    asked_to_join()
    page(consultant, "/queue")
    with CaptureQueriesContext(
        connection,
    ) as one:
        page(consultant, "/queue")
    for _more in range(4):
        asked_to_join()
    with CaptureQueriesContext(connection) as five:
        page(consultant, "/queue")
    assert len(five) == len(one)
