"""What an actor may do with a claim now (E.2, P-35…P-39). Asks the very guards that `decide` asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zgoda.domain.actors import Actor
from zgoda.domain.claims import decide as rules
from zgoda.domain.claims.claim import VERDICTS, Claim, Decision
from zgoda.domain.claims.clocks import catch_up
from zgoda.domain.law import Law
from zgoda.domain.refusals import Refused


class ClaimAction(StrEnum):
    """The actions of E.2 that touch a claim, beside the verdicts, each of which is an action by its own code."""

    WRITE = "WRITE"
    DECIDE_RETURN = "DECIDE_RETURN"
    ASK_FOR_INFORMATION = "ASK_FOR_INFORMATION"
    SAY_WITHDRAWN = "SAY_WITHDRAWN"
    END_TALK = "END_TALK"


@dataclass(frozen=True, slots=True)
class ClaimPermission:
    """Whether an action is possible now. What must be typed along with it is judged when it is sent."""

    action: ClaimAction | Decision
    refusal: Refused | None = None

    @property
    def allowed(self) -> bool:
        return self.refusal is None


def permitted(claim: Claim, actor: Actor, now: datetime, law: Law) -> tuple[ClaimPermission, ...]:
    """E.2 for one actor at ``now``; timers that are due but not swept yet count as passed (G-03)."""
    current, _ = catch_up(claim, now, law, command_by=actor.role)
    acts = tuple(ClaimPermission(action, may(current, actor, now, law)) for action, may in _GUARDS.items())
    verdicts = tuple(ClaimPermission(code, rules.may_decide(current, actor, code, law)) for code in VERDICTS)
    return acts + verdicts


_GUARDS: Mapping[ClaimAction, Callable[[Claim, Actor, datetime, Law], Refused | None]] = {
    ClaimAction.WRITE: rules.may_write,
    ClaimAction.DECIDE_RETURN: rules.may_decide_return,
    ClaimAction.ASK_FOR_INFORMATION: rules.may_ask,
    ClaimAction.SAY_WITHDRAWN: rules.may_say_withdrawn,
    ClaimAction.END_TALK: rules.may_end_talk,
}
