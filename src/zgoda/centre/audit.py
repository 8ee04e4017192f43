"""What the platform's people did, for the administrator: rules, calendars, the clock, readings, warnings and blocks.

Each source is a table that is only added to. A page merges the newest rows of the sources, newest first.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zgoda.centre.claims.models import ClaimRead
from zgoda.centre.hotline.models import LineChange, OrderLook
from zgoda.centre.incidents.models import Decision, Incident
from zgoda.centre.mailing.models import SentAgain
from zgoda.centre.store.models import (
    BuyerDataAct,
    BuyerDataActKind,
    CalendarChange,
    CalendarChangeKind,
    CaseText,
    LawChange,
    LawChangeKind,
    StaffRead,
    TextKind,
)
from zgoda.domain.actors import Role
from zgoda.domain.incidents import Refund, Verdict
from zgoda.engine.clock import ClockMove
from zgoda.look.words.hotline import span_words
from zgoda.look.words.letters import kind_name, letter_state_name
from zgoda.look.words.roles import role_name
from zgoda.look.words.times import day_long, length, money

PAGE = 50
Cursor = tuple[datetime, str]
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``key`` is unique and orders lines of one instant; ``case_id`` is the case it was about, if any."""

    at: datetime
    key: str
    kind: str
    who: str
    what: str
    why: str = ""
    case_id: UUID | None = None


def page(kind: str, before: Cursor | None) -> tuple[list[Entry], Cursor | None]:
    """Newest first, of one kind or of all; and where the next page begins, None on the last."""
    sources = [SOURCES[kind]] if kind in SOURCES else list(SOURCES.values())
    rows = sorted((entry for source in sources for entry in source(before)), key=_order, reverse=True)
    more = len(rows) > PAGE
    return rows[:PAGE], _order(rows[PAGE - 1]) if more else None


def _order(entry: Entry) -> Cursor:
    return entry.at, entry.key


def _key(prefix: str, pk: object) -> str:
    """Ids of one table in the order of the table, whether numbers or UUIDs."""
    return f"{prefix}-{pk:012}" if isinstance(pk, int) else f"{prefix}-{pk}"


def _older(rows: QuerySet[Row], prefix: str, before: Cursor | None, field: str = "at") -> QuerySet[Row]:
    """The table's rows that follow the cursor, newest first; one more than a page holds."""
    if before is not None:
        at, key = before
        last, _mark, pk = key.partition("-")
        same = Q(**{field: at, "pk__lt": pk}) if prefix == last else Q(**{field: at})
        rows = rows.filter(Q(**{f"{field}__lt": at}) | same) if prefix <= last else rows.filter(**{f"{field}__lt": at})
    return rows.order_by(f"-{field}", "-pk")[: PAGE + 1]


def _laws(before: Cursor | None) -> Iterable[Entry]:
    """C.0 point 5, P-46: who changed which rule set, when and why."""
    rows = _older(LawChange.objects.select_related("by"), "law", before)
    for row in rows:
        what = _("%(market)s: %(name)s is now %(value)s") % {
            "market": row.market,
            "name": row.name or _("rule set") if row.kind == LawChangeKind.BASE else row.name,
            "value": row.value or _("as usual"),
        }
        yield Entry(row.at, _key("law", row.pk), "laws", _login(row), what, row.why)


def _calendars(before: Cursor | None) -> Iterable[Entry]:
    """D.7 point 3: who changed which rest day, when and why."""
    rows = _older(CalendarChange.objects.select_related("by"), "calendar", before)
    words = {
        CalendarChangeKind.ADDED: _("rest day added: %(day)s, %(name)s"),
        CalendarChangeKind.REMOVED: _("rest day removed: %(day)s"),
        CalendarChangeKind.CONFIRMED: _("year confirmed: %(year)s"),
    }
    for row in rows:
        values = {"day": day_long(row.day), "name": row.name, "year": row.day.year}
        what = f"{row.country}: {words[CalendarChangeKind(row.kind)] % values}"
        yield Entry(row.at, _key("calendar", row.pk), "calendars", _login(row), what, row.why)


def _hotlines(before: Cursor | None) -> Iterable[Entry]:
    """C-36, P-46: who changed a market's hotline, when and why."""
    rows = _older(LineChange.objects.select_related("by"), "hotline", before)
    for row in rows:
        values = {"market": row.market, "number": row.number or "–", "hours": span_words(row.opens, row.closes)}
        what = _("%(market)s: the hotline's number is %(number)s, its hours are %(hours)s") % values
        yield Entry(row.at, _key("hotline", row.pk), "hotlines", _login(row), what, row.why)


def _order_looks(before: Cursor | None) -> Iterable[Entry]:
    """P-04: every order that an agent of the hotline looked at."""
    rows = _older(OrderLook.objects.select_related("agent"), "look", before)
    for row in rows:
        who = f"{row.agent.username} · {role_name(Role.HOTLINE)}"
        yield Entry(
            row.at, _key("look", row.pk), "order-looks", who, _("looked at the order %(id)s") % {"id": row.order_id}
        )


def _clock(before: Cursor | None) -> Iterable[Entry]:
    rows = _older(ClockMove.objects.all(), "clock", before)
    for row in rows:
        what = _("the clock was moved forward by %(length)s") % {"length": length(row.to - row.at)}
        yield Entry(row.at, _key("clock", row.pk), "clock", row.by_whom, what)


def _reads(before: Cursor | None) -> Iterable[Entry]:
    """P-04: every reading of a case by the platform's people."""
    rows = _older(StaffRead.objects.select_related("reader"), "read", before)
    for row in rows:
        who = f"{row.reader.username} · {role_name(row.role)}"
        yield Entry(row.at, _key("read", row.pk), "reads", who, _("read a case"), case_id=row.case_id)


def _claim_reads(before: Cursor | None) -> Iterable[Entry]:
    """P-04: the same of claims."""
    rows = _older(ClaimRead.objects.select_related("reader", "claim"), "claimread", before)
    for row in rows:
        who = f"{row.reader.username} · {role_name(row.role)}"
        what = _("read the claim %(number)s") % {"number": row.claim.reference}
        yield Entry(row.at, _key("claimread", row.pk), "claim-reads", who, what)


def _sanctions(before: Cursor | None) -> Iterable[Entry]:
    """T-10, P-26."""
    kinds = {TextKind.WARNING: _("warned a seller"), TextKind.BLOCKING: _("blocked a seller's account")}
    return _words(kinds, "sanctions", before)


def _recomputed(before: Cursor | None) -> Iterable[Entry]:
    """G-13."""
    return _words({TextKind.RECOMPUTED: _("had the clocks of a case moved")}, "recomputed", before)


def _words(kinds: Mapping[TextKind, str], source: str, before: Cursor | None) -> Iterator[Entry]:
    """Acts whose reason is kept with the case."""
    found = CaseText.objects.filter(kind__in=list(kinds)).select_related("author")
    for row in _older(found, source, before, "created_at"):
        who = row.author.username if row.author else ""
        what = kinds[TextKind(row.kind)]
        yield Entry(row.created_at, _key(source, row.pk), source, who, what, row.text or "", row.case_id)


def _letters(before: Cursor | None) -> Iterable[Entry]:
    """Letters that somebody had sent again; what was said in them stays with them."""
    for row in _older(SentAgain.objects.select_related("by", "letter__to"), "letter", before):
        told = {"letter": kind_name(row.letter.kind), "reader": row.letter.to.username}
        what = _("had a letter sent again: %(letter)s, to %(reader)s") % told
        yield Entry(row.at, _key("letter", row.pk), "letters", row.by.username, what, letter_state_name(row.was))


def _incidents(before: Cursor | None) -> Iterable[Entry]:
    """P-23: who answered many cases at once, and what was to be refunded; what buyers were told stays with it."""
    refunds = {
        Refund.NONE: _("nothing is refunded"),
        Refund.LINE: _("the price of each case's product is refunded"),
        Refund.ORDER: _("all that is left of each order is refunded"),
    }
    for row in _older(Incident.objects.select_related("by"), "incident", before):
        told = {"title": row.title, "num": row.total}
        prepared = ngettext(
            "prepared an answer for %(num)s case, to be approved: %(title)s",
            "prepared an answer for %(num)s cases, to be approved: %(title)s",
            row.total,
        )
        began = ngettext(
            "answered %(num)s case at once: %(title)s", "answered %(num)s cases at once: %(title)s", row.total
        )
        what = (prepared if row.needs_approval else began) % told
        why = ", ".join([refunds[Refund(row.refund)], *map(money, row.refunds)])
        yield Entry(row.at, _key("incident", row.pk), "incidents", row.by.username, what, why)
    yield from _incident_decisions(before)


def _incident_decisions(before: Cursor | None) -> Iterable[Entry]:
    """Who approved, turned down or took back what had waited, and why."""
    verdicts = {
        Verdict.APPROVED: _("approved the incident: %(title)s"),
        Verdict.TURNED_DOWN: _("turned down the incident: %(title)s"),
        Verdict.TAKEN_BACK: _("took back the incident: %(title)s"),
    }
    for row in _older(Decision.objects.select_related("by", "incident"), "incidentdecision", before):
        what = verdicts[Verdict(row.verdict)] % {"title": row.incident.title}
        yield Entry(row.at, _key("incidentdecision", row.pk), "incidents", row.by.username, what, row.reason)


def _buyers(before: Cursor | None) -> Iterable[Entry]:
    """Who had everything about a buyer printed or erased. The login stays: the account does."""
    for row in _older(BuyerDataAct.objects.select_related("buyer"), "buyer", before):
        told = {"buyer": row.buyer.username, "num": row.rows}
        what = (
            ngettext(
                "erased what is held of %(buyer)s: %(num)s row",
                "erased what is held of %(buyer)s: %(num)s rows",
                row.rows,
            )
            if row.kind == BuyerDataActKind.ERASED
            else ngettext(
                "printed what is held of %(buyer)s: %(num)s row",
                "printed what is held of %(buyer)s: %(num)s rows",
                row.rows,
            )
        )
        yield Entry(row.at, _key("buyer", row.pk), "buyers", row.by_whom, what % told, row.why)


def _login(row: LawChange | CalendarChange | LineChange) -> str:
    return row.by.username if row.by else ""


SOURCES: Mapping[str, Callable[[Cursor | None], Iterable[Entry]]] = MappingProxyType(
    {
        "laws": _laws,
        "calendars": _calendars,
        "clock": _clock,
        "hotlines": _hotlines,
        "order-looks": _order_looks,
        "reads": _reads,
        "claim-reads": _claim_reads,
        "sanctions": _sanctions,
        "recomputed": _recomputed,
        "letters": _letters,
        "incidents": _incidents,
        "buyers": _buyers,
    }
)
