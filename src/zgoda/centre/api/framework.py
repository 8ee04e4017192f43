"""What every address of the API does before and after its own work.

In order: trace id, method (405), token (401), requests per minute and second (429), ``User-Agent``, scope (403),
version of the answer (406), type and size of the body (415, 411, 413); then the handler; then headers. Handlers raise
``problems.Problem`` for everything a client did wrong and return ``call.answer(...)``.

    @endpoint(scope=Scope.ORDERS_READ)                       # public.v1 by default
    def list_events(call: Call) -> HttpResponse:
        page = call.page(default=100, largest=1000)          # 422 on a bad limit or offset
        rows = Event.objects.filter(seller_id=call.user_id)[page.offset : page.end]
        return call.answer(OrderEvents(events=[present(row) for row in rows]))

    @endpoint(scope=Scope.ORDERS_WRITE, body=Body.JSON)
    def add_shipment(call: Call, form_id: str) -> HttpResponse:
        asked = call.read(NewShipment)                       # 400 on bad JSON or a wrong shape
        ...
        return call.answer(shipment, status=201)

    urlpatterns = [
        path("order/events", methods(GET=list_events)),
        path("order/checkout-forms/<str:form_id>/shipments", methods(GET=list_shipments, POST=add_shipment)),
    ]

Use ``<str:…>`` for ids and ``parse_uuid``: a malformed id answers 404 (or 422 where documented), in the envelope.
"""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.http import http_date

from zgoda.centre.api import problems
from zgoda.centre.api.agents import check_agent
from zgoda.centre.api.bodies import Body, read_body
from zgoda.centre.api.languages import choose_language
from zgoda.centre.api.limiter import per_minute, per_second
from zgoda.centre.oauth.bearer import Bearer, authenticate
from zgoda.engine import clock
from zgoda.wire import errors, limits, media
from zgoda.wire.paging import BadPage, Page, read_page
from zgoda.wire.scopes import Scope
from zgoda.wire.times import to_wire

log = logging.getLogger(__name__)
T = TypeVar("T")
View = Callable[..., HttpResponseBase]
limiter = per_minute(settings.API_REQUESTS_PER_MINUTE, time.monotonic)
slow_lanes = per_second(limits.ORDER_REQUESTS_PER_SECOND, time.monotonic)

TRACE_HEADER = "trace-id"
CLOCK_HEADER = "zgoda-time"
"""The centre's clock, which a sandbox may move; the Date header stays real."""

_NEVER_KEPT = {
    "cache-control": "no-cache, no-store, max-age=0, must-revalidate",
    "pragma": "no-cache",
    "expires": "0",
}
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-xss-protection": "1; mode=block",
}


@dataclass(frozen=True)
class Endpoint:
    """One method of one address. ``versions``: what the answer can be, first the default; none means the answer is
    a file. ``application``: an application's token is enough. ``open_to_all``: no token is needed. ``braked``: only
    so many requests a second (§2.5)."""

    handler: Callable[..., HttpResponseBase]
    scope: Scope | None
    versions: tuple[str, ...]
    body: Body
    largest: int
    application: bool
    open_to_all: bool
    braked: bool


@dataclass(frozen=True)
class Call:
    """One request that passed the checks. ``now`` is the centre's clock; ``version`` the answer's media type."""

    request: HttpRequest
    bearer: Bearer | None
    version: str
    now: datetime
    raw: bytes

    @property
    def user_id(self) -> int:
        """The user whose token it is; 403 for a token of an application alone."""
        if self.bearer is None or self.bearer.user_id is None:
            raise problems.access_denied()
        return self.bearer.user_id

    def page(self, *, default: int, largest: int, deepest: int | None = None) -> Page:
        """``limit`` and ``offset``; 422 when bad."""
        query = self.request.GET
        page = read_page(query.get("limit"), query.get("offset"), default=default, largest=largest, deepest=deepest)
        if isinstance(page, BadPage):
            raise problems.bad_page(page)
        return page

    def read(self, shape: type[T]) -> T:
        """The JSON body as ``shape``; 400 when it is no JSON or has another shape."""
        try:
            return msgspec.json.decode(self.raw, type=shape)
        except msgspec.ValidationError as error:
            detail, _, where = str(error).partition(" - at ")
            raise problems.wrong_shape(detail, where.strip("`").removeprefix("$.") or None) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise problems.unreadable_body(str(error)) from error

    def answer(self, payload: object, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
        """JSON in the negotiated version, without a charset."""
        return HttpResponse(msgspec.json.encode(payload), status=status, content_type=self.version, headers=headers)

    def empty(self, status: int = 204) -> HttpResponse:
        """An answer without a body."""
        return HttpResponse(status=status, content_type=self.version)


def endpoint(
    *,
    scope: Scope | None = None,
    versions: tuple[str, ...] = (media.PUBLIC_V1,),
    body: Body = Body.NONE,
    largest: int = limits.JSON_BODY_BYTES,
    application: bool = False,
    open_to_all: bool = False,
    braked: bool = False,
) -> Callable[[Callable[..., HttpResponseBase]], Endpoint]:
    """Declare what a handler needs. ``largest`` is in bytes."""

    def declare(handler: Callable[..., HttpResponseBase]) -> Endpoint:
        return Endpoint(handler, scope, versions, body, largest, application, open_to_all, braked)

    return declare


def methods(**by_method: Endpoint) -> View:
    """The view of one address, by HTTP method. HEAD is GET, whose body the server keeps to itself."""

    def view(request: HttpRequest, **parts: str) -> HttpResponseBase:
        offered = by_method.get(_asked(request)) or next(iter(by_method.values()))
        return _within(request, offered.versions, lambda trace: _run(request, by_method, parts, trace))

    view.csrf_exempt = True  # type: ignore[attr-defined]
    view.endpoints = by_method  # type: ignore[attr-defined]
    return view


def unknown(request: HttpRequest, **_parts: str) -> HttpResponseBase:
    """Every address under the API's prefixes that is not served: 404 in the envelope, with a trace id.

    B1-03: among them the old resources for disputes, which could not handle claims.
    """

    def refuse(_trace: str) -> HttpResponseBase:
        raise problems.feature_unavailable()

    return _within(request, (media.PUBLIC_V1, media.BETA_V1, media.ZGODA_V1), refuse)


unknown.csrf_exempt = True  # type: ignore[attr-defined]


def new_trace_id() -> str:
    """Lower-case hex without zero padding, 15 or 16 characters."""
    return f"{16**14 + secrets.randbelow(16**16 - 16**14):x}"


def parse_uuid(text: str) -> UUID | None:
    """An id of the path; None where it is malformed, which answers 404 as an unknown one does."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _within(
    request: HttpRequest, versions: tuple[str, ...], work: Callable[[str], HttpResponseBase]
) -> HttpResponseBase:
    """Run under the reader's language; turn problems into answers; put the headers on."""
    trace = new_trace_id()
    tag, catalogue = choose_language(request.headers.get("Accept-Language"))
    with translation.override(catalogue):
        try:
            response = work(trace)
        except problems.Unauthorized as refusal:
            response = _refuse(401, refusal.body, request, versions)
            response.headers["WWW-Authenticate"] = "Bearer"
        except problems.Problem as problem:
            response = _refuse(problem.status, problem.envelope(), request, versions)
            for name, value in problem.headers.items():
                response.headers[name] = value
        except Exception:
            log.exception("the API failed", extra={"trace_id": trace})
            response = _refuse(500, problems.internal_error().envelope(), request, versions)
    _put_headers(response, trace, tag)
    return response


def _put_headers(response: HttpResponseBase, trace: str, language: str) -> None:
    response.headers[TRACE_HEADER] = trace
    with suppress(DatabaseError):
        response.headers[CLOCK_HEADER] = to_wire(clock.now())
    response.headers["Date"] = http_date()
    response.headers["Content-Language"] = language
    kept_by_handler = "cache-control" in response.headers
    for name, value in (_ALWAYS if kept_by_handler else _NEVER_KEPT | _ALWAYS).items():
        response.headers.setdefault(name, value)


def _refuse(status: int, body: object, request: HttpRequest, versions: tuple[str, ...]) -> HttpResponse:
    offered = versions or (media.BETA_V1, media.PUBLIC_V1)
    version = media.choose(request.headers.get("Accept"), offered) or offered[0]
    return HttpResponse(msgspec.json.encode(body), status=status, content_type=version)


def _asked(request: HttpRequest) -> str:
    return "GET" if request.method == "HEAD" else request.method or ""


def _run(
    request: HttpRequest, by_method: Mapping[str, Endpoint], parts: dict[str, str], trace: str
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": problems.allowed(by_method)})
    chosen = by_method.get(_asked(request))
    if chosen is None:
        raise problems.method_not_allowed(by_method)
    bearer = None if chosen.open_to_all else _admit(request, chosen)
    version = _version(request, chosen)
    raw = read_body(request, chosen.body, chosen.versions, chosen.largest)
    return chosen.handler(Call(request, bearer, version, clock.now(), raw), **parts)


def _admit(request: HttpRequest, chosen: Endpoint) -> Bearer:
    bearer = authenticate(request)
    if bearer is None:
        known = request.headers.get("Authorization", "").lower().startswith("bearer ")
        raise problems.Unauthorized(errors.INVALID_TOKEN if known else errors.UNAUTHORIZED)
    wait = limiter.wait_seconds(bearer.client_id)
    if not wait and chosen.braked:
        wait = slow_lanes.wait_seconds(f"{chosen.handler.__name__} {bearer.client_id} {bearer.user_id}")
    if wait:
        raise problems.too_many_requests(wait)
    check_agent(request.headers.get("User-Agent", ""), bearer.client_id, bearer.program)
    if bearer.application and not chosen.application:
        raise problems.access_denied()
    if chosen.scope is not None and chosen.scope not in bearer.scopes:
        raise problems.access_denied()
    return bearer


def _version(request: HttpRequest, chosen: Endpoint) -> str:
    accept = request.headers.get("Accept")
    if not chosen.versions:
        if not media.attachment_acceptable(accept):
            raise problems.not_acceptable()
        return media.JSON
    version = media.choose(accept, chosen.versions)
    if version is None:
        raise problems.not_acceptable()
    return version
