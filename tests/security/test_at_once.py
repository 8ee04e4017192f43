"""Two people at the same moment: whoever is second is told so, and nothing happens twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.centre.stage import MS, account, buyer, done, opened, seller, text, written
from tests.centre.test_at_once import together
from zgoda.centre.handle import handle
from zgoda.centre.partners.payments.client import request_refund
from zgoda.centre.store.models import Case, CaseMessage, Order, RefundRequest
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.discussion import Discussion, OfferState, Status
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money
from zgoda.domain.refusals import Refused
from zgoda.engine import clock, journal
from zgoda.engine.verify import check_chain

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "NOT_AS_DESCRIBED"


def story(case: Discussion) -> list[str]:
    rows = list(journal.read(case.id))
    assert list(check_chain(case.id, rows)) == []
    return [entry.type for entry in rows]


def offered() -> tuple[Discussion, Actor]:
    case = opened(reason=REASON, expectation=Expectation(Solution.REFUND))
    offer = c.OfferSolution(
        by=seller(),
        offer_id=uuid4(),
        message_id=uuid4(),
        solution=Expectation(Solution.PARTIAL_REFUND, Money(1000, "PLN")),
        text=text("Half?"),
    )
    return done(case, offer, case.opened_at + timedelta(hours=2)), buyer()


def test_an_offer_is_accepted_or_declined_never_both():
    case, by = offered()
    now, offer_id = case.opened_at + timedelta(hours=3), case.offer.id
    outcomes = together(
        lambda: handle(case.id, c.AcceptOffer(by=by, offer_id=offer_id), now=now),
        lambda: handle(case.id, c.DeclineOffer(by=by, offer_id=offer_id), now=now),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Discussion", "Refused"], outcomes
    told = story(case)
    assert told.count("OfferAccepted") + told.count("OfferDeclined") == 1
    winner = next(outcome for outcome in outcomes if isinstance(outcome, Discussion))
    assert winner.offer.state in {OfferState.ACCEPTED, OfferState.DECLINED}


def test_nobody_writes_into_a_case_that_is_just_resolved():
    case, by_buyer, by_seller = opened(), buyer(), seller()
    now, known = case.opened_at + timedelta(hours=3), len(story(case))
    resolved, wrote = together(
        lambda: handle(case.id, c.MarkResolved(by=by_buyer), now=now),
        lambda: handle(case.id, written(by_seller), now=now),
    )
    assert isinstance(resolved, Discussion)
    assert Case.objects.get(pk=case.id).status == Status.RESOLVED
    came = story(case)[known:]
    posted = came.index("MessagePosted") if "MessagePosted" in came else len(came)
    assert (came.index("Resolved") > posted) is isinstance(wrote, Discussion), came
    assert isinstance(wrote, Refused) or CaseMessage.objects.filter(case_id=case.id, author_role="SELLER").exists()


def test_of_two_consultants_who_join_at_once_the_case_has_one():
    case, by = opened(), buyer()
    late = case.deadlines.answer_due + MS
    done(case, c.AskPlatformToJoin(by=by), late)
    two = [Actor(Role.CONSULTANT, account(f"consultant-{n}", Role.CONSULTANT).pk) for n in (1, 2)]
    outcomes = together(
        *[lambda who=who: handle(case.id, c.Join(by=who, message_id=uuid4()), now=late + MS) for who in two]
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert Case.objects.get(pk=case.id).joined_id in {who.id for who in two}
    told = story(case)
    assert told.count("ConsultantJoined") == sum(isinstance(outcome, Discussion) for outcome in outcomes)


def test_a_form_sent_twice_at_once_is_one_message():
    case, by = opened(now=clock.now() - timedelta(days=1)), account("buyer", Role.BUYER)
    browsers = [Client(headers={"Accept-Language": "en"}) for _ in range(3)]
    for browser in browsers:
        browser.force_login(by)
    form = {"token": str(uuid4()), "text": "Hello"}
    answers = together(
        *[
            lambda browser=browser: browser.post(f"/discussions/{case.id}/messages", form, **{"zgoda.half": "centre"})
            for browser in browsers
        ]
    )
    assert [answer.status_code for answer in answers] == [302, 302, 302], answers
    assert CaseMessage.objects.filter(case_id=case.id, text="Hello").count() == 1


def test_more_than_was_paid_is_never_asked_back():
    case = opened()
    order = Order.objects.get(cases=case.id)
    all_of_it = Money(order.paid_minor, order.currency)
    together(*[lambda: request_refund(uuid4(), case.id, order.id, all_of_it, case.opened_at)] * 4)
    assert RefundRequest.objects.filter(order=order).count() == 1
