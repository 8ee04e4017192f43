"""A form or request takes effect once: the same token and content give what was done the first time."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from zgoda.centre.messaging.models import SentOnce, ThreadMessage
from zgoda.domain.messaging import MessagingRefused, MessagingWhy

Outcome = ThreadMessage | MessagingRefused
"""The message that was sent, or that something was done with."""


def once(
    act: Callable[[], Outcome], *, token: UUID | None, sender_id: int, meant: tuple[object, ...], now: datetime
) -> Outcome:
    """Carry ``act`` out in a transaction, once per token; a refusal leaves nothing behind."""
    digest = hashlib.sha256(repr(tuple(map(str, meant))).encode()).hexdigest()
    with transaction.atomic():
        outcome = _earlier(token, sender_id, digest) or act()
        if isinstance(outcome, MessagingRefused):
            transaction.set_rollback(True)
        elif token is not None:
            mine = {"sender_id": sender_id, "digest": digest, "message": outcome, "at": now}
            kept, is_new = SentOnce.objects.get_or_create(token=token, defaults=mine)
            if not is_new and kept.message_id != outcome.pk:
                transaction.set_rollback(True)
    if token is not None:
        return _earlier(token, sender_id, digest) or outcome
    return outcome


def sent_once(token: UUID) -> bool:
    """Whether it took effect."""
    return SentOnce.objects.filter(pk=token).exists()


def _earlier(token: UUID | None, sender_id: int, digest: str) -> Outcome | None:
    """What the token stands for already; while it was on its way a twin of the request may have been quicker."""
    known = SentOnce.objects.select_related("message__thread").filter(pk=token).first() if token else None
    if known is None:
        return None
    same = known.sender_id == sender_id and known.digest == digest
    return known.message if same else MessagingRefused(MessagingWhy.COMMAND_REUSED)
