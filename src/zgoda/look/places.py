"""Where the reader is: market, language and time zone of a request, from cookies and the account."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from zgoda.domain.markets import UnknownMarket, market

MARKET_COOKIE = "zgoda_market"
YEAR = 365 * 24 * 3600
DEFAULT_MARKET = "pl"


class PlaceMiddleware:
    """Shows every instant in the zone of the reader's market. Reads a cookie only, never the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(market(market_of(request)).zone):
            return self.get_response(request)


def market_of(request: HttpRequest) -> str:
    """The market chosen in the selector (S0-60), Poland until one is chosen."""
    code = request.COOKIES.get(MARKET_COOKIE, DEFAULT_MARKET)
    try:
        return market(code).code
    except UnknownMarket:
        return DEFAULT_MARKET


def remember(request: HttpRequest, response: HttpResponse, cookie: str, value: str) -> None:
    """Keep a choice of the reader for a year."""
    response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)


def half(request: HttpRequest) -> str:
    """``centre`` or ``desk``: which half serves this request."""
    urlconf: str = getattr(request, "urlconf", None) or settings.ROOT_URLCONF
    return urlconf.split(".")[1]


def half_name(request: HttpRequest) -> str:
    return _("seller's desk") if half(request) == "desk" else _("resolution centre")
