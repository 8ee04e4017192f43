"""The Jinja environment of every page: strict about names, translated, with our words and components."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import get_urlconf, reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from zgoda.engine import clock
from zgoda.look import menus, places, warnings
from zgoda.look.polyglot import PolyglotEnvironment
from zgoda.look.words import (
    claims,
    clocks,
    documents,
    hotline,
    markets,
    parcels,
    reasons,
    refusals,
    returns,
    roles,
    solutions,
    statuses,
    templates,
    timers,
    times,
)


def environment(**options: Any) -> Environment:
    options.setdefault("undefined", StrictUndefined)
    env = PolyglotEnvironment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, **options)
    env.filters.update(FILTERS)
    env.globals.update(GLOBALS)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    return env


def url(name: str, *parts: object, **named: object) -> str:
    """The address of a named page: ``url('case', case.id)``; ``args=`` and ``kwargs=`` are understood too."""
    args, kwargs = named.pop("args", None), named.pop("kwargs", None)
    if args or parts or kwargs or named:
        return reverse(name, args=args or parts or None, kwargs=kwargs or named or None)  # type: ignore[arg-type]
    return _fixed(get_urlconf(), name)


@lru_cache(maxsize=256)
def _fixed(urlconf: str | None, name: str) -> str:
    """An address without parts is the same in every answer of a half."""
    return reverse(name, urlconf)


def static(path: str) -> str:
    """The address of a static file; with its content's hash once the files were collected."""
    return f"{settings.STATIC_URL}{path}" if settings.DEBUG else _hashed(path)


@lru_cache(maxsize=256)
def _hashed(path: str) -> str:
    try:
        return staticfiles_storage.url(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


FILTERS: dict[str, object] = {
    "money": times.money,
    "number": times.number,
    "filesize": times.filesize,
    "when": times.when,
    "when_long": times.when_long,
    "day": times.day,
    "day_long": times.day_long,
    "clock_time": times.clock_time,
    "duration": times.length,
    "iso": times.iso,
}
GLOBALS: dict[str, object] = {
    "static": static,
    "url": url,
    "now": clock.now,
    "centre_now": clock.now,
    "ago": times.ago,
    "left": times.left,
    "tick_units": times.tick_units,
    "sandbox": lambda: settings.SANDBOX,
    "language": translation.get_language,
    "languages": lambda: settings.LANGUAGES,
    "language_name": markets.language_name,
    "markets": markets.market_codes,
    "market_name": markets.market_name,
    "country_name": markets.country_name,
    "market_of": places.market_of,
    "half_name": places.half_name,
    "half_of": places.half,
    "places_menu": menus.places_menu,
    "sandbox_warnings": warnings.warnings_of,
    "messages_of": get_messages,
    "role_name": roles.role_name,
    "clock_state_name": clocks.clock_state_name,
    "author_name": roles.author_name,
    "voice": roles.voice,
    "call_topic": hotline.call_topic,
    "choice_name": hotline.choice_name,
    "transfer_state_name": hotline.transfer_state_name,
    "outcome_name": hotline.outcome_name,
    "week_words": hotline.week_words,
    "parcel_state": parcels.parcel_state,
    "document_state_name": documents.document_state_name,
    "document_state_tag": documents.document_state_tag,
    "return_status_name": returns.return_status_name,
    "return_status_tag": returns.return_status_tag,
    "reason_name": reasons.reason_name,
    "reason_group_name": reasons.reason_group_name,
    "status_name": statuses.status_name,
    "status_tag": statuses.status_tag,
    "claim_status_name": claims.claim_status_name,
    "claim_status_tag": claims.claim_status_tag,
    "ground_name": claims.ground_name,
    "closure_name": statuses.closure_name,
    "delivery_action_name": statuses.delivery_action_name,
    "delivery_action_to_do": statuses.delivery_action_to_do,
    "category_name": statuses.category_name,
    "offer_state_name": statuses.offer_state_name,
    "solution_name": solutions.solution_name,
    "expectation_words": solutions.expectation_words,
    "timer_name": timers.timer_name,
    "timer_then": timers.timer_then,
    "timer_rule": timers.timer_rule,
    "refusal": refusals.refusal,
    "automatic_text": templates.automatic_text,
    "opening_text": templates.opening_text,
}
