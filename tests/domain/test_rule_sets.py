"""Rule sets by date and market, and the pinned id that brings the same set back."""

from datetime import UTC, date, datetime

import pytest

from tests.marks import rule
from zgoda.domain.calendar import frozen_calendar
from zgoda.domain.law import frozen_law
from zgoda.domain.markets import MARKETS, UnknownMarket, market
from zgoda.domain.rule_sets import (
    LAYERS,
    SEED,
    SWITCHES,
    AskToEndLimit,
    ClockKind,
    UnknownRuleSet,
    rule_set,
    rule_set_at,
    rule_set_on,
    seed_with,
)

PL, CZ = market("pl"), market("cz")
OFF_BY_DEFAULT = {"comms-announced-2025-10-20", "purchase-problems-2026-10-28"}


def test_seed_holds_no_layer_and_one_opening_attachment() -> None:
    assert rule_set("seed") == SEED
    assert SEED.layers == frozenset()
    assert SEED.max_opening_attachments == 1
    assert not SEED.claims_enabled


def test_current_adds_each_layer_on_its_day() -> None:
    for layer in LAYERS.values():
        if layer.by_default:
            before = date.fromordinal(layer.effective.toordinal() - 1)
            assert layer.id in rule_set_on(layer.effective, CZ).layers
            assert layer.id not in rule_set_on(before, CZ).layers
    assert rule_set_on(date(2025, 6, 30), PL).layers == frozenset()


def test_current_allows_five_attachments_at_the_opening() -> None:
    assert rule_set_on(date(2026, 11, 20), PL).max_opening_attachments == 5


def test_superseded_layers_stay_off_until_an_administrator_forces_them() -> None:
    assert not OFF_BY_DEFAULT & rule_set_on(date(2030, 1, 1), PL).layers
    forced = rule_set_on(date(2025, 10, 21), PL, {"comms-announced-2025-10-20": True})
    assert "comms-announced-2025-10-20" in forced.layers


def test_the_five_minute_cancellation_is_not_polish() -> None:
    on = date(2026, 7, 1)
    in_force = {where.code for where in MARKETS.values() if "cancel-5min-2026-06-17" in rule_set_on(on, where).layers}
    assert in_force == {"cz", "sk", "hu"}


def test_a_layer_begins_at_the_markets_midnight() -> None:
    assert not rule_set_at(datetime(2025, 6, 30, 21, 59, 59, tzinfo=UTC), PL).claims_enabled
    assert rule_set_at(datetime(2025, 6, 30, 22, 0, 0, tzinfo=UTC), PL).claims_enabled


def test_the_id_alone_brings_a_pinned_set_back() -> None:
    pinned = rule_set_on(
        date(2026, 11, 20),
        PL,
        {"comms-announced-2025-10-20": True, "claims-2025-07-01": False},
        {"non_delivery_clock": "calendar", "staff_reopen_limit": "2", "ask_to_end_limit": "once"},
    )
    assert rule_set(pinned.id) == pinned
    assert not pinned.claims_enabled
    assert pinned.non_delivery_clock is ClockKind.CALENDAR
    assert pinned.staff_reopen_limit == 2
    assert pinned.ask_to_end_limit is AskToEndLimit.ONCE


def test_a_layer_forced_to_where_it_stands_leaves_the_id_alone() -> None:
    assert rule_set_on(date(2026, 11, 20), PL, {"claims-2025-07-01": True}).id == "current@2026-11-20/pl"


def test_ids_are_readable() -> None:
    assert rule_set_on(date(2026, 11, 20), CZ).id == "current@2026-11-20/cz"
    assert seed_with({"claims-2025-07-01": True}).id == "seed+claims-2025-07-01"
    assert seed_with({"claims-2025-07-01": True}).claims_enabled


def test_without_a_market_the_layers_of_single_markets_are_off() -> None:
    assert "cancel-5min-2026-06-17" not in rule_set("current@2026-11-20").layers


@pytest.mark.parametrize(
    "id_",
    [
        "",
        "current",
        "current@2026-13-01/pl",
        "current@2026-11-20/de",
        "current@2026-11-20/pl+nothing",
        "seed;non_delivery_clock=lunar",
        "seed;frobnicate=true",
        "seed;max_opening_attachments=many",
        "seed;reopen_restarts_timers=maybe",
    ],
)
def test_an_unknown_id_is_refused(id_: str) -> None:
    with pytest.raises(UnknownRuleSet):
        rule_set(id_)


def test_every_switch_is_a_field_of_the_rule_set() -> None:
    assert all(hasattr(SEED, name) for name in SWITCHES)


@rule("S0-60")
def test_there_are_four_markets_each_with_its_own_row() -> None:
    assert [(row.site, row.country, row.currency, row.zone.key) for row in MARKETS.values()] == [
        ("allegro.pl", "PL", "PLN", "Europe/Warsaw"),
        ("allegro.cz", "CZ", "CZK", "Europe/Prague"),
        ("allegro.sk", "SK", "EUR", "Europe/Bratislava"),
        ("allegro.hu", "HU", "HUF", "Europe/Budapest"),
    ]


@rule("S0-61")
def test_each_market_has_the_language_of_its_readers() -> None:
    assert [row.language for row in MARKETS.values()] == ["pl", "cs", "sk", "hu"]


@pytest.mark.parametrize("name", ["pl", "PL", "allegro-pl", "allegro.pl", " pl "])
def test_a_market_is_found_by_any_of_its_names(name: str) -> None:
    assert market(name) is MARKETS["allegro-pl"]


def test_an_unknown_market_is_an_error() -> None:
    with pytest.raises(UnknownMarket):
        market("de")


def test_the_frozen_law_of_an_instant_joins_rules_market_and_calendar() -> None:
    law = frozen_law(datetime(2026, 11, 20, 12, tzinfo=UTC), CZ)
    assert (law.rules.id, law.market, law.calendar) == ("current@2026-11-20/cz", CZ, frozen_calendar("CZ"))
