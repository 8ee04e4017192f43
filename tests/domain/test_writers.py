"""Writers are armed one by one; what is not named is off; a stop beats all."""

from datetime import UTC, datetime, timedelta

import pytest

from zgoda.domain.writers import Fate, Mode, Writer, every, fate, leaves_at, mode_of, writer_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mode", "stopped", "reviewed", "becomes"),
    [
        (Mode.OFF, False, False, Fate.WAITS),
        (Mode.OFF, False, True, Fate.WAITS),
        (Mode.SHADOW, False, False, Fate.SHOWN),
        (Mode.SHADOW, False, True, Fate.SENT),
        (Mode.ARMED, False, False, Fate.SENT),
        (Mode.ARMED, True, True, Fate.WAITS),
        (Mode.SHADOW, True, True, Fate.WAITS),
    ],
)
def test_fate_of_what_is_due(mode: Mode, stopped: bool, reviewed: bool, becomes: Fate) -> None:
    assert fate(mode, stopped=stopped, reviewed=reviewed) is becomes


@pytest.mark.parametrize(
    ("kind", "in_thread", "by_person", "writer"),
    [
        ("REGULAR", False, True, Writer.REPLIES),
        ("REGULAR", True, True, Writer.MESSAGES),
        ("REGULAR", False, False, Writer.AUTOMATIC),
        ("END_REQUEST", False, True, Writer.DISCUSSIONS),
        ("REFUND", False, True, Writer.DISCUSSIONS),
        ("TRACKING", True, True, Writer.DISCUSSIONS),
        ("RETURN", False, True, Writer.CLAIMS),
        ("VERDICT", False, True, Writer.CLAIMS),
        ("VERDICT", False, False, Writer.AUTOMATIC),
        ("REJECTION", False, True, Writer.RETURNS),
    ],
)
def test_each_kind_has_its_writer(kind: str, in_thread: bool, by_person: bool, writer: Writer) -> None:
    assert writer_of(kind, in_thread=in_thread, by_person=by_person) is writer


def test_new_connection_and_unknown_words_send_nothing() -> None:
    assert {mode_of({}, writer) for writer in Writer} == {Mode.OFF}
    assert mode_of({"REPLIES": "LOUD"}, Writer.REPLIES) is Mode.OFF
    assert {mode_of(every(Mode.ARMED), writer) for writer in Writer} == {Mode.ARMED}


@pytest.mark.parametrize(("wait", "ahead", "seconds"), [(0, 0, 0), (8, 0, 8), (0, 30, 30), (8, 2, 10), (-5, 1, 1)])
def test_leaves_after_its_time_and_after_those_that_go_first(wait: int, ahead: int, seconds: int) -> None:
    assert leaves_at(NOON, NOON + timedelta(seconds=wait), ahead, 1) == NOON + timedelta(seconds=seconds)
