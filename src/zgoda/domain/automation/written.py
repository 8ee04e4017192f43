"""A rule as plain values, to be kept and read again; and what is wrong with one before it may be kept."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from zgoda.domain import macros
from zgoda.domain.automation.rule import (
    LONGEST_WAIT,
    MOST_WORDS,
    WITH_HOURS,
    Escalation,
    Hours,
    If,
    Rule,
    Then,
    Trigger,
    When,
)

Plain = dict[str, object]
NOBODYS = ("agent",)
"""Variables of macros that an automatic message cannot fill: nobody writes it."""
VARIABLES = tuple(name for name in macros.NAMES if name not in NOBODYS)


class Wrong(StrEnum):
    """What has to be corrected."""

    NOTHING_TO_DO = "NOTHING_TO_DO"
    HOURS = "HOURS"
    TOO_LONG = "TOO_LONG"
    VARIABLE = "VARIABLE"


def to_plain(rule: Rule) -> Plain:
    """JSON values, sorted where order says nothing, so that the same rule is the same text."""
    asked, then = rule.only_if, rule.then
    return {
        "when": {"trigger": rule.when.trigger.value, "hours": rule.when.hours},
        "if": {
            **{name: sorted(getattr(asked, name)) for name in _SETS},
            "of_nobody": asked.of_nobody,
            "hours": asked.hours.value,
            "words": list(asked.words),
        },
        "then": {
            "acknowledge": then.acknowledge,
            "evidence": dict(sorted(then.evidence.items())),
            "tags": list(then.tags),
            "assign": then.assign,
            "escalate": {"team": then.escalate.team, "tag": then.escalate.tag, "tell": sorted(then.escalate.tell)},
            "comment": then.comment,
        },
        "stops": rule.stops,
    }


def from_plain(rule_id: int, kept: Mapping[str, object]) -> Rule:
    """What an older release did not know yet is as if not asked for."""
    when, asked, then = _part(kept, "when"), _part(kept, "if"), _part(kept, "then")
    to = _part(then, "escalate")
    return Rule(
        rule_id,
        When(Trigger(str(when.get("trigger") or Trigger.ARRIVED)), _number(when.get("hours"))),
        If(
            types=_texts(asked, "types"),
            connections=_numbers(asked, "connections"),
            markets=_texts(asked, "markets"),
            reasons=_texts(asked, "reasons"),
            languages=_texts(asked, "languages"),
            tags=_texts(asked, "tags"),
            without_tags=_texts(asked, "without_tags"),
            teams=_numbers(asked, "teams"),
            of_nobody=bool(asked.get("of_nobody")),
            hours=Hours(str(asked.get("hours") or "")),
            words=tuple(map(str, _list(asked, "words"))),
        ),
        Then(
            acknowledge=str(then.get("acknowledge") or ""),
            evidence={name: str(text) for name, text in _part(then, "evidence").items()},
            tags=tuple(map(str, _list(then, "tags"))),
            assign=str(then.get("assign") or ""),
            escalate=Escalation(_number(to.get("team")), str(to.get("tag") or ""), _numbers(to, "tell")),
            comment=str(then.get("comment") or ""),
        ),
        bool(kept.get("stops")),
    )


def wrong(rule: Rule) -> Sequence[Wrong]:
    """Nothing: it may be kept."""
    found = []
    if rule.when.trigger in WITH_HOURS and not 1 <= rule.when.hours <= LONGEST_WAIT:
        found.append(Wrong.HOURS)
    if not rule.then.deeds():
        found.append(Wrong.NOTHING_TO_DO)
    if any(len(text) > MOST_WORDS for text in (*rule.then.texts(), rule.then.comment)):
        found.append(Wrong.TOO_LONG)
    if strange_variables(rule.then.texts()):
        found.append(Wrong.VARIABLE)
    return found


def strange_variables(texts: Iterable[str]) -> tuple[str, ...]:
    """What is written as a variable and has no value in a message that nobody writes."""
    named = (name for text in texts for name in (*macros.unknown(text), *macros.missing(text)))
    return tuple(dict.fromkeys(name for name in named if name not in VARIABLES))


_SETS = ("types", "connections", "markets", "reasons", "languages", "tags", "without_tags", "teams")


def _part(kept: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = kept.get(name)
    return part if isinstance(part, Mapping) else {}


def _list(kept: Mapping[str, object], name: str) -> Sequence[object]:
    part = kept.get(name)
    return part if isinstance(part, list) else ()


def _texts(kept: Mapping[str, object], name: str) -> frozenset[str]:
    return frozenset(map(str, _list(kept, name)))


def _numbers(kept: Mapping[str, object], name: str) -> frozenset[int]:
    return frozenset(map(_number, _list(kept, name)))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
