"""The four marketplaces as rows of data (S0-60, B.12b): country, zone, currency and language."""

from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Market:
    """One marketplace (S0-60).

    ``id`` is the protocol's name, ``code`` the short one; ``language`` is the reader's default there (S0-61).
    """

    id: str
    code: str
    site: str
    country: str
    zone: ZoneInfo
    currency: str
    language: str


class UnknownMarket(LookupError):
    """No such marketplace; ``args[0]`` is the name that was asked for."""


_ROWS = (
    Market("allegro-pl", "pl", "allegro.pl", "PL", ZoneInfo("Europe/Warsaw"), "PLN", "pl"),
    Market("allegro-cz", "cz", "allegro.cz", "CZ", ZoneInfo("Europe/Prague"), "CZK", "cs"),
    Market("allegro-sk", "sk", "allegro.sk", "SK", ZoneInfo("Europe/Bratislava"), "EUR", "sk"),
    Market("allegro-hu", "hu", "allegro.hu", "HU", ZoneInfo("Europe/Budapest"), "HUF", "hu"),
)

MARKETS = MappingProxyType({row.id: row for row in _ROWS})
"""All marketplaces by id, in the selector's order (S0-60)."""

_BY_NAME = {name: row for row in _ROWS for name in (row.id, row.code, row.site)}


def market(name: str) -> Market:
    """Find by ``allegro-pl``, ``pl`` or ``allegro.pl``, in any case; ``UnknownMarket`` otherwise (S0-60)."""
    found = _BY_NAME.get(name.strip().lower())
    if found is None:
        raise UnknownMarket(name)
    return found
