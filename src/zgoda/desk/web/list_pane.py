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
from zgoda.desk.cases.listing import Filters, Group, Listed, Row
from zgoda.desk.crm.web import words as crm_words
from zgoda.desk.messages import words as of_messages
from zgoda.desk.store.models import Answerer, Connection, Member
from zgoda.desk.web import chips, rendering, words
from zgoda.desk.web.rendering import case_row
from zgoda.desk.work import colleagues
from zgoda.desk.work.colleagues import Colleague
from zgoda.desk.work.filtering import filters_of, query_of

_MINUTE = timedelta(minutes=1)
_INSTANT = timedelta(milliseconds=1)


class Seen(NamedTuple):
    """By whom and from where a row is seen. ``suffix`` keeps the place in the list."""

    language: str
    zone: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list without its rows. ``query`` keeps it in links."""

    filters: Filters
    query: str

    @property
    def here(self) -> str:
        """The place in the pane of views."""
        named = query_of(self.filters)
        return self.filters.view.value if named in {"", f"view={self.filters.view.value}"} else named

    def part(self, **named: str | int) -> str:
        """Where the rows are asked for: ``v`` is the version known so far, ``case`` the one open beside them."""
        pairs = urlencode({name: value for name, value in named.items() if value})
        return "/list?" + "&".join(filter(None, (pairs, self.query)))


@dataclass(frozen=True, slots=True)
class ListPane(Place):
    """Groups in order; ``older`` is empty at the end, ``first`` (the first row's address) on an empty page."""

    groups: tuple[tuple[str, Markup], ...]
    older: str
    version: str
    current: int
    first: str

    @property
    def poll(self) -> str:
        """Where the pane asks whether it moved."""
        return self.part(v=self.version, case=self.current)


def place(request: HttpRequest) -> Place:
    """The place that the address names."""
    filters, after = asked(request)
    return Place(filters, query_of(filters, after))


def list_pane(
    request: HttpRequest, member: Member, now: datetime, current: int = 0, known: Mapping[int, Connection] | None = None
) -> ListPane:
    """Four queries, whatever the shop's size, and one more where the connections are not known yet."""
    filters, after = asked(request)
    page = listing.page(member.shop_id, filters, now, after, known=known, member_id=member.pk, beside=current)
    query = query_of(filters, after)
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
            labels=row.case.work__labels or "",
            present=_present(others.get(row.case.pk, ()), now),
        )
        grouped.setdefault(row.group, []).append(shown)
    groups = tuple((words.group_title(group), Markup("\n".join(rows))) for group, rows in grouped.items())  # noqa: S704 - all are Markup
    first = f"/cases/{page.rows[0].case.pk}{seen.suffix}" if page.rows else ""
    older = f"/?{query_of(filters, page.after)}" if page.after else ""
    return ListPane(filters, query, groups, older, _version(groups, current), current, first)


def asked(request: HttpRequest) -> tuple[Filters, str]:
    """The filters and the place that the address names."""
    return filters_of(request.GET), request.GET.get("after", "")[:200]


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
    labels: str,
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
        labels=labels,
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
        _missed(language) if case.has_missed_target else "",
        _warehouses(language) if case.answerer == Answerer.WAREHOUSE else "",
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
def _warehouses(_language: str) -> str:
    return str(Answerer.WAREHOUSE.label)


@lru_cache(maxsize=16)
def _missed(_language: str) -> str:
    return _("own target missed")


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
