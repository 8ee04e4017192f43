"""A payment service for the sandbox: ``python -m zgoda.centre.partners.payments.service --port 8022``.

In the automatic mode every refund is confirmed at once; with the mode off a person presses confirm or refuse.
"""

import html
import json
import os
import sqlite3
from collections.abc import Mapping
from uuid import uuid4

from zgoda.centre.partners.local.callbacks import Centre, stamp
from zgoda.centre.partners.local.serving import Answer, LocalService, button, serve, table

_SCHEMA = """
CREATE TABLE IF NOT EXISTS refund (
    command TEXT PRIMARY KEY, reference TEXT NOT NULL, "order" TEXT NOT NULL, minor INTEGER NOT NULL,
    currency TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'ASKED', asked_at TEXT NOT NULL
)
"""


class Payments(LocalService):
    title = "Payment service"

    def __init__(self, centre: Centre) -> None:
        super().__init__(centre)
        with centre.rows() as rows:
            rows.execute(_SCHEMA)

    def asked(self, method: str, path: str, body: bytes) -> Answer:
        """``PUT`` and ``GET /refunds/{command}``; the same command twice is one refund."""
        folder, _slash, command = path.rpartition("/")
        if folder != "/refunds" or method not in {"PUT", "GET"}:
            return "404 Not Found", "text/plain", b""
        known = self._refund(command)
        if known is None and method == "PUT":
            return self._take(command, body)
        if known is None:
            return "404 Not Found", "text/plain", b""
        return "200 OK", "application/json", _answer(known["reference"], known["state"])

    def pressed(self, fields: Mapping[str, str]) -> None:
        self.centre.ask_time()
        self._decide(fields.get("command", ""), fields.get("do") == "confirm")

    def proceed(self) -> None:
        with self.centre.rows() as rows:
            waiting = rows.execute("SELECT command FROM refund WHERE state = 'ASKED'").fetchall()
        for refund in waiting:
            self._decide(refund["command"], True)

    def page(self) -> str:
        with self.centre.rows() as rows:
            refunds = rows.execute("SELECT * FROM refund ORDER BY asked_at DESC LIMIT 200").fetchall()
        lines = [
            (
                html.escape(refund["reference"]),
                html.escape(refund["order"]),
                f"{refund['minor'] // 100}.{refund['minor'] % 100:02d} {html.escape(refund['currency'])}",
                refund["state"],
                button("confirm", command=refund["command"], do="confirm")
                + button("refuse", command=refund["command"], do="refuse")
                if refund["state"] == "ASKED"
                else "",
            )
            for refund in refunds
        ]
        return table(("Reference", "Order", "Amount", "State", ""), lines) if lines else "<p>No refunds yet.</p>"

    def _take(self, command: str, body: bytes) -> Answer:
        try:
            told = json.loads(body)
            amount, currency = int(told["amountMinor"]), str(told["currency"])
            order = str(told["orderId"])
        except (ValueError, KeyError, TypeError):
            return "400 Bad Request", "text/plain", b""
        if amount <= 0:
            return "422 Unprocessable Content", "text/plain", b""
        reference = f"R-{uuid4().hex[:12].upper()}"
        with self.centre.rows() as rows:
            rows.execute(
                "INSERT OR IGNORE INTO refund VALUES (?, ?, ?, ?, ?, 'ASKED', ?)",
                (command, reference, order, amount, currency, stamp(self.centre.now())),
            )
        known = self._refund(command)
        return "201 Created", "application/json", _answer(known["reference"] if known else reference, "ASKED")

    def _refund(self, command: str) -> sqlite3.Row | None:
        with self.centre.rows() as rows:
            found: sqlite3.Row | None = rows.execute("SELECT * FROM refund WHERE command = ?", (command,)).fetchone()
        return found

    def _decide(self, command: str, confirmed: bool) -> None:
        state = "CONFIRMED" if confirmed else "REFUSED"
        with self.centre.rows() as rows:
            changed = rows.execute(
                "UPDATE refund SET state = ? WHERE command = ? AND state = 'ASKED' RETURNING reference",
                (state, command),
            ).fetchone()
            if changed is None:
                return
            event = {"eventId": uuid4().hex, "commandId": command, "confirmed": confirmed}
            self.centre.tell(rows, event | {"reference": changed["reference"], "occurredAt": stamp(self.centre.now())})


def _answer(reference: str, state: str) -> bytes:
    return json.dumps({"reference": reference, "state": state}).encode()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zgoda.settings")
    serve("payments", "/partners/payments/events", "PAYMENTS_SECRET", Payments)
