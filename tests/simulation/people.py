"""Buyers who write through the centre's door, and agents who answer at the desk. All by one seed."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

from tests.centre import stage
from zgoda.accounts.models import User
from zgoda.centre.handle import handle, open_discussion
from zgoda.centre.store.models import Case, CaseMessage, Order, OrderLine
from zgoda.centre.store.purchases import purchase_for
from zgoda.desk.cases import actions
from zgoda.desk.cases.actions import By
from zgoda.desk.store.models import DeskCase, Outgoing, SendState, Turn
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.expectation import Expectation, Solution
from zgoda.engine import clock

REASONS = {"OTHER": None, "DEFECT_FOUND_DURING_USE": Expectation(Solution.REPAIR)}


@dataclass
class Buyers:
    """``opened``: ids of their Discussions."""

    random: Random
    opened: list[UUID] = field(default_factory=list)
    words: int = 0

    def open_one(self) -> None:
        buyer = stage.actor(f"buyer-{self.random.randrange(20)}", Role.BUYER)
        reason = self.random.choice(sorted(REASONS))
        opening = c.OpenDiscussion(
            discussion_id=uuid4(),
            by=buyer,
            purchase=purchase_for(_bought(buyer.id)),
            reason_code=reason,
            expectation=REASONS[reason],
            message_id=uuid4(),
            details=stage.text(self._say("It does not work")),
        )
        case = open_discussion(opening, now=clock.now())
        assert isinstance(case, Discussion), case
        self.opened.append(case.id)

    def do_something(self) -> None:
        """Somebody writes, ends, or comes back; what the rules refuse does not happen."""
        case_id = self.random.choice(self.opened)
        by = Actor(Role.BUYER, Case.objects.values_list("buyer_id", flat=True).get(pk=case_id))
        draw = self.random.random()
        if draw < 0.8:
            for _ in range(self.random.choice((1, 1, 1, 2, 24))):
                self._carry_out(case_id, c.WriteMessage(by=by, message_id=uuid4(), text=self._text("And now")))
        elif draw < 0.87:
            self._carry_out(case_id, c.MarkResolved(by=by))
        elif draw < 0.92:
            self._carry_out(case_id, c.MarkUnresolved(by=by))
        else:
            self._carry_out(case_id, c.Reopen(by=by, message_id=uuid4(), text=self._text("Again")))

    def _carry_out(self, case_id: UUID, command: c.Command) -> None:
        handle(case_id, command, now=clock.now())

    def _text(self, words: str) -> c.Text:
        return stage.text(self._say(words))

    def _say(self, words: str) -> str:
        self.words += 1
        return f"{words}, {self.words}."


@dataclass
class Agents:
    """``told``: each reply they wrote. They act on what the desk shows, and look at the panel where it asks them to."""

    random: Random
    person: User
    told: list[UUID] = field(default_factory=list)

    def answer(self, share: float) -> None:
        """Some of the cases whose turn is ours, as the list shows them."""
        waiting = DeskCase.objects.filter(ended=False, chat_active=True, whose_turn=Turn.SELLER).order_by("pk")
        for case in waiting.select_related("connection"):
            if self.random.random() < share:
                self._reply(case)

    def decide(self) -> None:
        """What the desk puts before a person: held, not seen, not sent."""
        for row in Outgoing.objects.filter(state=SendState.HELD).select_related("case"):
            shown = row.case.last_message_remote_id
            self._either(lambda held, shown=shown: actions.send_anyway(held, shown), actions.cancel, row)
        for row in Outgoing.objects.filter(state=SendState.UNSEEN).select_related("case"):
            self._look_for(row)
        for row in Outgoing.objects.filter(state=SendState.FAILED):
            self._either(actions.try_again, actions.cancel, row)

    def _look_for(self, row: Outgoing) -> None:
        """At the marketplace itself. What is not there is sent once more, or given up where the conversation is closed."""
        if CaseMessage.objects.filter(case_id=row.case.remote_id, text=row.text).exists():
            actions.it_arrived(row.pk)
        elif row.case.chat_active:
            actions.send_once_more(row.pk)
        else:
            actions.cancel(row.pk)

    def _either(self, first: object, second: object, row: Outgoing) -> None:
        (first if self.random.random() < 0.7 else second)(row.pk)  # type: ignore[operator]

    def _reply(self, case: DeskCase) -> None:
        token = uuid4().hex
        words = f"Reply {len(self.told)} to you."
        by = By(self.person, token, case.last_message_remote_id)
        written = actions.reply(case, words, (), by)
        again = actions.reply(case, words, (), by)  # a double click
        if isinstance(written, Outgoing):
            assert isinstance(again, Outgoing)
            assert again.pk == written.pk
            self.told.append(written.pk)


def _bought(buyer_id: int) -> UUID:
    """An order of three days ago."""
    bought = clock.now() - timedelta(days=3)
    order = Order.objects.create(
        market="pl",
        marketplace="allegro-pl",
        seller=stage.account("seller", Role.SELLER),
        buyer_id=buyer_id,
        purchase_id=uuid4(),
        bought_at=bought,
        updated_at=bought,
        status="READY_FOR_PROCESSING",
        fulfillment_status="SENT",
        currency="PLN",
        total_minor=19900,
        paid_minor=19900,
        form={},
    )
    line = OrderLine.objects.create(
        order=order, offer_id="1", offer_name="Kettle", quantity=1, price_minor=19900, bought_at=bought
    )
    return line.pk
