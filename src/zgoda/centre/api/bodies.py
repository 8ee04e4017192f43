"""What a client sent along: its type looked at, its size bounded, its bytes read.

What comes with a method that takes nothing is not looked at. A body sent in chunks states no size beforehand; it
is read up to the same bound where the server in front of us tells where it ends, and refused with 411 elsewhere.
"""

from collections.abc import Sequence
from enum import Enum

from django.http import HttpRequest, UnreadablePostError

from zgoda.centre.api import problems
from zgoda.wire import limits, media

_DIGITS = 15


class Body(Enum):
    """What a method takes: nothing, JSON in the answer's version, or a file's bytes."""

    NONE = "none"
    JSON = "json"
    FILE = "file"


def read_body(request: HttpRequest, wanted: Body, versions: Sequence[str], largest: int) -> bytes:
    """The bytes, at most ``largest``. Raises the refusals 400, 411, 413 and 415."""
    if wanted is Body.NONE:
        return b""
    _check_kind(request, wanted, versions)
    declared = request.META.get("CONTENT_LENGTH") or ""
    if declared.isdecimal() and (len(declared) > _DIGITS or int(declared) > largest):
        raise problems.too_large(largest)
    try:
        raw = request.read(largest + 1) if declared or not _chunked(request) else _read_chunks(request, largest + 1)
    except (UnreadablePostError, OSError) as error:
        raise problems.broken_off() from error
    if len(raw) > largest:
        raise problems.too_large(largest)
    if declared.isdecimal() and len(raw) < int(declared):
        raise problems.broken_off()
    return raw


def _check_kind(request: HttpRequest, wanted: Body, versions: Sequence[str]) -> None:
    kind = request.headers.get("Content-Type")
    if wanted is Body.JSON and not media.readable(kind, versions):
        raise problems.unsupported_media()
    if wanted is Body.FILE and media.upload_type(kind, limits.ATTACHMENT_TYPES) is None:
        raise problems.unsupported_media()


def _chunked(request: HttpRequest) -> bool:
    return "chunked" in request.headers.get("Transfer-Encoding", "").lower()


def _read_chunks(request: HttpRequest, at_most: int) -> bytes:
    """Past the framework, which takes a body without a stated size for an empty one."""
    if not request.META.get("wsgi.input_terminated"):
        raise problems.length_required()
    source, parts, left = request.META["wsgi.input"], [], at_most
    while left and (part := source.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
