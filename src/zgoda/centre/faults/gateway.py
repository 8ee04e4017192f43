"""What stands between a client and the platform when something fails: errors, HTML pages, 429, cut connections."""

from collections.abc import Iterator

import msgspec
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from zgoda.centre.api.framework import CLOCK_HEADER, TRACE_HEADER, new_trace_id
from zgoda.centre.faults.catalogue import Fault
from zgoda.centre.faults.dice import Dice
from zgoda.engine import clock
from zgoda.wire.times import to_wire

_LONGEST_WAIT = 3
"""Seconds that a 429 may ask for."""

_STATUS = {
    Fault.ERROR_500: 500,
    Fault.LOST_500: 500,
    Fault.ERROR_502: 502,
    Fault.ERROR_504: 504,
    Fault.LOST_504: 504,
}
_PAGES = ((200, "Maintenance"), (404, "No context found for request"), (503, "Service Unavailable"))


def failed(fault: Fault, dice: Dice) -> HttpResponseBase:
    """The answer instead of the platform's own."""
    if fault is Fault.LOST_CUT:
        return StreamingHttpResponse(_cut(), headers={"content-length": "100"})
    if fault is Fault.HTML:
        status, words = _PAGES[dice.pick(fault, len(_PAGES))]
        return _html(status, words)
    if fault in (Fault.BUSY, Fault.BUSY_SAYING_WHEN):
        wait = {"retry-after": str(1 + dice.pick(fault, _LONGEST_WAIT))} if fault is Fault.BUSY_SAYING_WHEN else {}
        return _envelope(429, "TOO_MANY_REQUESTS", wait)
    status = _STATUS[fault]
    return _envelope(500, "INTERNAL_SERVER_ERROR") if status == 500 else _html(status, "Gateway Time-out")


def spoilt_list(dice: Dice) -> HttpResponseBase:
    """A page that holds a record which the platform cannot show."""
    if dice.pick(Fault.BROKEN_LIST, 2):
        return _envelope(403, "DATA_FETCHING_ERROR")
    return _envelope(500, "INTERNAL_SERVER_ERROR")


def token_refused() -> HttpResponseBase:
    return _json(401, {"error": "invalid_token", "error_description": "Access token expired"})


def refresh_refused() -> HttpResponseBase:
    return _json(400, {"error": "invalid_grant", "error_description": "Invalid refresh token"})


def _cut() -> Iterator[bytes]:
    """The server drops the connection when the answer breaks off before it was whole."""
    raise ConnectionResetError("the connection is cut on purpose")
    yield b""


def _html(status: int, words: str) -> HttpResponse:
    body = f"<html><head><title>{words}</title></head><body><h1>{words}</h1></body></html>"
    return HttpResponse(body, status=status, content_type="text/html")


def _envelope(status: int, code: str, headers: dict[str, str] | None = None) -> HttpResponse:
    said = {"code": code, "message": "", "details": None, "path": None, "userMessage": "An error has occurred"}
    return _json(status, {"errors": [said | {"metadata": {}}]}, headers)


def _json(status: int, body: object, headers: dict[str, str] | None = None) -> HttpResponse:
    answer = HttpResponse(msgspec.json.encode(body), status=status, content_type="application/json", headers=headers)
    answer.headers[TRACE_HEADER] = new_trace_id()
    answer.headers[CLOCK_HEADER] = to_wire(clock.now())
    return answer
