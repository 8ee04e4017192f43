"""Whether messages are missing from a conversation: servers cap it, ignore paging, count wrongly and show late."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from zgoda.desk.cases.chat import message_id
from zgoda.desk.store.models import DeskCase, DeskMessage
from zgoda.wire.peek import Peek
from zgoda.wire.tolerant import PLACEHOLDER, MessageSeen

PATIENCE = timedelta(hours=1)
"""How long after a conversation last moved each reading looks for what is missing; later, only sweeps do."""

ROUNDING = timedelta(seconds=1)
"""Two instants of one message, told in two places, may differ so much."""


def has_hole(case: DeskCase, seen: Sequence[MessageSeen], known: frozenset[str]) -> bool:
    """After ``seen`` was stored beside what was ``known`` before. Counters lie, so each sign counts for itself: too few
    messages, a last or a first one that is not here, a reading that nothing joins to what was known. Once found, a
    hole is closed by the right number of messages or by a reading that shows all there is."""
    if case.message_rows < case.messages_count_seen or _is_behind(case) or _lacks_the_first(case):
        return True
    ids = {message_id(message) for message in seen}
    if known and not ids & known:
        return True
    is_counted = 0 < case.messages_count_seen <= case.message_rows
    return case.history_incomplete and not is_counted and len(ids) < case.message_rows


def may_close(case: DeskCase, server_now: datetime) -> bool:
    """Whether the conversation moved so lately that the next reading may show what is missing."""
    moved_at = _told_last(case) or case.last_message_at or case.opened_at
    return server_now - moved_at < PATIENCE


def _is_behind(case: DeskCase) -> bool:
    """The server has told of a later message than the latest that is here."""
    told, latest = _told_last(case), _latest(case)
    return told is not None and (latest is None or latest < told - ROUNDING)


def _lacks_the_first(case: DeskCase) -> bool:
    first = Peek(case.remote).part("chat").part("initialMessage").text("id")
    if not first or first == PLACEHOLDER:
        return False
    return not DeskMessage.objects.filter(case=case, remote_id=first).exists()


def _told_last(case: DeskCase) -> datetime | None:
    return Peek(case.remote).part("chat").part("lastMessage").instant("createdAt")


def _latest(case: DeskCase) -> datetime | None:
    newest = DeskMessage.objects.filter(case=case).order_by("-created_at")
    return newest.values_list("created_at", flat=True).first()
