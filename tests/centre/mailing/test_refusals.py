"""Addresses that are none, servers that say no, later or nothing: tried again, or ended with a reason."""

import pytest
from django_tasks_db.models import DBTaskResult

from tests.centre import stage
from tests.centre.mailing.delivering import fates, tried_again
from tests.centre.stage import opened
from tests.fakes.mail.starting import MailServer
from zgoda.accounts.models import User
from zgoda.centre.mailing import sending
from zgoda.centre.mailing.models import Letter
from zgoda.domain.actors import Role
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import run_pending
from zgoda.engine.mailing.sending import MOST_ATTEMPTS

pytestmark = pytest.mark.django_db


def one_letter(email: str = "seller@example.com") -> None:
    stage.seller()
    User.objects.filter(username="seller").update(email=email)
    opened()
    run_pending()


def pause() -> float:
    """Until the job is tried again, in seconds."""
    return (DBTaskResult.objects.get().run_after - real_now()).total_seconds()


@pytest.mark.parametrize(
    ("email", "reason"),
    [
        ("nobody", "not an address"),
        ("a@example.com\nBcc: b@example.com", "not an address"),
        ("ąę@example.com", "not an address"),
    ],
)
def test_what_is_no_address_is_never_tried(post_office: MailServer, email: str, reason: str):
    one_letter(email)
    assert fates() == [("FAILED", reason)]
    assert post_office.arrived() == []


def test_an_account_without_an_address_is_said_to_have_none(post_office: MailServer):
    one_letter("")
    assert fates() == [("NO_ADDRESS", "")]


def test_a_domain_with_letters_of_its_language_is_reached(post_office: MailServer):
    one_letter("sklep@żółw.example")
    assert fates() == [("SENT", "")]
    (letter,) = post_office.arrived()
    assert letter["To"] == "sklep@xn--w-uga1v8h.example"


def test_a_mailbox_that_the_server_does_not_know_ends_it(post_office: MailServer):
    post_office.refuse(RCPT="550 no such mailbox")
    one_letter()
    assert fates() == [("FAILED", "550 no such mailbox")]
    tried_again()
    assert fates()[0][0] == "FAILED"


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_a_server_that_wants_it_later_gets_it_later(post_office: MailServer, command: str):
    post_office.refuse(**{command: "451 greylisted"})
    one_letter()
    assert [(state, "451 greylisted" in why) for state, why in fates()] == [("WAITING", True)]
    assert pause() > 0
    post_office.refuse()
    tried_again()
    assert fates() == [("SENT", "")]
    assert len(post_office.arrived()) == 1


def test_a_letter_that_the_server_does_not_want_is_not_offered_again(post_office: MailServer):
    post_office.refuse(DATA="554 looks like spam")
    one_letter()
    assert [(state, "554 looks like spam" in why) for state, why in fates()] == [("FAILED", True)]


def test_no_server_at_all_is_tried_again(post_office: MailServer, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    one_letter()
    assert [(state, why.split(":")[0]) for state, why in fates()] == [("WAITING", "no connection")]
    settings.EMAIL_PORT = port
    tried_again()
    assert fates() == [("SENT", "")]


def test_a_server_that_falls_silent_before_the_letter_is_tried_again(post_office: MailServer, settings):
    settings.EMAIL_TIMEOUT = 0.2
    post_office.refuse(RCPT="silence")
    one_letter()
    assert [state for state, _why in fates()] == ["WAITING"]


@pytest.mark.parametrize(("answer", "arrived"), [("silence", 0), ("drop", 1)])
def test_a_server_that_says_nothing_after_the_letter_leaves_a_doubt(
    post_office: MailServer, settings, answer: str, arrived: int
):
    settings.EMAIL_TIMEOUT = 0.2
    post_office.refuse(DATA=answer)
    one_letter()
    assert [state for state, _why in fates()] == ["PERHAPS"]
    post_office.refuse()
    tried_again()
    assert len(post_office.arrived()) == arrived


def test_after_two_days_it_is_given_up(post_office: MailServer):
    post_office.refuse(RCPT="450 full")
    one_letter()
    Letter.objects.update(attempts=MOST_ATTEMPTS - 1)
    tried_again()
    assert fates() == [("FAILED", f"given up after {MOST_ATTEMPTS} attempts: 450 full")]


def test_a_corrected_address_gets_what_failed_when_somebody_says_so(post_office: MailServer):
    one_letter("nobody")
    User.objects.filter(username="seller").update(email="seller@example.com")
    assert sending.again(Letter.objects.get().pk, stage.account("admin", Role.ADMIN))
    tried_again()
    assert fates() == [("SENT", "")]


def test_the_words_of_old_letters_go_and_what_the_server_said(post_office: MailServer):
    post_office.refuse(RCPT="550 no mailbox seller@example.com")
    one_letter()
    tried_again()
    assert sending.forget_words() == 0
    letter = Letter.objects.get()
    assert letter.text
    Letter.objects.update(created_at=letter.created_at - sending.KEPT)
    assert sending.forget_words() == 1
    assert Letter.objects.values_list("state", "address", "subject", "text", "reason").get() == ("FAILED", *[""] * 4)
