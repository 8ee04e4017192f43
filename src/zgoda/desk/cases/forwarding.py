"""Handing a case to the Warehouse: what stands against it, and what is noted of one that was done by hand."""

from django.db import transaction

from zgoda.desk.cases import answering, fold
from zgoda.desk.cases.refusals import Why
from zgoda.desk.store.models import IN_FLIGHT, DeskCase, Kind, Outgoing, SendState
from zgoda.domain.plain_text import plain
from zgoda.engine.clock import real_now
from zgoda.wire import limits

NOTE_LENGTH = limits.MESSAGE_TEXT
"""Characters of the note, as the marketplace takes them."""

_ON_ITS_WAY = (*IN_FLIGHT, SendState.UNSEEN, SendState.HELD)


def refused(case: DeskCase, note: str) -> Why | None:
    """P-15: while we answer, before the end; C-33: a fulfilled order's; S1-52: with a note."""
    if case.ended:
        return Why.ENDED
    if case.answerer is None:
        return Why.NOT_FULFILLED
    if answering.is_warehouses(case):
        return Why.CASE_WITH_WAREHOUSE
    return note_wrong(note)


def note_wrong(note: str) -> Why | None:
    if not plain(note):
        return Why.NOTE_MISSING
    return Why.TOO_LONG if len(plain(note)) > NOTE_LENGTH else None


def under_way(case: DeskCase) -> Why | None:
    """Of two who hand it over at once the second is told. Asked under the case's lock."""
    rows = Outgoing.objects.filter(case_id=case.pk, kind=Kind.TO_WAREHOUSE, state__in=_ON_ITS_WAY)
    return Why.FORWARD_ON_ITS_WAY if rows.exists() else None


def noted(case_id: int) -> None:
    """Something about who answers was written down by hand: the case stands by it at once."""
    with transaction.atomic():
        case = DeskCase.objects.select_for_update(of=("self",)).select_related("connection").get(pk=case_id)
        if answering.settle(case):
            fold.refresh(case, case.connection.server_now(real_now()))
            case.save()
