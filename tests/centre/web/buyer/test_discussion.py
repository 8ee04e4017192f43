"""The thread as the buyer sees it: voices, offer, what can be done and from when, writing, and looking again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.centre import stage
from tests.centre.stage import DAY, OPENED, consultant, done, opened, seller, text, written
from tests.centre.web.buyer.conftest import At
from tests.centre.web.buyer.reading import page, token, words
from tests.marks import rule
from zgoda.centre.store.models import Case, CaseMessage
from zgoda.domain import commands as c
from zgoda.domain.actors import CARRIER
from zgoda.domain.discussion import DeliveryAction, Discussion
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def problem_with_product() -> Discussion:
    return opened(reason="NOT_AS_DESCRIBED", expectation=Expectation(Solution.EXCHANGE))


def offered(case: Discussion, minor: int = 3000) -> Discussion:
    solution = Expectation(Solution.PARTIAL_REFUND, Money(minor, "PLN"))
    command = c.OfferSolution(by=seller(), offer_id=uuid4(), message_id=uuid4(), solution=solution)
    return done(case, command, OPENED + HOUR)


def delivered(case: Discussion) -> Discussion:
    command = c.TakeDeliveryAction(
        by=CARRIER, action=DeliveryAction.DELIVERED, happened_at=OPENED, reference="e1", message_id=uuid4()
    )
    return done(case, command, OPENED + HOUR)


@rule("S0-25")
def test_beside_each_message_of_somebody_else_a_violation_can_be_reported(buyer: Client, at: At) -> None:
    case = done(opened(), written(seller()), OPENED + HOUR)
    case = done(case, written(stage.buyer(), "Thanks"), OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    html = page(buyer, f"/discussions/{case.id}")
    theirs = CaseMessage.objects.get(author_role="SELLER")
    assert html.count("Report a violation") == 1
    assert f'href="/discussions/{case.id}/messages/{theirs.id}/report"' in html


@rule("S0-35", "S0-36")
@pytest.mark.parametrize(("reason", "day"), [("NO_PRODUCT_RECEIVED", "Tue 10 Mar"), ("OTHER", "Tue 17 Mar")])
def test_unresolved_stands_there_with_the_date_from_which_it_is_possible(
    buyer: Client, at: At, reason: str, day: str
) -> None:
    case = opened(reason=reason)
    text_of_page = words(page(buyer, f"/discussions/{case.id}"))
    assert f"Mark as unresolved from {day}, 10:00" in text_of_page
    assert f"/discussions/{case.id}/unresolve" not in page(buyer, f"/discussions/{case.id}")
    at(case.deadlines.unresolved_from)
    assert f'href="/discussions/{case.id}/unresolve"' in page(buyer, f"/discussions/{case.id}")


@rule("S0-14")
def test_asking_the_marketplace_stands_there_with_its_condition(buyer: Client, at: At) -> None:
    case = opened()
    text_of_page = words(page(buyer, f"/discussions/{case.id}"))
    assert "Ask the marketplace to join if there is no answer by Wed 4 Mar, 10:00" in text_of_page
    at(case.deadlines.answer_due + stage.MS)
    html = page(buyer, f"/discussions/{case.id}")
    assert f'href="/discussions/{case.id}/join"' in html
    assert "Not answered in time" in words(html)


@rule("S0-32")
def test_when_it_closes_by_itself_is_said_with_the_reasons(buyer: Client, at: At) -> None:
    case = opened()
    read = words(page(buyer, f"/discussions/{case.id}"))
    assert "The Discussion closes by itself Thu 2 Apr, 10:00" in read
    assert "Why these dates?" in read
    assert "30 days from the opening" in read
    assert "24 hours without Saturdays, Sundays and holidays" in read


def test_a_case_a_late_worker_has_not_closed_is_shown_closed(buyer: Client, at: At) -> None:
    case = opened()
    at(OPENED + 31 * DAY)
    html = page(buyer, f"/discussions/{case.id}")
    assert "Resolved" in words(html)
    assert 'class="dock' not in html
    assert f'href="/discussions/{case.id}/reopen"' in html


@rule("S0-51")
def test_the_open_offer_stands_on_top_with_both_answers(buyer: Client, at: At) -> None:
    case = offered(problem_with_product())
    at(OPENED + 2 * HOUR)
    html = page(buyer, f"/discussions/{case.id}")
    read = words(html).replace("\xa0", "")
    assert "Offer: Partial refund: PLN 30.00 You asked for: Exchange." in read
    assert html.index("I agree") < html.index('id="thread"')
    assert f'action="/discussions/{case.id}/accept"' in html
    assert f'action="/discussions/{case.id}/decline"' in html


@rule("S0-44", "S0-45")
def test_after_the_delivery_the_buyer_is_asked_and_told_when_it_closes(buyer: Client, at: At) -> None:
    case = delivered(opened(reason="NO_PRODUCT_RECEIVED"))
    at(OPENED + 2 * HOUR)
    read = words(page(buyer, f"/discussions/{case.id}"))
    assert "Your parcel was delivered. Is all well?" in read
    assert "closes by itself Wed 4 Mar, 11:00" in read
    assert "All is well" in read
    assert "Still a problem" in read


@rule("S0-16")
def test_the_sellers_request_to_confirm_is_answered_by_the_buyer_alone(buyer: Client, at: At) -> None:
    case = done(opened(), c.AskToResolve(by=seller(), message_id=uuid4()), OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    html = page(buyer, f"/discussions/{case.id}")
    assert "You are asked to mark the Discussion as resolved." in words(html)
    assert f'href="/discussions/{case.id}/resolve"' in html


def test_a_hidden_message_leaves_a_notice_and_no_file(buyer: Client, at: At) -> None:
    case = done(opened(), written(seller(), "I know where you live"), OPENED + HOUR)
    CaseMessage.objects.filter(author_role="SELLER").update(hidden_at=OPENED)
    at(OPENED + 2 * HOUR)
    html = page(buyer, f"/discussions/{case.id}")
    assert "I know where you live" not in html
    assert "This message was hidden by the platform" in words(html)
    assert "Report a violation" not in words(html)


def test_the_joined_consultant_has_a_voice_of_its_own(buyer: Client, at: At) -> None:
    case = done(opened(), c.AskPlatformToJoin(by=stage.buyer()), OPENED + 2 * DAY)
    case = done(case, c.Join(by=consultant(), message_id=uuid4()), OPENED + 2 * DAY)
    done(case, written(consultant(), "I have read both sides."), OPENED + 2 * DAY)
    at(OPENED + 2 * DAY + HOUR)
    html = page(buyer, f"/discussions/{case.id}")
    assert 'class="msg consultant"' in html
    assert "Consultant of the marketplace" in words(html)
    assert "The consultant is impartial" in words(html)


def test_words_are_shown_as_text(buyer: Client, at: At) -> None:
    case = done(opened(), written(seller(), "<img src=x onerror=alert(1)>"), OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    html = page(buyer, f"/discussions/{case.id}")
    assert "<img src=x" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_a_message_is_sent_and_read_back(buyer: Client, at: At) -> None:
    case = opened()
    at(OPENED + HOUR)
    answer = buyer.post(f"/discussions/{case.id}/messages", {"token": str(uuid4()), "text": "Any news?"})
    assert answer.headers["Location"] == f"/discussions/{case.id}#end"
    assert "Any news?" in words(page(buyer, f"/discussions/{case.id}"))


def test_a_message_sent_twice_stands_once(buyer: Client, at: At) -> None:
    case = opened()
    at(OPENED + HOUR)
    fields = {"token": token(page(buyer, f"/discussions/{case.id}")), "text": "Any news?"}
    for _ in range(2):
        assert buyer.post(f"/discussions/{case.id}/messages", fields).status_code == 302
    assert CaseMessage.objects.filter(text="Any news?").count() == 1


def test_the_same_form_with_other_words_is_not_lost_but_asked_again(buyer: Client, at: At) -> None:
    case = opened()
    at(OPENED + HOUR)
    fields = {"token": str(uuid4()), "text": "First"}
    buyer.post(f"/discussions/{case.id}/messages", fields)
    answer = buyer.post(f"/discussions/{case.id}/messages", {**fields, "text": "Second"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Second</textarea>" in html
    again = buyer.post(
        f"/discussions/{case.id}/messages", {"token": token(html[html.index("dock") :]), "text": "Second"}
    )
    assert again.status_code == 302


def test_an_empty_message_is_refused_in_words(buyer: Client, at: At) -> None:
    case = opened()
    answer = buyer.post(f"/discussions/{case.id}/messages", {"token": str(uuid4()), "text": "  "})
    assert answer.status_code == 422
    assert "Write something or attach a file." in answer.content.decode()


def test_a_refused_file_keeps_the_words_that_were_typed(buyer: Client, at: At) -> None:
    case = opened()
    bad = SimpleUploadedFile("virus.exe", b"MZ", "application/octet-stream")
    answer = buyer.post(f"/discussions/{case.id}/messages", {"token": str(uuid4()), "text": "See here", "files": bad})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "See here</textarea>" in html
    assert "This kind of file cannot be sent." in html


@rule("S0-20")
def test_a_closed_discussion_takes_no_message_and_says_so(buyer: Client, at: At) -> None:
    case = done(opened(), c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    answer = buyer.post(f"/discussions/{case.id}/messages", {"token": str(uuid4()), "text": "One more"})
    assert answer.status_code == 422
    assert not CaseMessage.objects.filter(text="One more").exists()
    assert 'class="dock' not in page(buyer, f"/discussions/{case.id}")


def test_long_threads_come_fifty_at_a_time(buyer: Client, at: At) -> None:
    case = opened()
    for number in range(60):
        case = done(case, written(seller(), f"Message {number:02}"), OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    newest = page(buyer, f"/discussions/{case.id}")
    assert "Message 59" in newest
    assert "Message 10" in newest
    assert "Message 09" not in newest
    before = newest.split("?before=")[1].split('"')[0]
    older = page(buyer, f"/discussions/{case.id}?before={before}")
    assert "Message 09" in older
    assert "It does not work." in older
    assert "Message 10" not in older
    assert "hx-get" not in older.split('id="live"')[1].split(">")[0], "an old page is not refreshed"


@pytest.mark.usefixtures("nothing_grows_stale")
def test_the_number_of_queries_does_not_grow_with_the_messages(
    buyer: Client, at: At, django_assert_max_num_queries
) -> None:
    case = opened()
    for _ in range(30):
        case = done(case, written(seller()), OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    page(buyer, f"/discussions/{case.id}")
    with django_assert_max_num_queries(8):
        page(buyer, f"/discussions/{case.id}")


def test_looking_again_is_empty_and_cheap_while_nothing_changed(
    buyer: Client, at: At, django_assert_max_num_queries
) -> None:
    case = opened()
    seen = page(buyer, f"/discussions/{case.id}").split("?seen=")[1].split('"')[0]
    with django_assert_max_num_queries(3):
        answer = buyer.get(f"/discussions/{case.id}/live?seen={seen}")
    assert (answer.status_code, answer.content) == (204, b"")


def test_looking_again_shows_what_came_since(buyer: Client, at: At) -> None:
    case = opened()
    seen = page(buyer, f"/discussions/{case.id}").split("?seen=")[1].split('"')[0]
    done(case, written(seller(), "Sent today"), OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    html = buyer.get(f"/discussions/{case.id}/live?seen={seen}").content.decode()
    assert html.lstrip().startswith('<div id="live"')
    assert "Sent today" in html


def test_looking_again_notices_that_a_clock_ran_out_before_the_worker_came(buyer: Client, at: At) -> None:
    case = opened()
    seen = page(buyer, f"/discussions/{case.id}").split("?seen=")[1].split('"')[0]
    at(case.deadlines.answer_due + stage.MS)
    answer = buyer.get(f"/discussions/{case.id}/live?seen={seen}")
    assert answer.status_code == 200
    assert "Ask the marketplace to join" in answer.content.decode()


def test_the_list_says_whose_move_it_is_and_filters_by_status(buyer: Client, at: At) -> None:
    offered(problem_with_product())
    done(opened(line_id=stage.line("Teapot")), c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    everything = words(page(buyer, "/discussions"))
    assert "your move Does not match the description" in everything
    assert "an offer waits for you" in everything
    resolved = words(page(buyer, "/discussions?status=RESOLVED"))
    assert "Teapot" in resolved
    assert "Does not match" not in resolved
    assert "None like this" in words(page(buyer, "/discussions?status=UNRESOLVED"))


def test_the_list_goes_on_where_its_page_ended_with_constant_queries(
    buyer: Client, at: At, django_assert_max_num_queries
) -> None:
    ids = {str(opened(OPENED + timedelta(minutes=n), line_id=stage.line()).id) for n in range(22)}
    at(OPENED + DAY / 2)
    page(buyer, "/discussions")
    with django_assert_max_num_queries(4):
        first = page(buyer, "/discussions")
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = page(buyer, f"/discussions{older}")
    assert {one for one in ids if one in first} | {one for one in ids if one in second} == ids
    assert Case.objects.count() == 22
    assert first.count('class="row talk') == 20


def test_an_empty_list_says_how_to_begin(buyer: Client, at: At) -> None:
    assert "open a Discussion from the list of your purchases" in words(page(buyer, "/discussions"))


def test_the_text_of_a_report_is_never_in_the_thread(buyer: Client, at: At) -> None:
    case = done(opened(), written(seller()), OPENED + HOUR)
    message = CaseMessage.objects.get(author_role="SELLER")
    report = c.ReportViolation(
        by=stage.buyer(),
        report_id=uuid4(),
        message_id=message.id,
        author=None,
        category=c.ReportCategory.THREAT,
        text=text("He frightens me"),
    )
    done(case, report, OPENED + HOUR)
    at(OPENED + 2 * HOUR)
    assert "He frightens me" not in page(buyer, f"/discussions/{case.id}")
