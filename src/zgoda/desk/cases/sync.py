"""Reading a connection's cases: a first import that resumes where it was killed, then only what moved.

The list has no "changed since", no total and no journal: open cases are polled through all pages and compared by the
tuple last seen; a case open here and missing there is read singly; a sweep of all statuses finds what filters hid.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from zgoda.desk.allegro import endpoints, own
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import CallFailed, ConsentNeeded, Stopped
from zgoda.desk.allegro.opening import keep_clock
from zgoda.desk.cases import answering, chat, fold, issue_pages, tiers, tracking
from zgoda.desk.cases.clocks import market_of
from zgoda.desk.cases.tiers import Kind
from zgoda.desk.crm import automatic
from zgoda.desk.health import noting
from zgoda.desk.messages.sources import ISSUE
from zgoda.desk.store.models import Connection, DeskCase, DeskOrder, SyncRun
from zgoda.domain.deadlines import import_since
from zgoda.engine.clock import real_now
from zgoda.wire.limits import EVENTS_MAX, ISSUES_MAX

_log = structlog.get_logger(__name__)

OVERLAP = 5
"""Records read again when an import resumes: the list may have moved up meanwhile."""

MOST_EVENT_PAGES = 20

UNREAD_CASES = "UnreadCases"
"""The kind of trouble in which all but some cases could be read."""


@dataclass(slots=True)
class Tally:
    """What a run saw. ``listed`` are the remote ids of the pages, ``failed`` the cases whose chat could not be read."""

    seen: int = 0
    changed: int = 0
    quarantined: int = 0
    listed: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)


def first_import(connection: Connection, client: Client, most_pages: int = endpoints.MOST_PAGES) -> Tally:
    """C-17, S3-24: newest opening first, ended ones too, back to 30 days before the connection. Resumes by page; after
    ``most_pages`` it is left to a later turn."""
    if connection.import_started_at is None:
        connection.import_started_at = real_now()
        connection.save(update_fields=["import_started_at"])
    tally = Tally()
    offset = max(0, connection.import_offset - OVERLAP)
    for number, page in enumerate(issue_pages.pages(client, offset), 1):
        keep_clock(connection, client)
        started = connection.server_now(connection.import_started_at)
        since = import_since(started, market_of(connection.market).zone)
        _take_page(connection, client, page, tally, since)
        connection.import_offset += page.seen.size
        connection.import_cases = DeskCase.objects.filter(connection=connection).count()
        connection.save(update_fields=["import_offset", "import_cases"])
        if any(seen.opened_at and seen.opened_at < since for seen in page.seen.records):
            break
        if number == most_pages and page.seen.size == ISSUES_MAX:
            return tally
    connection.import_finished_at = real_now()
    connection.save(update_fields=["import_finished_at"])
    return tally


def poll_open(connection: Connection, client: Client) -> Tally:
    """The hot tier: all pages of open statuses; then, one by one, what is open here but was not listed."""
    asked_at = real_now()
    tally = Tally()
    for page in issue_pages.pages(client, 0, endpoints.OPEN_STATUSES):
        _take_page(connection, client, page, tally)
    missing = DeskCase.objects.filter(connection=connection, family=ISSUE, ended=False, gone_at=None)
    missing = missing.filter(read_at__lt=asked_at)
    for case in missing.exclude(remote_id__in=tally.listed).select_related("connection"):
        with _each(tally, case.remote_id):
            fold.reread(case, client)
            tally.changed += 1
    if tiers.is_orders_turn(connection.last_sync_ok_at, asked_at):
        _follow_orders(connection, client)
    return tally


def sweep(connection: Connection, client: Client, days: int = tiers.SWEEP_DAYS) -> Tally:
    """Every status of the last ``days``, what the server offers beyond the protocol, and parcels."""
    read_capabilities(connection, client)
    keep_clock(connection, client)
    since = connection.server_now(real_now()) - timedelta(days=days)
    tally = Tally()
    for page in issue_pages.pages(client, 0):
        _take_page(connection, client, page, tally, since, holes_too=True)
        if any(seen.opened_at and seen.opened_at < since for seen in page.seen.records):
            break
    tracking.follow(connection, client)
    return tally


def read_capabilities(connection: Connection, client: Client) -> None:
    """Store the server's capability document, or that it has none."""
    connection.capabilities = own.capabilities(client)
    connection.capabilities_read_at = real_now()
    connection.save(update_fields=["capabilities", "capabilities_read_at"])


def run(connection: Connection, client: Client, kind: str, *, most_pages: int = endpoints.MOST_PAGES) -> SyncRun | None:
    """One run of a kind, of an import at most so many pages, with its log. A quiet hot run leaves no row."""
    entry = SyncRun(connection=connection, kind=kind, started_at=real_now())
    try:
        tally = _read(connection, client, Kind(kind), most_pages)
    except Stopped:
        return None
    except CallFailed as problem:
        entry.error, entry.trouble, entry.trace_id = str(problem), problem.kind, problem.trace_id
        _log.warning("desk_sync_failed", connection=connection.pk, kind=kind, error=str(problem))
    else:
        entry.cases_seen, entry.cases_changed = tally.seen, tally.changed
        entry.quarantined = tally.quarantined
        if tally.failed:
            entry.error, entry.trouble = f"unread cases: {', '.join(tally.failed)}", UNREAD_CASES
        connection.last_sync_ok_at = real_now()
    entry.requests, entry.finished_at = client.requests, real_now()
    if kind == Kind.IMPORT:
        _go_on_with(entry)
    noting.run(connection.pk, client.requests, failed=bool(entry.error), now=entry.finished_at)
    connection.last_error, connection.trouble, connection.trace_id = entry.error, entry.trouble, entry.trace_id
    connection.save(update_fields=["last_error", "trouble", "trace_id", "last_sync_ok_at"])
    keep_clock(connection, client)
    if kind == Kind.HOT and not (entry.cases_changed or entry.error or entry.quarantined):
        return None
    entry.save()
    return entry


def _read(connection: Connection, client: Client, kind: Kind, most_pages: int) -> Tally:
    if kind == Kind.IMPORT:
        return first_import(connection, client, most_pages)
    if kind == Kind.HOT:
        return poll_open(connection, client)
    return sweep(connection, client, tiers.NIGHT_DAYS if kind == Kind.NIGHT else tiers.SWEEP_DAYS)


def _go_on_with(entry: SyncRun) -> None:
    """The turns of one import are one row of the log, where the one before went well."""
    since = entry.connection.import_started_at or entry.started_at
    runs = SyncRun.objects.filter(connection=entry.connection, kind=entry.kind, started_at__gte=since)
    before = runs.order_by("-started_at").first()
    if before is None or before.error:
        return
    entry.pk, entry.started_at = before.pk, before.started_at
    entry.requests += before.requests
    entry.cases_seen += before.cases_seen
    entry.cases_changed += before.cases_changed
    entry.quarantined += before.quarantined


def _take_page(
    connection: Connection,
    client: Client,
    page: issue_pages.Page,
    tally: Tally,
    since: datetime | None = None,
    *,
    holes_too: bool = False,
) -> None:
    """Every readable record is folded, every unreadable one kept aside; one case's fault never costs the page.
    ``holes_too``: conversations that are known to be incomplete are read again though nothing moved, and so is who
    answers where no list tells of it."""
    keep_clock(connection, client)
    tally.quarantined += chat.set_aside(connection, page.seen.unreadable, page.asked_at, "issue")
    for seen in page.seen.records:
        tally.seen += 1
        tally.listed.add(seen.id)
        noting.oddities(connection.pk, seen.id, seen.oddities, page.asked_at)
        if since and seen.opened_at and seen.opened_at < since:
            continue
        with _each(tally, seen.id):
            case, moved = fold.fold_issue(connection, seen, page.raw.get(seen.id), page.asked_at)
            lacks = holes_too and (case.history_incomplete or answering.is_to_ask(case, seen.revision))
            if moved or lacks:
                automatic.answer(fold.read_rest(case, client))
                tally.changed += 1


class _each:  # noqa: N801 -- reads as "with each"
    """One case's trouble is noted and the page goes on; a dead consent or a pause ends the run."""

    def __init__(self, tally: Tally, remote_id: str) -> None:
        self._tally = tally
        self._remote_id = remote_id

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, problem: BaseException | None, _traceback: object) -> bool:
        if not isinstance(problem, CallFailed) or isinstance(problem, ConsentNeeded | Stopped):
            return False
        self._tally.failed.append(self._remote_id)
        _log.warning("desk_case_unread", case=self._remote_id, error=str(problem))
        return True


def _follow_orders(connection: Connection, client: Client) -> None:
    """Orders that changed, by the journal: those of open cases are read again. Doubles in the journal do no harm.

    Without an open case that has an order nothing is asked; the journal goes back 60 days and is read on later.
    """
    waiting = DeskCase.objects.filter(connection=connection, ended=False).exclude(order_id="")
    if not waiting.exists():
        return
    try:
        if not connection.order_cursor:
            _keep_cursor(connection, endpoints.latest_event(client) or "0")
            return
        for _ in range(MOST_EVENT_PAGES):
            page = endpoints.order_events(client, connection.order_cursor)
            touched = {event.order_id for event in page.records if event.order_id}
            DeskOrder.objects.filter(connection=connection, remote_id__in=touched).update(stale=True)
            if page.records:
                _keep_cursor(connection, page.records[-1].id)
            if page.size < EVENTS_MAX:
                break
        stale = DeskOrder.objects.filter(connection=connection, stale=True).values("remote_id")
        cases = waiting.filter(order_id__in=stale).select_related("connection")
        for case in {case.order_id: case for case in cases}.values():
            fold.reread_order(case, client)
    except (ConsentNeeded, Stopped):
        raise
    except CallFailed as problem:
        _log.info("desk_orders_not_followed", connection=connection.pk, error=str(problem))


def _keep_cursor(connection: Connection, cursor: str) -> None:
    connection.order_cursor = cursor[:40]
    connection.save(update_fields=["order_cursor"])
