"""The pane with the list: what is asked for, its rows as ready strings, and a version that tells whether it moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from zgoda.desk.cases import listing
from zgoda.desk.cases.listing import Filters, Group, Listed, Row, View
from zgoda.desk.crm.web import words as crm_words
from zgoda.desk.messages import words as of_messages
from zgoda.desk.messages.sources import TYPES
from zgoda.desk.store.models import Connection, Member
from zgoda.desk.web import chips, rendering, words
from zgoda.desk.web.rendering import case_row
from zgoda.desk.work import colleagues, conditions
from zgoda.desk.work.colleagues import Colleague
from zgoda.domain.tickets import Source
from zgoda.look.numbers import whole

_MINUTE = timedelta(minutes=1)
_INSTANT = timedelta(milliseconds=1)


class Seen(NamedTuple):
    """By whom and from where a row is seen. ``suffix`` keeps the place in the list."""

    language: str
    zone: str
    suffix: str


@dataclass(frozen=True, slots=True)
class ListPane:
    """Groups in order. ``query`` keeps the place in the list in links; ``older`` is empty at the end,
    ``first`` (the first row's address) on an empty page."""

    groups: tuple[tuple[str, Markup], ...]
    filters: Filters
    query: str
    older: str
    version: str
    current: int
    first: str

    @property
    def here(self) -> str:
        """The place in the pane of views."""
        return self.filters.who or self.filters.view.value

    @property
    def poll(self) -> str:
        """Where the pane asks whether it moved."""
        pairs = [("v", self.version), *([("case", str(self.current))] if self.current else [])]
        return f"/list?{urlencode(pairs)}{'&' + self.query if self.query else ''}"


def list_pane(
    request: HttpRequest, member: Member, now: datetime, current: int = 0, known: Mapping[int, Connection] | None = None
) -> ListPane:
    """Four queries, whatever the shop's size, and one more where the connections are not known yet."""
    filters, after = asked(request)
    page = listing.page(member.shop_id, filters, now, after, known=known, member_id=member.pk, beside=current)
    query = _query(filters, after)
    seen = Seen(get_language() or "", timezone.get_current_timezone_name(), f"?{query}" if query else "")
    times = {one.pk: one.server_now(now) for one in {row.connection.pk: row.connection for row in page.rows}.values()}
    people = colleagues.of_shop(member.shop_id)
    others = colleagues.others_at(people.values(), member.pk, now)
    grouped: dict[Group, list[Markup]] = {}
    for row in page.rows:
        moment = _moment(row, times[row.case.connection_id])
        is_current = row.case.pk == current
        shown = _shown(
            row.case,
            row.group,
            moment,
            (row.in_flight, row.stuck),
            seen,
            current=is_current,
            unread=row.is_new and not is_current,
            assigned=_name(people, row.case.work__assignee_id),
            present=_present(others.get(row.case.pk, ()), now),
        )
        grouped.setdefault(row.group, []).append(shown)
    groups = tuple((words.group_title(group), Markup("\n".join(rows))) for group, rows in grouped.items())  # noqa: S704 - all are Markup
    first = f"/cases/{page.rows[0].case.pk}{seen.suffix}" if page.rows else ""
    older = f"/?{_query(filters, page.after)}" if page.after else ""
    return ListPane(groups, filters, query, older, _version(groups, current), current, first)


def asked(request: HttpRequest) -> tuple[Filters, str]:
    """The filters and the place that the address names; nonsense reads as the default."""
    get = request.GET
    view = get.get("view", "")
    who = get.get("who", "")
    kind, source = get.get("type", ""), get.get("source", "")
    filters = Filters(
        view=View(view) if view in set(View) else View.OPEN,
        connection_id=whole(get.get("connection", "")),
        type=kind if kind in TYPES else "",
        query=get.get("q", "")[:100].strip(),
        source=source if source in set(Source) else "",
        queue_id=whole(get.get("queue", "")),
        category_id=whole(get.get("category", "")),
        who=who if conditions.is_who(who) else "",
    )
    return filters, get.get("after", "")[:200]


def _query(filters: Filters, after: str) -> str:
    pairs = {
        "view": "" if filters.view == View.OPEN else filters.view.value,
        "connection": str(filters.connection_id or ""),
        "type": filters.type,
        "q": filters.query,
        "source": filters.source,
        "queue": str(filters.queue_id or ""),
        "category": str(filters.category_id or ""),
        "who": filters.who,
        "after": after,
    }
    return urlencode({name: value for name, value in pairs.items() if value})


def _moment(row: Row, now: datetime) -> datetime:
    """The present as exactly as a row shows it: whole minutes to or after its due instant."""
    due = row.case.due
    if due is None or row.group in {Group.WAITING, Group.ENDED}:
        return row.case.opened_at
    away = abs(due - now) // _MINUTE * _MINUTE
    return due - away if now <= due else max(due + away, due + _INSTANT)


@lru_cache(maxsize=4096)
def _shown(
    case: Listed,
    group: Group,
    moment: datetime,
    ours: tuple[int, int],
    seen: Seen,
    *,
    current: bool,
    unread: bool,
    assigned: str,
    present: str,
) -> Markup:
    """A row that shows the same as before is not drawn again: everything it shows is an argument."""
    href = f"/cases/{case.pk}{seen.suffix}"
    return case_row(
        href,
        case.buyer_login or case.remote_id[:8],
        _about(seen.language, case.reason, case.subject),
        _last(case, seen.language),
        chips.row_chip(case, group, moment),
        whose=_beside(case, seen.language, ours),
        current=current,
        unread=unread,
        assigned=assigned,
        present=present,
    )


def _name(people: Mapping[int, Colleague], member_id: int | None) -> str:
    known = people.get(member_id or 0)
    return known.name if known else ""


def _present(others: Sequence[Colleague], now: datetime) -> str:
    """Who else is at the case: the one who types before those who look."""
    typing = next((one.name for one in others if one.types(now)), "")
    if typing:
        return _("%(who)s is typing") % {"who": typing}
    return _("%(who)s is looking") % {"who": others[0].name} if others else ""


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


def _beside(case: Listed, language: str, ours: tuple[int, int]) -> str:
    """S3-26, S3-28: where the ticket comes from, and that its buyer is in no record; before both, our own messages and
    the kind of case."""
    parts = (
        _note(*ours),
        _kind(language, case.type),
        _not_in_crm(language) if case.is_unlinked else "",
        _source(case.ticket__source or ""),
    )
    return " · ".join(part for part in parts if part)


@lru_cache(maxsize=64)
def _kind(_language: str, case_type: str) -> str:
    return of_messages.kind(case_type)


@lru_cache(maxsize=16)
def _not_in_crm(_language: str) -> str:
    return _("not in the CRM")


@lru_cache(maxsize=16)
def _source(code: str) -> str:
    return crm_words.source(code) if code else ""


def _note(moving: int, stuck: int) -> str:
    """About our own messages on their way."""
    if stuck:
        return ngettext("%(count)d needs you", "%(count)d need you", stuck) % {"count": stuck}
    if moving:
        return ngettext("%(count)d being sent", "%(count)d being sent", moving) % {"count": moving}
    return ""


def _version(groups: Sequence[tuple[str, Markup]], current: int) -> str:
    """Changes exactly when something visible does."""
    parts = [part for group in groups for part in group]
    return rendering.digest("\n".join([str(current), *parts]))
