"""A case for staff: what it shows, that each reading is logged, and what a consultant does in it."""

from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.centre import stage
from tests.centre.stage import DAY, OPENED
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.centre.web.staffing import DEFECT, HOUR, asked_to_join, closed, joined, sent, warned
from tests.files import pictures
from tests.marks import rule
from zgoda.centre.store import cases
from zgoda.centre.store.models import CaseMessage, CaseText, MessageAttachment, StaffRead
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.discussion import OfferState, Status

pytestmark = pytest.mark.django_db
LATER = OPENED + 4 * DAY


@pytest.mark.parametrize("role", [Role.BUYER, Role.SELLER, Role.ADMIN, Role.OVERSIGHT, Role.WAREHOUSE])
def test_for_other_roles_there_are_no_staff_pages(role: Role) -> None:
    case, client = stage.opened(), signed_in(f"a-{role}", role)
    for path in ("/queue", f"/cases/{case.id}", f"/cases/{case.id}/join", "/open-for-buyer"):
        assert client.get(path).status_code == 404, path


def test_whoever_is_not_signed_in_is_asked_to() -> None:
    answer = Client().get("/queue")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")


def test_an_unknown_case_is_not_found(consultant: Client) -> None:
    assert consultant.get(f"/cases/{uuid4()}").status_code == 404
    assert consultant.post(f"/cases/{uuid4()}/comment", {"comment": "Hm"}).status_code == 404


def test_every_reading_is_logged_also_by_the_consultant_at_work(consultant: Client, at: At) -> None:
    case = joined()
    at(LATER)
    page(consultant, f"/cases/{case.id}")
    page(consultant, f"/cases/{case.id}")
    assert StaffRead.objects.filter(case_id=case.id, role="CONSULTANT").count() == 2


@rule("S0-58")
def test_staff_sees_thread_clocks_with_reasons_and_history(consultant: Client, at: At) -> None:
    case = stage.opened()
    at(OPENED + HOUR)
    html = page(consultant, f"/cases/{case.id}")
    shown = words(html)
    assert "It does not work." in shown
    assert "Answer: Wed 4 Mar, 10:00" in shown
    assert "Why then?" in shown
    assert "opened · Buyer buyer" in shown


def test_peoples_words_and_names_are_shown_as_text(consultant: Client, at: At) -> None:
    case = stage.opened(line_id=stage.line("<script>alert(1)</script>"))
    stage.done(case, stage.written(stage.buyer(), "<img src=x onerror=alert(1)>"), OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    html = page(consultant, f"/cases/{case.id}")
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


@rule("S0-14", "S0-17")
def test_a_consultant_joins_after_reading_what_follows_and_everybody_is_told(consultant: Client, at: At) -> None:
    case = asked_to_join()
    at(LATER)
    assert "Buyer and seller are told that a consultant joined." in words(page(consultant, f"/cases/{case.id}/join"))
    sent(consultant, f"/cases/{case.id}/join")
    assert cases.find(case.id).joined_by == stage.consultant().id
    assert CaseMessage.objects.filter(case_id=case.id, template="CONSULTANT_JOINED").exists()


@rule("S0-14")
def test_where_nobody_called_the_platform_joining_is_refused_in_words(consultant: Client, at: At) -> None:
    case = stage.opened()
    at(OPENED + HOUR)
    assert "Nobody has asked the marketplace to join" in words(page(consultant, f"/cases/{case.id}/join"))
    assert "Nobody has asked" in words(sent(consultant, f"/cases/{case.id}/join", status=422))
    assert cases.find(case.id).joined_by is None


def test_before_joining_there_is_no_field_to_write_in_and_writing_is_refused(consultant: Client, at: At) -> None:
    case = asked_to_join()
    at(LATER)
    assert "Write to both sides" not in words(page(consultant, f"/cases/{case.id}"))
    answer = sent(consultant, f"/cases/{case.id}/write", status=422, words="Good morning")
    assert "Join the Discussion first." in words(answer)


def test_a_message_sent_twice_stands_once(consultant: Client, at: At) -> None:
    case, token = joined(), str(uuid4())
    at(LATER)
    for _twice in range(2):
        sent(consultant, f"/cases/{case.id}/write", token=token, words="Good morning to both.")
    assert CaseMessage.objects.filter(case_id=case.id, text="Good morning to both.").count() == 1


@rule("S0-17")
def test_whoever_has_joined_is_not_asked_to_join_again_and_a_colleagues_words_are_not_theirs(
    consultant: Client, at: At
) -> None:
    case = joined()
    at(LATER)
    sent(consultant, f"/cases/{case.id}/write", words="Good morning to both.")
    own = page(consultant, f"/cases/{case.id}")
    assert f"/cases/{case.id}/join" not in own
    assert "already joined" not in own
    assert 'class="msg us"' in own
    assert 'class="msg us"' not in page(signed_in("colleague", Role.CONSULTANT), f"/cases/{case.id}")


def test_a_consultant_sends_a_file_and_one_that_is_not_taken_keeps_the_words(consultant: Client, at: At) -> None:
    case = joined()
    at(LATER)
    picture = SimpleUploadedFile("crack.png", pictures.picture("PNG", size=(40, 30)), "image/png")
    sent(consultant, f"/cases/{case.id}/write", words="Look.", files=picture)
    assert MessageAttachment.objects.filter(message__case_id=case.id, message__text="Look.").count() == 1
    odd = SimpleUploadedFile("notes.exe", b"MZ" + bytes(100), "application/octet-stream")
    assert "Second try." in sent(consultant, f"/cases/{case.id}/write", status=422, words="Second try.", files=odd)


def test_a_refused_message_keeps_what_was_typed(consultant: Client, at: At) -> None:
    case = joined()
    at(LATER)
    html = sent(consultant, f"/cases/{case.id}/write", status=422, words="x" * 20_001)
    assert "x" * 20_001 in html
    assert "The message is too long." in words(html)


def test_an_internal_comment_is_for_colleagues_only_also_after_the_end(
    consultant: Client, moderator: Client, at: At
) -> None:
    case = closed()
    at(OPENED + 2 * DAY)
    sent(consultant, f"/cases/{case.id}/comment", comment="Third case about this batch.")
    assert "Third case about this batch." in words(page(moderator, f"/cases/{case.id}"))
    buyer = signed_in("buyer", Role.BUYER)
    assert "Third case" not in page(buyer, f"/discussions/{case.id}")


@rule("S0-17", "S0-18", "S0-19")
def test_a_proposal_waits_for_the_buyer_and_says_what_the_consultant_stands_for(consultant: Client, at: At) -> None:
    case = joined(**DEFECT)
    at(LATER)
    form = words(page(consultant, f"/cases/{case.id}/propose"))
    assert "You are impartial and look for what complies with the law." in form
    sent(consultant, f"/cases/{case.id}/propose", solution="PARTIAL_REFUND", amount="40,50", words="Fair for both.")
    offer = cases.find(case.id).offer
    assert offer is not None
    assert (offer.state, offer.solution.amount and offer.solution.amount.minor) == (OfferState.OPEN, 4050)
    assert offer.by.role is Role.CONSULTANT


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose the solution you expect."),
        ({"solution": "PARTIAL_REFUND"}, "an amount or a fraction of the price"),
        ({"solution": "PARTIAL_REFUND", "amount": "1", "share": "1/2"}, "not both"),
        ({"solution": "PARTIAL_REFUND", "amount": "much"}, "an amount or a fraction of the price"),
        ({"solution": "PARTIAL_REFUND", "amount": "9999"}, "less than the whole price"),
    ],
)
def test_a_proposal_that_lacks_something_says_what(
    consultant: Client, at: At, typed: dict[str, str], sentence: str
) -> None:
    case = joined(**DEFECT)
    at(LATER)
    assert sentence in words(sent(consultant, f"/cases/{case.id}/propose", status=422, **typed))
    assert cases.find(case.id).offer is None


def test_nothing_is_proposed_for_another_reason(consultant: Client, at: At) -> None:
    case = joined()
    at(LATER)
    shown = words(page(consultant, f"/cases/{case.id}/propose"))
    assert "Solutions are offered only for a problem with the product." in shown


@rule("S0-23", "S0-24")
@pytest.mark.parametrize("who", ["consultant", "moderator"])
def test_staff_re_opens_with_the_buyers_request_and_a_justification(
    who: str, at: At, request: pytest.FixtureRequest
) -> None:
    client, case = request.getfixturevalue(who), closed()
    at(OPENED + 5 * DAY)
    path = f"/cases/{case.id}/reopen"
    assert "Write down what the buyer asked for." in words(sent(client, path, status=422, justification="It is just."))
    assert "Write down why it is justified." in words(sent(client, path, status=422, buyer_request="By phone."))
    both = words(sent(client, path, status=422))
    assert "Write down what the buyer asked for." in both
    assert "Write down why it is justified." in both
    sent(client, path, buyer_request="By phone.", justification="It is just.")
    assert cases.find(case.id).status is Status.PENDING
    assert set(CaseText.objects.filter(case_id=case.id).values_list("text", flat=True)) == {"By phone.", "It is just."}


def test_words_too_long_are_named_at_their_own_field_and_what_stands_in_the_way_with_them(
    consultant: Client, at: At
) -> None:
    case = closed()
    at(OPENED + 5 * DAY)
    path = f"/cases/{case.id}/reopen"
    shown = sent(consultant, path, status=422, buyer_request="x" * 20_001, justification="It is just.")
    assert 'href="#id_buyer_request"' in shown
    assert 'href="#id_justification"' not in shown
    stage.opened(now=OPENED + 5 * DAY, line_id=case.purchase.line_id)
    blocked = words(sent(consultant, path, status=422, justification="It is just."))
    assert "Write down what the buyer asked for. There is already an open Discussion about this product." in blocked


@rule("S0-15")
def test_the_seller_is_warned_only_after_the_reminder_and_the_page_says_from_when(consultant: Client, at: At) -> None:
    case = joined()
    at(LATER)
    path = f"/cases/{case.id}/warn"
    assert "Possible from Mon 9 Mar, 11:00." in words(page(consultant, path))
    at(OPENED + 7 * DAY)
    assert "Write down the reason." in words(sent(consultant, path, status=422))
    sent(consultant, path, reason="Silent for a week.")
    assert cases.find(case.id).warned_at == OPENED + 7 * DAY


def test_a_consultant_blocks_nobody(consultant: Client, at: At) -> None:
    case = warned()
    at(OPENED + 20 * DAY)
    assert consultant.get(f"/cases/{case.id}/block").status_code == 404


def test_an_act_that_nobody_knows_is_not_found(consultant: Client, at: At) -> None:
    assert consultant.get(f"/cases/{stage.opened().id}/delete").status_code == 404


@rule("S0-59")
def test_the_sellers_reply_in_a_case_opened_for_the_buyer_reaches_the_platform(consultant: Client, at: At) -> None:
    case = stage.opened(by=stage.consultant(), buyer_reported=stage.text("By phone."))
    stage.done(case, stage.written(stage.seller(), "We are looking into it."), OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    assert "We are looking into it." in words(page(consultant, f"/cases/{case.id}"))
    assert "We are looking into it." in words(page(signed_in("buyer", Role.BUYER), f"/discussions/{case.id}"))


def test_staff_settle_an_unresolved_case_by_a_proposal_that_the_buyer_accepts(consultant: Client, at: At) -> None:
    case = stage.opened(**DEFECT)
    stage.done(case, c.MarkUnresolved(by=stage.buyer()), OPENED + 14 * DAY)
    at(OPENED + 15 * DAY)
    sent(consultant, f"/cases/{case.id}/join")
    sent(consultant, f"/cases/{case.id}/propose", solution="REFUND")
    offer = cases.find(case.id).offer
    assert offer is not None
    accept = c.AcceptOffer(by=stage.buyer(), offer_id=UUID(str(offer.id)))
    stage.done(case, accept, OPENED + 16 * DAY)
    at(OPENED + 17 * DAY)
    shown = words(page(consultant, f"/cases/{case.id}"))
    assert "accepted the offer · Buyer buyer" in shown


@rule("S1-56", "P-04")
def test_of_a_case_of_several_sellers_it_says_so_and_who_reads_what_is_written(moderator: Client, at: At) -> None:
    case = stage.opened(line_id=stage.combined()[0], reason="NO_PRODUCT_RECEIVED")
    at(OPENED + HOUR)
    shown = words(page(moderator, f"/cases/{case.id}"))
    assert "combined order" in shown
    assert "the Warehouse answers" in shown
