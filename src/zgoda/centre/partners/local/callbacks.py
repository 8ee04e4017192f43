"""What a local service tells the centre: kept in its own file, signed, and tried again until it is taken.

The service has no clock of its own: it adds to real time the lead that the centre's last answer showed.
"""

import json
import sqlite3
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from zgoda.centre.partners.signing import CLOCK, is_genuine, signed
from zgoda.wire.times import from_wire, to_wire

_LONGEST_PAUSE = 60.0
_CLOCK_PATH = "/zgoda/v1/capabilities"
_GIVEN_UP_AFTER = timedelta(days=3)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS callback (
    id INTEGER PRIMARY KEY, body TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    made_at REAL NOT NULL, next_at REAL NOT NULL, outcome TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Centre:
    """The other side, as a service sees it: its address, the shared secret, its clock; and the file of callbacks."""

    def __init__(self, file: Path, url: str, path: str, secret: str) -> None:
        self.file, self.url, self.path, self.secret = file, url.rstrip("/"), path, secret
        self.lead = timedelta()
        self._sending = threading.Lock()
        with self.rows() as rows:
            rows.execute("PRAGMA journal_mode=WAL")
            rows.executescript(_SCHEMA)

    @contextmanager
    def rows(self) -> Iterator[sqlite3.Connection]:
        """A connection for one transaction: committed at the end of the block, then closed."""
        rows = sqlite3.connect(self.file, timeout=10)
        rows.row_factory = sqlite3.Row
        try:
            with rows:
                yield rows
        finally:
            rows.close()

    def now(self) -> datetime:
        """The centre's time, as far as we know it."""
        return datetime.now(UTC) + self.lead

    def ask_time(self) -> datetime:
        """As `now`, after a look at the centre's clock, which its public capabilities carry."""
        request = urllib.request.Request(f"{self.url}{_CLOCK_PATH}", method="GET")  # noqa: S310 - address of the settings
        self._send(request)
        return self.now()

    def is_genuine(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether the centre signed this request; its clock is taken over from it."""
        genuine = is_genuine(method, path, body, headers=headers, secret=self.secret, real_now=datetime.now(UTC))
        if genuine:
            self._set_clock(headers.get(CLOCK))
        return genuine

    def tell(self, rows: sqlite3.Connection, event: Mapping[str, object]) -> None:
        """Keep an event to be sent, in the caller's transaction."""
        now = datetime.now(UTC).timestamp()
        rows.execute("INSERT INTO callback (body, made_at, next_at) VALUES (?, ?, ?)", (json.dumps(event), now, now))

    def send_due(self) -> int:
        """Send what is due, oldest first; how many were taken. A refusal by content is not tried again."""
        taken = 0
        with self._sending:
            now = datetime.now(UTC).timestamp()
            with self.rows() as rows:
                due = rows.execute(
                    "SELECT * FROM callback WHERE outcome = '' AND next_at <= ? ORDER BY id LIMIT 100", (now,)
                ).fetchall()
            for row in due:
                status = self._post(row["body"].encode())
                taken += status // 100 == 2
                with self.rows() as rows:
                    self._settle(rows, row, status, now)
        return taken

    def setting(self, name: str) -> str:
        with self.rows() as rows:
            row = rows.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return row["value"] if row else ""

    def set_setting(self, name: str, value: str) -> None:
        with self.rows() as rows:
            rows.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def _settle(self, rows: sqlite3.Connection, row: sqlite3.Row, status: int, now: float) -> None:
        tries = row["tries"] + 1
        outcome = ""
        if status // 100 == 2:
            outcome = "taken"
        elif status in {400, 409, 413, 422} or now - row["made_at"] > _GIVEN_UP_AFTER.total_seconds():
            outcome = f"given up: {status}"
        pause = min(_LONGEST_PAUSE, 2.0 ** min(tries, 10))
        rows.execute(
            "UPDATE callback SET tries = ?, outcome = ?, next_at = ? WHERE id = ?",
            (tries, outcome, now + pause, row["id"]),
        )

    def _post(self, body: bytes) -> int:
        headers = signed("POST", urlsplit(f"{self.url}{self.path}").path, body, self.secret, datetime.now(UTC))
        headers["Content-Type"] = "application/json"
        request = urllib.request.Request(  # noqa: S310 - address of the settings
            f"{self.url}{self.path}", data=body, headers=headers, method="POST"
        )
        return self._send(request)

    def _send(self, request: urllib.request.Request) -> int:
        """The status; 0 where the centre could not be reached."""
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - address of the settings
                self._set_clock(answer.headers.get(CLOCK))
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            self._set_clock(refusal.headers.get(CLOCK))
            return refusal.code
        except OSError:
            return 0

    def _set_clock(self, told: str | None) -> None:
        instant = from_wire(told) if told else None
        if instant is not None:
            self.lead = instant - datetime.now(UTC)


def stamp(instant: datetime) -> str:
    return to_wire(instant)
