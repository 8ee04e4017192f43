"""A carrier for the sandbox: ``python -m zgoda.centre.partners.carriers.service --port 8021``.

In the automatic mode a parcel is handed over a quarter of an hour after the number was given and delivered a
day later, by the centre's clock; with the mode off only the buttons move it.
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

HANDED_OVER_AFTER = timedelta(minutes=15)
DELIVERED_AFTER = timedelta(days=1)
_NEXT = {"PENDING": "IN_TRANSIT", "IN_TRANSIT": "DELIVERED"}
_LABELS = {"IN_TRANSIT": "hand over", "DELIVERED": "deliver"}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS parcel (
    carrier TEXT NOT NULL, waybill TEXT NOT NULL, code TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (carrier, waybill)
)
"""


class Carrier(LocalService):
    title = "Carrier"

    def __init__(self, centre: Centre) -> None:
        super().__init__(centre)
        with centre.rows() as rows:
            rows.execute(_SCHEMA)

    def asked(self, method: str, path: str, body: bytes) -> Answer:
        """``PUT /parcels``: follow a number; it is registered once."""
        if (method, path) != ("PUT", "/parcels"):
            return "404 Not Found", "text/plain", b""
        try:
            told = json.loads(body)
            carrier, waybill = str(told["carrierId"]), str(told["waybill"])
        except (ValueError, KeyError, TypeError):
            return "400 Bad Request", "text/plain", b""
        now = self.centre.now()
        with self.centre.rows() as rows:
            added = rows.execute(
                "INSERT OR IGNORE INTO parcel VALUES (?, ?, 'PENDING', ?)", (carrier, waybill, stamp(now))
            ).rowcount
            if added:
                self._tell(rows, carrier, waybill, "PENDING", now)
        return ("201 Created" if added else "200 OK"), "application/json", b"{}"

    def pressed(self, fields: Mapping[str, str]) -> None:
        self._move(fields.get("carrier", ""), fields.get("waybill", ""), fields.get("code", ""), self.centre.ask_time())

    def proceed(self) -> None:
        now = self.centre.now()
        for parcel in self._parcels("WHERE code IN ('PENDING', 'IN_TRANSIT')"):
            wait = HANDED_OVER_AFTER if parcel["code"] == "PENDING" else DELIVERED_AFTER
            if now - datetime.fromisoformat(parcel["since"]) >= wait:
                self._move(parcel["carrier"], parcel["waybill"], _NEXT[parcel["code"]], now)

    def page(self) -> str:
        lines = [
            (
                html.escape(parcel["carrier"]),
                html.escape(parcel["waybill"]),
                parcel["code"],
                parcel["since"],
                " ".join(
                    button(_LABELS[code], carrier=parcel["carrier"], waybill=parcel["waybill"], code=code)
                    for code in _open_to(parcel["code"])
                ),
            )
            for parcel in self._parcels("ORDER BY since DESC LIMIT 200")
        ]
        return table(("Carrier", "Number", "State", "Since", ""), lines) if lines else "<p>No parcels yet.</p>"

    def _parcels(self, condition: str) -> list[sqlite3.Row]:
        with self.centre.rows() as rows:
            return rows.execute(f"SELECT * FROM parcel {condition}").fetchall()  # noqa: S608 - our own words

    def _move(self, carrier: str, waybill: str, code: str, now: datetime) -> None:
        before = [known for known in ("PENDING", "IN_TRANSIT") if code in _open_to(known)]
        with self.centre.rows() as rows:
            moved = rows.execute(
                "UPDATE parcel SET code = ?, since = ? WHERE carrier = ? AND waybill = ? AND code IN (?, ?)",
                (code, stamp(now), carrier, waybill, before[0] if before else "", before[-1] if before else ""),
            ).rowcount
            if moved:
                self._tell(rows, carrier, waybill, code, now)

    def _tell(self, rows: sqlite3.Connection, carrier: str, waybill: str, code: str, now: datetime) -> None:
        event = {"eventId": uuid4().hex, "carrierId": carrier, "waybill": waybill, "code": code}
        self.centre.tell(rows, event | {"occurredAt": stamp(now)})


def _open_to(code: str) -> tuple[str, ...]:
    return {"PENDING": ("IN_TRANSIT", "DELIVERED"), "IN_TRANSIT": ("DELIVERED",)}.get(code, ())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zgoda.settings")
    serve("carrier", "/partners/carrier/events", "CARRIER_SECRET", Carrier)
