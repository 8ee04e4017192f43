"""The switches of one account's writers, as its page and the first run show them and take them back."""

from collections.abc import Container, Mapping
from typing import NamedTuple

from zgoda.desk.sending.web import words
from zgoda.desk.store.models import Connection
from zgoda.domain.writers import Mode, Writer, mode_of


class Switch(NamedTuple):
    """``modes``: (value, label, whether it is in this one)."""

    name: str
    label: str
    hint: str
    modes: list[tuple[str, str, bool]]


def switches(row: Connection) -> list[Switch]:
    return [
        Switch(
            f"writer-{writer.value}",
            words.writer_name(writer),
            words.writer_hint(writer),
            [(mode.value, words.mode_name(mode), mode is mode_of(row.writers, writer)) for mode in Mode],
        )
        for writer in Writer
    ]


def read(given: Mapping[str, object]) -> dict[Writer, Mode]:
    """What a form asks for; what it does not name, or names wrongly, stays as it is."""
    said = {writer: str(given.get(f"writer-{writer.value}", "")) for writer in Writer}
    return {writer: Mode(value) for writer, value in said.items() if value in set(Mode)}


def options(armed: Container[str]) -> list[tuple[str, str, str, bool]]:
    """For a form that only arms: value, label, hint, whether it is armed."""
    return [
        (writer.value, words.writer_name(writer), words.writer_hint(writer), writer.value in armed) for writer in Writer
    ]
