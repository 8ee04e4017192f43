"""The buyer's single acts: what each page says first, what happens, and each refusal with its date."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.stage import BOUGHT, DAY, MS, OPENED, done, opened, seller, written
from tests.centre.web.buyer.conftest import At
from tests.centre.web.buyer.reading import page, words
from tests.centre.web.buyer.test_discussion import delivered, offered, problem_with_product
from tests.marks import rule
from zgoda.centre.store import cases
from zgoda.centre.store.models import CaseMessage, Report
from zgoda.domain import commands as c
from zgoda.domain.discussion import ClosureReason, OfferState, Status

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def post(client: Client, case_id: UUID, name: str, **fields: str) -> str:
    """Do it and read what the page then says."""
    answer = client.post(f"/discussions/{case_id}/{name}", {"token": str(uuid4()), **fields}, follow=True)
    assert answer.status_code in (200, 422)
    return words(f"<main>{answer.content.decode().split('<body')[1]}</main>")


@rule("S0-31")
def test_marking_as_resolved_says_what_follows_and_ends_it(buyer: Client, at: At) -> None:
    case = opened()
    at(OPENED + HOUR)
    asked = words(page(buyer, f"/discussions/{case.id}/resolve"))
    assert "Nobody can write in it any more." in asked
    assert "you can re-open the Discussion once, until the end of Thursday, 2 March 2028." in asked.replace("\xa0", " ")
    assert "marked as resolved" in post(buyer, case.id, "resolve")
    now = cases.find(case.id)
    assert (now.status, now.closure_reason) == (Status.RESOLVED, ClosureReason.BUYER_MARKED)


@rule("S0-35", "S0-36")
def test_marking_as_unresolved_too_early_is_refused_with_the_date(buyer: Client, at: At) -> None:
    case = opened()
    at(OPENED + 14 * DAY - MS)
    sentence = "too early to mark the Discussion as unresolved. Possible from Tue 17 Mar, 10:00."
    assert sentence in words(page(buyer, f"/discussions/{case.id}/unresolve"))
    assert sentence in post(buyer, case.id, "unresolve")
    assert cases.find(case.id).status is Status.PENDING


@rule("S0-17", "S0-18", "S0-19", "S0-34")
def test_marking_as_unresolved_says_who_helps_and_how(buyer: Client, at: At) -> None:
    case = opened()
    at(OPENED + 14 * DAY)
    asked = words(page(buyer, f"/discussions/{case.id}/unresolve"))
    assert "helps you and the seller to reach an agreement" in asked
    assert "is impartial, supports both sides and looks for a solution that complies with the law" in asked
    post(buyer, case.id, "unresolve")
    assert cases.find(case.id).status is Status.UNRESOLVED


@rule("S0-14")
def test_asking_the_marketplace_before_the_answer_is_late_is_refused_with_the_date(buyer: Client, at: At) -> None:
    case = opened()
    at(case.deadlines.answer_due)
    assert "The time to answer has not passed yet. Possible from Wed 4 Mar, 10:00." in post(buyer, case.id, "join")
    assert cases.find(case.id).join_asked_at is None
    at(case.deadlines.answer_due + MS)
    assert "reads the whole Discussion" in words(page(buyer, f"/discussions/{case.id}/join"))
    assert "A consultant will come." in post(buyer, case.id, "join")
    assert cases.find(case.id).join_asked_at is not None


def test_asking_the_marketplace_twice_is_refused_in_words(buyer: Client, at: At) -> None:
    case = opened()
    at(OPENED + 3 * DAY)
    post(buyer, case.id, "join")
    assert "has already been asked to join" in post(buyer, case.id, "join")


@rule("S0-20", "S0-21")
def test_reopening_works_once_and_the_second_time_is_refused(buyer: Client, at: At) -> None:
    case = done(opened(), c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    at(OPENED + DAY)
    asked = words(page(buyer, f"/discussions/{case.id}/reopen"))
    assert "You can do this once." in asked
    assert "has time to answer until Thu 5 Mar, 10:00" in asked
    assert "open again" in post(buyer, case.id, "reopen", text="It broke again")
    assert cases.find(case.id).status is Status.PENDING
    assert CaseMessage.objects.filter(text="It broke again").count() == 1
    post(buyer, case.id, "resolve")
    again = post(buyer, case.id, "reopen", text="And again")
    assert "You have already re-opened this Discussion once. Contact the marketplace." in again
    assert cases.find(case.id).status is Status.RESOLVED


@rule("S1-38")
@pytest.mark.parametrize(("fulfilled", "who"), [(False, "seller"), (True, "Warehouse")])
def test_reopening_tells_whoever_answers_by_its_reason(buyer: Client, at: At, fulfilled: bool, who: str) -> None:
    """T-25: also where the case had been handed to the seller before it ended."""
    case = opened(line_id=stage.line(fulfilled=fulfilled), reason="NO_PRODUCT_IN_PARCEL")
    if fulfilled:
        done(case, c.ForwardToSeller(by=stage.warehouse(), note=stage.text("Yours.")), OPENED + HOUR)
    done(case, c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    at(OPENED + DAY)
    asked = words(page(buyer, f"/discussions/{case.id}/reopen"))
    assert f"The {who} sees this as your next message." in asked
    assert ("The seller is told by e-mail and has time" in asked) is not fulfilled
    assert ("The Warehouse, which sends this order, is told and has time" in asked) is fulfilled
    said = post(buyer, case.id, "reopen", text="It did not come again")
    assert f"The Discussion is open again. The {who} was told." in said
    assert f"The {who} has time to answer" in said
    assert f"Message to the {who}" in page(buyer, f"/discussions/{case.id}")


@pytest.mark.parametrize(("fulfilled", "who"), [(False, "seller"), (True, "Warehouse")])
def test_the_list_says_whose_answer_is_waited_for_and_who_gave_it(
    buyer: Client, at: At, fulfilled: bool, who: str
) -> None:
    case = opened(line_id=stage.line(fulfilled=fulfilled), reason="NO_PRODUCT_IN_PARCEL")
    at(OPENED + HOUR)
    assert f"the {who} has until Wed 4 Mar, 10:00 to answer" in words(page(buyer, "/discussions"))
    assert f"The {who} answers" in words(page(buyer, f"/discussions/{case.id}"))
    done(case, written(stage.warehouse() if fulfilled else seller()), OPENED + HOUR)
    assert f"the {who} answered" in words(page(buyer, "/discussions"))
    done(case, written(stage.buyer()), OPENED + HOUR)
    assert f"waits for the {who}'s next message" in words(page(buyer, "/discussions"))


@rule("S0-22")
def test_reopening_after_two_years_is_refused(buyer: Client, at: At) -> None:
    case = done(opened(), c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    at(BOUGHT + 732 * DAY)
    assert "More than two years have passed since the purchase." in words(page(buyer, f"/discussions/{case.id}/reopen"))
    assert "More than two years have passed" in words(page(buyer, f"/discussions/{case.id}"))


def test_reopening_words_that_are_too_long_are_kept(buyer: Client, at: At) -> None:
    case = done(opened(), c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    at(OPENED + DAY)
    answer = buyer.post(f"/discussions/{case.id}/reopen", {"token": str(uuid4()), "text": "y" * 20_001})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "y" * 20_001 in html
    assert "The limit is 20,000." in words(html)


@rule("S0-52")
def test_accepting_the_offer_records_the_agreement(buyer: Client, at: At) -> None:
    case = offered(problem_with_product())
    at(OPENED + 2 * HOUR)
    assert case.offer is not None
    assert "You accepted the offer." in post(buyer, case.id, "accept", offer=str(case.offer.id))
    now = cases.find(case.id)
    assert now.agreed == case.offer.solution
    assert now.status is Status.PENDING


def test_declining_leaves_the_discussion_open(buyer: Client, at: At) -> None:
    case = offered(problem_with_product())
    at(OPENED + 2 * HOUR)
    assert case.offer is not None
    assert "You declined the offer." in post(buyer, case.id, "decline", offer=str(case.offer.id))
    offer = cases.find(case.id).offer
    assert offer is not None
    assert offer.state is OfferState.DECLINED


def test_an_offer_that_was_replaced_meanwhile_cannot_be_accepted(buyer: Client, at: At) -> None:
    case = offered(problem_with_product())
    first = case.offer
    case = offered(case, minor=2000)
    at(OPENED + 2 * HOUR)
    assert first is not None
    assert "This offer is no longer open." in post(buyer, case.id, "accept", offer=str(first.id))
    assert cases.find(case.id).agreed is None


@rule("S0-45")
def test_still_a_problem_stops_the_closing(buyer: Client, at: At) -> None:
    case = delivered(opened(reason="NO_PRODUCT_RECEIVED"))
    at(OPENED + 2 * HOUR)
    assert "stays open" in post(buyer, case.id, "still-a-problem")
    assert cases.find(case.id).closes_at is None


def test_all_is_well_resolves_at_once(buyer: Client, at: At) -> None:
    case = delivered(opened(reason="NO_PRODUCT_RECEIVED"))
    at(OPENED + 2 * HOUR)
    post(buyer, case.id, "resolve")
    assert cases.find(case.id).closure_reason is ClosureReason.BUYER_MARKED


def test_a_form_sent_twice_acts_once_and_says_the_same(buyer: Client, at: At) -> None:
    case = opened()
    at(OPENED + HOUR)
    fields = {"token": str(uuid4())}
    for _ in range(2):
        answer = buyer.post(f"/discussions/{case.id}/resolve", fields, follow=True)
        assert "The Discussion is marked as resolved." in answer.content.decode()


def test_acts_without_a_page_of_their_own_are_only_sent(buyer: Client, at: At) -> None:
    case = opened()
    for name in ("accept", "decline", "still-a-problem", "nonsense"):
        page(buyer, f"/discussions/{case.id}/{name}", status=404)


@rule("S0-26", "S0-27", "S0-28")
def test_a_violation_has_exactly_two_categories(buyer: Client, at: At) -> None:
    case = done(opened(), written(seller(), "<i>rude</i>"), OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    message = CaseMessage.objects.get(author_role="SELLER")
    here = f"/discussions/{case.id}/messages/{message.id}/report"
    html = page(buyer, here)
    assert html.count('name="category"') == 2
    assert "Threats" in words(html)
    assert "Pornographic content" in words(html)
    assert "&lt;i&gt;rude&lt;/i&gt;" in html
    refused = buyer.post(here, {"token": str(uuid4()), "category": "SPAM", "text": "kept"})
    assert refused.status_code == 422
    assert "Choose what is wrong with the message." in words(refused.content.decode())
    assert "kept</textarea>" in refused.content.decode()
    assert not Report.objects.exists()


@rule("S0-25")
def test_reporting_gives_a_receipt_and_changes_nothing_else(buyer: Client, at: At) -> None:
    case = done(opened(), written(seller()), OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    message = CaseMessage.objects.get(author_role="SELLER")
    fields = {"token": str(uuid4()), "category": "THREAT", "text": "He threatens me"}
    for _ in range(2):
        answer = buyer.post(f"/discussions/{case.id}/messages/{message.id}/report", fields, follow=True)
        assert "Your report was received." in answer.content.decode()
    report = Report.objects.get()
    assert (report.category, report.message_id) == ("THREAT", message.id)
    assert cases.find(case.id).status is Status.PENDING


def test_the_own_message_cannot_be_reported(buyer: Client, at: At) -> None:
    case = opened()
    own = CaseMessage.objects.get()
    page(buyer, f"/discussions/{case.id}/messages/{own.id}/report", status=404)
    page(buyer, f"/discussions/{case.id}/messages/{uuid4()}/report", status=404)
