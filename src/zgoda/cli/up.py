"""`zgoda up`: migrate, load the sample where asked, start both halves, the worker and the local partners."""

import argparse
import fcntl
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import TextIO
from urllib.parse import urlsplit

from zgoda import settings
from zgoda.cli import greeting, ports, processes
from zgoda.cli.processes import Supervisor, python, wait_until_answers, web

NAME = "up"
HELP = "start the product: web servers, worker and, in a sandbox, the local partners"
NEEDS_DJANGO = False
USUAL = {"CENTRE": 8000, "DESK": 8010, "CARRIER": 8021, "PAYMENTS": 8022}
PARTNERS = {"carrier": "carriers", "payments": "payments", "telephony": "telephony"}
"""The local ones, and where each lives."""
_IN_A_SANDBOX = {"TELEPHONY": 8023}
"""Outside a sandbox an address of an exchange says that there is one."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", choices=("centre", "desk"), help="run one half only")
    parser.add_argument("--sample", action="store_true", help="a sandbox: sample marketplace, movable clock")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--workers", type=int, default=1, help="web processes per half (above 1: use PostgreSQL)")


def run(args: argparse.Namespace) -> int:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.DATA_DIR / "up.lock").open("a+", encoding="utf-8") as lock:
        if not _take(lock):
            lock.seek(0)
            print(f"Zgoda is already running here.\n\n{lock.read()}")
            return 0
        return _serve(args, lock)


def _take(lock: TextIO) -> bool:
    """One `up` per data folder: the lock goes with the process, however it ends."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    lock.truncate(0)
    return True


def _serve(args: argparse.Namespace, lock: TextIO) -> int:
    if not _prepare(args, _deployment(args)):
        return 1
    usual = USUAL | (_IN_A_SANDBOX if args.sample else {})
    chosen = {name: ports.take(args.host, _port_at(args.host, _given(name)) or port) for name, port in usual.items()}
    environment = _environment(args, chosen)
    halves = (args.only,) if args.only else ("centre", "desk")
    supervisor = Supervisor(environment)
    for half in halves:
        supervisor.start(web(half, args.host, chosen[half.upper()], args.workers))
    if args.sample and "centre" in halves:
        for name in PARTNERS:
            supervisor.start(_partner(name, chosen[name.upper()]))
    supervisor.start(python("work", "-m", "zgoda", "work", *(("--only", args.only) if args.only else ())))
    silent = [half for half in halves if not wait_until_answers(args.host, chosen[half.upper()])]
    if silent:
        supervisor.stop()
        print(f"The {' and the '.join(silent)} did not start. `zgoda doctor` says what is wrong.", file=sys.stderr)
        return 1
    if args.sample and len(halves) == 2:
        _connect_sample_desk(environment)
    shown = [*halves, *(PARTNERS if args.sample and "centre" in halves else ())]
    text = greeting.text({name: environment[f"ZGODA_{name.upper()}_URL"] for name in shown}, sample=args.sample)
    lock.write(text)
    lock.flush()
    print(text, flush=True)
    return supervisor.watch()


def _given(name: str) -> str:
    """The address that the operator set for a program, or nothing."""
    return settings.env.str(f"ZGODA_{name}_URL", "")


def _port_at(host: str, address: str) -> int | None:
    """The port of an address that leads straight to us; a public one, behind a proxy, says nothing of ours."""
    parts = urlsplit(address)
    return parts.port if parts.scheme == "http" and parts.hostname == host else None


def _environment(args: argparse.Namespace, chosen: Mapping[str, int]) -> dict[str, str]:
    """What the children see. An address set by the operator stays; the others follow the ports we got."""
    environment = {f"ZGODA_{name}_URL": _given(name) or f"http://{args.host}:{port}" for name, port in chosen.items()}
    return environment | _deployment(args)


def _deployment(args: argparse.Namespace) -> dict[str, str]:
    """Which deployment it is, and of what kind."""
    return {"ZGODA_DATA": str(settings.DATA_DIR)} | ({"ZGODA_SANDBOX": "1"} if args.sample else {})


def _prepare(args: argparse.Namespace, environment: Mapping[str, str]) -> bool:
    """Migrate, build what is static, load the sample. Each step may be run again at any time."""
    steps = [
        ("Preparing the database…", ("-m", "django", "migrate", "--verbosity", "0")),
        ("", ("-m", "django", "createcachetable", "--verbosity", "0")),
        ("", ("-m", "django", "collectstatic", "--noinput", "--verbosity", "0")),
    ]
    if args.sample and args.only != "desk":
        steps.append(("Loading the sample marketplace, unless it is there…", ("-m", "zgoda.cli.sample", "load")))
    for title, command in steps:
        if title:
            print(title, flush=True)
        if _run(command, environment) != 0:
            print("That step failed; nothing was started. `zgoda doctor` says what is wrong.", file=sys.stderr)
            return False
    return True


def _connect_sample_desk(environment: Mapping[str, str]) -> None:
    print("Connecting the sample seller's desk to the centre over HTTP, unless it is…", flush=True)
    if _run(("-m", "zgoda.cli.sample", "connect"), environment) != 0:
        print("The desk could not be connected; connect it by hand under Connections.", file=sys.stderr)


def _run(command: tuple[str, ...], environment: Mapping[str, str]) -> int:
    inherited = {"DJANGO_SETTINGS_MODULE": "zgoda.settings", **os.environ}
    return subprocess.run([sys.executable, *command], env={**inherited, **environment}, check=False).returncode  # noqa: S603


def _partner(name: str, port: int) -> processes.Program:
    return python(name, "-m", f"zgoda.centre.partners.{PARTNERS[name]}.service", "--port", str(port))
