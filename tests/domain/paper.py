"""A Discussion kept with pencil and paper: a second, plainer reading of E.2, E.3 and D.2; it shares no rule with ours.

One page of facts, a list of who may do what, and a diary of what ended when and by whom. Poland, the rules as shipped.
Of an order that its seller sends the Warehouse is a stranger; of a fulfilled one either of the two answers, never both.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from tests.domain import second_clock

WARSAW = ZoneInfo("Europe/Warsaw")
TICK = timedelta(milliseconds=1)
STAFF = {"CONSULTANT", "MODERATOR"}
GOES_FIRST = {"BUYER", *STAFF}
"""At the very instant of an end, what these do counts before it (D.2)."""

PARTNERS = {
    "TRACKING_NUMBER": {"SELLER", "WAREHOUSE"},
    "HANDED_OVER": {"SELLER", "WAREHOUSE", "CARRIER"},
    "DELIVERED": {"CARRIER"},
    "REFUND": {"PAYMENTS"},
}


@cache
def days_later(start: datetime, days: int) -> datetime:
    """The same wall clock so many local days on."""
    wall = start.astimezone(WARSAW).replace(tzinfo=None) + timedelta(days=days)
    return wall.replace(tzinfo=WARSAW).astimezone(UTC)


@cache
def answer_by(start: datetime) -> datetime:
    """24 business hours on, by the clock that shares no code with the product's."""
    found = second_clock.due("pl", start)
    return found.replace(microsecond=round(found.microsecond, -3) % 1_000_000)


@cache
def two_years_on(bought: datetime) -> datetime:
    """The last millisecond of that day."""
    day = bought.astimezone(WARSAW).date()
    then = date(day.year + 2, day.month, min(day.day, 28 if day.month == 2 else 31))
    return (datetime.combine(then, time(23, 59, 59, 999_000), WARSAW)).astimezone(UTC)


@dataclass(frozen=True)
class Who:
    role: str
    id: int | None

    @property
    def is_the_buyer(self) -> bool:
        return (self.role, self.id) == ("BUYER", 1)

    @property
    def is_the_seller(self) -> bool:
        return (self.role, self.id) == ("SELLER", 2)


@dataclass(frozen=True)
class Paper:
    """``status`` is P, U or R. ``closes`` runs from a delivery told in P; ``reminder`` from the platform's coming in.

    ``routed`` is who answers by the reason, ``answers`` who does now; ``hidden``: no seller knows of it.
    ``acted`` is when the first of the four actions happened; ``diary`` what changed the status, or was late, when.
    """

    not_received: bool
    product_problem: bool
    on_behalf: bool
    bought: datetime
    opened: datetime
    joined: int | None = None
    fulfilled: bool = False
    hidden: bool = False
    routed: str = "SELLER"
    answers: str = "SELLER"
    turns: int = 1
    status: str = "P"
    how: str | None = None
    round: int = 1
    messages: int = 1
    reopened: int = 0
    reopened_by_staff: int = 0
    answered: datetime | None = None
    ever_answered: datetime | None = None
    late: bool = False
    acted: datetime | None = None
    action_late: bool = False
    told: frozenset[str] = frozenset()
    closes: datetime | None = None
    join_asked: bool = False
    platform_in: bool = False
    reminder: datetime | None = None
    reminder_passed: bool = False
    warned: bool = False
    blocked: bool = False
    asked: bool = False
    offer: object = None
    agreed: bool = False
    carried_out: bool = False
    reports: frozenset[object] = frozenset()
    buyer_wrote: bool = False
    measured_by: datetime | None = None
    measured: bool | None = None
    diary: tuple[tuple[str, datetime, str], ...] = ()

    @property
    def due(self) -> datetime:
        return answer_by(self.opened)

    @property
    def unresolved_from(self) -> datetime:
        return days_later(self.opened, 7 if self.not_received else 14)

    @property
    def month_over(self) -> datetime:
        return days_later(self.opened, 30)

    @property
    def last_day(self) -> datetime:
        return two_years_on(self.bought)

    def edges(self) -> list[datetime]:
        """Instants around which something changes; the last lets both ends fall on one instant."""
        known = [self.due, self.unresolved_from, self.month_over, self.last_day, self.closes, self.reminder]
        return [*(at for at in known if at is not None), self.month_over - timedelta(hours=24)]

    def at(self, now: datetime, role: str | None) -> "Paper":
        """What time alone does until ``now``, seen by a ``role`` that acts then (None: only time acts)."""
        if self.status == "R":
            return self
        ends = [(self.closes, 0, "DELIVERED_24H")] if self.closes else []
        ends += [(self.month_over, 1, "AUTO_30_DAYS")] if self.status == "P" else []
        at, _, how = min(ends, default=(now + TICK, 0, ""))
        over = at < now or (at == now and role not in GOES_FIRST)
        paper = self._pass(at if over else now)
        return replace(paper._end(how, at, "SYSTEM"), messages=paper.messages + 1) if over else paper

    def _pass(self, now: datetime) -> "Paper":
        """Duties whose instant lies before ``now``; at the instant itself they are still in time."""
        paper, happened = self, []
        if self.status == "P" and self.answered is None and not self.late and self.due < now:
            paper = replace(paper, late=True, measured=paper._measure(False) if not self.measured_by else self.measured)
            happened.append(("late", self.due, "SYSTEM"))
        if self.not_received and self.acted is None and not self.action_late and self.due < now:
            paper = replace(paper, action_late=True)
            happened.append(("no action", self.due, "SYSTEM"))
        if self.reminder is not None and not self.reminder_passed and self.reminder < now:
            paper = replace(paper, reminder_passed=True)
            happened.append(("reminder", self.reminder, "SYSTEM"))
        return replace(paper, diary=(*self.diary, *sorted(happened, key=lambda line: line[1])))

    def may(self, what: str, who: Who, now: datetime, **said: object) -> bool:  # noqa: C901
        """E.2 and E.3: is it possible? The words are fit to be said; ``at`` was asked for this ``who`` before."""
        buyer, staff = who.is_the_buyer, who.role in STAFF
        seller, warehouse = who.is_the_seller and not self.hidden, who.role == "WAREHOUSE" and self.fulfilled
        side = (seller or warehouse) and who.role == self.answers
        here = who.role == "CONSULTANT" and self.joined == who.id
        is_open, pending, ended = self.status in "PU", self.status == "P", self.status == "R"
        match what:
            case "WriteMessage":
                return is_open and (buyer or side or here)
            case "AskToResolve":
                return is_open and side and not self.asked
            case "OfferSolution":
                return is_open and (side or here) and self.product_problem
            case "AcceptOffer" | "DeclineOffer":
                return is_open and buyer and self.offer is not None and self.offer == said["offer_id"]
            case "ReportCarriedOut":
                return is_open and side and (self.agreed or self.product_problem) and not self.carried_out
            case "MarkResolved":
                return is_open and buyer
            case "MarkUnresolved":
                return pending and buyer and now >= self.unresolved_from
            case "SayStillAProblem":
                return pending and buyer and self.closes is not None
            case "Reopen":
                return ended and buyer and self.reopened == 0 and now <= self.last_day
            case "ReopenByStaff":
                return ended and staff
            case "AskPlatformToJoin":
                return pending and buyer and self.late and not self.join_asked and not self.platform_in
            case "Join":
                invited = self.join_asked or self.status == "U" or self.platform_in
                return is_open and who.role == "CONSULTANT" and not here and invited
            case "WarnSeller":
                judge = (here or who.role == "MODERATOR") and self.answers == "SELLER"
                return is_open and judge and self._silent() and self.reminder_passed
            case "BlockSeller":
                judge = who.role == "MODERATOR" and self.answers == "SELLER"
                return is_open and judge and self._silent() and self._warned_in_vain()
            case "TakeDeliveryAction":
                known = who.role not in {"BUYER", "SELLER", "WAREHOUSE"} or seller or warehouse
                return is_open and self.not_received and known and who.role in PARTNERS[str(said["action"])]
            case "ReportViolation":
                party = buyer or seller or warehouse or here or (who.role == "CONSULTANT" and self.on_behalf)
                return party and said["author"] != who.role
            case "HandleReport":
                return who.role == "MODERATOR" and said["report_id"] in self.reports
            case "AddComment":
                return seller or warehouse or staff
            case "ForwardToWarehouse":
                return is_open and self.fulfilled and seller and side
            case "ForwardToSeller":
                return is_open and not self.hidden and warehouse and side
            case "RecomputeDeadlines":
                return is_open and who.role == "ADMIN"
        return False

    def _silent(self) -> bool:
        return self.platform_in and self.reminder is not None

    def _warned_in_vain(self) -> bool:
        """A warning gives 24 business hours more; blocked once is enough."""
        return self.warned and self.reminder_passed and not self.blocked

    def done(self, what: str, who: Who, now: datetime, **said: object) -> "Paper":  # noqa: C901
        """The page after something possible was done."""
        spoken = replace(self, messages=self.messages + 1)
        match what:
            case "WriteMessage" if who.role == "BUYER":
                return spoken._buyer_wrote(now)
            case "WriteMessage":
                return spoken._answer(now, ends_reminder=True) if who.role == self.answers else spoken
            case "AskToResolve":
                return replace(spoken, asked=True)
            case "OfferSolution":
                offered = replace(spoken, offer=said["offer_id"])
                return offered._answer(now, ends_reminder=True) if who.role == self.answers else offered
            case "AcceptOffer":
                return replace(spoken, offer=None, agreed=True, carried_out=False)
            case "DeclineOffer":
                return replace(spoken, offer=None)
            case "ReportCarriedOut":
                return replace(spoken, carried_out=True)
            case "MarkResolved":
                return self._end("BUYER_MARKED", now, "BUYER")
            case "MarkUnresolved":
                return replace(self, status="U", closes=None, diary=(*self.diary, ("U", now, "BUYER")))
            case "SayStillAProblem":
                return replace(spoken, closes=None)
            case "Reopen":
                return replace(spoken._anew(now, who), messages=self.messages + 2, reopened=self.reopened + 1)
            case "ReopenByStaff":
                return replace(spoken._anew(now, who), reopened_by_staff=self.reopened_by_staff + 1)
            case "AskPlatformToJoin":
                return replace(self, join_asked=True)
            case "Join":
                fresh = self.reminder if self.platform_in else answer_by(now)
                passed = self.platform_in and self.reminder_passed
                return replace(spoken, platform_in=True, joined=who.id, reminder=fresh, reminder_passed=passed)
            case "WarnSeller":
                return replace(spoken, warned=True, reminder=answer_by(now), reminder_passed=False)
            case "BlockSeller":
                return replace(self, blocked=True)
            case "ForwardToWarehouse" | "ForwardToSeller":
                other = "SELLER" if self.answers == "WAREHOUSE" else "WAREHOUSE"
                return replace(self, answers=other, turns=self.turns + 1)
            case "TakeDeliveryAction" if who.role in {"SELLER", "WAREHOUSE"} and who.role != self.answers:
                return self
            case "TakeDeliveryAction":
                return self._acted(str(said["action"]), str(said["reference"]), now, said["happened_at"])
            case "ReportViolation":
                return replace(self, reports=self.reports | {said["report_id"]})
            case "HandleReport":
                return replace(self, reports=self.reports - {said["report_id"]})
        return self

    def _buyer_wrote(self, now: datetime) -> "Paper":
        """In a case opened on the buyer's behalf the first of these starts what is measured (G-07)."""
        starts = self.on_behalf and self.round == 1 and not self.buyer_wrote and self.ever_answered is None
        by = answer_by(now) if starts else self.measured_by
        return replace(self, closes=None, asked=False, buyer_wrote=True, measured_by=by)

    def _answer(self, now: datetime, *, ends_reminder: bool) -> "Paper":
        paper = replace(self, reminder=None, reminder_passed=False) if ends_reminder else self
        if self.answered is not None:
            return paper
        in_time = now <= (self.measured_by or self.due)
        first = self.ever_answered or now
        return replace(paper, answered=now, ever_answered=first, measured=self._measure(in_time))

    def _acted(self, action: str, reference: str, now: datetime, happened: object) -> "Paper":
        """The first that happened counts, whenever we heard of it (G-04); a parcel told twice counts once."""
        if f"{action} {reference}" in self.told:
            return self
        assert isinstance(happened, datetime)
        at = min(happened, now)
        paper = replace(self, told=self.told | {f"{action} {reference}"}, messages=self.messages + 1)
        if self.acted is None or at < self.acted:
            paper = replace(paper, acted=at, action_late=at > self.due)
        if action == "DELIVERED":
            paper = replace(paper, closes=now + timedelta(hours=24) if self.status == "P" else None)
        return paper._answer(now, ends_reminder=True)

    def _anew(self, now: datetime, who: Who) -> "Paper":
        by_staff = who.role in STAFF
        platform_in = by_staff or self.on_behalf
        return replace(
            self,
            **dict.fromkeys(("late", "action_late", "join_asked", "warned", "blocked", "asked"), False),
            **dict.fromkeys(("agreed", "carried_out", "reminder_passed"), False),
            **dict.fromkeys(("how", "answered", "acted", "closes", "offer"), None),
            told=frozenset(),
            answers=self.routed,
            turns=self.turns + 1,
            status="P",
            opened=now,
            round=self.round + 1,
            platform_in=platform_in,
            joined=who.id if who.role == "CONSULTANT" else None,
            reminder=answer_by(now) if platform_in else None,
            diary=(*self.diary, ("P", now, who.role)),
        )

    def _end(self, how: str, at: datetime, by: str) -> "Paper":
        too_late = self.measured_by is not None and self.measured_by < at
        return replace(
            self,
            status="R",
            how=how,
            closes=None,
            asked=False,
            reminder=None,
            measured=self._measure(False) if too_late else self.measured,
            diary=(*self.diary, (f"R {how}", at, by)),
        )

    def _measure(self, in_time: bool) -> bool | None:
        """Only the first round counts, and what it showed first."""
        return in_time if self.round == 1 and self.measured is None else self.measured


def opened(
    *, by: Who, not_received: bool, product_problem: bool, bought: datetime, now: datetime, **fulfilment: object
) -> Paper:
    """``fulfilment``: ``fulfilled``, ``hidden`` and ``routed`` of an order that the Warehouse sends."""
    on_behalf = by.role in STAFF
    paper = Paper(not_received, product_problem, on_behalf, bought, now, platform_in=on_behalf)
    paper = replace(paper, answers=str(fulfilment.get("routed", "SELLER")), **fulfilment)  # type: ignore[arg-type]
    if not on_behalf:
        return replace(paper, buyer_wrote=True)
    joined = by.id if by.role == "CONSULTANT" else None
    return replace(paper, joined=joined, reminder=paper.due, measured_by=paper.due)
