"""The law a case lives under: pinned at its opening, changed by administrators for those that come after."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from tests.centre import stage
from tests.centre.stage import DAY, OPENED, done, opened, written
from tests.marks import rule
from zgoda.centre.store import laws
from zgoda.centre.store.models import CalendarChange, CalendarChangeKind, LawChange, LawChangeKind
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.explaining import explain_recorded
from zgoda.domain.reckoning import Reckoning, StepCode
from zgoda.domain.rule_sets import UnknownRuleSet
from zgoda.engine import clock

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)


def choose(kind, name, value):
    laws.choose("pl", kind, name, value, by=stage.account("admin", Role.ADMIN), at=TUESDAY, why="agreed on Monday")


def test_by_default_the_dated_layers_count():
    law = laws.law_now("allegro-pl", TUESDAY)
    assert law.rules.id == "current@2026-03-03/pl"
    assert "comms-2026-03-02" in law.rules.layers


def test_a_marketplace_may_choose_the_seed():
    choose(LawChangeKind.BASE, "", "seed")
    assert laws.law_now("pl", TUESDAY).rules.id == "seed"
    assert laws.law_now("cz", TUESDAY).rules.id.startswith("current")


def test_a_layer_forced_off_stays_off_until_taken_back():
    choose(LawChangeKind.LAYER, "comms-2026-03-02", "off")
    assert "comms-2026-03-02" not in laws.law_now("pl", TUESDAY).rules.layers
    choose(LawChangeKind.LAYER, "comms-2026-03-02", "")
    assert "comms-2026-03-02" in laws.law_now("pl", TUESDAY).rules.layers
    assert LawChange.objects.filter(why="agreed on Monday", by__username="admin").count() == 2


def test_a_case_keeps_the_rules_it_was_opened_under():
    case = opened()
    choose(LawChangeKind.SWITCH, "non_delivery_clock", "calendar")
    done(case, written(stage.seller()), OPENED + DAY)
    assert laws.law_of(case).rules.id == case.rule_set == "current@2026-03-03/pl"
    assert opened(reason="NO_PRODUCT_RECEIVED").rule_set.endswith(";non_delivery_clock=calendar")


def test_nonsense_is_refused_and_leaves_no_trace():
    with pytest.raises(UnknownRuleSet):
        choose(LawChangeKind.SWITCH, "non_delivery_clock", "sometimes")
    assert not LawChange.objects.exists()
    laws.forget()
    assert laws.law_now("pl", TUESDAY).rules.id == "current@2026-03-03/pl"


def test_a_rest_day_added_moves_new_openings_and_no_old_one():
    before = opened()
    laws.change_calendar(
        "PL", date(2026, 3, 4), CalendarChangeKind.ADDED, by=None, at=TUESDAY, why="a day of mourning", name="Mourning"
    )
    after = opened()
    assert after.deadlines.answer_due == before.deadlines.answer_due + DAY
    assert after.calendar != before.calendar


def test_the_last_word_about_a_day_counts():
    for kind in (CalendarChangeKind.ADDED, CalendarChangeKind.REMOVED):
        laws.change_calendar("PL", date(2026, 3, 4), kind, by=None, at=TUESDAY, why="first so, then so")
    assert laws.calendar_of("pl").is_business_day(date(2026, 3, 4))
    assert CalendarChange.objects.count() == 2


def test_a_sellers_calendar_counts_where_the_switch_says_so():
    choose(LawChangeKind.SWITCH, "holiday_calendar", "seller")
    seller = stage.account("seller", Role.SELLER)
    type(seller).objects.filter(pk=seller.pk).update(market="cz")
    assert laws.law_now("pl", TUESDAY, seller_id=seller.pk).calendar.country == "CZ"


def test_reading_the_law_again_costs_nothing(django_assert_num_queries):
    laws.law_now("pl", TUESDAY)
    with django_assert_num_queries(0):
        laws.law_now("pl", TUESDAY)


def changed(kind=CalendarChangeKind.ADDED, day=date(2026, 3, 4)):
    laws.change_calendar("PL", day, kind, by=None, at=TUESDAY, why="a day of mourning", name="Mourning")


def explained(case):
    return explain_recorded(case, laws.as_reckoned(case, laws.law_of(case)))


@rule("G-13")
def test_every_recorded_instant_is_explained_by_the_calendar_it_was_reckoned_with():
    first = opened(reason="NO_PRODUCT_RECEIVED")
    changed()
    second = opened(reason="NO_PRODUCT_RECEIVED")
    changed(day=date(2026, 3, 5))
    third = opened(reason="NO_PRODUCT_RECEIVED")
    changed(CalendarChangeKind.REMOVED)
    dues = []
    for case in (first, second, third):
        for name, reckoning in explained(case).items():
            assert reckoning.steps[-1].at == reckoning.at == getattr(case.deadlines, name)
        assert set(explained(case)) >= {"answer_due", "action_due", "auto_resolve_at", "reopen_until"}
        dues.append(case.deadlines.answer_due - OPENED)
    assert dues == [DAY, 2 * DAY, 3 * DAY]


def test_a_year_without_calendar_is_explained_as_it_was_before_somebody_confirmed_it():
    line, in_2031 = stage.line(), datetime(2031, 3, 4, 9, tzinfo=UTC)
    stage.OrderLine.objects.filter(pk=line).update(bought_at=in_2031 - DAY)
    case = opened(now=in_2031, line_id=line)
    assert case.deadlines.calendar_id.endswith("+weekends")
    changed(CalendarChangeKind.CONFIRMED, date(2031, 1, 1))
    assert StepCode.WEEKENDS_ONLY in {step.code for step in explained(case)["answer_due"].steps}


def test_after_other_tables_shipped_an_instant_that_they_contradict_stands_without_steps():
    case = opened()
    old = replace(case, deadlines=replace(case.deadlines, calendar_id="PL@2020-01"))
    assert explained(old)["answer_due"] == explained(case)["answer_due"]
    changed()
    assert explained(old)["answer_due"] == Reckoning(case.deadlines.answer_due, ())


def test_a_clock_that_a_reopening_left_running_is_explained_from_the_first_opening():
    choose(LawChangeKind.SWITCH, "reopen_restarts_timers", "false")
    case = opened()
    done(case, c.MarkResolved(by=stage.buyer()), OPENED + DAY)
    again = done(case, c.Reopen(by=stage.buyer(), message_id=uuid4()), OPENED + 2 * DAY)
    told = explained(again)
    assert (told["answer_due"].steps[0].at, told["auto_resolve_at"].steps[0].at) == (OPENED, OPENED + 2 * DAY)
    assert all(reckoning.at == getattr(again.deadlines, name) for name, reckoning in told.items())


@rule("S0-11", "S0-61")
def test_the_page_of_a_markets_rules_shows_the_rest_days_that_its_clocks_go_by(client):
    laws.change_calendar("PL", date(2026, 3, 4), CalendarChangeKind.ADDED, by=None, at=TUESDAY, why="", name="Tram day")
    with clock.at(TUESDAY):
        shown = client.get("/rules/pl?language=en").content.decode()
        elsewhere = client.get("/rules/cz?language=en").content.decode()
    assert "Tram day" in shown
    assert "Tram day" not in elsewhere
