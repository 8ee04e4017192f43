"""Only who holds the secret is heard, and only for five minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from zgoda.centre.partners.signing import SIGNATURE, TIMESTAMP, is_genuine, signed

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
BODY = b'{"a":1}'


def genuine(**changes: object) -> bool:
    headers = signed("POST", "/x?y=1", BODY, "secret", NOW)
    asked = {"method": "POST", "path": "/x?y=1", "body": BODY, "headers": headers, "secret": "secret", "real_now": NOW}
    return is_genuine(**asked | changes)


def test_a_signed_request_is_genuine() -> None:
    assert genuine()


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "PUT"},
        {"path": "/x?y=2"},
        {"body": b'{"a":2}'},
        {"secret": "other"},
        {"headers": {}},
        {"headers": {TIMESTAMP: "soon", SIGNATURE: "x"}},
        {"headers": {TIMESTAMP: "9" * 40, SIGNATURE: "x"}},
        {"headers": {TIMESTAMP: "1", SIGNATURE: "zażółć"}},
    ],
)
def test_a_changed_request_is_not(changes: dict) -> None:
    assert not genuine(**changes)


def test_a_captured_request_is_worthless_after_five_minutes() -> None:
    assert genuine(real_now=NOW + timedelta(minutes=5))
    assert not genuine(real_now=NOW + timedelta(minutes=5, seconds=1))
    assert not genuine(real_now=NOW - timedelta(minutes=5, seconds=1))
