"""Reading a connection's threads and customer returns beside its issues, within the same pace.

The list of threads has no total and no "changed since"; it stands by the last message. So each turn reads it from the
top down to the cursor, and then a part of what still lies deeper: the first import, or a gap after a long silence.
A server that does not speak beta.v1 to us says so on the first page; then public.v1 is spoken for some hours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db.models import Q

from zgoda.desk.allegro import messaging
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import CallFailed, ConsentNeeded, Forbidden, NotFound, Stopped
from zgoda.desk.allegro.messaging import Page, Place, WrongShape
from zgoda.desk.cases import chat, fold, placing
from zgoda.desk.cases.clocks import market_of
from zgoda.desk.messages import returns, standing, threads
from zgoda.desk.messages.models import Mailbox, Thread, Unread
from zgoda.desk.messages.sources import COMMON, PROBLEM, THREAD
from zgoda.desk.store.models import Connection, DeskCase, DeskOrder, SyncRun, Turn
from zgoda.domain.deadlines import import_since
from zgoda.engine.clock import real_now
from zgoda.wire.tolerant_messaging import ThreadSeen, read_thread

_log = structlog.get_logger(__name__)

BETA_AGAIN = timedelta(hours=6)
OVERLAP = timedelta(minutes=10)
"""Read again behind the cursor: lists lag behind."""

TOP_PAGES = 25
DEEP_PAGES = 25
"""Pages of twenty threads read in one turn at the top, and of what lies deeper."""

MOST_AGAIN = 20
"""Threads tried again, or read singly, in one turn."""


@dataclass(slots=True)
class Tally:
    seen: int = 0
    changed: int = 0
    quarantined: int = 0


def follow(connection: Connection, client: Client, kind: str) -> None:
    """One turn after the issues' own ``import``, ``hot`` or ``sweep``. Its trouble is noted apart from theirs."""
    mailbox, _ = Mailbox.objects.get_or_create(connection=connection)
    connection.mailbox = mailbox
    try:
        _turn(connection, client, mailbox, "threads", is_sweep=kind in {"sweep", "night"})
        if kind != "hot" or mailbox.returns_read_at is None:
            _turn(connection, client, mailbox, "returns", is_sweep=True)
    except (ConsentNeeded, Stopped):
        return


def _turn(connection: Connection, client: Client, mailbox: Mailbox, what: str, *, is_sweep: bool) -> None:
    entry = SyncRun(connection=connection, kind=what, started_at=real_now())
    before, problem = client.requests, None
    try:
        tally = (
            _read_threads(connection, client, mailbox, is_sweep) if what == "threads" else _returns(connection, client)
        )
        entry.cases_seen, entry.cases_changed, entry.quarantined = tally.seen, tally.changed, tally.quarantined
    except (ConsentNeeded, Stopped):
        raise
    except CallFailed as failed:
        problem = failed
        entry.error, entry.trouble, entry.trace_id = str(failed), failed.kind[:20], failed.trace_id
        _log.warning("desk_messages_unread", connection=connection.pk, what=what, error=str(failed))
    known = getattr(mailbox, f"{what}_trouble")
    setattr(mailbox, f"{what}_trouble", problem.kind[:20] if problem else "")
    setattr(mailbox, f"{what}_trace_id", problem.trace_id if problem else "")
    if problem is None:
        mailbox.last_ok_at = real_now()
        mailbox.returns_read_at = real_now() if what == "returns" else mailbox.returns_read_at
    mailbox.save()
    entry.requests, entry.finished_at = client.requests - before, real_now()
    is_old_trouble = problem is not None and known == problem.kind[:20]
    if entry.cases_changed or entry.quarantined or (problem is not None and not is_old_trouble):
        entry.save()


def _returns(connection: Connection, client: Client) -> Tally:
    return Tally(*returns.read(connection, client))


def _read_threads(connection: Connection, client: Client, mailbox: Mailbox, is_sweep: bool) -> Tally:
    tally = Tally()
    _read_top(connection, client, mailbox, tally)
    _read_deeper(connection, client, mailbox, tally)
    _try_again(connection, client, tally, also_absent=is_sweep)
    if is_sweep:
        _reread(connection, client, tally)
        _let_rest(connection)
    return tally


def _read_top(connection: Connection, client: Client, mailbox: Mailbox, tally: Tally) -> None:
    """From the newest down to the cursor. What does not fit into one turn is left to the deeper reading."""
    page = _first_page(client, mailbox)
    until = mailbox.cursor - OVERLAP if mailbox.cursor else None
    newest = max((one.last_message_at for one in page.seen.records if one.last_message_at), default=None)
    most = TOP_PAGES if until else 1
    for number in range(1, most + 1):
        _take_page(connection, client, page, tally)
        if page.next is None or (until and _reaches(page, until)):
            break
        if number == most:
            floor = until or _import_since(connection)
            mailbox.place, mailbox.place_is_beta = page.next.at, page.next.is_beta
            mailbox.deep_until = min(floor, mailbox.deep_until) if mailbox.deep_until else floor
            break
        page = messaging.threads(client, page.next)
    if newest is not None:
        mailbox.cursor = max(newest, mailbox.cursor) if mailbox.cursor else newest
    mailbox.save()


def _read_deeper(connection: Connection, client: Client, mailbox: Mailbox, tally: Tally) -> None:
    """On from where the last turn stopped, keeping the place after each page, so that a killed import resumes there."""
    until = mailbox.deep_until
    for _ in range(DEEP_PAGES):
        if not mailbox.place or until is None:
            return
        try:
            page = messaging.threads(client, Place(mailbox.place_is_beta, mailbox.place))
        except WrongShape:
            mailbox.place, mailbox.cursor = "", None
            mailbox.save()
            return
        _take_page(connection, client, page, tally)
        is_done = page.next is None or _reaches(page, until) or not page.seen.size
        mailbox.place = "" if is_done or page.next is None else page.next.at[:1000]
        mailbox.deep_until = None if is_done else until
        mailbox.save()


def _first_page(client: Client, mailbox: Mailbox) -> Page[ThreadSeen]:
    """In beta.v1, unless the server does not speak it to us; where it speaks neither, the consent lacks the scope."""
    if mailbox.beta_paused_until is None or mailbox.beta_paused_until <= real_now():
        try:
            return messaging.threads(client, Place(True))
        except CallFailed as problem:
            if not messaging.means_no_beta(problem):
                raise
            mailbox.beta_paused_until = real_now() + BETA_AGAIN
    try:
        page = messaging.threads(client, Place(False))
    except Forbidden:
        mailbox.beta_paused_until = None
        raise
    if mailbox.place and mailbox.place_is_beta:
        mailbox.place, mailbox.cursor = "", None
    mailbox.save()
    return page


def _take_page(connection: Connection, client: Client, page: Page[ThreadSeen], tally: Tally) -> None:
    tally.quarantined += chat.set_aside(connection, page.seen.unreadable, real_now(), "thread")
    raw = _by_id(page.raw)
    known = {
        case.remote_id: case
        for case in DeskCase.objects.filter(
            connection=connection, family=THREAD, remote_id__in=[one.id for one in page.seen.records]
        )
    }
    for seen in page.seen.records:
        tally.seen += 1
        case = known.get(seen.id)
        if case is not None and seen.read is not None:
            Thread.objects.filter(pk=case.pk).exclude(read=seen.read).update(read=seen.read)
        if case is None or case.chat_fingerprint != threads.fingerprint_of(seen) or case.gone_at:
            tally.changed += _take(connection, client, seen, raw.get(seen.id))


def _take(connection: Connection, client: Client, seen: ThreadSeen, raw: object, *, again: bool = False) -> int:
    """One thread with its messages; what fails is kept aside and tried again, and never spoils the page."""
    mark = threads.fingerprint_of(seen)
    aside = Unread.objects.filter(connection=connection, remote_id=seen.id[:100])
    if not again and aside.filter(fingerprint=mark).exists():
        return 0
    try:
        read = threads.read_messages(connection, client, seen.id, is_beta=threads.speaks_beta(connection))
    except (ConsentNeeded, Stopped):
        raise
    except CallFailed as problem:
        _keep_aside(connection, seen, raw, mark, problem)
        return 0
    aside.delete()
    case = threads.fold(connection, seen, raw, read)
    if case.order_id and not DeskOrder.objects.filter(connection=connection, remote_id=case.order_id).exists():
        _read_order(case, client)
    return 1


def _read_order(case: DeskCase, client: Client) -> None:
    """What was bought, for the page; a thread is worth having without it."""
    try:
        fold.reread_order(case, client)
    except (ConsentNeeded, Stopped):
        raise
    except CallFailed as problem:
        _log.info("desk_order_unread", case=case.pk, error=str(problem))


def _keep_aside(connection: Connection, seen: ThreadSeen, raw: object, mark: str, problem: CallFailed) -> None:
    now = real_now()
    why = "absent" if isinstance(problem, NotFound) else str(problem)
    if isinstance(problem, NotFound):
        DeskCase.objects.filter(connection=connection, family=THREAD, remote_id=seen.id, gone_at=None).update(
            gone_at=now
        )
    Unread.objects.update_or_create(
        connection=connection,
        remote_id=seen.id[:100],
        defaults={"fingerprint": mark, "raw": chat.storable(raw), "why": why, "last_seen_at": now},
        create_defaults={
            "fingerprint": mark,
            "raw": chat.storable(raw),
            "why": why,
            "first_seen_at": now,
            "last_seen_at": now,
        },
    )
    _log.warning("desk_thread_unread", thread=seen.id, error=str(problem))


def _try_again(connection: Connection, client: Client, tally: Tally, *, also_absent: bool) -> None:
    """Threads that could not be read, the longest waiting first; those that answer 404 only with a sweep."""
    rows = Unread.objects.filter(connection=connection).order_by("last_seen_at")
    for row in list((rows if also_absent else rows.exclude(why="absent"))[:MOST_AGAIN]):
        seen = read_thread(row.raw)
        if isinstance(seen, ThreadSeen):
            tally.changed += _take(connection, client, seen, row.raw, again=True)


def _reread(connection: Connection, client: Client, tally: Tally) -> None:
    """Open problems and what waits for a Warehouse, one by one, those read longest ago first: a list that lags does not
    hide that one was closed, nor one that does not move that it was passed on to us."""
    rows = DeskCase.objects.filter(connection=connection, family=THREAD, ended=False, gone_at=None)
    rows = rows.filter(Q(type=PROBLEM) | Q(whose_turn=Turn.PLATFORM))
    for case in rows.select_related("connection").order_by("read_at")[:MOST_AGAIN]:
        case.connection = connection
        before = _state_of(case)
        try:
            tally.changed += _state_of(threads.reread(case, client)) != before
        except NotFound:
            DeskCase.objects.filter(pk=case.pk, gone_at=None).update(gone_at=real_now())
        except (ConsentNeeded, Stopped):
            raise
        except CallFailed as problem:
            _log.warning("desk_thread_unread", thread=case.remote_id, error=str(problem))


def _state_of(case: DeskCase) -> tuple[str, object]:
    return case.fingerprint, case.own


def _let_rest(connection: Connection) -> None:
    """Conversations in which nobody waits for a word any more leave the list."""
    now = connection.server_now(real_now())
    rows = DeskCase.objects.filter(connection=connection, family=THREAD, type=COMMON, ended=False)
    for case in rows.filter(last_message_role="SELLER", last_message_at__lt=now - standing.QUIET)[:500]:
        standing.refresh(case, now)
        still = DeskCase.objects.filter(pk=case.pk, read_at=case.read_at)
        still.update(ended=case.ended, whose_turn=case.whose_turn, **placing.placed(case))


def _reaches(page: Page[ThreadSeen], until: datetime) -> bool:
    return any(one.last_message_at and one.last_message_at < until for one in page.seen.records)


def _import_since(connection: Connection) -> datetime:
    started = connection.import_started_at or real_now()
    return import_since(connection.server_now(started), market_of(connection.market).zone)


def _by_id(raw: object) -> dict[str, object]:
    listed = raw.get("threads") if isinstance(raw, dict) else None
    rows: Iterable[object] = listed if isinstance(listed, list) else ()
    return {str(one.get("id")): one for one in rows if isinstance(one, dict)}
