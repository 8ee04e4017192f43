"""Two agents act on one case at the same time: one is told."""

import pytest

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import actions, fold, outbox
from zgoda.desk.cases.actions import By
from zgoda.desk.cases.refusals import Refused, Why
from zgoda.desk.store.models import Connection, DeskCase, Outgoing, SendState
from zgoda.domain.money import Money
from zgoda.engine import jobs
from zgoda.wire.times import to_wire

pytestmark = pytest.mark.django_db


def pln(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "PLN"}


@pytest.fixture
def generous(case: DeskCase, server: FakeAllegro, client: Client, clock: DeskClock) -> DeskCase:
    """A case of an order of 100.00 on a server that takes refunds and offers."""
    server.features = ["case-details", "refunds", "offers"]
    Connection.objects.update(capabilities={"features": server.features})
    case.connection.refresh_from_db()
    server.details[case.remote_id] = {
        "money": {"paid": pln("100.00"), "refunded": pln("0.00"), "asked": pln("0.00")},
    }
    return fold.reread(case, client)


@pytest.fixture
def other(db: None) -> User:
    return User.objects.create_user("jan")


@rule("S0-41")
def test_money_is_given_back_once(
    generous: DeskCase, agent: User, other: User, server: FakeAllegro, client: Client, clock: DeskClock
) -> None:
    first = actions.refund(generous, Money(3000, "PLN"), By(agent, "1"))
    assert isinstance(first, Outgoing)
    assert actions.refund(generous, Money(3000, "PLN"), By(other, "2")) == Refused(Why.REFUND_ON_ITS_WAY)
    assert actions.refund(generous, Money(3000, "PLN"), By(agent, "1")) == first, "the same form is the same refund"
    jobs.run_pending()
    clock.forward(minutes=1)
    Outgoing.objects.update(seen_at=clock.now)
    assert actions.refund(generous, Money(7100, "PLN"), By(other, "3")) == Refused(Why.REFUND_TOO_MUCH), "not read yet"
    server.details[generous.remote_id]["money"] |= {"asked": pln("30.00")}
    generous = fold.reread(generous, client)
    assert actions.refund(generous, Money(7001, "PLN"), By(other, "4")) == Refused(Why.REFUND_TOO_MUCH)
    assert isinstance(actions.refund(generous, Money(7000, "PLN"), By(other, "5")), Outgoing)
    assert len(server.commands) == 1


@rule("S0-41")
def test_a_refund_that_is_tried_again_is_held_against_what_is_left_by_then(
    generous: DeskCase, agent: User, server: FakeAllegro, clock: DeskClock
) -> None:
    row = actions.refund(generous, Money(3000, "PLN"), By(agent, "1"))
    assert isinstance(row, Outgoing)
    server.details[generous.remote_id]["money"] |= {"refunded": pln("80.00")}
    assert outbox.deliver(row.pk) == SendState.FAILED
    row.refresh_from_db()
    assert (row.last_error, server.commands) == (Why.REFUND_TOO_MUCH, {})


@rule("S0-41")
def test_a_refund_is_not_sent_where_another_was_made_since_it_was_decided(
    generous: DeskCase, agent: User, server: FakeAllegro, clock: DeskClock
) -> None:
    row = actions.refund(generous, Money(3000, "PLN"), By(agent, "1"))
    assert isinstance(row, Outgoing)
    server.details[generous.remote_id]["money"] |= {"asked": pln("30.00")}
    assert outbox.deliver(row.pk) == SendState.FAILED
    row.refresh_from_db()
    assert (row.last_error, server.commands) == (Why.REFUND_BETWEEN, {})


@rule("S0-41")
def test_a_refund_says_what_its_author_knew_of_others(
    generous: DeskCase, agent: User, server: FakeAllegro, client: Client, clock: DeskClock
) -> None:
    server.details[generous.remote_id]["money"] |= {"refunded": pln("20.00"), "asked": pln("5.00")}
    row = actions.refund(fold.reread(generous, client), Money(3000, "PLN"), By(agent, "1"))
    assert isinstance(row, Outgoing)
    jobs.run_pending()
    assert server.commands == {str(row.pk): {"amount": pln("30.00"), "askedBack": pln("25.00")}}


@rule("S0-51")
def test_an_offer_replaces_only_one_that_its_author_has_seen(
    generous: DeskCase, agent: User, other: User, server: FakeAllegro, client: Client, clock: DeskClock
) -> None:
    seen = generous.last_message_remote_id
    assert isinstance(actions.offer(generous, "REPAIR", By(agent, "1", seen)), Outgoing)
    assert actions.offer(generous, "REFUND", By(other, "2", seen)) == Refused(Why.OFFER_ON_ITS_WAY)
    jobs.run_pending()
    clock.forward(minutes=1)
    made = server.write(generous.remote_id, "SELLER", "We offer: repair.")
    server.details[generous.remote_id]["offer"] = {"by": "SELLER", "state": "OPEN", "madeAt": to_wire(clock.now)}
    generous = fold.reread(generous, client)
    assert actions.offer(generous, "REFUND", By(other, "3", seen)) == Refused(Why.OFFER_ON_ITS_WAY)
    assert isinstance(actions.offer(generous, "REFUND", By(other, "4", made["id"])), Outgoing)


@rule("S3-39")
def test_the_buyer_is_asked_to_confirm_by_one(case: DeskCase, agent: User, other: User) -> None:
    first = actions.ask_to_confirm(case, "Is it settled?", By(agent, "1"))
    assert isinstance(first, Outgoing)
    assert actions.ask_to_confirm(case, "Settled?", By(other, "2")) == Refused(Why.ALREADY_ASKED)
    assert actions.ask_to_confirm(case, "Is it settled?", By(agent, "1")) == first
