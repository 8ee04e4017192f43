"""Messages into rows: each once under the server's id, in the order of their instants, whatever the pages' order."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from zgoda.desk.cases.fingerprint import text_fingerprint
from zgoda.desk.store.models import (
    MESSAGES,
    Answerer,
    Connection,
    DeskCase,
    DeskMessage,
    Outgoing,
    Quarantine,
    SendState,
    Turn,
)
from zgoda.engine.clock import real_now
from zgoda.wire.tolerant import PLACEHOLDER, MessageSeen, Unreadable

SNIPPET = 160
ASIDE = "SYSTEM"
"""Entries of the platform's robot: they neither take nor give the turn."""

OUR_SIDE = frozenset({"SELLER", "FULFILLMENT"})
"""C-19: an answer of the Warehouse counts as the seller's."""


def message_id(message: MessageSeen) -> str:
    """The server's id; migrated messages all say "TODO", so theirs is made of what they hold."""
    if message.id and message.id != PLACEHOLDER:
        return message.id[:100]
    what = f"{message.created_at}|{message.author_role}|{message.text}"
    return f"{PLACEHOLDER}-{hashlib.sha256(what.encode()).hexdigest()[:32]}"


def instant(message: MessageSeen, case: DeskCase) -> datetime:
    """When it was written; where the server does not say, at the opening."""
    return message.created_at or case.opened_at


def in_order(messages: list[MessageSeen], case: DeskCase) -> list[MessageSeen]:
    """Oldest first, whichever order the server has (disputes newest first, claims oldest first).

    Messages of one instant keep the server's order, read in the direction of the rest; newest first if none shows.
    """
    is_oldest_first = bool(messages) and instant(messages[0], case) < instant(messages[-1], case)
    forward = messages if is_oldest_first else messages[::-1]
    return sorted(forward, key=lambda message: instant(message, case))


def store_messages(case: DeskCase, messages: Sequence[MessageSeen], server_now: datetime) -> frozenset[str]:
    """Upsert under the case's lock. Messages that vanished on the server stay here. Fills the case's summary; the ids
    that were known before. A case that was erased takes none."""
    if case.is_erased:
        return frozenset()
    known = {row.remote_id: row for row in DeskMessage.objects.filter(case=case)}
    fresh = []
    for message in messages:
        row = known.get(message_id(message))
        if row is None:
            fresh.append(_row(case, message, server_now))
        elif row.text != (message.text or "") or row.attachments != _attachments(message):
            row.text, row.attachments = message.text or row.text, _attachments(message) or row.attachments
            row.save(update_fields=["text", "attachments"])
    DeskMessage.objects.bulk_create(fresh)
    rows = sorted([*known.values(), *fresh], key=lambda row: (row.created_at, row.pk))
    _summarise(case, rows)
    _mark_seen(case, rows)
    return frozenset(known)


def snippet(text: str, subject: str = "") -> str:
    """The beginning of what a person wrote. A platform may put its own paragraph before a buyer's opening words; it
    is known by the ``subject`` it repeats, and left out where more follows."""
    first, _, rest = text.strip().partition("\n\n")
    own_words = rest if subject and rest.strip() and subject.casefold() in first.casefold() else text
    return " ".join(own_words.split())[:SNIPPET]


def whose_turn(case: DeskCase) -> str:
    """From the author of the last message that is no robot's; ``lastMessage.status`` does not tell. While the Warehouse
    answers it is the platform's, and ours again from the moment the Warehouse hands the case over."""
    if case.ended:
        return Turn.NOBODY
    if case.answerer == Answerer.WAREHOUSE:
        return Turn.PLATFORM
    if case.answers_since and case.last_message_at and case.answers_since > case.last_message_at:
        return Turn.SELLER
    if case.last_message_role in OUR_SIDE:
        return Turn.BUYER
    return Turn.SELLER


def set_aside(connection: Connection, records: Sequence[Unreadable], now: datetime, what: str = "message") -> int:
    """Keep what could not be read, whole, once per record; how many."""
    for record in records:
        raw = storable(record.raw)
        key = hashlib.sha256(repr(raw).encode()).hexdigest()[:32]
        row, created = Quarantine.objects.get_or_create(
            connection=connection,
            what=what,
            remote_id=key,
            defaults={"raw": raw, "why": record.why, "first_seen_at": now, "last_seen_at": now},
        )
        if not created:
            Quarantine.objects.filter(pk=row.pk).update(last_seen_at=now)
    return len(records)


def storable(raw: object) -> object:
    """A JSON value that every database takes: no NUL in texts."""
    if isinstance(raw, str):
        return raw.replace("\0", "")
    if isinstance(raw, list):
        return [storable(entry) for entry in raw]
    if isinstance(raw, dict):
        return {str(storable(key)): storable(value) for key, value in raw.items()}
    return raw


def _row(case: DeskCase, message: MessageSeen, server_now: datetime) -> DeskMessage:
    return DeskMessage(
        case=case,
        remote_id=message_id(message),
        author_role=(message.author_role or "")[:20],
        author_login=(message.author_login or "")[:200],
        text=message.text or "",
        attachments=_attachments(message),
        created_at=instant(message, case),
        first_seen_at=server_now,
    )


def _attachments(message: MessageSeen) -> list[dict[str, str]]:
    return [{"name": one.file_name or "", "url": one.url or ""} for one in message.attachments]


def _summarise(case: DeskCase, rows: Sequence[DeskMessage]) -> None:
    case.message_rows = len(rows)
    spoken = [row for row in rows if row.author_role != ASIDE]
    if rows:
        case.last_message_remote_id = rows[-1].remote_id
    if spoken:
        last = spoken[-1]
        case.last_message_at, case.last_message_role = last.created_at, last.author_role
        case.snippet = snippet(last.text, case.subject if last is rows[0] else "")
    answers = [row.created_at for row in spoken if row.author_role in OUR_SIDE and row.created_at >= case.opened_at]
    case.answered_at = answers[0] if answers else None


def _mark_seen(case: DeskCase, rows: Sequence[DeskMessage]) -> None:
    """Ours that are in the thread now: those sent, by their id; those nobody saw so far, by their words."""
    ids = {row.remote_id for row in rows}
    sent = Outgoing.objects.filter(case=case, state=SendState.SENT, remote_message_id__in=ids)
    sent.exclude(remote_message_id="").update(state=SendState.SEEN, seen_at=real_now())
    unseen = list(Outgoing.objects.filter(case=case, state=SendState.UNSEEN, kind__in=MESSAGES))
    if not unseen:
        return
    taken = set(Outgoing.objects.filter(case=case).values_list("remote_message_id", flat=True))
    for one in unseen:
        free = taken | set(one.known_before or ())
        found = next((row for row in rows if _is_it(row, one) and row.remote_id not in free), None)
        if found is not None:
            taken.add(found.remote_id)
            now = real_now()
            mine = Outgoing.objects.filter(pk=one.pk, state=SendState.UNSEEN)
            mine.update(
                state=SendState.SEEN, remote_message_id=found.remote_id, sent_at=now, seen_at=now, last_error=""
            )


def _is_it(row: DeskMessage, sought: Outgoing) -> bool:
    names = [entry.get("name", "") for entry in row.attachments]
    return row.author_role == "SELLER" and text_fingerprint(row.text, names) == sought.fingerprint
