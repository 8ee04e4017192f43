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
    """Keep a choice of the reader for a year; the next person who signs in here finds it too."""
    _keep(request, response, cookie, value)
    response.delete_cookie(_brought(cookie), samesite="Lax")


def bring(request: HttpRequest, response: HttpResponse, cookie: str, value: str) -> None:
    """Keep what an account says until the reader chooses or somebody else signs in."""
    _keep(request, response, cookie, value)
    _keep(request, response, _brought(cookie), value)


def forget(response: HttpResponse, cookie: str) -> None:
    """Drop what an account brought."""
    for name in (cookie, _brought(cookie)):
        response.delete_cookie(name, samesite="Lax")


def is_chosen(request: HttpRequest, cookie: str) -> bool:
    """Whether the reader chose it in this browser; a value that an account brought carries a note beside it."""
    return cookie in request.COOKIES and request.COOKIES.get(_brought(cookie)) != request.COOKIES[cookie]


def half(request: HttpRequest) -> str:
    """``centre`` or ``desk``: which half serves this request."""
    urlconf: str = getattr(request, "urlconf", None) or settings.ROOT_URLCONF
    return urlconf.split(".")[1]


def half_name(request: HttpRequest) -> str:
    return _("seller's desk") if half(request) == "desk" else _("resolution centre")


def _keep(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)


def _brought(cookie: str) -> str:
    return f"{cookie}_of_account"
