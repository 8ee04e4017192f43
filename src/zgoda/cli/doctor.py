"""`zgoda doctor`: what is wrong with this deployment and how to mend it."""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

NAME = "doctor"
HELP = "say what is wrong with this deployment and how to mend it"
NEEDS_DJANGO = True
CALENDAR_NOTICE = timedelta(days=180)
WORKER_SILENCE = timedelta(minutes=3)
LOW_DISK_BYTES = 500 * 1024 * 1024


class Grade(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do where it is not well."""

    check: str
    grade: Grade
    says: str
    mend: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(args: argparse.Namespace) -> int:
    findings = list(examine())
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            print(f"{finding.grade.upper():<8}{finding.check}: {finding.says}")
            if finding.mend:
                print(f"        → {finding.mend}")
    return 1 if any(finding.grade is Grade.ERROR for finding in findings) else 0


def examine() -> Iterator[Finding]:
    """Every check in turn; one that breaks is itself a finding. Without database and tables no other can be asked."""
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _settings,
        _database,
        _migrations,
        _calendars,
        _keys,
        _disk,
        _addresses,
        _mail,
        _worker,
        _timers,
        _jobs,
        _desks,
    )
    for check in checks:
        try:
            findings = list(check())
            yield from findings
            if check in (_database, _migrations) and findings[0].grade is Grade.ERROR:
                return
        except Exception as error:
            name = check.__name__.strip("_")
            yield Finding(
                name, Grade.ERROR, f"{type(error).__name__}: {error}", "mend what the message names, then look again"
            )


def _settings() -> Iterator[Finding]:
    """Values that the servers would stumble over later."""
    from django.conf import settings

    choices = (
        ("ZGODA_HALF", settings.HALF, ("centre", "desk")),
        ("ZGODA_API_USER_AGENT_RULE", settings.API_USER_AGENT_RULE, ("off", "warn", "enforce")),
    )
    wrong = [(name, f"set it to one of {', '.join(known)}") for name, value, known in choices if value not in known]
    if settings.API_REQUESTS_PER_MINUTE < 1:
        wrong.append(("ZGODA_API_REQUESTS_PER_MINUTE", "set it to a number above 0, or leave it out for 9000"))
    if settings.OAUTH_CODE_SECONDS < 1:
        wrong.append(("ZGODA_OAUTH_CODE_SECONDS", "set it to a number above 0, or leave it out for 10"))
    for name, mend in wrong:
        yield Finding("settings", Grade.ERROR, f"{name} has a value that nothing can work with", mend)
    if not wrong:
        yield Finding("settings", Grade.OK, "every value can be worked with")


def _database() -> Iterator[Finding]:
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        mend = "start the database, or correct ZGODA_DATABASE_URL; without it Zgoda keeps an SQLite file in ZGODA_DATA"
        yield Finding("database", Grade.ERROR, f"cannot be reached: {str(error).splitlines()[0]}", mend)
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            mode = str(cursor.fetchone()[0])
            grade = Grade.OK if mode == "wal" else Grade.WARNING
            mend = "" if mode == "wal" else "put the database on a local disk: WAL does not work on network shares"
            yield Finding("database", grade, f"SQLite, journal mode {mode}", mend)
        else:
            yield Finding("database", Grade.OK, connection.vendor)


def _migrations() -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Finding("migrations", Grade.ERROR, f"{len(waiting)} not applied", "run `zgoda up`, which applies them")
    else:
        yield Finding("migrations", Grade.OK, "all applied")


def _calendars() -> Iterator[Finding]:
    from zgoda.centre.store import laws
    from zgoda.domain.markets import MARKETS
    from zgoda.engine import clock

    today = clock.now().date()
    for market in MARKETS.values():
        yield from calendar_findings(market.code, laws.calendar_of(market.code), today)


def calendar_findings(market: str, calendar: object, today: date) -> Iterator[Finding]:
    """A missing calendar never refuses an opening, so it must be seen here first: 180 days ahead."""
    years: frozenset[int] = calendar.years  # type: ignore[attr-defined]
    provisional: frozenset[int] = calendar.provisional_years  # type: ignore[attr-defined]
    horizon = (today + CALENDAR_NOTICE).year
    check = f"rest days {market}"
    missing = sorted({today.year, horizon} - years)
    soon = sorted({today.year, horizon} & provisional)
    if missing:
        mend = "add the year under Administration, Calendars, or upgrade Zgoda"
        yield Finding(check, Grade.WARNING, f"no calendar for {', '.join(map(str, missing))}", mend)
    elif soon:
        mend = "compare with the published law under Administration, Calendars"
        yield Finding(check, Grade.WARNING, f"{', '.join(map(str, soon))} is provisional", mend)
    else:
        yield Finding(check, Grade.OK, f"known until {max(years)}")


def _keys() -> Iterator[Finding]:
    from django.conf import settings

    for name in ("secret.key", "partner.key", "token.key"):
        path = settings.DATA_DIR / name
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding("keys", Grade.ERROR, f"{name} can be read by others", f"chmod 600 {path}")
            return
    yield Finding("keys", Grade.OK, "readable by the owner only")


def _disk() -> Iterator[Finding]:
    import shutil

    from django.conf import settings

    free = shutil.disk_usage(settings.DATA_DIR).free
    low = free < LOW_DISK_BYTES
    mend = "make room: a full disk stops every change" if low else ""
    yield Finding("disk", Grade.WARNING if low else Grade.OK, f"{free // 1024**2} MiB free", mend)


def _addresses() -> Iterator[Finding]:
    from django.conf import settings

    for name, address in (("centre", settings.CENTRE_URL), ("desk", settings.DESK_URL)):
        local = "//127.0.0.1" in address or "//localhost" in address
        if address.startswith("https://") or local:
            yield Finding(f"{name} address", Grade.OK, address)
        else:
            mend = "serve it behind TLS and set the address to https://…"
            yield Finding(f"{name} address", Grade.ERROR, f"{address} is not encrypted", mend)


def _mail() -> Iterator[Finding]:
    from django.conf import settings

    if settings.EMAIL_URL:
        yield Finding("mail", Grade.OK, "by SMTP")
        return
    grade = Grade.OK if settings.SANDBOX else Grade.WARNING
    mend = "" if settings.SANDBOX else "set ZGODA_EMAIL_URL=smtp://user:password@host:port"
    yield Finding("mail", grade, f"written to files in {settings.EMAIL_FILE_PATH}", mend)


def _worker() -> Iterator[Finding]:
    from django.core.cache import cache

    from zgoda.engine import clock

    seen = cache.get("worker_seen_at")
    if seen and clock.real_now() - datetime.fromisoformat(seen) < WORKER_SILENCE:
        yield Finding("worker", Grade.OK, f"last seen {seen}")
    else:
        yield Finding("worker", Grade.WARNING, "no worker was seen lately", "start one: `zgoda work` (`zgoda up` does)")


def _timers() -> Iterator[Finding]:
    from zgoda.engine import clock, timers

    earliest = timers.next_due()
    late = earliest is not None and clock.now() - earliest > WORKER_SILENCE
    mend = "start a worker; late timers give the same result as punctual ones" if late else ""
    says = "none waits" if earliest is None else f"the next is due {earliest.isoformat()}"
    yield Finding("timers", Grade.WARNING if late else Grade.OK, says, mend)


def _jobs() -> Iterator[Finding]:
    from zgoda.engine import jobs

    counts = jobs.counts()
    failed = counts.get("FAILED", 0)
    mend = "look at the worker's log, mend the cause, then retry them" if failed else ""
    yield Finding(
        "jobs", Grade.WARNING if failed else Grade.OK, f"{counts.get('READY', 0)} waiting, {failed} failed", mend
    )


def _desks() -> Iterator[Finding]:
    from zgoda.desk.store.models import Connection

    for connection in Connection.objects.all():
        well = connection.state == "CONNECTED" and not connection.last_error
        says = f"{connection.state.lower()}; {connection.last_error or 'no error'}"
        mend = "" if well else "open Connections at the desk and connect again"
        yield Finding(f"connection {connection.name}", Grade.OK if well else Grade.WARNING, says, mend)
