"""Who answers a case of a fulfilled order, in words: beside it, among its messages, and in place of the reply box."""

from django.utils.translation import gettext as _

from zgoda.desk.cases.answering import is_warehouses
from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.cases.refusals import Why
from zgoda.desk.store.models import Answerer, DeskCase, Kind
from zgoda.desk.web import words
from zgoda.desk.web.entry import Entry
from zgoda.domain.actors import Role
from zgoda.domain.answering import Cause, Turn
from zgoda.look.words.times import when


def badge(case: DeskCase) -> str:
    """Over the conversation; empty where the order is the seller's own."""
    return "" if case.answerer is None else str(Answerer(case.answerer).label)


def panel(page: CasePage) -> list[tuple[str, str]]:
    """Who answered since when and why, the present one first."""
    return [
        (_party(turn), _("since %(at)s: %(why)s") % {"at": when(turn.since), "why": _why(turn)})
        for turn in reversed(page.turns)
    ]


def read_only(page: CasePage) -> str:
    """S1-55, S1-58: what stands in place of the reply box while the Warehouse answers."""
    if not page.turns or not is_warehouses(page.case):
        return words.refusal(Why.CASE_WITH_WAREHOUSE)
    turn = page.turns[-1]
    return _(
        "The Warehouse answers this case since %(at)s: %(why)s. You follow it here; internal comments stay possible."
    ) % {"at": when(turn.since), "why": _why(turn)}


def handed(page: CasePage) -> list[Entry]:
    """Entries of the conversation: from when on the other party answered, with the note that came with it. A case that
    was the seller's from the beginning begins without one."""
    shown = page.turns if page.turns and page.turns[0].party is Role.WAREHOUSE else page.turns[1:]
    return [_entry(turn, page, number) for number, turn in enumerate(shown, 1)]


def _entry(turn: Turn, page: CasePage, number: int) -> Entry:
    """S1-52: a note is for the seller's side and the Warehouse alone, so it looks like an internal comment."""
    if not turn.note:
        pattern = (
            _("The Warehouse answers from here on: %(why)s")
            if _is_theirs(turn)
            else _("You answer from here on: %(why)s")
        )
        return Entry("fact", turn.since, text=pattern % {"why": _why(turn)})
    sent = next(
        (row.by for row in page.done if row.kind == Kind.TO_WAREHOUSE and row.text.strip() == turn.note.strip()), None
    )
    by = (sent.username if sent else words.author("SELLER")) if _is_theirs(turn) else words.author("FULFILLMENT")
    extra = (
        _("forwarded to the Warehouse; the buyer does not see this")
        if _is_theirs(turn)
        else _("handed back to you; the buyer does not see this")
    )
    return Entry("message", turn.since, turn.note, "note", by, extra, anchor=f"t{number}")


def _is_theirs(turn: Turn) -> bool:
    return turn.party is Role.WAREHOUSE


def _party(turn: Turn) -> str:
    return _("The Warehouse") if _is_theirs(turn) else _("You")


def _why(turn: Turn) -> str:
    """A cause nobody knows as it came."""
    theirs = _is_theirs(turn)
    named = {
        Cause.ROUTED: _("by the reason of the Discussion"),
        Cause.REOPENED: _("by its reason, as the buyer re-opened it"),
        Cause.FORWARDED: _("you forwarded it") if theirs else _("the Warehouse handed it to you"),
        Cause.WROTE: _("it wrote to the buyer") if theirs else _("you wrote to the buyer"),
    }
    return named[Cause(turn.cause)] if turn.cause in set(Cause) else turn.cause
