"""What people type for hours, targets and free days, and that it comes back as they can read it."""

from datetime import date

import pytest

from zgoda.desk.house import written


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("9-17", ((540, 1020),)),
        (" 13:00 – 17:00 ,9.00–12.30", ((540, 750), (780, 1020))),
        ("9-12; 11-14", ((540, 840),)),
        ("0-24", ((0, 1440),)),
        ("", ()),
        ("17-9", None),
        ("9-25", None),
        ("9:60-10", None),
        ("from nine", None),
    ],
)
def test_openings(text: str, read: object) -> None:
    assert written.openings(text) == read
    if read:
        assert written.openings(written.show_openings(read)) == read  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "read"),
    [("4", 240), ("0:45", 45), ("1,5", 90), ("1.25", 75), ("1:60", None), ("0", None), ("401", None), ("x", None)],
)
def test_targets(text: str, read: int | None) -> None:
    assert written.minutes(text) == read
    if read:
        assert written.minutes(written.show_minutes(read)) == read


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2026-12-24", 1),
        ("24.12.2026 - 31.12.2026\n2027-01-02", 9),
        ("2026-12-24, 2026-12-24", 1),
        ("", 0),
        ("2026-02-30", None),
        ("2026-12-31 - 2026-12-24", None),
        ("2020-01-01 - 2026-12-24", None),
        ("Christmas 2026-12-24", None),
    ],
)
def test_free_days(text: str, count: int | None) -> None:
    read = written.free_days(text)
    assert (None if read is None else len(read)) == count
    if read:
        assert written.free_days(written.show_free_days(read)) == read


def test_free_days_in_a_row_are_one_line() -> None:
    days = [date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 2)]
    assert written.show_free_days(days) == "2026-12-24 – 2026-12-25\n2027-01-02"
