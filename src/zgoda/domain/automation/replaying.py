"""What a rule would have done, had it been there: its decisions over stories that are already written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from zgoda.domain.automation import happening
from zgoda.domain.automation.breaker import DAY, HOUR
from zgoda.domain.automation.deciding import Decision, after, decide
from zgoda.domain.automation.facts import Event, Facts, History, Story
from zgoda.domain.automation.rule import Rule

FactsAt = Callable[[int, Event], Facts]
"""How a case stood when something happened in it, as far as that is known."""


@dataclass(frozen=True, slots=True)
class Replayed:
    case: int
    event: Event
    decision: Decision


@dataclass(slots=True)
class _Memory:
    """What the rule did so far: when in each case, when anywhere, and each case's history after it."""

    in_case: dict[int, list[datetime]] = field(default_factory=dict)
    anywhere: list[datetime] = field(default_factory=list)
    history: dict[int, History] = field(default_factory=dict)


def replay(
    rule: Rule, stories: Mapping[int, Story], facts_at: FactsAt, since: datetime, now: datetime
) -> Iterator[Replayed]:
    """`replay_events` of these stories from ``since`` to ``now``."""
    happened = [
        (event, case) for case, story in stories.items() for event in happening.events(story, rule.when, since, now)
    ]
    return replay_events(rule, happened, facts_at)


def replay_events(rule: Rule, happened: Iterable[tuple[Event, int]], facts_at: FactsAt) -> Iterator[Replayed]:
    """In the order of time, as if this rule alone had been armed before and seen each event as it happened; each comes
    with its case."""
    memory = _Memory()
    for event, case in sorted(happened, key=lambda one: (one[0].at, one[1])):
        facts = facts_at(case, event)
        facts = replace(facts, history=_history(rule, memory, case, event.at, facts.history))
        decision = decide(rule, event, facts, event.at)
        if decision.acts:
            for act in decision.acts:
                facts = after(facts, act, event.at)
            memory.in_case.setdefault(case, []).append(event.at)
            memory.anywhere.append(event.at)
            memory.history[case] = facts.history
        yield Replayed(case, event, decision)


def _history(rule: Rule, memory: _Memory, case: int, at: datetime, real: History) -> History:
    """What really was automatic in the case together with what the rule would have done in it."""
    mine = memory.history.get(case, History())
    automatic = [one for one in (real.last_automatic_at, mine.last_automatic_at) if one is not None]
    return History(
        acknowledged=real.acknowledged or mine.acknowledged,
        evidence_asked=real.evidence_asked or mine.evidence_asked,
        last_automatic_at=max(automatic, default=None),
        in_case={rule.id: sum(one > at - DAY for one in memory.in_case.get(case, ()))},
        anywhere={rule.id: sum(one > at - HOUR for one in memory.anywhere[-200:])},
    )
