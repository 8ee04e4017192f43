"""What SQLite does for each statement: ``EXPLAIN QUERY PLAN``, with the long lists of columns left out."""

import re
from typing import Any

from django.db import connection

_COLUMNS = re.compile(r"^SELECT .*? FROM ", re.S)
_CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")


def is_query(sql: str) -> bool:
    return not sql.startswith(_CONTROL)


def plan(sql: str, params: Any) -> list[str]:
    """The plan's lines, indented by depth."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        depth: dict[int, int] = {0: -1}
        lines = []
        for node, parent, _, words in cursor.fetchall():
            depth[node] = depth.get(parent, -1) + 1
            lines.append("  " * depth[node] + str(words))
        return lines


def short(sql: str) -> str:
    """The statement as a person wants to read it."""
    text = _COLUMNS.sub("SELECT … FROM ", sql).replace('"', "")
    text = re.sub(r"INSERT INTO (\w+) \(.*", r"INSERT INTO \1 …", text, flags=re.S)
    text = re.sub(r"UPDATE (\w+) SET .* WHERE", r"UPDATE \1 SET … WHERE", text, flags=re.S)
    text = re.sub(r"IN \((?:%s, )+%s\)", "IN (…)", text)
    return " ".join(text.split())
