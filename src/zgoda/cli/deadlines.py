"""`zgoda deadlines`: the timers of a case from its opening alone, each with its steps in words. No database needed."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, TypedDict

from zgoda.domain import deadlines, reasons
from zgoda.domain.calendar import NoCalendar, frozen_calendar
from zgoda.domain.law import Law, frozen_law
from zgoda.domain.markets import MARKETS, Market, UnknownMarket, market
from zgoda.domain.reckoning import Reckoning, Step
from zgoda.domain.rule_sets import SEED
from zgoda.look.why_then import Voice, sentence

NAME = "deadlines"
HELP = "print when each timer of a Discussion is due, and why then"
DEFAULT_REASON = "OTHER"
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode  # built once: a batch may be long
TITLES = {
    "earliest_opening": ("TM-0", "May be opened from"),
    "answer_due": ("TM-1", "Seller's answer due"),
    "action_due": ("TM-2", "One of the four actions due"),
    "unresolved_from": ("TM-3", "Buyer may mark unresolved from"),
    "auto_resolve_at": ("TM-4", "Resolved by itself if still pending"),
    "reopen_until": ("TM-6", "Buyer may re-open until"),
}


class Timer(TypedDict):
    """One timer of the answer; ``at`` in UTC, ``local`` in the market's zone, steps in order."""

    timer: str
    name: str
    title: str
    at: str
    local: str
    steps: list[dict[str, object]]


class Answer(TypedDict):
    """What `--json` prints. ``may_be_opened`` is false within an hour of the purchase and after two years."""

    market: str
    opened: str
    reason: str
    reason_known: bool
    rule_set: str
    calendar: str
    provisional: bool
    may_be_opened: bool
    timers: list[Timer]


class Unusable(ValueError):
    """Input that cannot be computed with; its text tells the person what to change."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--market", metavar="MARKET", help="pl, cz, sk or hu (also allegro-pl …)")
    parser.add_argument("--opened", metavar="INSTANT", help="with its offset, as 2025-09-26T15:00:00+02:00")
    parser.add_argument("--reason", default=DEFAULT_REASON, metavar="CODE", help="why it was opened (default: OTHER)")
    parser.add_argument("--purchased", metavar="INSTANT", help="adds the timers that run from the purchase")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    parser.add_argument(
        "--batch",
        metavar="FILE",
        help='JSON lines {"market","opened"} (- for standard input); '
        'answers line for line {"market","opened","answer_due"}',
    )


def run(args: argparse.Namespace) -> int:
    """0; 1 when a line of a batch was bad or a year has no calendar; 2 when the question itself is unusable."""
    if args.batch is not None:
        return _batch(args)
    try:
        if not args.market or not args.opened:
            raise Unusable("give --market and --opened, or --batch FILE")
        answer = _answer(args)
    except Unusable as error:
        return _fail(error, 2)
    except NoCalendar as error:
        return _fail(error, 1)
    print(json.dumps(answer, ensure_ascii=False, indent=2) if args.json else _as_text(answer))
    return 0


def answer_line(line: bytes) -> dict[str, str]:
    """One line of a batch, answered; ``Unusable`` says what is wrong with it."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise Unusable("not a line of JSON") from None
    if not isinstance(asked, dict):
        raise Unusable('not an object with "market" and "opened"')
    name, text = _text(asked, "market"), _text(asked, "opened")
    where, opened = _market(name), _instant(text, "opened")
    try:
        due = deadlines.answer_due(opened, Law(SEED, where, frozen_calendar(where.country)))
    except (NoCalendar, OverflowError) as error:
        raise Unusable(str(error)) from None
    return {"market": name, "opened": text, "answer_due": _utc(due)}


def _batch(args: argparse.Namespace) -> int:
    if args.market or args.opened or args.purchased:
        return _fail(Unusable("--batch takes market and opened from its lines"), 2)
    try:
        with _opened(args.batch) as stream:
            return _answer_all(stream)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        return _fail(Unusable(f"{args.batch}: {error.strerror or error}"), 2)


def _answer_all(lines: Iterable[bytes]) -> int:
    code = 0
    for number, line in enumerate(lines, start=1):
        answer: Mapping[str, str | int]
        try:
            answer = answer_line(line)
        except Unusable as error:
            code, answer = 1, {"line": number, "error": str(error)}
        sys.stdout.write(_ENCODE(answer) + "\n")
    return code


def _answer(args: argparse.Namespace) -> Answer:
    where, opened = _market(args.market), _instant(args.opened, "--opened")
    purchased = _instant(args.purchased, "--purchased") if args.purchased else None
    if purchased is not None and purchased > opened:
        raise Unusable("--purchased is later than --opened")
    law = frozen_law(opened, where)
    reason = reasons.find(args.reason)
    timers = dict(_timers(opened, purchased, law, not_received=reason.not_received))
    return {
        "market": where.id,
        "opened": _utc(opened),
        "reason": reason.code,
        "reason_known": reason.code in reasons.REASONS,
        "rule_set": law.rules.id,
        "calendar": law.calendar.id,
        "provisional": any(reckoning.provisional for reckoning in timers.values()),
        "may_be_opened": purchased is None or _may_be_opened(opened, purchased, where),
        "timers": [_timer(field, reckoning, _voice(where)) for field, reckoning in timers.items()],
    }


def _may_be_opened(opened: datetime, purchased: datetime, where: Market) -> bool:
    return deadlines.earliest_opening(purchased) <= opened <= deadlines.latest_opening(purchased, where)


def _timers(
    opened: datetime, purchased: datetime | None, law: Law, *, not_received: bool
) -> Iterator[tuple[str, Reckoning]]:
    deadlines.answer_due(opened, law)  # a year without calendar is an error here: nobody is turned away by it
    explained = deadlines.explain_opening(opened, purchased or opened, not_received=not_received, law=law)
    if purchased is not None:
        yield "earliest_opening", deadlines.explain_earliest_opening(purchased, law.market)
    for field, reckoning in explained.items():
        if field != "reopen_until" or purchased is not None:
            yield field, reckoning


def _timer(field: str, reckoning: Reckoning, voice: Voice) -> Timer:
    timer, title = TITLES[field]
    return {
        "timer": timer,
        "name": field,
        "title": title,
        "at": _utc(reckoning.at),
        "local": voice.instant(reckoning.at),
        "steps": [_step(step, voice) for step in reckoning.steps],
    }


def _step(step: Step, voice: Voice) -> dict[str, object]:
    known: dict[str, object] = {"code": step.code.value}
    if step.at is not None:
        known["at"] = _utc(step.at)
    if step.day is not None:
        known["day"] = step.day.isoformat()
    if step.name:
        known["holiday"] = step.name
    if step.length is not None:
        known["seconds"] = int(step.length.total_seconds())
    if step.count:
        known["count"] = step.count
    return known | {"text": sentence(step, voice)}


def _as_text(answer: Answer) -> str:
    lines = [f"{answer['market']}, opened {answer['opened']}, reason {answer['reason']}"]
    if not answer["reason_known"]:
        lines.append(f"The reason {answer['reason']} is not known and counts as OTHER.")
    if not answer["may_be_opened"]:
        lines.append("Such an opening is refused: it is possible from an hour to two years after the purchase.")
    for timer in answer["timers"]:
        lines += ["", f"{timer['timer']}  {timer['title']}: {timer['local']}  ({timer['at']})"]
        lines += [f"      {number}. {step['text']}" for number, step in enumerate(timer["steps"], start=1)]
    if any(timer["name"] == "action_due" for timer in answer["timers"]):
        lines += ["", "TM-5  Closes 24 h after the platform's delivery message, unless the buyer reports a problem."]
    lines += ["", f"Rules {answer['rule_set']}, rest days {answer['calendar']}."]
    return "\n".join(lines)


def _voice(where: Market) -> Voice:
    return Voice(
        gettext=str,
        ngettext=lambda one, many, count: one if count == 1 else many,
        day=lambda day: f"{day:%a} {day}",
        instant=lambda instant: f"{instant.astimezone(where.zone):%a %Y-%m-%d %H:%M:%S %z}",
        length=_length,
    )


def _length(length: timedelta) -> str:
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{amount} {unit}" for amount, unit in parts if amount) or "0 s"


def _market(name: str) -> Market:
    try:
        return market(name)
    except UnknownMarket:
        known = ", ".join(row.code for row in MARKETS.values())
        raise Unusable(f"unknown market {name!r}: use one of {known}") from None


def _instant(text: str, called: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise Unusable(f"{called} is not an instant like 2025-09-26T15:00:00+02:00: {text!r}") from None
    if instant.tzinfo is None:
        raise Unusable(f"{called} has no offset: write 2025-09-26T15:00:00+02:00 or end it with Z, not {text!r}")
    if not date.min.year + 1 < instant.year < date.max.year - 2:
        raise Unusable(f"{called} is out of range: {text!r}")
    return instant


def _text(asked: Mapping[object, object], key: str) -> str:
    value = asked.get(key)
    if not isinstance(value, str):
        raise Unusable(f'"{key}" is missing or not a text')
    return value


def _utc(instant: datetime) -> str:
    text = instant.astimezone(UTC).replace(tzinfo=None)
    return text.isoformat(timespec="milliseconds" if text.microsecond else "seconds") + "Z"


def _opened(name: str) -> "nullcontext[BinaryIO] | BinaryIO":
    return nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb")


def _fail(error: Exception, code: int) -> int:
    print(f"zgoda {NAME}: {error}", file=sys.stderr)
    return code
