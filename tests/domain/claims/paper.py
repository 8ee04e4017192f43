"""A claim kept with pencil and paper: a second reading of E.4 that shares no rule with the product. Poland only."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")
YES = ("ACCEPTED_REPAIR", "ACCEPTED_EXCHANGE", "ACCEPTED_REFUND", "ACCEPTED_PARTIAL_REFUND")
WITHDRAWN = "REJECTED_CLAIM_WITHDRAWN_BY_BUYER"
LIVE_CHAT, WITHDRAWN_CODE = date(2025, 10, 28), date(2026, 6, 18)


def last_second(filed: datetime, days: int) -> datetime:
    """23:59:59 of the local day so many days on."""
    day = filed.astimezone(WARSAW).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59, 59), WARSAW).astimezone(UTC)


def same_time(filed: datetime, days: int) -> datetime:
    wall = filed.astimezone(WARSAW).replace(tzinfo=None) + timedelta(days=days)
    return wall.replace(tzinfo=WARSAW).astimezone(UTC)


@dataclass
class Paper:
    """``state`` is S, A or R; ``now_decided`` the code in force."""

    filed: datetime
    warranty: bool
    state: str = "S"
    now_decided: str = ""
    returns: str = ""
    withdrawn: bool = False
    ended: bool = False
    reminded: bool = False
    notes: list[str] = field(default_factory=list)

    def pass_time(self, now: datetime) -> None:
        due = last_second(self.filed, 14)
        remind = same_time(self.filed, 3)
        if self.state == "S" and not self.returns and remind < now and (self.warranty or remind < due):
            self.reminded = True
        if self.state == "S" and not self.warranty and now > due:
            self.state, self.now_decided = "A", "DEEMED_ACCEPTED"
            self.notes.append("DEEMED_ACCEPTED")
        if not self._lives() and now > same_time(self.filed, 30) and "CHAT_CLOSED" not in self.notes:
            self.notes.append("CHAT_CLOSED")

    def may_write(self, who: str) -> bool:
        return who in "BSK" and "CHAT_CLOSED" not in self.notes

    def may(self, what: str, who: str) -> bool:
        if what == "return":
            return who == "S" and self.state == "S" and not self.returns
        if what == "withdraw":
            return who == "B" and self.state == "S" and not self.withdrawn
        if what == "end":
            return who == "B" and self.state == "S" and not self.ended
        return who == "S" and self.state == "S" and "CHAT_CLOSED" not in self.notes

    def may_decide(self, code: str, who: str) -> bool:
        if who != "S":
            return False
        if self.state != "S":
            return code in YES and code != self.now_decided
        if code == WITHDRAWN:
            return self.withdrawn and self.filed.astimezone(WARSAW).date() >= WITHDRAWN_CODE
        return bool(self.returns)

    def decided(self, code: str) -> None:
        self.state, self.now_decided = ("A" if code in YES else "R"), code

    def _lives(self) -> bool:
        return self.filed.astimezone(WARSAW).date() >= LIVE_CHAT
