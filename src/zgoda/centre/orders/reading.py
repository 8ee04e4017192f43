"""Records out of a file of checkout forms: one line at a time, in bounded memory, whatever the file holds.

Two layouts: JSON Lines, one form each; or an API answer ``{"checkoutForms": […]}``, on one line or spread over
many (the whole answer is then at most ``MAX_ANSWER`` bytes).
"""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from zgoda.centre.orders.problems import Problem, Why

MAX_LINE = 4 * 1024 * 1024
MAX_ANSWER = 64 * 1024 * 1024
MAX_DEPTH = 32

Json = dict[str, object]
Record = tuple[int, Json | Problem]


def records(stream: BinaryIO) -> Iterator[Record]:
    """Numbered records: the line in the file, or the position in an API answer; each a form or a problem."""
    for number, line in _lines(stream):
        if line is None:
            yield number, Problem(Why.TOO_LONG)
            continue
        record = _decoded(line)
        if isinstance(record, Problem) and number == 1 and record.code is Why.NOT_JSON and _opens(line):
            yield from _answer(_decoded(line + stream.read(MAX_ANSWER)))
            return
        if isinstance(record, dict) and "checkoutForms" in record:
            yield from _answer(record)
        else:
            yield number, record


def _opens(line: bytes) -> bool:
    """The first line of a pretty-printed answer: it opens an object and leaves it open."""
    return line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") and not line.rstrip().endswith(b"}")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines that are not blank, with their numbers; None for one that is too long, whose rest is skipped."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif line.strip():
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def _answer(answer: Json | Problem) -> Iterator[Record]:
    forms = answer.get("checkoutForms") if isinstance(answer, dict) else None
    if not isinstance(forms, list):
        yield 1, answer if isinstance(answer, Problem) else Problem(Why.SHAPE, "checkoutForms")
        return
    for number, form in enumerate(forms, start=1):
        yield number, form if isinstance(form, dict) else Problem(Why.NOT_OBJECT)


def _decoded(line: bytes) -> Json | Problem:
    try:
        record = msgspec.json.decode(line)
        _check_storable(record, 0)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Problem(Why.NOT_JSON)
    except RecursionError:
        return Problem(Why.TOO_DEEP)
    except Problem as problem:
        return problem
    return record if isinstance(record, dict) else Problem(Why.NOT_OBJECT)


def _check_storable(value: object, depth: int) -> None:
    """PostgreSQL keeps neither NUL in text nor, with us, structures deeper than any form is."""
    if depth > MAX_DEPTH:
        raise Problem(Why.TOO_DEEP)
    if isinstance(value, str) and "\x00" in value:
        raise Problem(Why.BAD_TEXT)
    if isinstance(value, dict):
        for key, inner in value.items():
            _check_storable(key, depth + 1)
            _check_storable(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check_storable(inner, depth + 1)
