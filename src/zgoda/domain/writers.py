"""What may go to the marketplace: kinds of writing, each off, in shadow or armed, and one stop for all of a shop."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class Writer(StrEnum):
    """One kind of writing, armed by itself.

    REPLIES are messages in Discussions and claims, DISCUSSIONS the other steps there (asking to confirm, offers,
    parcels, refunds, reports, sales documents of the order), CLAIMS return decisions and verdicts, MESSAGES what goes
    to the Message Center, RETURNS rejections of returns, RATINGS answers to ratings and requests to remove one,
    AUTOMATIC whatever no person wrote, of any kind.
    """

    REPLIES = "REPLIES"
    DISCUSSIONS = "DISCUSSIONS"
    CLAIMS = "CLAIMS"
    MESSAGES = "MESSAGES"
    RETURNS = "RETURNS"
    RATINGS = "RATINGS"
    AUTOMATIC = "AUTOMATIC"


class Mode(StrEnum):
    """OFF: what is written waits. SHADOW: it is kept as what would have been sent. ARMED: it is sent."""

    OFF = "OFF"
    SHADOW = "SHADOW"
    ARMED = "ARMED"


class Fate(StrEnum):
    """What becomes of a thing that is due."""

    SENT = "SENT"
    WAITS = "WAITS"
    SHOWN = "SHOWN"


Modes = Mapping[str, str]
"""Writer → mode. A writer that is not named, and a word nobody knows, is off: so is a new connection."""

_OF_KIND = {
    "REGULAR": Writer.REPLIES,
    "RETURN": Writer.CLAIMS,
    "VERDICT": Writer.CLAIMS,
    "REJECTION": Writer.RETURNS,
}


def writer_of(kind: str, *, in_thread: bool, by_person: bool) -> Writer:
    """Whose business a thing of this kind is; ``in_thread``: in a conversation of the Message Center."""
    if not by_person:
        return Writer.AUTOMATIC
    if in_thread and kind in ("REGULAR", "FORWARD"):
        return Writer.MESSAGES
    return _OF_KIND.get(kind, Writer.DISCUSSIONS)


_MODES = {mode.value: mode for mode in Mode}


def mode_of(modes: Modes, writer: Writer) -> Mode:
    return _MODES.get(modes.get(writer, ""), Mode.OFF)


def every(mode: Mode) -> dict[str, str]:
    """All writers in one mode."""
    return {writer.value: mode.value for writer in Writer}


def are_any(modes: Modes, mode: Mode) -> bool:
    return any(mode_of(modes, writer) is mode for writer in Writer)


def are_all(modes: Modes, mode: Mode) -> bool:
    return all(mode_of(modes, writer) is mode for writer in Writer)


def fate(mode: Mode, *, stopped: bool, reviewed: bool) -> Fate:
    """A stop of the shop beats everything; what a person reviewed in shadow mode leaves; off means waiting."""
    if stopped or mode is Mode.OFF:
        return Fate.WAITS
    return Fate.SENT if mode is Mode.ARMED or reviewed else Fate.SHOWN


def leaves_at(now: datetime, not_before: datetime, ahead: int, per_second: int) -> datetime:
    """When a thing is sent at the earliest: not before its time, and after those that go first."""
    return max(now, not_before) + timedelta(seconds=-(-ahead // per_second))
