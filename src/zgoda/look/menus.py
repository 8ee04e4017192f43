"""The menu of markets and languages, drawn once for each of them; only the reader's address and token change."""

from functools import lru_cache

from django.http import HttpRequest
from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup, escape

from zgoda.look.places import market_of

_TOKEN, _ADDRESS = "\x02token\x02", "\x02address\x02"


def places_menu(request: HttpRequest, csrf_input: str) -> Markup:
    """S0-60, S0-61: markets and languages as buttons that come back to where the reader was."""
    drawn = _drawn(get_language() or "", market_of(request))
    filled = drawn.replace(_TOKEN, str(csrf_input)).replace(_ADDRESS, str(escape(request.get_full_path())))
    return Markup(filled)  # noqa: S704 -- a template drew it, and what is put in is escaped or a field of ours


@lru_cache(maxsize=64)
def _drawn(_language: str, market: str) -> str:
    template = engines["jinja2"].env.get_template("layouts/places.html")  # type: ignore[attr-defined]
    return str(template.module.places(market, _TOKEN, _ADDRESS))
