"""Another solution: offered, accepted, declined, carried out (S0-51, S0-52; P-17…P-19)."""

from uuid import UUID

import pytest

from tests.domain.cases import (
    BUYER,
    CONSULTANT,
    DEFECT,
    EXCHANGE,
    HOUR,
    MISSING,
    MODERATOR,
    OTHER_SELLER,
    REPAIR,
    SELLER,
    Case,
    joined,
    opened,
    resolved,
    text,
    uid,
    unresolved,
)
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor
from zgoda.domain.discussion import OfferState, Status
from zgoda.domain.events import MessageKind, MessagePosted, Template
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money
from zgoda.domain.refusals import Why


def offer(by: Actor = SELLER, solution: Expectation = EXCHANGE, offer_id: UUID | None = None) -> c.OfferSolution:
    return c.OfferSolution(
        by=by, offer_id=offer_id or uid(), message_id=uid(), solution=solution, text=text("A new one?")
    )


def offered() -> tuple[Case, UUID]:
    case, offer_id = opened(DEFECT).after(HOUR), uid()
    case.does(offer(offer_id=offer_id))
    return case, offer_id


@rule("S0-51")
def test_the_seller_offers_its_own_solution_in_the_discussion() -> None:
    case, _ = offered()
    assert case.it.offer is not None
    assert (case.it.offer.solution, case.it.offer.state) == (EXCHANGE, OfferState.OPEN)
    assert case.it.expectation == REPAIR
    message = case.saw(MessagePosted)[-1].event
    assert isinstance(message, MessagePosted)
    assert message.kind is MessageKind.OFFER


@rule("S0-51")
def test_a_joined_consultant_proposes_and_that_is_no_answer() -> None:
    assert opened(DEFECT).refuses(offer(CONSULTANT)) is Why.NOT_JOINED
    case = joined()
    case.does(offer(CONSULTANT))
    assert case.it.answered_at is None


@rule("S0-51")
def test_who_may_not_offer() -> None:
    assert opened(DEFECT).refuses(offer(BUYER)) is Why.NOT_ALLOWED
    assert opened(DEFECT).refuses(offer(MODERATOR)) is Why.NOT_ALLOWED
    assert opened(DEFECT).refuses(offer(OTHER_SELLER)) is Why.NOT_A_PARTY


@rule("S0-51")
def test_an_offer_is_for_a_problem_with_the_product_before_the_end() -> None:
    assert opened(MISSING).refuses(offer()) is Why.OFFER_NOT_FOR_THIS_REASON
    assert resolved(DEFECT).refuses(offer()) is Why.ENDED
    assert unresolved(DEFECT).refuses(offer()) is None


@pytest.mark.parametrize(
    ("part", "answer"),
    [({}, Why.PART_MISSING), ({"amount": Money(10_000, "PLN")}, Why.PART_OUT_OF_RANGE), ({"share": (1, 3)}, None)],
)
def test_an_offered_part_is_stated_as_an_expected_one(part: dict[str, object], answer: Why | None) -> None:
    solution = Expectation(Solution.PARTIAL_REFUND, **part)  # type: ignore[arg-type]
    assert opened(DEFECT).refuses(offer(solution=solution)) is answer


@rule("S0-52")
def test_the_buyer_agrees_and_the_seller_carries_it_out() -> None:
    case, offer_id = offered()
    (_, told) = case.does(c.AcceptOffer(by=BUYER, offer_id=offer_id))
    assert isinstance(told, MessagePosted)
    assert told.template is Template.OFFER_ACCEPTED
    assert case.it.agreed == EXCHANGE
    case.after(HOUR).does(c.ReportCarriedOut(by=SELLER, message_id=uid()))
    assert case.it.carried_out_at == case.now
    assert case.it.status is Status.PENDING
    assert case.refuses(c.ReportCarriedOut(by=SELLER, message_id=uid())) is Why.ALREADY_CARRIED_OUT


@rule("S0-52")
def test_what_was_declined_is_not_agreed() -> None:
    case, offer_id = offered()
    case.does(c.DeclineOffer(by=BUYER, offer_id=offer_id))
    assert case.it.offer is not None
    assert (case.it.offer.state, case.it.agreed) == (OfferState.DECLINED, None)
    assert case.refuses(c.AcceptOffer(by=BUYER, offer_id=offer_id)) is Why.NO_OFFER_OPEN


def test_a_newer_offer_replaces_the_older() -> None:
    case, first = offered()
    case.does(offer(solution=Expectation(Solution.REFUND)))
    assert case.refuses(c.AcceptOffer(by=BUYER, offer_id=first)) is Why.NO_OFFER_OPEN
    assert case.refuses(c.DeclineOffer(by=BUYER, offer_id=first)) is Why.NO_OFFER_OPEN
    assert case.it.offer is not None
    case.does(c.AcceptOffer(by=BUYER, offer_id=case.it.offer.id))


@rule("S0-52")
def test_only_the_buyer_agrees() -> None:
    case, offer_id = offered()
    for by in (SELLER, CONSULTANT, MODERATOR):
        assert case.refuses(c.AcceptOffer(by=by, offer_id=offer_id)) is Why.NOT_ALLOWED
        assert case.refuses(c.DeclineOffer(by=by, offer_id=offer_id)) is Why.NOT_ALLOWED


def test_without_an_offer_there_is_nothing_to_accept() -> None:
    assert opened(DEFECT).refuses(c.AcceptOffer(by=BUYER, offer_id=uid())) is Why.NO_OFFER_OPEN
    case, offer_id = offered()
    case.does(c.MarkResolved(by=BUYER))
    assert case.refuses(c.AcceptOffer(by=BUYER, offer_id=offer_id)) is Why.ENDED


@rule("S0-52")
def test_the_expected_solution_may_be_carried_out_without_an_offer() -> None:
    assert opened(DEFECT).refuses(c.ReportCarriedOut(by=SELLER, message_id=uid())) is None
    assert opened(MISSING).refuses(c.ReportCarriedOut(by=SELLER, message_id=uid())) is Why.NOTHING_AGREED
    assert opened(DEFECT).refuses(c.ReportCarriedOut(by=BUYER, message_id=uid())) is Why.NOT_ALLOWED


def test_telling_that_it_is_done_is_no_answer() -> None:
    case = opened(DEFECT)
    case.does(c.ReportCarriedOut(by=SELLER, message_id=uid()))
    assert case.it.answered_at is None
