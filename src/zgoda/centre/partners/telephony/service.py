"""A telephone exchange for the sandbox: ``python -m zgoda.centre.partners.telephony.service --port 8023``.

In the automatic mode a telephone rings for some seconds and is answered; a number that ends in 9 is busy, one that ends
in 0 is not answered. With the mode off a person presses how it goes. Nobody is really called.
"""

import html
import json
import os
import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from zgoda.centre.partners.local.callbacks import Centre, stamp
from zgoda.centre.partners.local.serving import Answer, LocalService, button, serve, table

RINGS_FOR = timedelta(seconds=4)
_ENDS = {"CONNECTED": "answer", "NO_ANSWER": "no answer", "BUSY": "busy"}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS transfer (
    id TEXT PRIMARY KEY, reference TEXT NOT NULL, number TEXT NOT NULL, summary TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'RINGING', since TEXT NOT NULL
)
"""


class Exchange(LocalService):
    title = "Telephone exchange"

    def __init__(self, centre: Centre) -> None:
        super().__init__(centre)
        with centre.rows() as rows:
            rows.execute(_SCHEMA)

    def asked(self, method: str, path: str, body: bytes) -> Answer:
        """``PUT`` and ``GET /transfers/{id}``; the same id twice is one call."""
        folder, _slash, transfer = path.rpartition("/")
        if folder != "/transfers" or method not in {"PUT", "GET"}:
            return "404 Not Found", "text/plain", b""
        known = self._transfer(transfer)
        if known is None and method == "PUT":
            return self._dial(transfer, body)
        if known is None:
            return "404 Not Found", "text/plain", b""
        return "200 OK", "application/json", _answer(known)

    def pressed(self, fields: Mapping[str, str]) -> None:
        self.centre.ask_time()
        if fields.get("do") in _ENDS:
            self._end(fields.get("transfer", ""), fields["do"])

    def proceed(self) -> None:
        now = self.centre.now()
        for row in self._ringing():
            if now - datetime.fromisoformat(row["since"]) >= RINGS_FOR:
                self._end(row["id"], {"9": "BUSY", "0": "NO_ANSWER"}.get(row["number"][-1:], "CONNECTED"))

    def page(self) -> str:
        with self.centre.rows() as rows:
            transfers = rows.execute("SELECT * FROM transfer ORDER BY since DESC LIMIT 200").fetchall()
        lines = [
            (
                html.escape(row["reference"]),
                html.escape(row["number"]),
                html.escape(row["summary"]),
                row["state"],
                " ".join(button(label, transfer=row["id"], do=state) for state, label in _ENDS.items())
                if row["state"] == "RINGING"
                else "",
            )
            for row in transfers
        ]
        heads = ("Reference", "Number", "Summary", "State", "")
        return table(heads, lines) if lines else "<p>Nobody was called yet.</p>"

    def _dial(self, transfer: str, body: bytes) -> Answer:
        try:
            told = json.loads(body)
            number, summary = str(told["to"]), str(told["summary"])
        except (ValueError, KeyError, TypeError):
            return "400 Bad Request", "text/plain", b""
        if not any(char.isdecimal() for char in number):
            return "422 Unprocessable Content", "text/plain", b""
        now, reference = self.centre.now(), f"T-{uuid4().hex[:12].upper()}"
        with self.centre.rows() as rows:
            added = rows.execute(
                "INSERT OR IGNORE INTO transfer (id, reference, number, summary, since) VALUES (?, ?, ?, ?, ?)",
                (transfer, reference, number, summary, stamp(now)),
            ).rowcount
        known = self._transfer(transfer)
        answer = _answer(known) if known else b"{}"
        return ("201 Created" if added else "200 OK"), "application/json", answer

    def _transfer(self, transfer: str) -> sqlite3.Row | None:
        with self.centre.rows() as rows:
            found: sqlite3.Row | None = rows.execute("SELECT * FROM transfer WHERE id = ?", (transfer,)).fetchone()
        return found

    def _ringing(self) -> list[sqlite3.Row]:
        with self.centre.rows() as rows:
            return rows.execute("SELECT * FROM transfer WHERE state = 'RINGING'").fetchall()

    def _end(self, transfer: str, state: str) -> None:
        now = stamp(self.centre.now())
        with self.centre.rows() as rows:
            changed = rows.execute(
                "UPDATE transfer SET state = ?, since = ? WHERE id = ? AND state = 'RINGING' RETURNING reference",
                (state, now, transfer),
            ).fetchone()
            if changed is not None:
                event = {"eventId": uuid4().hex, "transferId": transfer, "state": state}
                self.centre.tell(rows, event | {"reference": changed["reference"], "occurredAt": now})


def _answer(row: sqlite3.Row) -> bytes:
    return json.dumps({"reference": row["reference"], "state": row["state"]}).encode()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zgoda.settings")
    serve("telephony", "/partners/telephony/events", "TELEPHONY_SECRET", Exchange)
