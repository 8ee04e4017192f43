"""Faults of the platform as they were seen, each for the next requests that match."""

import re
from dataclasses import dataclass
from enum import StrEnum

import httpx2

HTML = b"<html><body><h1>504 Gateway Time-out</h1></body></html>"


class How(StrEnum):
    """BEFORE: the request has no effect. AFTER: it took effect and the answer is lost or wrong."""

    ERROR_500_BEFORE = "500 before"
    ERROR_500_AFTER = "500 after"
    TIMEOUT_504_AFTER = "504 after"
    HTML_AFTER = "html after"
    HTML_BEFORE = "html before"
    DROP_AFTER = "drop after"
    NEVER_CONNECTED = "connect"
    BUSY = "429"
    BUSY_SAYING_WHEN = "429 retry-after"
    FORBIDDEN = "403"
    CONFLICT = "409"


AFTER = {How.ERROR_500_AFTER, How.TIMEOUT_504_AFTER, How.HTML_AFTER, How.DROP_AFTER}


@dataclass
class Fault:
    """``times`` requests with this method and path pattern go wrong."""

    method: str
    path: str
    how: How
    times: int = 1

    def strikes(self, request: httpx2.Request) -> bool:
        """Whether this request is one of them; counts it."""
        if self.times < 1 or request.method != self.method or not re.search(self.path, request.url.path):
            return False
        self.times -= 1
        return True


def answer(how: How, request: httpx2.Request) -> httpx2.Response:
    """What the caller sees."""
    envelope = {"errors": [{"code": "INTERNAL_SERVER_ERROR", "message": "", "userMessage": "Try again."}]}
    match how:
        case How.DROP_AFTER:
            raise httpx2.ReadTimeout("the answer was lost", request=request)
        case How.NEVER_CONNECTED:
            raise httpx2.ConnectError("refused", request=request)
        case How.BUSY:
            return httpx2.Response(429, json={"errors": [{"code": "TOO_MANY_REQUESTS", "userMessage": "Busy"}]})
        case How.BUSY_SAYING_WHEN:
            return httpx2.Response(429, json={"errors": []}, headers={"retry-after": "0"})
        case How.FORBIDDEN:
            return httpx2.Response(403, json={"errors": [{"code": "AccessDenied", "userMessage": "No"}]})
        case How.CONFLICT:
            return httpx2.Response(409, json={"errors": [{"code": "CONFLICT", "userMessage": "Closed"}]})
        case How.HTML_AFTER | How.HTML_BEFORE:
            return httpx2.Response(200, content=HTML, headers={"content-type": "text/html"})
        case How.TIMEOUT_504_AFTER:
            return httpx2.Response(504, content=HTML, headers={"trace-id": "9e753d6b8c199e5"})
        case _:
            return httpx2.Response(500, json=envelope, headers={"trace-id": "c284d24f578b3e62"})
