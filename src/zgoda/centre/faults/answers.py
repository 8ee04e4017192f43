"""Answers spoilt on their way out: pure functions over decoded JSON. Only what an operation really holds is touched."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from zgoda.centre.faults.catalogue import Fault
from zgoda.centre.faults.dice import Dice

Record = dict[str, Any]

LISTS: Mapping[str, str] = MappingProxyType(
    {
        "GET issues": "issues",
        "GET chat": "chat",
        "GET threads": "threads",
        "GET thread_messages": "messages",
        "GET order_events": "events",
    }
)
"""Operations that answer a list, and its key."""

CHATS = ("GET chat", "GET thread_messages")
_MOST_LATE = 3
_BREAKS_AMONG = 8
"""The record that breaks a list is one of the first so many."""

_OTHER_STATUS = {
    "DISPUTE_ONGOING": "DISPUTE_CLOSED",
    "DISPUTE_CLOSED": "DISPUTE_ONGOING",
    "DISPUTE_UNRESOLVED": "DISPUTE_ONGOING",
    "CLAIM_SUBMITTED": "CLAIM_ACCEPTED",
    "CLAIM_ACCEPTED": "CLAIM_REJECTED",
    "CLAIM_REJECTED": "CLAIM_ACCEPTED",
}


def breaks(document: Record, dice: Dice, offset: int) -> bool:
    """Whether the record that cannot be shown stands on this page, which begins at ``offset``."""
    if not dice.hits(Fault.BROKEN_LIST) or dice.operation not in LISTS:
        return False
    place = dice.pick(Fault.BROKEN_LIST, _BREAKS_AMONG)
    return offset <= place < offset + len(document[LISTS[dice.operation]])


def spoil(document: Record, dice: Dice) -> Record:
    """The document with every fault drawn for it; what took effect is noted in the dice."""
    key = LISTS.get(dice.operation)
    records = document[key] if key else [document]
    for fault, change in _RECORDS.items():
        if dice.hits(fault) and change(records, dice):
            dice.note(fault)
    for fault, rearrange in _ARRANGEMENTS.items():
        if key and dice.hits(fault) and rearrange(records, dice):
            dice.note(fault)
    return document


def _count_nothing(records: list[Record], _dice: Dice) -> bool:
    chats = [record["chat"] for record in records if isinstance(record.get("chat"), dict)]
    for chat in chats:
        chat["messagesCount"] = 0
    return bool(chats)


def _say_todo(records: list[Record], _dice: Dice) -> bool:
    chats = [record["chat"] for record in records if isinstance(record.get("chat"), dict)]
    firsts = [chat["initialMessage"] for chat in chats if chat.get("initialMessage")]
    for first in firsts:
        first |= {"id": "TODO", "text": "TODO"}
    return bool(firsts)


def _drop_logins(records: list[Record], _dice: Dice) -> bool:
    people = [record[part] for record in records for part in ("buyer", "author", "interlocutor") if record.get(part)]
    named = [person for person in people if person.get("login")]
    for person in named:
        person["login"] = None
    return bool(named)


def _drop_attachments(records: list[Record], _dice: Dice) -> bool:
    with_files = [record for record in records if record.get("attachments")]
    for record in with_files:
        record["attachments"] = None
    return bool(with_files)


def _drift(records: list[Record], dice: Dice) -> bool:
    """One case is said to have another status."""
    states = [record["currentState"] for record in records if isinstance(record.get("currentState"), dict)]
    if not states:
        return False
    state = states[dice.pick(Fault.STATUS_DRIFT, len(states))]
    state["status"] = _OTHER_STATUS.get(state["status"], state["status"])
    return True


def _malform(records: list[Record], dice: Dice) -> bool:
    if not records:
        return False
    place = dice.pick(Fault.MALFORMED_RECORD, len(records))
    without_id = {name: value for name, value in records[place].items() if name != "id"}
    shapes: tuple[object, ...] = (without_id, "TODO", {**without_id, "id": None})
    records[place] = shapes[dice.number % len(shapes)]  # type: ignore[call-overload]
    return True


def _double(records: list[Record], dice: Dice) -> bool:
    if not records:
        return False
    place = dice.pick(Fault.DUPLICATES, len(records))
    records.insert(place, records[place])
    return True


def _hide_newest(records: list[Record], dice: Dice) -> bool:
    """The newest stand first; the very last record stays."""
    hidden = min(1 + dice.pick(Fault.LATE, _MOST_LATE), len(records) - 1)
    del records[: max(0, hidden)]
    return hidden > 0


def _reorder(records: list[Record], dice: Dice) -> bool:
    """Oldest first, or cut like a pack of cards."""
    if dice.operation not in CHATS or len(records) < 2:
        return False
    place = dice.pick(Fault.CHAT_ORDER, len(records))
    records[:] = records[::-1] if place % 2 == 0 else records[place:] + records[:place]
    return True


_Change = Callable[[list[Record], Dice], bool]
_RECORDS: Mapping[Fault, _Change] = MappingProxyType(
    {
        Fault.COUNTER_ZERO: _count_nothing,
        Fault.TODO_TEXTS: _say_todo,
        Fault.NULL_LOGIN: _drop_logins,
        Fault.ATTACHMENTS_NULL: _drop_attachments,
        Fault.STATUS_DRIFT: _drift,
    }
)
_ARRANGEMENTS: Mapping[Fault, _Change] = MappingProxyType(
    {
        Fault.LATE: _hide_newest,
        Fault.CHAT_ORDER: _reorder,
        Fault.DUPLICATES: _double,
        Fault.MALFORMED_RECORD: _malform,
    }
)
"""Malformed last: the others expect whole records."""
