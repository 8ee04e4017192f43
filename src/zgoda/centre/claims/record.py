"""How what happened to a claim is written down: journal, row, messages and words, timers, effects, in this order.

Only ``centre.claims.door`` calls it, inside its transaction and under the claim's lock.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from zgoda.centre.claims import effects, store
from zgoda.centre.claims.models import ClaimAttachment, ClaimMessage, ClaimRow
from zgoda.centre.store.threads import Texts
from zgoda.domain.claims import events as e
from zgoda.domain.claims.claim import Claim
from zgoda.domain.claims.clocks import ClaimTimer, running
from zgoda.domain.claims.evolve import evolve, fold
from zgoda.engine import journal, timers
from zgoda.engine.clock import real_now
from zgoda.engine.journal import Head


def begin(claim_id: UUID, recorded: Sequence[e.Recorded], texts: Texts, now: datetime) -> Claim:
    """Write the filing of a claim."""
    claim = fold(claim_id, recorded)
    head = journal.append(claim_id, Head(), store.facts(recorded, claim.rule_set), recorded_at=real_now())
    store.insert(claim, head, recorded[-1].at)
    _follow(claim, recorded, texts, last_message=0, last_seq=0, now=now)
    return claim


def add(row: ClaimRow, claim: Claim, recorded: Sequence[e.Recorded], texts: Texts, now: datetime) -> Claim:
    """Write what happened next; ``row`` is brought up to date in place. Nothing happened, nothing is written."""
    if not recorded:
        return claim
    changed = claim
    for one in recorded:
        changed = evolve(changed, one, id=claim.id)
    seq = row.seq
    head = journal.append(claim.id, Head(seq, row.head), store.facts(recorded, claim.rule_set), recorded_at=real_now())
    store.update(row, changed, head, recorded[-1].at)
    _follow(changed, recorded, texts, last_message=claim.messages, last_seq=seq, now=now)
    return changed


def set_timers(claim: Claim, recorded: Sequence[e.Recorded], now: datetime) -> None:
    """Make the rows what the domain says is running; those whose event is in ``recorded`` have fired."""
    fired = [(kind.value, one.at) for one in recorded if (kind := timer_of(one.event)) is not None]
    timers.reconcile(claim.id, {kind.value: at for kind, at in running(claim).items()}, now, fired)


def timer_of(event: e.Event) -> ClaimTimer | None:
    """The timer whose firing the event is; None for what people did."""
    match event:
        case e.DecisionMissed():
            return ClaimTimer.DECISION
        case e.ReturnDecisionReminded():
            return ClaimTimer.RETURN_DECISION
        case e.ChatClosed():
            return ClaimTimer.CHAT
    return None


def _follow(
    claim: Claim,
    recorded: Sequence[e.Recorded],
    texts: Texts,
    *,
    last_message: int,
    last_seq: int,
    now: datetime,
) -> None:
    posted = [one for one in recorded if isinstance(one.event, e.ClaimMessagePosted)]
    for number, one in enumerate(posted, start=last_message + 1):
        _write(claim.id, one, texts, number)
    set_timers(claim, recorded, now)
    effects.enqueue(claim, recorded, last_seq)


def _write(claim_id: UUID, one: e.Recorded, texts: Texts, number: int) -> None:
    event = one.event
    if not isinstance(event, e.ClaimMessagePosted):
        return
    text = texts[event.text.id] if event.text else None
    ClaimMessage.objects.create(
        id=event.message_id,
        claim_id=claim_id,
        number=number,
        author_role=event.author.value,
        author_id=event.author_id,
        kind=event.kind.value,
        code=event.code,
        amount_minor=event.amount.minor if event.amount else None,
        currency=event.amount.currency if event.amount else "",
        text=text.value if text else None,
        text_id=text.id if text else None,
        salt=text.salt if text else "",
        created_at=one.at,
    )
    if event.attachments:
        ClaimAttachment.objects.bulk_create(
            ClaimAttachment(message_id=event.message_id, file_id=file_id, position=position)
            for position, file_id in enumerate(event.attachments)
        )
