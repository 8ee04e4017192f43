"""Searches of the marketplace's people find each case once, newest first, page after page; counts are taken so far only."""

from datetime import timedelta

import pytest

from tests.centre import stage
from tests.marks import rule
from zgoda.centre.cases import queue, searching, warehouse
from zgoda.centre.store import counting
from zgoda.centre.store.counting import up_to
from zgoda.centre.store.merging import newest_of
from zgoda.centre.store.models import Case
from zgoda.domain.actors import Role

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = stage.OPENED + 3 * stage.DAY


def opened(count: int, *, fulfilled: bool = False) -> list[object]:
    """Their ids, the newest first; two of them of one instant."""
    moments = [stage.OPENED + HOUR * min(number, count - 2) for number in range(count)]
    made = [stage.opened(line_id=stage.line(fulfilled=fulfilled), now=at) for at in moments]
    return [case.id for case in sorted(made, key=lambda case: (case.opened_at, case.id), reverse=True)]


def test_pages_of_a_search_follow_one_another_without_a_gap() -> None:
    cases, seen, after = opened(7), [], None
    while True:
        rows, after = newest_of(searching.of_all("BUYER"), after, 2)
        seen += [row.pk for row in rows]
        if after is None:
            break
    assert seen == cases


def test_a_case_found_in_two_ways_is_shown_once() -> None:
    (number,) = {stage.opened().id}
    row = Case.objects.get(pk=number)
    both = [Case.objects.filter(buyer_id=row.buyer_id), Case.objects.filter(pk=number)]
    assert newest_of(both, None, 25) == ([row], None)


@rule("P-04", "S1-56")
def test_consultants_find_a_sellers_hidden_cases_and_the_warehouse_only_what_it_sends() -> None:
    own, sent = opened(2), opened(2, fulfilled=True)
    Case.objects.filter(pk=sent[0]).update(hidden=True)
    found, _after = newest_of(searching.of_all("seller"), None, 25)
    assert {row.pk for row in found} == {*own, *sent}
    found, _after = newest_of(searching.of_warehouse("seller"), None, 25)
    assert {row.pk for row in found} == set(sent)
    assert list(searching.of_all("nobody")) == []


def test_the_warehouses_counts_stop_behind_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    opened(5, fulfilled=True)
    Case.objects.update(at_warehouse=True)
    assert warehouse.queue(warehouse.Asked(), NOW).counts == {"to_answer": 5, "buyer_wrote": 0, "all": 5}
    monkeypatch.setattr(counting, "MOST", 2)
    assert up_to(Case.objects.all(), "pk") == 3
    assert warehouse.queue(warehouse.Asked(), NOW).counts["all"] == 3


def test_the_consultants_counts_are_of_the_first_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = opened(5)
    me = stage.account("consultant", Role.CONSULTANT)
    Case.objects.update(attention=True)
    Case.objects.filter(pk=numbers[-1]).update(joined=me)
    every = queue.queue(queue.Asked(), me.pk, NOW)
    assert (every.counts["all"], every.counts["mine"], every.counts["waiting"], every.has_more) == (5, 1, 4, False)
    monkeypatch.setattr(queue, "MOST", 3)
    first = queue.queue(queue.Asked(), me.pk, NOW)
    assert (first.counts["all"], first.counts["mine"], first.has_more) == (3, 1, True)
    assert len(first.rows) == 4
