"""Writing tables line by line, so that an export of any length needs the memory of one line."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.http import StreamingHttpResponse

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_KINDS = {"csv": "text/csv", "jsonl": "application/x-ndjson"}


class Echo:
    """A file for `csv.writer` that hands each line back instead of keeping it."""

    def write(self, value: str) -> Any:
        return value


def plain_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def told(value: object) -> str | None:
    """A value that JSON does not know, as text; instants in ISO 8601."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return None if value is None else str(value)


def download(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    """Lines as a file for the reader alone; ``name`` ends in ``csv`` or ``jsonl``."""
    kind = _KINDS[name.rpartition(".")[2]]
    answer = StreamingHttpResponse(lines, content_type=f"{kind}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
