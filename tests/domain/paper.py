"""A Discussion kept with pencil and paper: a second, much simpler reading of E.3, sharing no rule with the product.

It knows statuses and the clocks that move them, nothing else. Poland only.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")
UNANSWERED_LIMIT = 30


def days_later(start: datetime, days: int) -> datetime:
    """The same wall clock so many local days on."""
    wall = start.astimezone(WARSAW).replace(tzinfo=None) + timedelta(days=days)
    return wall.replace(tzinfo=WARSAW).astimezone(UTC)


@dataclass
class Paper:
    """``status`` is P, U or R; ``closes`` is set from the delivery message until the buyer objects."""

    not_received: bool
    opened: datetime
    last_day: datetime
    status: str = "P"
    closes: datetime | None = None
    reopened: int = 0

    def pass_time(self, now: datetime, role: str | None) -> None:
        """End what ended before ``now``; at ``now`` itself buyer and staff come first."""
        if self.status != "P":
            return
        ends = [days_later(self.opened, UNANSWERED_LIMIT)] + ([self.closes] if self.closes else [])
        first = min(ends)
        if first < now or (first == now and role not in {"BUYER", "CONSULTANT", "MODERATOR"}):
            self.status, self.closes = "R", None

    def may(self, what: str, role: str, now: datetime) -> bool:
        """What the marks, the re-openings and the thread allow, as far as role, status and time decide."""
        if what == "MarkResolved":
            return role == "BUYER" and self.status in "PU"
        if what == "MarkUnresolved":
            days = 7 if self.not_received else 14
            return role == "BUYER" and self.status == "P" and now >= days_later(self.opened, days)
        if what == "Reopen":
            return role == "BUYER" and self.status == "R" and self.reopened == 0 and now <= self.last_day
        if what == "ReopenByStaff":
            return role in {"CONSULTANT", "MODERATOR"} and self.status == "R"
        if what == "SayStillAProblem":
            return role == "BUYER" and self.status == "P" and self.closes is not None
        raise KeyError(what)

    def done(self, what: str, now: datetime) -> None:
        """Write down what happened."""
        if what == "MarkResolved":
            self.status, self.closes = "R", None
        elif what == "MarkUnresolved":
            self.status, self.closes = "U", None
        elif what in {"Reopen", "ReopenByStaff"}:
            self.status, self.opened = "P", now
            self.reopened += what == "Reopen"
        elif what in {"SayStillAProblem", "buyer wrote"}:
            self.closes = None
        elif what == "delivered" and self.status == "P":
            self.closes = now + timedelta(hours=24)
