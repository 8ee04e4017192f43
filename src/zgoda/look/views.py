"""Language, market, a market's rules on a page, and the style guide."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from zgoda.domain.calendar import Calendar, frozen_calendar
from zgoda.domain.markets import UnknownMarket, market
from zgoda.engine import clock
from zgoda.look import rules_page, samples
from zgoda.look.places import MARKET_COOKIE, remember


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembers the reader's language and goes back to where the reader was."""
    code = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    if code in dict(settings.LANGUAGES):
        remember(request, response, settings.LANGUAGE_COOKIE_NAME, code)
    return response


@require_POST
def choose_market(request: HttpRequest) -> HttpResponse:
    """S0-60, S0-61: choosing a market shows its rules in the language its readers use by default."""
    chosen = _market_or_404(request.POST.get("market", ""))
    response = redirect("rules", market=chosen)
    remember(request, response, MARKET_COOKIE, chosen)
    return response


def shipped_calendar(code: str) -> Calendar:
    """The rest days that come with the product, for a half that has no other."""
    return frozen_calendar(market(code).country)


@require_safe
def rules(request: HttpRequest, market: str, calendar_of: Callable[[str], Calendar] = shipped_calendar) -> HttpResponse:
    """S0-61: a market's rules, in its default language; ``?language=`` reads them in another one.

    ``calendar_of`` finds a market's rest days (S0-11): the centre's are those with its administrators' changes.
    """
    code = _market_or_404(market)
    asked = request.GET.get("language", "")
    shown = asked if asked in dict(settings.LANGUAGES) else rules_page.default_language(code)
    with translation.override(shown):
        page = rules_page.page(code, clock.now(), calendar_of(code))
        return render(request, "look/rules.html", {"page": page, "shown": shown})


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build pages."""
    return render(request, "look/guide.html", samples.context(clock.now()))


@require_safe
def style_guide_desk(request: HttpRequest) -> HttpResponse:
    """The desk's panes with invented content."""
    return render(request, "look/guide_desk.html", samples.context(clock.now()))


def _market_or_404(name: str) -> str:
    try:
        return market(name).code
    except UnknownMarket as unknown:
        raise Http404 from unknown
