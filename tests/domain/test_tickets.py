"""Tickets about Discussions: status by mapping, the customer's record, what may still be written."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.marks import rule
from zgoda.domain import tickets
from zgoda.domain.discussion import Status
from zgoda.domain.tickets import Arrival, StatusMapping, TicketStatus

BEGAN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@rule("S3-02")
def test_every_discussion_read_while_the_integration_runs_has_a_ticket() -> None:
    assert tickets.has_ticket(is_running=True)
    assert not tickets.has_ticket(is_running=False)


@rule("S3-20", "S3-21")
@pytest.mark.parametrize(
    ("standing", "status"),
    [(Status.PENDING, "OPEN"), (Status.RESOLVED, "CLOSED"), (Status.UNRESOLVED, "WAITING")],
)
def test_ticket_status_follows_the_mapping(standing: Status, status: str) -> None:
    mapping = StatusMapping(resolved=TicketStatus.CLOSED, unresolved=TicketStatus.WAITING)
    assert tickets.status_of(standing, mapping) == status


@rule("S3-21", "C-04")
def test_unresolved_is_never_mapped_to_an_end() -> None:
    allowed = {status for status in TicketStatus if tickets.may_mean_unresolved(status)}
    assert allowed == {TicketStatus.OPEN, TicketStatus.WAITING}


@rule("S3-40", "C-04", "C-16")
def test_only_the_end_stops_messages() -> None:
    assert [status for status in Status if not tickets.takes_messages(status)] == [Status.RESOLVED]


@rule("S3-25")
def test_subject_is_the_reason_the_buyer_selected() -> None:
    assert tickets.subject_of("NO_PRODUCT_RECEIVED", "Nie otrzymałem produktu") == "Nie otrzymałem produktu"
    assert tickets.subject_of("NO_PRODUCT_RECEIVED", " ") == "NO_PRODUCT_RECEIVED"


@rule("S3-05", "S3-28", "S3-29")
def test_record_is_found_by_the_login_or_there_is_none() -> None:
    assert tickets.record_of("anna_k", {"anna_k": 7}) == 7
    assert tickets.record_of("marek", {"anna_k": 7}) is None
    assert tickets.record_of("", {"": 7}) is None


@rule("S3-30", "C-45")
def test_no_ticket_is_linked_after_it_was_made() -> None:
    assert tickets.may_link_later(is_created=False)
    assert not tickets.may_link_later(is_created=True)


@rule("S3-07")
@pytest.mark.parametrize(
    ("arrival", "answers"),
    [
        (Arrival(BEGAN, ended=False, answered=False), True),
        (Arrival(BEGAN - timedelta(seconds=1), ended=False, answered=False), False),
        (Arrival(BEGAN, ended=True, answered=False), False),
        (Arrival(BEGAN, ended=False, answered=True), False),
    ],
)
def test_automatic_answer_goes_to_new_open_unanswered_cases(arrival: Arrival, answers: bool) -> None:
    assert tickets.is_answered_automatically(arrival, BEGAN) == answers


@rule("S3-22", "S3-39")
def test_closing_words_are_what_was_typed_and_the_default() -> None:
    assert tickets.closing_words(" Done. ", "Please confirm.") == "Done.\n\nPlease confirm."
    assert tickets.closing_words("", "Please confirm.") == "Please confirm."
    assert tickets.closing_words("Done.", "") == "Done."
