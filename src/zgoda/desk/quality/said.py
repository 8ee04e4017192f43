"""What the server said, read tolerantly: whatever is missing or odd is left out, nothing breaks a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zgoda.desk.quality.models import Reading
from zgoda.domain.quality.figures import Figures, Part, Tally


@dataclass(frozen=True, slots=True)
class Metric:
    code: str
    name: str
    points: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of ``/sale/quality``; ``grade`` is the server's word."""

    day: date
    points: int
    maximum: int
    grade: str
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A Discussion as the server counted it."""

    remote_id: str
    on: str
    in_time: bool
    seconds: int
    party: str


def days(reading: Reading | None) -> list[Day]:
    """The newest first."""
    found = [day for raw in (reading.days if reading else []) if (day := _day(raw)) is not None]
    return sorted(found, key=lambda one: one.day, reverse=True)


def figures(reading: Reading | None) -> Figures | None:
    """The three columns where the server tells them."""
    told = reading.figures if reading else None
    columns = told.get("columns") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(columns, dict):
        return None
    transactions = _whole(told.get("transactions")) or 0
    own, warehouse = (_part(columns.get(name), transactions) for name in ("own", "warehouse"))
    return Figures(own, warehouse) if own and warehouse else None


def counted(reading: Reading | None) -> list[Counted] | None:
    """The Discussions behind the answers; None where the server does not tell them."""
    if reading is None or not isinstance(reading.cases, list):
        return None
    return [one for raw in reading.cases if (one := _counted(raw)) is not None]


def _day(raw: object) -> Day | None:
    if not isinstance(raw, Mapping):
        return None
    on, points, maximum = _date(raw.get("resultFor")), _whole(raw.get("score")), _whole(raw.get("maxScore"))
    if on is None or points is None or maximum is None:
        return None
    listed = raw.get("metrics")
    metrics = tuple(
        Metric(
            str(one["code"]),
            str(one.get("name") or one["code"]),
            _whole(one.get("score")) or 0,
            _whole(one.get("maxScore")),
        )
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, Mapping) and one.get("code")
    )
    return Day(on, points, maximum, str(raw.get("grade") or ""), metrics)


def _counted(raw: object) -> Counted | None:
    if not isinstance(raw, Mapping) or not raw.get("subject") or not isinstance(raw.get("inTime"), bool):
        return None
    seconds = _whole(raw.get("seconds"))
    return Counted(
        str(raw["subject"]), str(raw.get("on") or ""), bool(raw["inTime"]), seconds or 0, str(raw.get("party") or "")
    )


def _part(raw: object, transactions: int) -> Part | None:
    if not isinstance(raw, Mapping):
        return None
    discussions, messages = _tally(raw.get("discussions")), _tally(raw.get("messages"))
    opened, unresolved = _whole(raw.get("opened")), _whole(raw.get("unresolved"))
    return Part(discussions, messages, opened or 0, unresolved or 0, transactions)


def _tally(raw: object) -> Tally:
    numbers = (
        [_whole(raw.get(name)) or 0 for name in ("ended", "inTime", "seconds")] if isinstance(raw, Mapping) else []
    )
    return Tally(*numbers)


def _whole(value: object) -> int | None:
    """The document calls points a number, so that one may come as 140.0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if abs(value) < 2**53 else None


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
