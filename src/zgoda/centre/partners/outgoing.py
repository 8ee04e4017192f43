"""Signed calls from the centre to a partner. A job makes them, so a failure is an exception and a later try."""

from urllib.parse import urlsplit

import httpx2
import msgspec

from zgoda.centre.partners.signing import CLOCK, signed
from zgoda.engine import clock
from zgoda.wire.times import to_wire

_TIMEOUT = httpx2.Timeout(connect=3.0, read=10.0, write=10.0, pool=3.0)


class PartnerFailed(Exception):
    """The partner answered with something else than success; worth another try."""


def call(method: str, url: str, secret: str, payload: object = None) -> httpx2.Response:
    """A request signed with a partner's key. Raises ``httpx2.TransportError`` where nobody knows if it arrived."""
    body = b"" if payload is None else msgspec.json.encode(payload)
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    headers = signed(method, path, body, secret, clock.real_now())
    headers |= {CLOCK: to_wire(clock.now()), "Content-Type": "application/json"}
    with httpx2.Client(timeout=_TIMEOUT) as client:
        return client.request(method, url, content=body, headers=headers)


def expect(response: httpx2.Response, *statuses: int) -> httpx2.Response:
    if response.status_code not in statuses:
        raise PartnerFailed(f"{response.request.method} {response.request.url}: {response.status_code}")
    return response
