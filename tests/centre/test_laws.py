"""The law a case lives under: pinned at its opening, changed by administrators for those that come after."""

from datetime import UTC, date, datetime

import pytest

from tests.centre import stage
from tests.centre.stage import DAY, OPENED, done, opened, written
from zgoda.centre.store import laws
from zgoda.centre.store.models import CalendarChange, CalendarChangeKind, LawChange, LawChangeKind
from zgoda.domain.actors import Role
from zgoda.domain.rule_sets import UnknownRuleSet

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
