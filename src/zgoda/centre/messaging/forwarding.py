"""A message passes from one party to the other with a note, or is kept by the seller that was not sure to be meant.

Nothing here moves a clock: the round runs from when the buyer wrote (S1-64). Each is one transaction under the thread's
lock, and once per token.
"""

from datetime import datetime
from uuid import UUID

from zgoda.centre.messaging import assigning
from zgoda.centre.messaging.acts import NoSuchThread
from zgoda.centre.messaging.models import Assigned, Correction, Thread, ThreadMessage, Turn
from zgoda.centre.messaging.once import Outcome, once
from zgoda.centre.quality.threads import note_message
from zgoda.domain.actors import Role
from zgoda.domain.message_routing import TurnCause, may_forward_message, may_note, other_party
from zgoda.domain.message_topics import MessageTopic, answerer_of
from zgoda.domain.messaging import MessagingRefused, MessagingWhy
from zgoda.engine.instants import whole_ms


def forward(
    message_id: UUID,
    by: Role,
    by_id: int,
    note: str,
    topic: MessageTopic | None = None,
    *,
    now: datetime,
    token: UUID | None = None,
) -> Outcome:
    """S1-08, S1-11, P-29: to the other party. ``topic`` is what it is about, as far as somebody said so; else what it
    most likely is if the other party answers. Raises `NoSuchThread`."""
    note = note.replace("\x00", "").replace("\r\n", "\n").strip()

    def act() -> Outcome:
        message, assigned = _own(message_id, by, by_id)
        party = Role(assigned.party) if assigned else None
        fulfilled = assigned is not None and assigned.fulfilled
        refused = may_forward_message(by, party, fulfilled=fulfilled, closed=message.thread.closed_at is not None)
        refused = refused or may_note(note)
        if refused is not None or assigned is None:
            return refused or MessagingRefused(MessagingWhy.NOT_THE_BUYERS)
        turn = Turn(message=message, party=other_party(by), cause=TurnCause.FORWARDED, by_id=by_id, note=note)
        turn.since = whole_ms(now)
        _pass(assigned, turn)
        _learn(message, assigned, topic, by, now)
        return message

    return once(act, token=token, sender_id=by_id, meant=("forward", message_id, note, topic or ""), now=now)


def keep(
    message_id: UUID, seller_id: int, topic: MessageTopic | None = None, *, now: datetime, token: UUID | None = None
) -> Outcome:
    """S1-18: what was unsure is the seller's indeed; it says so with one click. Raises `NoSuchThread`."""

    def act() -> Outcome:
        message, assigned = _own(message_id, Role.SELLER, seller_id)
        if assigned is None or not assigned.unsure or assigned.party != Role.SELLER:
            return MessagingRefused(MessagingWhy.NOT_ASSIGNED)
        assigned.unsure = False
        assigned.save(update_fields=["unsure"])
        kept = Turn(message=message, party=Role.SELLER, cause=TurnCause.KEPT, by_id=seller_id, since=whole_ms(now))
        _take_turn(kept)
        _learn(message, assigned, topic, Role.SELLER, now)
        return message

    return once(act, token=token, sender_id=seller_id, meant=("keep", message_id, topic or ""), now=now)


def _pass(assigned: Assigned, turn: Turn) -> None:
    thread, party = turn.message.thread, Role(turn.party)
    assigned.party, assigned.unsure, assigned.answered_at = party, False, None
    assigned.save(update_fields=["party", "unsure", "answered_at"])
    _take_turn(turn)
    assigning.count_anew(thread)
    if party is Role.WAREHOUSE:
        thread.warehouse_at = turn.since
    thread.save(update_fields=["seller_since", "warehouse_since", "warehouse_at"])
    note_message(thread, turn.since)


def _take_turn(turn: Turn) -> None:
    turn.number = Turn.objects.filter(message=turn.message).count() + 1
    turn.save(force_insert=True)


def _learn(message: ThreadMessage, assigned: Assigned, topic: MessageTopic | None, by: Role, now: datetime) -> None:
    """Keep what a person made of it. A problem's topic is the buyer's own and teaches nothing; nor does a message
    without words."""
    if not assigned.topic or not message.text.strip():
        return
    party = Role(assigned.party)
    meant = topic if topic is not None and answerer_of(topic) is party else None
    meant = meant or assigning.READER(message.text).likeliest_of(party)
    if meant is not None:
        Correction.objects.create(message=message, read_as=assigned.topic, topic=meant, party=party, by_role=by, at=now)


def _own(message_id: UUID, by: Role, by_id: int) -> tuple[ThreadMessage, Assigned | None]:
    """P-49: the message with its thread locked; a seller's own, or one of a thread that the Warehouse takes part in."""
    found = ThreadMessage.objects.filter(pk=message_id).values_list("thread_id", flat=True).first()
    thread = Thread.objects.select_for_update().filter(pk=found).first() if found else None
    if thread is None or (thread.seller_id != by_id if by is Role.SELLER else thread.warehouse_at is None):
        raise NoSuchThread(str(message_id))
    message = ThreadMessage.objects.select_related("assigned").get(pk=message_id)
    message.thread = thread
    return message, getattr(message, "assigned", None)
