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
    """``status`` is P, U or R; ``closes`` is set from the delivery message until the buyer objects.

    ``due`` is when the answer is late, ``late`` whether it became so; ``asked`` whether the seller waits for "resolved".
    """

    not_received: bool
    opened: datetime
    last_day: datetime
    due: datetime
    status: str = "P"
    closes: datetime | None = None
    reopened: int = 0
    answered: bool = False
    late: bool = False
    join_asked: bool = False
    platform_in: bool = False
    asked: bool = False
    offer: object = None

    def pass_time(self, now: datetime, role: str | None) -> None:
        """End what ended before ``now``; at ``now`` itself buyer and staff come first."""
        if self.status != "P":
            return
        ends = [days_later(self.opened, UNANSWERED_LIMIT)] + ([self.closes] if self.closes else [])
        first = min(ends)
        ended = first < now or (first == now and role not in {"BUYER", "CONSULTANT", "MODERATOR"})
        if not self.answered and self.due < (min(first, now) if ended else now):
            self.late = True
        if ended:
            self._end("R")

    def may(self, what: str, role: str, now: datetime) -> bool:
        """What is allowed as far as role, status, time and what was said before decide."""
        return role in ALLOWED[what] and self._possible(what, now)

    def _possible(self, what: str, now: datetime) -> bool:
        is_open, pending = self.status in "PU", self.status == "P"
        return {
            "MarkResolved": is_open,
            "MarkUnresolved": pending and now >= days_later(self.opened, 7 if self.not_received else 14),
            "Reopen": self.status == "R" and self.reopened == 0 and now <= self.last_day,
            "ReopenByStaff": self.status == "R",
            "SayStillAProblem": pending and self.closes is not None,
            "AskPlatformToJoin": pending and self.late and not self.join_asked and not self.platform_in,
            "AskToResolve": is_open and not self.asked,
            "AcceptOffer": is_open and self.offer is not None,
            "DeclineOffer": is_open and self.offer is not None,
        }[what]

    def done(self, what: str, now: datetime, anew: datetime | None = None) -> None:
        """Write down what happened. ``anew`` is when an answer is due after a re-opening."""
        if what in {"MarkResolved", "MarkUnresolved"}:
            self._end("R" if what == "MarkResolved" else "U")
        elif what in {"Reopen", "ReopenByStaff"}:
            assert anew is not None
            self.status, self.opened, self.due = "P", now, anew
            self.reopened += what == "Reopen"
            self.answered = self.late = self.join_asked = self.asked = False
            self.offer, self.platform_in = None, what == "ReopenByStaff" or self.on_behalf
        elif what in {"SayStillAProblem", "buyer wrote"}:
            self.closes = None
            self.asked = self.asked and what == "SayStillAProblem"
        elif what == "delivered":
            self.answered = True
            self.closes = now + timedelta(hours=24) if self.status == "P" else None
        else:
            self._said(what)

    on_behalf: bool = False

    def _said(self, what: str) -> None:
        if what == "answered":
            self.answered = True
        elif what == "AskPlatformToJoin":
            self.join_asked = True
        elif what == "AskToResolve":
            self.asked = True
        elif what in {"AcceptOffer", "DeclineOffer"}:
            self.offer = None

    def _end(self, status: str) -> None:
        self.status, self.closes = status, None
        self.asked = self.asked and status == "U"


ALLOWED = {
    "MarkResolved": {"BUYER"},
    "MarkUnresolved": {"BUYER"},
    "Reopen": {"BUYER"},
    "ReopenByStaff": {"CONSULTANT", "MODERATOR"},
    "SayStillAProblem": {"BUYER"},
    "AskPlatformToJoin": {"BUYER"},
    "AskToResolve": {"SELLER"},
    "AcceptOffer": {"BUYER"},
    "DeclineOffer": {"BUYER"},
}
