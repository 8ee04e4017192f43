"""``python -m bench.importing``: a first import killed with SIGKILL again and again, and how many requests it made.

The server is the tests' fake, filled alike in every process; the desk's code is the real one, without its pace. Each
request is noted in a file before it is answered, so that those of a killed process count too.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

EACH = 3
"""Requests a case needs: its chat, its order, the order's parcels."""

START = datetime(2026, 3, 4, 9, tzinfo=UTC)


def main() -> int:
    """0; 1 where more than 1.1 times the needed requests were made."""
    parser = argparse.ArgumentParser(prog="python -m bench.importing", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--child", metavar="FOLDER", help=argparse.SUPPRESS)
    parser.add_argument("--life", type=int, default=0, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        return _import(Path(args.child), args.cases, args.life)
    with tempfile.TemporaryDirectory() as folder:
        return _watch(Path(folder), args.cases, args.kills)


def _watch(folder: Path, cases: int, kills: int) -> int:
    """Kill at moments spread over the whole import, counted by requests, then let it end."""
    rng, began = random.Random(1), time.monotonic()
    needed = cases * EACH + cases // 100 + 1
    asked = folder / "asked"
    asked.touch()
    for life, moment in enumerate([*sorted(rng.sample(range(needed), kills)), None]):
        child = _child(folder, cases, life)
        while moment is not None and child.poll() is None and _lines(asked) < moment:
            time.sleep(0.02)
        if moment is not None and child.poll() is None:
            child.send_signal(signal.SIGKILL)
        if child.wait() not in {0, -signal.SIGKILL}:
            return 1
    lines = asked.read_text().splitlines()
    made = [line for line in lines if "/sale/issues" in line or "/checkout-forms/" in line]
    beside = len(lines) - len(made)
    print(f"{cases:,} cases with chats, killed {kills} times, {time.monotonic() - began:.0f} s")
    print(f"held at the end: {(folder / 'held').read_text()}")
    print(f"requests needed {needed:,}, made {len(made):,}: {len(made) / needed:.4f} times; {beside} of other kinds")
    return int(len(made) > needed * 1.1)


def _child(folder: Path, cases: int, life: int) -> "subprocess.Popen[bytes]":
    told = ["--cases", str(cases), "--child", str(folder), "--life", str(life)]
    return subprocess.Popen([sys.executable, "-m", "bench.importing", *told])


def _lines(asked: Path) -> int:
    with asked.open("rb") as file:
        return file.read().count(b"\n")


def _import(folder: Path, cases: int, life: int) -> int:
    """One life of the importing process: after the last one died, its lease has run out."""
    from bench.boot import boot

    boot(folder / "desk.sqlite3")
    import httpx2
    from django.core.management import call_command
    from tests.fakes.allegro.server import FakeAllegro
    from tests.fakes.pace import Unhurried

    from zgoda.desk.allegro import client as client_module
    from zgoda.desk.allegro import opening
    from zgoda.desk.cases import schedule
    from zgoda.desk.store.models import Connection, DeskCase, DeskMessage
    from zgoda.engine import clock

    if not life:
        call_command("migrate", verbosity=0)
        _connect()
    server, asked = FakeAllegro(START), os.open(folder / "asked", os.O_WRONLY | os.O_APPEND)
    _fill(server, cases)

    def handle(request: httpx2.Request) -> httpx2.Response:
        os.write(asked, f"{request.method} {request.url.raw_path.decode()}\n".encode())
        return server.handle(request)

    http = httpx2.Client(transport=httpx2.MockTransport(handle))
    client_module.http = lambda: http  # type: ignore[assignment]
    opening.pace_of = lambda _connection: Unhurried()  # type: ignore[assignment]
    ahead = (schedule.LEASE + timedelta(minutes=1)) * life
    while Connection.objects.get().import_finished_at is None:
        schedule.read_next(clock.real_now() + ahead)
    (folder / "held").write_text(f"{DeskCase.objects.count():,} cases, {DeskMessage.objects.count():,} messages")
    return 0


def _fill(server: "FakeAllegro", cases: int) -> None:  # type: ignore[name-defined]  # noqa: F821
    """Three messages each, opened within the last four weeks, the same ids in every process."""
    from tests.fakes.allegro import server as module

    rng = random.Random(2)
    module.uuid4 = lambda: f"{rng.getrandbits(128):032x}"  # type: ignore[assignment]
    now = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for number in range(cases):
        server.now = now - timedelta(days=28) * (1 - number / cases)
        issue = server.open_issue(login=f"buyer{number % 2000}")
        order = server.issues[issue]["checkoutForm"]["id"]
        server.orders[order] = {"id": order}
        server.write(issue, "SELLER", "Dzień dobry, sprawdzamy w magazynie.", "shop")
        server.write(issue, "BUYER", "Dziękuję, czekam.", f"buyer{number % 2000}")
    server.now = now


def _connect() -> None:
    from tests.fakes.allegro.server import API, AUTH, UPLOAD

    from zgoda.desk.store.models import Connection, ConnectionState, Shop
    from zgoda.desk.store.secret import Secret
    from zgoda.engine.clock import real_now

    Connection.objects.create(
        shop=Shop.objects.create(name="Rowery Ola"),
        name="Allegro",
        api_url=API,
        auth_url=AUTH,
        upload_url=UPLOAD,
        client_id="desk",
        client_secret=Secret("hush"),
        access_token=Secret("access-1"),
        refresh_token=Secret("refresh-1"),
        access_expires_at=real_now() + timedelta(hours=12),
        refresh_expires_at=real_now() + timedelta(days=90),
        state=ConnectionState.CONNECTED,
        login="shop",
        user_id="501",
    )


if __name__ == "__main__":
    raise SystemExit(main())
