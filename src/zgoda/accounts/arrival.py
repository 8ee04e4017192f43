"""What signing in brings along: the account's language and market, where the reader chose none in this browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zgoda.accounts.models import User
from zgoda.look.places import MARKET_COOKIE, bring, forget, half, is_chosen


def settle_in(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """S0-61: the account's language at this half, and at the centre its market; a choice made before stays.

    What an earlier person's account brought is no choice: it gives way to the account that signs in now.
    """
    language = user.language if user.language in dict(settings.LANGUAGES) else ""
    _unless_chosen(request, response, settings.LANGUAGE_COOKIE_NAME, language)
    if half(request) == "centre":
        _unless_chosen(request, response, MARKET_COOKIE, user.market)


def _unless_chosen(request: HttpRequest, response: HttpResponse, cookie: str, value: str) -> None:
    """``value`` may be empty: the account names none, and the browser's own counts again."""
    if is_chosen(request, cookie):
        return
    if value:
        bring(request, response, cookie, value)
        return
    if cookie in request.COOKIES:
        forget(response, cookie)
