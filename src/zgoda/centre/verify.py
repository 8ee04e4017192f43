"""Do the centre's cases agree with their journal? Chain, anchor, refolded state, timers, messages, words' digests.

Reads without stopping the product: what looks wrong in the stream is looked at again under the case's lock
before it is reported.
"""

import heapq
from collections.abc import Iterator
from uuid import UUID

import msgspec
from django.db import transaction

from zgoda.centre.claims import verify as claims
from zgoda.centre.store import cases
from zgoda.centre.store.models import Case, CaseMessage, CaseText
from zgoda.centre.store.words import changed_words
from zgoda.domain.discussion import Discussion
from zgoda.domain.events import MessagePosted, Recorded, ReportHandled
from zgoda.domain.evolve import fold
from zgoda.domain.timers import running
from zgoda.engine import journal, timers, verify
from zgoda.engine.codec import UnknownType
from zgoda.engine.journal import Head, JournalEntry
from zgoda.engine.verify import Finding


def check() -> Iterator[Finding]:
    """Every finding of every case, then of the anchor. Memory holds one case."""
    suspects: UUID | None = None
    for finding in verify.check_streams(_heads(), _against_row):
        if finding.stream is not None and finding.stream != suspects:
            suspects = finding.stream
            yield from check_case(finding.stream)
    yield from verify.check_anchor()


def check_case(case_id: UUID) -> list[Finding]:
    """One case of any kind, with nobody writing to it meanwhile."""
    with transaction.atomic():
        row = cases.lock(case_id)
        head = Head(row.seq, row.head) if row else claims.lock(case_id)
        heads = [(case_id, head)] if head else []
        entries = journal.read(case_id)
        streams = [(case_id, list(entries))] if entries else []
        return list(verify.check_streams(heads, _against_row, streams))


def _heads() -> Iterator[tuple[UUID, Head]]:
    """Of Discussions and claims, by id."""
    yield from heapq.merge(_heads_of_discussions(), claims.heads(), key=lambda pair: pair[0])


def _heads_of_discussions() -> Iterator[tuple[UUID, Head]]:
    rows = Case.objects.order_by("id").values_list("id", "seq", "head")
    for case_id, seq, head in rows.iterator(chunk_size=1000):
        yield case_id, Head(seq, head)


def _against_row(case_id: UUID, entries: list[JournalEntry]) -> Iterator[str]:
    if claims.is_claim(entries):
        yield from claims.against_row(case_id, entries)
        return
    try:
        recorded = [cases.recorded(entry) for entry in entries]
        case = fold(case_id, recorded)
    except (UnknownType, ValueError, KeyError, msgspec.MsgspecError) as error:
        yield f"cannot be folded: {type(error).__name__}: {error}"
        return
    row = Case.objects.filter(pk=case_id).first()
    wrong = sorted(_differences(row, case)) if row is not None else []
    if row is not None and row.updated_at != recorded[-1].at:
        wrong.append("updated_at")
    if wrong:
        yield f"its row differs from its journal in {', '.join(wrong)}"
    if timers.open_timers(case_id) != {kind.value: at for kind, at in running(case).items()}:
        yield "its timers differ from those that should run"
    yield from _thread(case_id, recorded)
    yield from changed_words(_kept(case_id), (one.event for one in recorded))


def _differences(row: Case, case: Discussion) -> Iterator[str]:
    """Columns that do not follow from the journal; the state is compared by what it means, not by its spelling."""
    for name, value in cases.columns(case).items():
        if name != "state" and getattr(row, name) != value:
            yield name
    try:
        if cases.discussion(row) != case:
            yield "state"
    except msgspec.MsgspecError:
        yield "state"


def _thread(case_id: UUID, recorded: list[Recorded]) -> Iterator[str]:
    """The messages are those of the journal, in its order; what they say is `_words`' affair."""
    posted = [(one.event, one.at) for one in recorded if isinstance(one.event, MessagePosted)]
    hidden = {one.event.message_id for one in recorded if isinstance(one.event, ReportHandled) and one.event.hidden}
    expected = [
        (
            event.message_id,
            number,
            event.author.value,
            event.author_id,
            event.kind.value,
            event.template.value if event.template else "",
            dict(event.params),
            event.text.id if event.text else None,
            at,
            event.message_id in hidden,
        )
        for number, (event, at) in enumerate(posted, start=1)
    ]
    rows = CaseMessage.objects.filter(case_id=case_id).order_by("number").values_list(*_MESSAGE)
    if [(*row[:-1], row[-1] is not None) for row in rows] != expected:
        yield "its messages differ from those in the journal"


_MESSAGE = (
    *("id", "number", "author_role", "author_id", "kind", "template", "params", "text_id", "created_at"),
    "hidden_at",
)


def _kept(case_id: UUID) -> Iterator[tuple[UUID | None, str | None, str]]:
    messages = CaseMessage.objects.filter(case_id=case_id, text_id__isnull=False)
    yield from messages.values_list("text_id", "text", "salt")
    yield from CaseText.objects.filter(case_id=case_id).values_list("id", "text", "salt")
