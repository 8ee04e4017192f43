"""Where the server's figures and the desk's own rows differ, case by case, and the likely reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from zgoda.desk.quality.reckoning import Own
from zgoda.desk.quality.said import Counted
from zgoda.desk.store.models import DeskCase
from zgoda.domain.quality.figures import Window

NEAR = 60
"""Seconds by which the two times may differ without a word: each side has a clock of its own."""


class Why(StrEnum):
    """The likely reason of a difference."""

    NOT_HERE = "NOT_HERE"  # the server counts a case that the desk does not hold
    REOPENED = "REOPENED"  # its first round is not known here
    NOT_THERE = "NOT_THERE"  # the desk counts one that the server does not
    AUTOMATIC = "AUTOMATIC"  # in time there, no answer here: an automatic answer counts and has no author here
    OTHER_END = "OTHER_END"  # one side says in time, the other late
    OTHER_DAY = "OTHER_DAY"  # the same answer, on another day
    OTHER_TIME = "OTHER_TIME"  # the same answer, another length


@dataclass(frozen=True, slots=True)
class Difference:
    """``case`` is None where the desk has none; ``remote_id`` is the server's."""

    why: Why
    remote_id: str
    case: DeskCase | None
    there: Counted | None
    here: Own | None


def differences(
    owned: Iterable[Own], counted: Iterable[Counted], window: Window, *, complete: bool
) -> list[Difference]:
    """``complete``: the server told all its cases; otherwise nothing is said of those it did not name."""
    here = {one.case.remote_id: one for one in owned}
    there = {one.remote_id: one for one in counted}
    found = [one for remote_id, told in there.items() if (one := _of(told, here.get(remote_id))) is not None]
    if complete:
        found += [
            Difference(Why.NOT_THERE, remote_id, one.case, None, one)
            for remote_id, one in here.items()
            if remote_id not in there and _is_in(one, window)
        ]
    return found


def _of(told: Counted, own: Own | None) -> Difference | None:
    why = _why(told, own)
    return Difference(why, told.remote_id, own.case if own else None, told, own) if why else None


def _why(told: Counted, own: Own | None) -> Why | None:
    if own is None:
        return Why.NOT_HERE
    if own.reopened:
        return Why.REOPENED
    answer = own.answer
    if answer is None or answer.ended_on is None or bool(answer.in_time) is not told.in_time:
        unanswered = answer is None or answer.waiting or answer.ended_on is None
        return Why.AUTOMATIC if told.in_time and unanswered else Why.OTHER_END
    if answer.ended_on.isoformat() != told.on:
        return Why.OTHER_DAY
    return Why.OTHER_TIME if abs((answer.seconds or 0) - told.seconds) > NEAR else None


def _is_in(own: Own, window: Window) -> bool:
    answer = own.answer
    return answer is not None and answer.ended_on is not None and window.holds(answer.ended_on)
