"""What signing in brings along: the account's language and market, where the reader chose none in this browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zgoda.accounts.models import User
from zgoda.look.places import MARKET_COOKIE, half, remember


def settle_in(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """S0-61: the account's language at this half, and at the centre its market; a choice made before stays."""
    if user.language in dict(settings.LANGUAGES):
        _unless_chosen(request, response, settings.LANGUAGE_COOKIE_NAME, user.language)
    if half(request) == "centre":
        _unless_chosen(request, response, MARKET_COOKIE, user.market)


def _unless_chosen(request: HttpRequest, response: HttpResponse, cookie: str, value: str) -> None:
    if cookie not in request.COOKIES:
        remember(request, response, cookie, value)
