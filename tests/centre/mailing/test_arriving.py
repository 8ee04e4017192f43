"""Letters seen arriving at a mail server: in five languages, as text and HTML, with the headers of a conversation."""

import re
from email.message import EmailMessage
from uuid import uuid4

import pytest

from tests.centre import stage
from tests.centre.stage import DAY, OPENED, buyer, done, opened
from tests.fakes.mail.starting import MailServer
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.mailing import choices
from zgoda.centre.mailing.models import Letter
from zgoda.domain import commands as c
from zgoda.domain.notifications import Kind
from zgoda.engine import clock
from zgoda.engine.jobs import run_pending

pytestmark = pytest.mark.django_db

OPENING = {
    "en": "A buyer opened a Discussion: Kettle",
    "pl": "Kupujący otworzył Dyskusję: Kettle",
    "cs": "Kupující otevřel Diskusi: Kettle",
    "sk": "Kupujúci otvoril Diskusiu: Kettle",
    "hu": "Egy vevő Vitarendezést nyitott: Kettle",
}
REMOTE = re.compile(r"src=|url\(|@import|<link|<script|<img|<iframe", re.IGNORECASE)


def letter_in(language: str, post_office: MailServer) -> EmailMessage:
    stage.seller()
    User.objects.filter(username="seller").update(language=language)
    opened()
    run_pending()
    (letter,) = post_office.arrived()
    return letter


def part(letter: EmailMessage, kind: str) -> str:
    found = letter.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("language", OPENING)
def test_a_letter_arrives_in_the_readers_language_as_text_and_html(language: str, post_office: MailServer):
    letter = letter_in(language, post_office)
    assert letter.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in letter.iter_parts()] == ["text/plain", "text/html"]
    assert letter["Subject"] == OPENING[language]
    assert letter["Content-Language"] == language
    text, html = part(letter, "plain"), part(letter, "html")
    assert f'<html lang="{language}">' in html
    assert OPENING[language] in html
    for words in text.split("\n\n")[0], text.rpartition("-- \n")[2].splitlines()[0]:
        assert words
        assert words in html.replace("&#34;", '"')


def test_the_html_fetches_nothing_and_knows_the_dark(post_office: MailServer):
    html = part(letter_in("en", post_office), "html")
    assert REMOTE.findall(html) == []
    assert "prefers-color-scheme: dark" in html
    assert 'name="color-scheme" content="light dark"' in html


def test_what_people_called_things_is_words_and_not_markup(post_office: MailServer):
    opened(line_id=stage.line("<b>Kettle</b> {{ 7*7 }} & co\r\nBcc: everybody@example.com"))
    run_pending()
    (letter,) = post_office.arrived()
    assert letter["Bcc"] is None
    html = part(letter, "html")
    assert "&lt;b&gt;Kettle&lt;/b&gt; {{ 7*7 }} &amp; co" in html
    assert "<b>Kettle" not in html


def test_a_line_that_begins_with_a_dot_arrives_as_it_was(post_office: MailServer):
    opened(line_id=stage.line(".hidden"))
    run_pending()
    (letter,) = post_office.arrived()
    assert "Product: .hidden" in part(letter, "plain")


@rule("S1-50", "S1-65")
def test_the_letters_of_one_case_stand_together(post_office: MailServer):
    case = opened()
    run_pending()
    (first,) = post_office.arrived()
    done(case, c.MarkResolved(by=buyer()), OPENED + DAY)
    done(case, c.Reopen(by=buyer(), message_id=uuid4()), OPENED + 2 * DAY)
    opened(line_id=stage.line("Toaster"))
    run_pending()
    by_subject = {letter["Subject"].split(":")[0]: letter for letter in post_office.arrived() if letter != first}
    again = by_subject["A Discussion was re-opened"]
    assert again["References"].split()[0] == first["Message-ID"]
    assert again["In-Reply-To"] == by_subject["A Discussion is resolved"]["Message-ID"]
    other = [one for one in post_office.arrived() if one["Subject"].endswith("Toaster")]
    assert [one["References"] for one in other] == [None]


def test_of_two_letters_of_one_millisecond_one_answers_the_other(post_office: MailServer):
    with clock.at(OPENED):
        done(opened(), c.MarkResolved(by=buyer()), OPENED + DAY)
        run_pending()
    answering = sorted((letter["In-Reply-To"] or "", letter["Message-ID"]) for letter in post_office.arrived())
    (nothing, first), (named, _second) = answering
    assert (nothing, named) == ("", first)


def test_the_case_stands_in_no_header(post_office: MailServer):
    letter = letter_in("en", post_office)
    case = str(Letter.objects.get().about)
    assert case in part(letter, "plain")
    assert not [name for name, value in letter.items() if case in value or case.replace("-", "") in value]


def test_a_duty_offers_no_switch_in_the_mail_program(post_office: MailServer):
    letter = letter_in("en", post_office)
    assert letter["List-Unsubscribe"] is None
    assert "cannot be switched off" in part(letter, "plain")
    assert choices.address_of_choices(User.objects.get(username="seller")) in part(letter, "html")


def test_what_may_be_switched_off_brings_the_one_click(post_office: MailServer):
    done(opened(), c.MarkResolved(by=buyer()), OPENED + DAY)
    run_pending()
    (letter,) = [one for one in post_office.arrived() if "resolved" in one["Subject"]]
    where = choices.address_of_off(User.objects.get(username="seller"), Kind.RESOLVED)
    assert letter["List-Unsubscribe"].strip() == f"<{where}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
