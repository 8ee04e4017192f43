"""What every address that partners call does first: size, signature, JSON; and the centre's clock on the answer."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from zgoda.centre.partners.signing import CLOCK, is_genuine
from zgoda.engine import clock
from zgoda.wire.times import to_wire

T = TypeVar("T")
_LARGEST = 64 * 1024


def signed_events(
    shape: type[T], take: Callable[[T, datetime], int], secret: str
) -> Callable[[HttpRequest], HttpResponse]:
    """A view for ``POST`` of one event. ``take`` gets it with the centre's time and returns the status; ``secret``
    names the setting with this partner's key: no partner can speak for another."""

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(status=_status(request, shape, take, getattr(settings, secret)))
        response.headers[CLOCK] = to_wire(clock.now())
        return response

    return view


def _status(request: HttpRequest, shape: type[T], take: Callable[[T, datetime], int], secret: str) -> int:
    if request.method != "POST":
        return 405
    body = request.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        return 413
    path = request.get_full_path()
    if not _genuine(path, body, request, secret):
        return 401
    try:
        event = msgspec.json.decode(body, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return 400
    return take(event, clock.now())


def _genuine(path: str, body: bytes, request: HttpRequest, secret: str) -> bool:
    return is_genuine(
        "POST",
        path,
        body,
        headers=request.headers,
        secret=secret,
        real_now=clock.real_now(),
    )
