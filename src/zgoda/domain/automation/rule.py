"""A rule as its shop wrote it: when, if, then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MOST_WORDS = 2000
"""Characters of an automatic message: what the narrowest kind of conversation takes."""
LONGEST_WAIT = 14 * 24
"""Hours."""


class Trigger(StrEnum):
    """What a rule waits for. NEAR and SILENT take a number of hours."""

    ARRIVED = "ARRIVED"
    WROTE = "WROTE"
    NEAR = "NEAR"
    SILENT = "SILENT"
    ENDED = "ENDED"


WITH_HOURS = frozenset({Trigger.NEAR, Trigger.SILENT})


class Hours(StrEnum):
    """Whether it matters that somebody is at work."""

    ANY = ""
    OUTSIDE = "OUTSIDE"
    WITHIN = "WITHIN"


class Deed(StrEnum):
    """What a rule can do, in the order in which it is done."""

    ACKNOWLEDGE = "ACKNOWLEDGE"
    ASK_EVIDENCE = "ASK_EVIDENCE"
    TAG = "TAG"
    ASSIGN = "ASSIGN"
    ESCALATE = "ESCALATE"
    COMMENT = "COMMENT"


MESSAGES = frozenset({Deed.ACKNOWLEDGE, Deed.ASK_EVIDENCE})
"""What the buyer reads."""


@dataclass(frozen=True, slots=True)
class When:
    trigger: Trigger = Trigger.ARRIVED
    hours: int = 0


@dataclass(frozen=True, slots=True)
class If:
    """Everything named must hold; of several values one is enough; empty: it does not matter.

    Tags are compared case-folded. ``words`` are phrases, found in any inflection; ``of_nobody``: no person has it.
    """

    types: frozenset[str] = frozenset()
    connections: frozenset[int] = frozenset()
    markets: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    without_tags: frozenset[str] = frozenset()
    teams: frozenset[int] = frozenset()
    of_nobody: bool = False
    hours: Hours = Hours.ANY
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Escalation:
    """The team that takes over, the tag that marks it, and the members who are told."""

    team: int = 0
    tag: str = ""
    tell: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.team or self.tag or self.tell)


@dataclass(frozen=True, slots=True)
class Then:
    """``evidence``: what to ask for by the reason's code; under the empty code for all others. ``assign`` is ``m7`` or
    ``t3``."""

    acknowledge: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    assign: str = ""
    escalate: Escalation = Escalation()
    comment: str = ""

    def deeds(self) -> tuple[Deed, ...]:
        """In the order in which they are done: a message first, while the case is as the rule found it."""
        given = {
            Deed.ACKNOWLEDGE: self.acknowledge,
            Deed.ASK_EVIDENCE: self.evidence,
            Deed.TAG: self.tags,
            Deed.ASSIGN: self.assign,
            Deed.ESCALATE: self.escalate,
            Deed.COMMENT: self.comment,
        }
        return tuple(deed for deed in Deed if given[deed])

    def texts(self) -> tuple[str, ...]:
        """Everything that a buyer could read."""
        return tuple(text for text in (self.acknowledge, *self.evidence.values()) if text)


@dataclass(frozen=True, slots=True)
class Rule:
    """``stops``: where this one fits, those after it are not asked."""

    id: int
    when: When
    only_if: If
    then: Then
    stops: bool = False
