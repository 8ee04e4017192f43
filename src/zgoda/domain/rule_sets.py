"""Rule sets by date: the layers of C.0 as data, and the switches of C.1 that Discussions obey.

``seed`` holds part A and nothing else; ``current`` adds every layer whose date has passed in the market. A case is
pinned to the id of the set it was opened under (C.0 point 3), and the id alone brings the same set back:

    seed
    current@2026-11-20/cz
    current@2026-11-20/pl+comms-announced-2025-10-20~claims-2025-07-01;non_delivery_clock=calendar

``/pl`` is the market, ``+`` and ``~`` are layers forced on and off, ``;name=value`` a switch set by an administrator.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from zgoda.domain.markets import Market, market


class ClockKind(StrEnum):
    """How hours run: only on business days, or simply elapsed."""

    BUSINESS = "business"
    CALENDAR = "calendar"


class AskToEndLimit(StrEnum):
    """How often the seller may ask the buyer to end (C-07)."""

    NONE = "none"
    ONCE = "once"


class AutoResolveFrom(StrEnum):
    """What the 30 days of TM-4 run from (part D.2, TM-4 start)."""

    OPENING = "opening"
    LAST_MESSAGE = "last_message"


class HolidayCalendar(StrEnum):
    """Whose country's rest days count (C-25)."""

    MARKETPLACE = "marketplace"
    SELLER = "seller"


class ReturnExpectedFor(StrEnum):
    """For which solutions the seller may expect the product back (C-21, S0-50)."""

    PARTIAL_REFUND = "partial_refund"
    ALL = "all"


class ClaimSilence(StrEnum):
    """What it means when nobody decides a claim in time (C-28)."""

    ACCEPTED = "accepted"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Layer:
    """A dated addition to the seed (C.0). No ``markets`` means all; not ``by_default`` waits for an administrator."""

    id: str
    effective: date
    markets: frozenset[str] = frozenset()
    by_default: bool = True


PER_ORDER = "fulfilment-per-order-2026-01"
"""Who fulfils is a fact of the order; without it, of the seller's account (C-15)."""

_LAYERS = (
    Layer("claims-2025-07-01", date(2025, 7, 1)),
    Layer(
        "comms-announced-2025-10-20",
        date(2025, 10, 20),
        by_default=False,
    ),
    Layer("claims-chat-2025-10-28", date(2025, 10, 28)),
    Layer(PER_ORDER, date(2026, 1, 1)),
    Layer("masked-mail-new-2026-01", date(2026, 1, 1)),
    Layer("comms-2026-03-02", date(2026, 3, 2)),
    Layer("masked-mail-all-2026-04", date(2026, 4, 1)),
    Layer("return-codes-2026-04-08", date(2026, 4, 8)),
    Layer(
        "cancel-5min-2026-06-17",
        date(2026, 6, 17),
        markets=frozenset({"cz", "sk", "hu"}),
    ),
    Layer("claim-withdrawn-2026-06-18", date(2026, 6, 18)),
    Layer("auto-refund-2026-09-01", date(2026, 9, 1)),
    Layer(
        "purchase-problems-2026-10-28",
        date(2026, 10, 28),
        by_default=False,
    ),
)

LAYERS = MappingProxyType({layer.id: layer for layer in _LAYERS})
"""All dated layers by id, oldest first (C.0)."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules one case lives under. ``id`` brings it back through ``rule_set``; ``layers`` are those in force.

    Switches and their defaults are those of C.1: C-01, C-02, C-04 to C-08, C-20, C-21, C-25, C-27, C-28.
    ``staff_reopen_limit`` is a count, or None for no limit.
    """

    id: str
    layers: frozenset[str] = frozenset()
    non_delivery_clock: ClockKind = ClockKind.BUSINESS
    reopen_restarts_timers: bool = True
    ask_to_end_limit: AskToEndLimit = AskToEndLimit.NONE
    max_opening_attachments: int = 1
    unresolved_is_final: bool = False
    auto_resolve_from: AutoResolveFrom = AutoResolveFrom.OPENING
    delivered_close_clock: ClockKind = ClockKind.CALENDAR
    holiday_calendar: HolidayCalendar = HolidayCalendar.MARKETPLACE
    staff_reopen_limit: int | None = None
    return_expected_for: ReturnExpectedFor = ReturnExpectedFor.PARTIAL_REFUND
    claims_enabled: bool = field(default=False)
    claim_roll: bool = False
    claim_silence: ClaimSilence = ClaimSilence.ACCEPTED


class UnknownRuleSet(ValueError):
    """The id, a layer or a switch in it is not known; ``args[0]`` is the offending text."""


SEED = RuleSet("seed")
"""Part A and nothing else: always selectable (C.0 point 1)."""


def rule_set_at(
    instant: datetime,
    where: Market,
    forced: Mapping[str, bool] = MappingProxyType({}),
    switches: Mapping[str, str] = MappingProxyType({}),
) -> RuleSet:
    """The ``current`` set at an instant: layers begin at 00:00 of the market's local day (C.0)."""
    return rule_set_on(instant.astimezone(where.zone).date(), where, forced, switches)


def rule_set_on(
    on: date,
    where: Market,
    forced: Mapping[str, bool] = MappingProxyType({}),
    switches: Mapping[str, str] = MappingProxyType({}),
) -> RuleSet:
    """The ``current`` set of a local date (C.0 point 2), with layers an administrator forced on or off (point 5)."""
    base = f"current@{on.isoformat()}/{where.code}"
    return rule_set(base + _suffix(rule_set(base), forced, switches))


def seed_with(
    forced: Mapping[str, bool] = MappingProxyType({}), switches: Mapping[str, str] = MappingProxyType({})
) -> RuleSet:
    """The ``seed`` set of a marketplace that chose it, with an administrator's layers and switches (C.0)."""
    return rule_set(SEED.id + _suffix(SEED, forced, switches))


@lru_cache(maxsize=1024)
def rule_set(id: str) -> RuleSet:  # noqa: A002 -- it is the id
    """Bring back a pinned set by its id (C.0 point 3); ``UnknownRuleSet`` when any part is not known."""
    match = _ID.fullmatch(id)
    if match is None:
        raise UnknownRuleSet(id)
    seed = match["day"] is None
    layers = set() if seed else _in_force(match["day"], match["market"])
    for sign, layer in _FORCED.findall(match["forced"]):
        if layer not in LAYERS:
            raise UnknownRuleSet(layer)
        (layers.add if sign == "+" else layers.discard)(layer)
    values: dict[str, object] = {
        "max_opening_attachments": 1 if seed else 5,
        "claims_enabled": "claims-2025-07-01" in layers,
    }
    for pair in filter(None, match["switches"].split(";")):
        values.update(_switch(*pair.split("=", 1)))
    return RuleSet(id, frozenset(layers), **values)  # type: ignore[arg-type]  # checked by _SWITCHES


def _in_force(day: str, market_code: str | None) -> set[str]:
    try:
        on = date.fromisoformat(day)
        code = market(market_code).code if market_code else None
    except (ValueError, LookupError):
        raise UnknownRuleSet(f"{day}/{market_code}") from None
    return {
        layer.id
        for layer in _LAYERS
        if layer.by_default and layer.effective <= on and (not layer.markets or code in layer.markets)
    }


def _switch(name: str, value: str) -> Mapping[str, object]:
    try:
        return {name: _SWITCHES[name](value)}
    except (KeyError, ValueError):
        raise UnknownRuleSet(f"{name}={value}") from None


def _suffix(base: RuleSet, forced: Mapping[str, bool], switches: Mapping[str, str]) -> str:
    """What differs from ``base``; a layer forced to where it stands anyway is left out, so that ids stay short."""
    layers = "".join(
        f"{'+' if on else '~'}{layer}"
        for layer, on in sorted(forced.items())
        if on != (layer in base.layers) or layer not in LAYERS
    )
    return layers + "".join(f";{name}={value}" for name, value in sorted(switches.items()))


def _yes_or_no(value: str) -> bool:
    return {"true": True, "false": False}[value]


def _count(value: str) -> int:
    number = int(value)
    if number < 0:
        raise ValueError(value)
    return number


def _limit(value: str) -> int | None:
    return None if value == "none" else _count(value)


_SWITCHES = MappingProxyType(
    {
        "non_delivery_clock": ClockKind,
        "reopen_restarts_timers": _yes_or_no,
        "ask_to_end_limit": AskToEndLimit,
        "max_opening_attachments": _count,
        "unresolved_is_final": _yes_or_no,
        "auto_resolve_from": AutoResolveFrom,
        "delivered_close_clock": ClockKind,
        "holiday_calendar": HolidayCalendar,
        "staff_reopen_limit": _limit,
        "return_expected_for": ReturnExpectedFor,
        "claims_enabled": _yes_or_no,
        "claim_roll": _yes_or_no,
        "claim_silence": ClaimSilence,
    }
)
SWITCHES = tuple(_SWITCHES)
"""Names of the switches an administrator may set."""

_ID = re.compile(
    r"(?:seed|current@(?P<day>\d{4}-\d\d-\d\d)(?:/(?P<market>[a-z]{2}))?)"
    r"(?P<forced>(?:[+~][a-z0-9-]+)*)(?P<switches>(?:;[a-z_]+=[a-z0-9_]+)*)"
)
_FORCED = re.compile(r"([+~])([a-z0-9-]+)")
