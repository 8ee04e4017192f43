"""Writing tables line by line, so that an export of any length needs the memory of one line."""

from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file for `csv.writer` that hands each line back instead of keeping it."""

    def write(self, value: str) -> Any:
        return value


def plain_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
