"""The house clock of one case: which target runs, since when, until when. It stands on the case's row with its steps,
written by whoever changes the case, so that neither the list nor the case's page asks for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from zgoda.desk.house.hours import Plan, plan_of
from zgoda.desk.messages.sources import ISSUE, THREAD
from zgoda.desk.store.models import DeskCase, DeskMessage, Turn
from zgoda.desk.work.models import Work
from zgoda.domain.reckoning import Step, StepCode
from zgoda.domain.working_hours import explain_working_time

FIRST = "HOUSE_FIRST"
"""Answer for the first time."""
NEXT = "HOUSE_NEXT"
"""Answer what was written since our last word."""
LATE = "HOUSE_LATE"
"""The ``next_what`` of a case in which nothing is left of ours but a target that was missed."""
RUNNING = frozenset({FIRST, NEXT})

OUR_SIDE = frozenset({"SELLER", "FULFILLMENT"})
ASIDE = "SYSTEM"
MOST_UNANSWERED = 50
"""Messages in a row that are looked through for the first one that waits."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A target that runs, and since when."""

    what: str
    since: datetime


@dataclass(frozen=True, slots=True)
class HouseClock:
    """``target`` is working time; ``steps`` say how it led from ``since`` to ``due``."""

    what: str
    since: datetime
    due: datetime
    target: timedelta
    steps: tuple[Step, ...]


def follow(case: DeskCase) -> None:
    """Put the clock on the row, or take it away. One query where the shop has no targets, three at most."""
    plan = plan_of(case.shop_id)
    begun = begun_in(case) if plan.has_targets else None
    put(case, reckon(plan, begun, team_of(case) if begun else None))


def put(case: DeskCase, clock: HouseClock | None) -> None:
    case.house_due = clock.due if clock else None
    case.house = _kept(clock) if clock else {}


def of(case: DeskCase) -> HouseClock | None:
    """The clock as it stands on the row."""
    kept = case.house
    if case.house_due is None or not kept:
        return None
    return HouseClock(
        what=kept["what"],
        since=datetime.fromisoformat(kept["since"]),
        due=case.house_due,
        target=timedelta(minutes=kept["minutes"]),
        steps=tuple(map(_step, kept["steps"])),
    )


def reckon(plan: Plan, begun: Begun | None, team_id: int | None) -> HouseClock | None:
    """Pure. None where nothing runs, or no target is set for it."""
    rules = plan.rules_for(team_id) if begun else None
    if begun is None or rules is None:
        return None
    target = rules.first if begun.what == FIRST else rules.next
    reckoning = explain_working_time(begun.since, target, rules.hours) if target else None
    if target is None or reckoning is None:
        return None
    return HouseClock(begun.what, begun.since, reckoning.at, target, reckoning.steps)


def begun_in(case: DeskCase) -> Begun | None:
    """A target runs while it is our turn to write and writing is possible: from the opening, or from the first message
    that nobody of ours has answered."""
    if case.ended or not case.chat_active or case.whose_turn != Turn.SELLER:
        return None
    if case.answered_at is None and case.family == ISSUE:
        return Begun(FIRST, case.opened_at)
    since = first_unanswered(_latest(case)) if case.pk else None
    if case.answered_at is None:
        return Begun(FIRST, since or case.opened_at)
    return Begun(NEXT, since) if since else None


def first_unanswered(newest_first: Iterable[tuple[str, datetime]]) -> datetime | None:
    """When the oldest message was written that stands behind our last word; from (author's role, instant)."""
    since = None
    for role, at in newest_first:
        if role in OUR_SIDE:
            break
        since = at
    return since


def team_of(case: DeskCase) -> int | None:
    return Work.objects.filter(pk=case.pk).values_list("team_id", flat=True).first() if case.pk else None


def _latest(case: DeskCase) -> Iterable[tuple[str, datetime]]:
    rows = DeskMessage.objects.filter(case_id=case.pk)
    if case.family == THREAD:
        rows = rows | DeskMessage.objects.filter(case__thread__merged_into=case.pk)
    spoken = rows.exclude(author_role=ASIDE).order_by("-created_at", "-id")
    return spoken.values_list("author_role", "created_at")[:MOST_UNANSWERED]


def _kept(clock: HouseClock) -> dict[str, object]:
    return {
        "what": clock.what,
        "since": clock.since.isoformat(),
        "minutes": clock.target // timedelta(minutes=1),
        "steps": [_plain(step) for step in clock.steps],
    }


def _plain(step: Step) -> dict[str, object]:
    """A step without what it does not say, as JSON."""
    plain: dict[str, object] = {}
    for name, value in asdict(step).items():
        if value:
            is_length = isinstance(value, timedelta)
            plain[name] = (
                value.total_seconds() if is_length else value.isoformat() if isinstance(value, date) else value
            )
    return plain


def _step(plain: Mapping[str, object]) -> Step:
    at, day, length = plain.get("at"), plain.get("day"), plain.get("length")
    return Step(
        StepCode(str(plain["code"])),
        at=datetime.fromisoformat(at) if isinstance(at, str) else None,
        day=date.fromisoformat(day) if isinstance(day, str) else None,
        name=str(plain.get("name", "")),
        length=timedelta(seconds=length) if isinstance(length, int | float) else None,
    )
