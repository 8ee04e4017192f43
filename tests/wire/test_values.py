"""Instants, amounts and pages between text and number."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgoda.wire.money import amount_of, minor_of
from zgoda.wire.paging import BadPage, Page, read_page
from zgoda.wire.times import epoch_micros, from_wire, to_wire

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-09-01T12:00:00.000Z", NOON),
        ("2026-09-01T12:00:00Z", NOON),
        ("2026-09-01T14:00:00+02:00", NOON),
        ("2026-09-01T12:00:00.5Z", NOON + timedelta(milliseconds=500)),
        ("2026-09-01T12:00:00.123456789Z", NOON + timedelta(microseconds=123456)),
        ("2026-09-01T12:00:00", NOON),
        (" 2026-09-01T12:00:00Z ", NOON),
        ("12:12:12.000.019Z", None),
        ("", None),
        ("soon", None),
        ("0001-01-01T00:00:00+23:59", None),
    ],
)
def test_instants_are_read_as_live_servers_write_them(text: str, instant: datetime | None) -> None:
    assert from_wire(text) == instant


def test_instants_are_written_in_utc_with_milliseconds() -> None:
    warsaw = timezone(timedelta(hours=2))
    assert to_wire(datetime(2026, 9, 1, 14, 0, 0, 923_999, tzinfo=warsaw)) == "2026-09-01T12:00:00.923Z"
    with pytest.raises(ValueError, match="time zone"):
        to_wire(datetime(2026, 9, 1))  # noqa: DTZ001


@settings(max_examples=100)
@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_survives_the_wire_to_the_millisecond(instant: datetime) -> None:
    whole = instant.replace(microsecond=instant.microsecond // 1000 * 1000)
    assert from_wire(to_wire(instant)) == whole


@settings(max_examples=100)
@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_instants_and_amounts(text: str) -> None:
    parsed = from_wire(text)
    assert parsed is None or parsed.tzinfo is UTC
    assert minor_of(text) is None or minor_of(text) == int(minor_of(text) or 0)


def test_an_events_id_is_microseconds_since_1970() -> None:
    assert epoch_micros(datetime(1970, 1, 2, 0, 0, 1, 7, tzinfo=UTC)) == 86_401_000_007


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("50.00", 5000),
        ("50", 5000),
        ("50.5", 5050),
        ("0.01", 1),
        ("-3.20", -320),
        ("50.001", None),
        ("50,00", None),
        ("", None),
        ("1e3", None),
        ("٥", None),
        (".5", None),
    ],
)
def test_amounts_have_at_most_two_decimals(text: str, minor: int | None) -> None:
    assert minor_of(text) == minor


@given(st.integers(-(10**11), 10**11))
def test_an_amount_survives_the_wire(minor: int) -> None:
    assert minor_of(amount_of(minor, "PLN").amount) == minor


@pytest.mark.parametrize(
    ("limit", "offset", "page"),
    [
        (None, None, Page(10, 0)),
        ("1", "0", Page(1, 0)),
        ("100", "7", Page(100, 7)),
        ("0", None, BadPage("limit", "0")),
        ("101", None, BadPage("limit", "101")),
        ("", None, BadPage("limit", "")),
        ("5", "-1", BadPage("offset", "-1")),
        ("5", "51", BadPage("offset", "51")),
    ],
)
def test_pages(limit: str | None, offset: str | None, page: Page | BadPage) -> None:
    assert read_page(limit, offset, default=10, largest=100, deepest=50) == page
