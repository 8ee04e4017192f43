"""What somebody with the database's password could do to a case, one thing at a time."""

import random
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from tests.centre import stage
from tests.engine.streams import key, tamper
from zgoda.centre.store import cases
from zgoda.centre.store.models import Case, CaseMessage
from zgoda.domain.actors import Role
from zgoda.engine import journal, timers

TICK = timedelta(milliseconds=1)
HOUR = timedelta(hours=1)


def _edit_entry(case_id: UUID, pick: random.Random) -> None:
    entry = pick.choice(journal.read(case_id))
    column = pick.choice(["type", "version", "payload", "actor", "at", "recorded_at", "rule_set", "prev_hash", "hash"])
    old = getattr(entry, column)
    new = old + TICK if isinstance(old, datetime) else old + 1 if isinstance(old, int) else _other(old, pick)
    tamper(f"UPDATE engine_journalentry SET {column} = %s WHERE id = %s", new, entry.pk)


def _remove_entry(case_id: UUID, pick: random.Random) -> None:
    tamper("DELETE FROM engine_journalentry WHERE id = %s", pick.choice(journal.read(case_id)).pk)


def _swap_entries(case_id: UUID, pick: random.Random) -> None:
    one, other = pick.sample(list(journal.read(case_id)), 2)
    for entry, seq in ((one, 1_000_000), (other, one.seq), (one, other.seq)):
        tamper("UPDATE engine_journalentry SET seq = %s WHERE id = %s", seq, entry.pk)


def _cut_off(case_id: UUID, pick: random.Random) -> None:
    entries = journal.read(case_id)
    tamper("DELETE FROM engine_journalentry WHERE stream = %s AND seq > %s", key(case_id), pick.randrange(len(entries)))


def _edit_row(case_id: UUID, pick: random.Random) -> None:
    row = Case.objects.get(pk=case_id)
    fields = [field for field in Case._meta.concrete_fields if field.name not in {"id", "order", "line"}]
    field = pick.choice(fields)
    old = getattr(row, field.attname)
    new: object
    if field.is_relation:
        new = stage.actor("intruder", Role.SELLER).id
    elif field.get_internal_type() == "DateTimeField":
        new = (old or stage.OPENED) + HOUR
    elif isinstance(old, bool):
        new = not old
    elif isinstance(old, int):
        new = old + 1
    elif field.name == "state":
        new = _other_state(row, pick)
    else:
        new = _other(old, pick) if field.max_length is None or field.max_length > 20 else "X"
    Case.objects.filter(pk=case_id).update(**{field.attname: new})


def _edit_message(case_id: UUID, pick: random.Random) -> None:
    row = pick.choice(list(CaseMessage.objects.filter(case_id=case_id)))
    new = pick.choice(
        [{"author_role": "X"}, {"created_at": row.created_at + HOUR}, {"kind": "X"}, {"template": "X"}, {"number": 99}]
        + ([{"text": f"{row.text}!"}, {"salt": "x"}] if row.text else [])
    )
    CaseMessage.objects.filter(pk=row.pk).update(**new)


def _lose_timers(case_id: UUID, pick: random.Random) -> None:
    if timers.Timer.objects.filter(stream=case_id, fired_at=None, cancelled_at=None).delete()[0] == 0:
        _cut_off(case_id, pick)


def _other(text: str, pick: random.Random) -> str:
    """One character changed."""
    at = pick.randrange(len(text)) if text else 0
    return text[:at] + ("0" if text[at : at + 1] != "0" else "1") + text[at + 1 :]


def _other_state(row: Case, pick: random.Random) -> str:
    """One character changed so that it means something else, or nothing; the name of an empty field may get lost."""
    means = cases.discussion(row)
    while True:
        new = _other(row.state, pick)
        try:
            if cases.discussion(Case(state=new)) != means:
                return new
        except msgspec.MsgspecError:
            return new


TAMPERINGS = (
    *(_edit_entry, _edit_entry, _remove_entry, _swap_entries, _cut_off),
    *(_edit_row, _edit_row, _edit_message, _lose_timers),
)
