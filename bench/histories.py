"""Histories of Discussions, played through the real rules; the data set repeats each under other names."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from zgoda.domain import commands as c
from zgoda.domain import events as e
from zgoda.domain.actors import Actor, Role
from zgoda.domain.decide import decide
from zgoda.domain.discussion import Discussion
from zgoda.domain.evolve import evolve
from zgoda.domain.law import Law, frozen_law
from zgoda.domain.markets import market
from zgoda.domain.money import Money
from zgoda.domain.purchase import Provider, Purchase
from zgoda.domain.refusals import Refused
from zgoda.domain.timers import catch_up

CASE, ORDER, LINE = UUID(int=0xBE11), UUID(int=0xBE12), UUID(int=0xBE13)
BUYER_ID, SELLER_ID, WAREHOUSE_ID = 990_000_000_001, 990_000_000_002, 990_000_000_003
BUYER, SELLER = Actor(Role.BUYER, BUYER_ID), Actor(Role.SELLER, SELLER_ID)
WAREHOUSE = Actor(Role.WAREHOUSE, WAREHOUSE_ID)
MINUTE = timedelta(minutes=1)
DAY = 24 * 60


@dataclass(frozen=True)
class History:
    """A case as it stands now, and everything recorded about it on the way."""

    case: Discussion
    recorded: tuple[e.Recorded, ...]
    law: Law

    @property
    def messages(self) -> list[tuple[e.MessagePosted, datetime]]:
        """What stands in the thread, oldest first."""
        return [(one.event, one.at) for one in self.recorded if isinstance(one.event, e.MessagePosted)]


class _Play:
    """One case, moved forward command by command; what the rules refuse simply does not happen."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.case: Discussion | None = None
        self.recorded: list[e.Recorded] = []
        self.number = 0

    def do(self, command: c.Command, at: datetime, law: Law) -> None:
        if self.case is not None:
            self.case, owed = catch_up(self.case, at, law, command_by=command.by.role)
            self.recorded += owed
        outcome = decide(self.case, command, at, law)
        if isinstance(outcome, Refused):
            return
        for event in outcome:
            self.recorded.append(e.Recorded(event, at, command.by))
            self.case = evolve(self.case, self.recorded[-1], id=CASE)

    def new_id(self) -> UUID:
        self.number += 1
        return UUID(int=0xBE_0000 + self.number)

    def text(self) -> c.Text:
        return c.Text(self.new_id(), "…", "salt")


def play(rng: random.Random, now: datetime, *, is_open: bool, fulfilled: bool = False) -> History:
    """One history that ends at ``now``, open or ended; ``fulfilled``: of an order that the Warehouse sends."""
    now = now.replace(microsecond=0, second=0)
    age = _age(rng, is_open=is_open)
    opened = now - age * MINUTE
    bought = opened - rng.randint(1 * DAY, 20 * DAY) * MINUTE
    law = frozen_law(opened, market("pl"))
    stage = _Play(rng)
    purchase = Purchase(
        market=law.market.code,
        order_id=ORDER,
        line_id=LINE,
        buyer_id=BUYER_ID,
        seller_id=SELLER_ID,
        purchased_at=bought,
        unit_price=Money(rng.randint(1900, 40000), "PLN"),
        quantity=rng.randint(1, 3),
        provider=Provider.ALLEGRO if fulfilled else Provider.SELLER,
    )
    opening = c.OpenDiscussion(
        discussion_id=CASE,
        by=BUYER,
        purchase=purchase,
        reason_code=rng.choice(_REASONS),
        message_id=stage.new_id(),
        details=stage.text(),
    )
    stage.do(opening, opened, law)
    last = _talk(stage, opened, now, law, is_open=is_open)
    if not is_open and rng.random() < 0.8:
        last += rng.randint(10, 3 * DAY) * MINUTE
        stage.do(c.MarkResolved(by=BUYER), min(last, now), law)
    elif is_open and age > 14 * DAY + 60 and rng.random() < 0.3:
        stage.do(c.MarkUnresolved(by=BUYER), now - 30 * MINUTE, law)
    assert stage.case is not None
    case, owed = catch_up(stage.case, now, law, command_by=None)
    return History(case, (*stage.recorded, *owed), law)


_REASONS = ("NO_PRODUCT_RECEIVED", "NO_REFUND_AFTER_RETURNING_PRODUCT", "NO_REFUND_AFTER_CANCELING_ORDER", "OTHER")


def _age(rng: random.Random, *, is_open: bool) -> int:
    """Minutes since the opening: what is open is mostly young, what ended is spread over two years."""
    if not is_open:
        return rng.randint(31 * DAY, 700 * DAY)
    return rng.randint(5, 2 * DAY) if rng.random() < 0.5 else rng.randint(2 * DAY, 29 * DAY)


def _talk(stage: _Play, opened: datetime, now: datetime, law: Law, *, is_open: bool) -> datetime:
    """The parties write in turn, as long as the case is young enough to hold it; the last instant."""
    at = opened
    turns = stage.rng.choice((0, 1, 2, 3, 4, 5, 6, 7) if is_open else (2, 3, 3, 4, 4, 4))
    by = answerer = WAREHOUSE if stage.case and stage.case.responsible is Role.WAREHOUSE else SELLER
    for _ in range(turns):
        at += stage.rng.randint(20, 1200) * MINUTE
        if at >= now:
            break
        stage.do(c.WriteMessage(by=by, message_id=stage.new_id(), text=stage.text()), at, law)
        by = BUYER if by is answerer or stage.rng.random() < 0.2 else answerer
    return at
