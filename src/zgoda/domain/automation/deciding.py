"""``decide(rule, event, facts, now)``: whether a rule fits, what it does then, and what it leaves out and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from zgoda.domain.automation import breaker
from zgoda.domain.automation.breaker import Why
from zgoda.domain.automation.facts import Event, Facts
from zgoda.domain.automation.rule import MESSAGES, Deed, Hours, If, Rule
from zgoda.domain.word_forms import stems


class Unmet(StrEnum):
    """The condition that did not hold."""

    TYPE = "TYPE"
    CONNECTION = "CONNECTION"
    MARKET = "MARKET"
    REASON = "REASON"
    LANGUAGE = "LANGUAGE"
    TAG = "TAG"
    WITHOUT_TAG = "WITHOUT_TAG"
    TEAM = "TEAM"
    NOBODY = "NOBODY"
    HOURS = "HOURS"
    WORDS = "WORDS"


@dataclass(frozen=True, slots=True)
class Act:
    """One deed with what it needs: a ``text``, ``tags``, to ``whom`` (``m7``, ``t3``), members to ``tell``."""

    deed: Deed
    text: str = ""
    tags: tuple[str, ...] = ()
    whom: str = ""
    tell: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """``unmet`` is None where the rule fits. ``left``: what it would do and does not, with why."""

    unmet: Unmet | None = None
    acts: tuple[Act, ...] = ()
    left: tuple[tuple[Deed, Why], ...] = ()

    @property
    def fits(self) -> bool:
        return self.unmet is None


def decide(rule: Rule, event: Event, facts: Facts, now: datetime) -> Decision:
    """Pure; the trigger is the caller's matter. ``now`` is the server's."""
    unmet = first_unmet(rule.only_if, event, facts)
    if unmet is not None:
        return Decision(unmet)
    deeds = rule.then.deeds()
    often = breaker.too_often(rule.id, facts.history)
    if often is not None:
        return Decision(left=tuple((deed, often) for deed in deeds))
    acts: list[Act] = []
    left: list[tuple[Deed, Why]] = []
    for deed in deeds:
        found = _act(deed, rule, event, facts, now)
        if isinstance(found, Act):
            acts.append(found)
            facts = after(facts, found, now)
        else:
            left.append((deed, found))
    return Decision(acts=tuple(acts), left=tuple(left))


def after(facts: Facts, act: Act, now: datetime) -> Facts:
    """How the case stands once the deed is done: the next rule sees it so."""
    if act.deed is Deed.ACKNOWLEDGE:
        return replace(facts, history=replace(facts.history, acknowledged=True, last_automatic_at=now))
    if act.deed is Deed.ASK_EVIDENCE:
        return replace(facts, history=replace(facts.history, evidence_asked=True, last_automatic_at=now))
    tags = facts.tags | {tag.casefold() for tag in act.tags}
    if not act.whom:
        return replace(facts, tags=tags)
    number = int(act.whom[1:])
    if act.whom[0] == "m":
        return replace(facts, tags=tags, person=number)
    return replace(facts, tags=tags, person=0, team=number)


def counted(facts: Facts, rule: Rule) -> Facts:
    """The rule did something here once more."""
    history = facts.history
    return replace(
        facts,
        history=replace(
            history, in_case=_plus_one(history.in_case, rule.id), anywhere=_plus_one(history.anywhere, rule.id)
        ),
    )


def first_unmet(only_if: If, event: Event, facts: Facts) -> Unmet | None:
    """The first condition that does not hold."""
    held = {
        Unmet.TYPE: _one_of(facts.type, only_if.types),
        Unmet.CONNECTION: _one_of(facts.connection, only_if.connections),
        Unmet.MARKET: _one_of(facts.market, only_if.markets),
        Unmet.REASON: _one_of(facts.reason, only_if.reasons),
        Unmet.LANGUAGE: _one_of(facts.language, only_if.languages),
        Unmet.TAG: not only_if.tags or bool(only_if.tags & facts.tags),
        Unmet.WITHOUT_TAG: not only_if.without_tags & facts.tags,
        Unmet.TEAM: _one_of(facts.team, only_if.teams),
        Unmet.NOBODY: not (only_if.of_nobody and facts.person),
        Unmet.HOURS: only_if.hours is Hours.ANY or (only_if.hours is Hours.WITHIN) == facts.at_work,
        Unmet.WORDS: says(event.text, only_if.words),
    }
    return next((condition for condition, holds in held.items() if not holds), None)


def says(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether one of the phrases is in it, word for word in whatever inflection and order. No phrase asks nothing."""
    if not phrases:
        return True
    found = set(stems(text))
    return any(words and words <= found for words in (set(stems(phrase)) for phrase in phrases))


def _act(deed: Deed, rule: Rule, event: Event, facts: Facts, now: datetime) -> Act | Why:
    then = rule.then
    why = breaker.no_message(deed, event, facts, now) if deed in MESSAGES else None
    if why is not None:
        return why
    match deed:
        case Deed.ACKNOWLEDGE:
            return Act(deed, then.acknowledge)
        case Deed.ASK_EVIDENCE:
            text = then.evidence.get(facts.reason) or then.evidence.get("", "")
            return Act(deed, text) if text else Why.NOT_FOR_REASON
        case Deed.TAG:
            fresh = tuple(tag for tag in then.tags if tag.casefold() not in facts.tags)
            return Act(deed, tags=fresh) if fresh else Why.HAS_TAGS
        case Deed.ASSIGN:
            is_free = not facts.person and (then.assign[0] == "m" or not facts.team)
            return Act(deed, whom=then.assign) if is_free else Why.HAS_OWNER
        case Deed.ESCALATE:
            to = then.escalate
            return Act(deed, "", (to.tag,) if to.tag else (), f"t{to.team}" if to.team else "", to.tell)
        case Deed.COMMENT:
            return Act(deed, then.comment)


def _one_of(value: object, wanted: frozenset[str] | frozenset[int]) -> bool:
    return not wanted or value in wanted


def _plus_one(counts: Mapping[int, int], rule_id: int) -> Mapping[int, int]:
    return {**counts, rule_id: counts.get(rule_id, 0) + 1}
