"""Which characters OAuth's parameters may hold (RFC 6749, appendix A): what lies outside is refused at the door,
because neither the database nor an ``error_description`` could carry it.
"""

import re
from base64 import b64decode

from django.http import HttpRequest, JsonResponse

MALFORMED = "A parameter holds a character that is not allowed"
_FIT = re.compile(r"[\x20-\x21\x23-\x5B\x5D-\x7E]*")
_FREE = "state"
"""Given back as it came, never looked at."""


def fit(text: str) -> bool:
    """Printable ASCII without quotation mark and backslash."""
    return _FIT.fullmatch(text) is not None


def well_formed(request: HttpRequest) -> bool:
    """Whether every parameter of the query and the form is fit, and the credentials can be read."""
    return _readable(request.headers.get("Authorization", "")) and all(
        fit(value)
        for given in (request.GET, request.POST)
        for name in given
        if name != _FREE
        for value in given.getlist(name)
    )


def _readable(header: str) -> bool:
    """None at all, or a kind and its value; of Basic, text once decoded."""
    kind, _, value = header.strip().partition(" ")
    if kind.lower() != "basic":
        return not header or bool(kind and value.strip())
    try:
        return ":" in (told := b64decode(value.strip(), validate=True).decode()) and fit(told)
    except ValueError:
        return False


def malformed() -> JsonResponse:
    """What a program gets."""
    body = {"error": "invalid_request", "error_description": MALFORMED}
    return JsonResponse(body, status=400, headers={"Cache-Control": "no-store"})
