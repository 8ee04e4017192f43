"""``/sale/quality`` (allegro-api.md §10), and what our centre adds to it: the figures behind the points."""

import msgspec

from zgoda.wire.own import Struct


class MetricScore(Struct, frozen=True):
    code: str
    name: str
    score: int
    max_score: int


class DayQuality(Struct, frozen=True):
    """``result_for`` is a date."""

    result_for: str
    score: int
    grade: str
    max_score: int
    metrics: list[MetricScore]


class SalesQuality(Struct, frozen=True):
    """At most thirty days, newest first; days without data are not in it."""

    quality: list[DayQuality]


class Tally(Struct, frozen=True):
    """Answers that ended in the window; ``seconds`` is their business time. In time of all: ``inTime / ended``."""

    ended: int
    in_time: int
    seconds: int


class Part(Struct, frozen=True):
    """One of the columns: own, warehouse, together."""

    discussions: Tally
    messages: Tally
    opened: int
    unresolved: int


class Columns(Struct, frozen=True):
    own: Part
    warehouse: Part
    together: Part


class DaySum(Struct, frozen=True):
    """What one party's cases gave on one day. ``fact``: DISCUSSION_ANSWERS, MESSAGE_ANSWERS, OPENED or UNRESOLVED."""

    day: str
    fact: str
    party: str
    market: str
    count: int
    in_time: int
    seconds: int
    waiting: int


class Running(Struct, frozen=True):
    """An answer that is still open: a Discussion's id, or a thread's with the number of the question."""

    kind: str
    subject: str
    number: int
    party: str
    due_at: str


class QualityFigures(Struct, frozen=True):
    """The newest figure with what it was made from. ``days`` reach up to today, which is in no figure yet (``from`` and
    ``to`` are the window's first and last day); ``running`` are the next ones by due time."""

    day: str | None
    from_: str | None = msgspec.field(name="from")
    to: str | None
    scoring: str | None
    rule_set: str | None
    computed_at: str | None
    transactions: int
    columns: Columns | None
    days: list[DaySum]
    running: list[Running]
    running_count: int


class CountedCase(Struct, frozen=True):
    """A case behind a number. ``in_time`` and ``seconds`` are null where the fact has no time. ``on`` is its day;
    ``waiting``: late and not answered yet, ``seconds`` as at the end of ``on``."""

    kind: str
    subject: str
    number: int
    party: str
    on: str
    started_at: str | None
    due_at: str | None
    in_time: bool | None
    seconds: int | None
    waiting: bool


class NextPage(Struct, frozen=True):
    id: str


class CountedCases(Struct, frozen=True):
    cases: list[CountedCase]
    next_page: NextPage | None
