"""Does a claim agree with its journal? The same questions as for a Discussion, asked of the claim's rows."""

from collections.abc import Iterator
from uuid import UUID

import msgspec

from zgoda.centre.claims import store
from zgoda.centre.claims.models import ClaimAttachment, ClaimMessage, ClaimRow
from zgoda.centre.store.words import changed_words
from zgoda.domain.claims.claim import Claim
from zgoda.domain.claims.clocks import running
from zgoda.domain.claims.events import ClaimMessagePosted, Recorded
from zgoda.domain.claims.evolve import fold
from zgoda.engine import timers
from zgoda.engine.codec import UnknownType
from zgoda.engine.journal import Head, JournalEntry


def heads() -> Iterator[tuple[UUID, Head]]:
    """What every claim's row says of its journal, by id."""
    rows = ClaimRow.objects.order_by("id").values_list("id", "seq", "head")
    for claim_id, seq, head in rows.iterator(chunk_size=1000):
        yield claim_id, Head(seq, head)


def lock(claim_id: UUID) -> Head | None:
    """The same of one claim, locked until the transaction ends."""
    row = store.lock(claim_id)
    return Head(row.seq, row.head) if row else None


def is_claim(entries: list[JournalEntry]) -> bool:
    return entries[0].type == store.FIRST_EVENT


def against_row(claim_id: UUID, entries: list[JournalEntry]) -> Iterator[str]:
    """What differs between the refolded journal and the claim's row, timers and messages."""
    try:
        recorded = [store.recorded(entry) for entry in entries]
        claim = fold(claim_id, recorded)
    except (UnknownType, ValueError, KeyError, msgspec.MsgspecError) as error:
        yield f"cannot be folded: {type(error).__name__}: {error}"
        return
    row = ClaimRow.objects.filter(pk=claim_id).first()
    wrong = sorted(_differences(row, claim)) if row is not None else []
    if row is not None and row.updated_at != recorded[-1].at:
        wrong.append("updated_at")
    if wrong:
        yield f"its row differs from its journal in {', '.join(wrong)}"
    if timers.open_timers(claim_id) != {kind.value: at for kind, at in running(claim).items()}:
        yield "its timers differ from those that should run"
    yield from _chat(claim_id, recorded)
    yield from changed_words(_kept(claim_id), (one.event for one in recorded))


def _kept(claim_id: UUID) -> Iterator[tuple[UUID | None, str | None, str]]:
    kept = ClaimMessage.objects.filter(claim_id=claim_id, text_id__isnull=False)
    yield from kept.values_list("text_id", "text", "salt")


def _differences(row: ClaimRow, claim: Claim) -> Iterator[str]:
    """Columns that do not follow from the journal; the state is compared by what it means, not by its spelling."""
    for name, value in store.columns(claim).items():
        if name != "state" and getattr(row, name) != value:
            yield name
    try:
        if store.claim_of(row) != claim:
            yield "state"
    except msgspec.MsgspecError:
        yield "state"


def _chat(claim_id: UUID, recorded: list[Recorded]) -> Iterator[str]:
    """The messages and their files are those of the journal, in its order."""
    posted = [(one.event, one.at) for one in recorded if isinstance(one.event, ClaimMessagePosted)]
    expected = [
        (
            event.message_id,
            number,
            event.author.value,
            event.author_id,
            event.kind.value,
            event.code,
            event.amount.minor if event.amount else None,
            event.amount.currency if event.amount else "",
            event.text.id if event.text else None,
            at,
        )
        for number, (event, at) in enumerate(posted, start=1)
    ]
    rows = ClaimMessage.objects.filter(claim_id=claim_id).order_by("number")
    if list(rows.values_list(*_MESSAGE)) != expected:
        yield "its messages differ from those in the journal"
    files = ClaimAttachment.objects.filter(message__claim_id=claim_id).order_by("message__number", "position")
    sent = [(event.message_id, file_id) for event, _ in posted for file_id in event.attachments]
    if list(files.values_list("message_id", "file_id")) != sent:
        yield "its files differ from those in the journal"


_MESSAGE = (
    *("id", "number", "author_role", "author_id", "kind", "code"),
    *("amount_minor", "currency", "text_id", "created_at"),
)
