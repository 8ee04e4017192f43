"""Names of the marketplaces and languages (S0-60, S0-61). A market is written as its site, in every language."""

from django.conf import settings
from django.utils.translation import gettext_lazy

from zgoda.domain.markets import MARKETS, market

_COUNTRIES = {
    "PL": gettext_lazy("Poland"),
    "CZ": gettext_lazy("Czechia"),
    "SK": gettext_lazy("Slovakia"),
    "HU": gettext_lazy("Hungary"),
}


def market_codes() -> tuple[str, ...]:
    """The selector's four markets, in its order (S0-60)."""
    return tuple(row.code for row in MARKETS.values())


def market_name(code: str) -> str:
    return market(code).site


def country_name(code: str) -> str:
    return str(_COUNTRIES[market(code).country])


def language_name(code: str) -> str:
    """In that language itself, so that its readers find it."""
    return dict(settings.LANGUAGES).get(code, code)
