"""The pane with the list: what is asked for, its rows as ready strings, and a version that tells whether it moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import get_language, ngettext
from markupsafe import Markup

from zgoda.desk.cases import listing
from zgoda.desk.cases.listing import Filters, Group, Listed, Row, View
from zgoda.desk.store.models import Connection, Turn
from zgoda.desk.web import chips, rendering, words
from zgoda.look.numbers import whole


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row, every value a ready string. ``note`` is about our own messages on their way."""

    href: str
    who: str
    what: str
    last: str
    clock: Markup
    note: str
    unread: bool
    current: bool


@dataclass(frozen=True, slots=True)
class ListPane:
    """Groups in order. ``query`` keeps the place in the list in links; ``older`` is empty at the end."""

    groups: tuple[tuple[str, tuple[ShownRow, ...]], ...]
    filters: Filters
    query: str
    older: str
    version: str
    current: int

    @property
    def poll(self) -> str:
        """Where the pane asks whether it moved."""
        pairs = [("v", self.version), *([("case", str(self.current))] if self.current else [])]
        return f"/list?{urlencode(pairs)}{'&' + self.query if self.query else ''}"


def list_pane(
    request: HttpRequest, shop_id: int, now: datetime, current: int = 0, known: Mapping[int, Connection] | None = None
) -> ListPane:
    """Two queries, whatever the shop's size, and one more where the connections are not known yet."""
    filters, after = asked(request)
    page = listing.page(shop_id, filters, now, after, known=known)
    query = _query(filters, after)
    suffix = f"?{query}" if query else ""
    language = get_language() or ""
    grouped: dict[Group, list[ShownRow]] = {}
    for row in page.rows:
        grouped.setdefault(row.group, []).append(_shown(row, now, suffix, language, row.case.pk == current))
    groups = tuple((words.group_title(group), tuple(rows)) for group, rows in grouped.items())
    older = f"/?{_query(filters, page.after)}" if page.after else ""
    return ListPane(groups, filters, query, older, _version(groups), current)


def asked(request: HttpRequest) -> tuple[Filters, str]:
    """The filters and the place that the address names; nonsense reads as the default."""
    get = request.GET
    view = get.get("view", "")
    kind = get.get("type", "")
    filters = Filters(
        view=View(view) if view in set(View) else View.OPEN,
        connection_id=whole(get.get("connection", "")),
        type=kind if kind in {"DISPUTE", "CLAIM"} else "",
        query=get.get("q", "")[:100].strip(),
    )
    return filters, get.get("after", "")[:200]


def _query(filters: Filters, after: str) -> str:
    pairs = {
        "view": "" if filters.view == View.OPEN else filters.view.value,
        "connection": str(filters.connection_id or ""),
        "type": filters.type,
        "q": filters.query,
        "after": after,
    }
    return urlencode({name: value for name, value in pairs.items() if value})


def _shown(row: Row, now: datetime, suffix: str, language: str, current: bool) -> ShownRow:
    case = row.case
    return ShownRow(
        href=f"/cases/{case.pk}{suffix}",
        who=case.buyer_login or case.remote_id[:8],
        what=_about(language, case.reason, case.subject),
        last=_last(case, language),
        clock=chips.row_chip(row, row.connection.server_now(now)),
        note=_note(row),
        unread=case.whose_turn == Turn.SELLER and not case.ended,
        current=current,
    )


@lru_cache(maxsize=2048)
def _about(_language: str, reason: str, subject: str) -> str:
    return words.about(reason, subject)


@lru_cache(maxsize=64)
def _author(_language: str, role: str) -> str:
    return words.author(role)


def _last(case: Listed, language: str) -> str:
    if not case.snippet:
        return ""
    return f"{_author(language, case.last_message_role)}: {case.snippet}" if case.last_message_role else case.snippet


def _note(row: Row) -> str:
    if row.stuck:
        return ngettext("%(count)d needs you", "%(count)d need you", row.stuck) % {"count": row.stuck}
    if row.in_flight:
        return ngettext("%(count)d being sent", "%(count)d being sent", row.in_flight) % {"count": row.in_flight}
    return ""


def _version(groups: Sequence[tuple[str, tuple[ShownRow, ...]]]) -> str:
    """Changes exactly when something visible does."""
    seen = repr([(name, [(r.href, r.what, r.last, r.clock, r.note, r.unread) for r in rows]) for name, rows in groups])
    return rendering.digest(seen)
