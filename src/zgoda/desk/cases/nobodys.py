"""Messages that no person wrote: known by their form token, and dropped where they come too late.

A rule, or the integration's automatic answer, decides at one time and the outbox sends at another: between them a
connection may be paused, sending stopped, or somebody may answer. A person's message is then held for its author; one
that nobody wrote has no author, so it is dropped, unless a person reviewed it and let it go.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from zgoda.desk.cases.target import Dropped
from zgoda.desk.store.models import MESSAGES, Outgoing, SendState
from zgoda.domain.automation.breaker import STALE, Why
from zgoda.wire.tolerant import MessageSeen

AUTOMATIC = "automatic"
"""The form token of every automatic answer: the outbox takes one of each case."""
RULE = "rule:"
"""So begin the form tokens of what a shop's own rules write."""

GIVEN_UP = (SendState.FAILED, SendState.CANCELLED, SendState.SHADOW)
"""States of a message that reaches nobody unless somebody decides it anew."""
_PEOPLE = frozenset({"SELLER", "FULFILLMENT"})


def is_automatic(form_token: str) -> bool:
    """Whether nobody wrote what has this form token."""
    return form_token == AUTOMATIC or form_token.startswith(RULE)


def too_late(row: Outgoing, now: datetime) -> Dropped | None:
    """What is older than `STALE` would puzzle the buyer. ``now`` is the desk's time."""
    return Dropped(Why.TOO_LATE) if is_nobodys(row) and now - row.created_at > STALE else None


def answered(row: Outgoing, chat: Iterable[MessageSeen]) -> Dropped | None:
    """Somebody of ours answered behind the message at which the row was queued, or is about to. ``chat`` is what stands
    behind it; other automatic messages are no answer."""
    if not is_nobodys(row):
        return None
    rows = Outgoing.objects.filter(case_id=row.case_id, kind__in=MESSAGES)
    automatic = {one.remote_message_id for one in rows.filter(by=None) if is_automatic(one.form_token)}
    if any(one.author_role in _PEOPLE and one.id not in automatic for one in chat):
        return Dropped(Why.ANSWERED)
    behind = by_people(row.case_id).filter(number__gt=row.number)
    return Dropped(Why.ANSWERED) if behind.exists() else None


def by_people(case_id: int) -> QuerySet[Outgoing]:
    """Messages of people that reached the buyer, or may still."""
    rows = Outgoing.objects.filter(case_id=case_id, kind__in=MESSAGES)
    return rows.exclude(by=None).exclude(state__in=GIVEN_UP)


def is_nobodys(row: Outgoing) -> bool:
    """Nobody wrote it, and nobody reviewed it."""
    return row.by_id is None and row.released_by_id is None and is_automatic(row.form_token)
