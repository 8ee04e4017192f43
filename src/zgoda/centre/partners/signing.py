"""Requests between the centre and its partners carry a signature: who holds the secret wrote them, just now.

``Zgoda-Timestamp`` is real time in whole seconds, ``Zgoda-Signature`` the HMAC-SHA256 over method, path with
query, timestamp and body. A captured request is worth nothing after five minutes; within them, the ids of
events and commands make a second delivery harmless.
"""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256

TIMESTAMP = "Zgoda-Timestamp"
SIGNATURE = "Zgoda-Signature"
CLOCK = "Zgoda-Time"
"""The centre's clock, which a sandbox may move; the timestamp stays real."""

WINDOW = timedelta(minutes=5)


def signed(method: str, path: str, body: bytes, secret: str, real_now: datetime) -> dict[str, str]:
    """The two headers for a request. ``path`` includes the query."""
    timestamp = str(int(real_now.timestamp()))
    return {TIMESTAMP: timestamp, SIGNATURE: _mac(method, path, timestamp, body, secret)}


def is_genuine(
    method: str, path: str, body: bytes, *, headers: Mapping[str, str], secret: str, real_now: datetime
) -> bool:
    """Whether the request was signed with the secret, less than five minutes from now in either direction."""
    timestamp = headers.get(TIMESTAMP) or ""
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return False
    expected = _mac(method, path, timestamp, body, secret)
    if not hmac.compare_digest(expected.encode(), (headers.get(SIGNATURE) or "").encode()):
        return False
    return abs(real_now - datetime.fromtimestamp(int(timestamp), UTC)) <= WINDOW


def _mac(method: str, path: str, timestamp: str, body: bytes, secret: str) -> str:
    text = f"{method.upper()}\n{path}\n{timestamp}\n".encode() + body
    return hmac.new(secret.encode(), text, sha256).hexdigest()
