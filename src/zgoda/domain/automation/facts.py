"""What a rule is judged by: a case's story, what happened in it, how it stands, and what rules did in it before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from zgoda.domain.automation.rule import Trigger


class Author(StrEnum):
    """Whose words a message are. AUTOMATIC: the desk's own, which answer nobody's question."""

    BUYER = "BUYER"
    PERSON = "PERSON"
    AUTOMATIC = "AUTOMATIC"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Said:
    id: str
    at: datetime
    author: Author
    text: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """``said`` is oldest first. ``due`` is our next deadline; ``met_at``: when it was met, where it was;
    ``on_their_way``: when people of ours wrote what need not have been said yet."""

    opened_at: datetime
    said: tuple[Said, ...] = ()
    due: datetime | None = None
    met_at: datetime | None = None
    ended_at: datetime | None = None
    on_their_way: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """``key`` names it for good within its case: a rule is asked once about each. ``text`` is the buyer's."""

    trigger: Trigger
    key: str
    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What was done by itself: in the case so far, by each rule in the case within a day, and by it anywhere within an
    hour."""

    acknowledged: bool = False
    evidence_asked: bool = False
    last_automatic_at: datetime | None = None
    in_case: Mapping[int, int] = field(default_factory=dict)
    anywhere: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """How the case stands. ``at_work``: somebody was at work when it happened, or is now. ``answered``: a person of
    ours wrote since. ``language`` is empty where the words do not tell."""

    type: str = ""
    connection: int = 0
    market: str = ""
    reason: str = ""
    language: str = ""
    tags: frozenset[str] = frozenset()
    team: int = 0
    person: int = 0
    at_work: bool = True
    answered: bool = False
    ended: bool = False
    history: History = History()
