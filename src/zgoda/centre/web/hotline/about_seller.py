"""The telephone part of an offer page's tab "About Seller": public, for everybody the same, embedded by any page.

As a whole small page for a frame, and as a bare fragment that an offer page's server puts into its own. Both work
without scripts: the topic is a native disclosure, behind which the number stands (S1-26).
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from zgoda.centre.hotline import contacts
from zgoda.domain.hotline import Whose
from zgoda.domain.markets import UnknownMarket, market
from zgoda.look.words.hotline import hotline_hours, week_words

SHARED_FOR = "public, max-age=300"
"""So long a copy may be shown after a number or the hours changed."""


@require_safe
@xframe_options_exempt
def about_seller(request: HttpRequest, market_code: str, offer_id: str) -> HttpResponse:
    """S1-26…28 as a page of its own, which other sites may frame: it shows what is public and takes nothing."""
    return _answer(request, market_code, offer_id, "hotline/about_seller.html")


@require_safe
@xframe_options_exempt
def fragment(request: HttpRequest, market_code: str, offer_id: str) -> HttpResponse:
    """S1-26…28 without a page around it."""
    return _answer(request, market_code, offer_id, "hotline/_about_seller.html")


def _answer(request: HttpRequest, market_code: str, offer_id: str, template: str) -> HttpResponse:
    try:
        where = market(market_code)
    except UnknownMarket:
        raise Http404 from None
    told = contacts.about_seller(offer_id, where.code)
    if told is None:
        raise Http404
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else where.language
    with translation.override(language):
        response = render(request, template, {"told": told, "topics": _topics(told), "language_code": language})
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = SHARED_FOR
    response.headers["Access-Control-Allow-Origin"] = "*"
    response._csp_replace = {"frame-ancestors": ["*"]}  # type: ignore[attr-defined]
    return response


def _topics(told: contacts.AboutSeller) -> list[dict[str, object]]:
    hours = {
        Whose.SELLER: week_words(told.seller.week),
        Whose.HOTLINE: [("", hotline_hours(told.line.hours.opens, told.line.hours.closes))],
    }
    return [
        {
            "choice": one.choice,
            "hotline": one.whose is Whose.HOTLINE,
            "number": one.number,
            "dial": "".join(char for char in one.number if char in "+0123456789"),
            "hours": hours[one.whose],
        }
        for one in told.shown
    ]
