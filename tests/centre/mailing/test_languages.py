"""Each e-mail of E.6 seen arriving in each of the five languages: text and HTML, its headers, and one click to be rid of
what may be switched off."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from email.message import EmailMessage
from html import unescape

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.mailing.delivering import document_added
from tests.centre.mailing.test_arriving import part
from tests.centre.mailing.test_purchases import SOON, bought
from tests.centre.ratings import rating
from tests.centre.stage import DAY, OPENED, done, opened
from tests.fakes.mail.starting import MailServer
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.mailing import choices
from zgoda.centre.mailing.models import Letter
from zgoda.centre.store.models import OrderLine
from zgoda.domain import commands as c
from zgoda.domain.notifications import LETTERS, Kind
from zgoda.engine import clock
from zgoda.engine.jobs import run_pending

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]

LANGUAGES = ("pl", "en", "cs", "sk", "hu")
SUBJECTS: Mapping[Kind, Mapping[str, str]] = {
    Kind.DISCUSSION_OPENED: {
        "pl": "Kupujący otworzył Dyskusję: Kettle",
        "en": "A buyer opened a Discussion: Kettle",
        "cs": "Kupující otevřel Diskusi: Kettle",
        "sk": "Kupujúci otvoril Diskusiu: Kettle",
        "hu": "Egy vevő Vitarendezést nyitott: Kettle",
    },
    Kind.HIDDEN_OPENED: {
        "pl": "Dyskusja o zamówieniu łączonym: zamówienie {order}",
        "en": "A Discussion about a combined order: order {order}",
        "cs": "Diskuse o společné objednávce: objednávka {order}",
        "sk": "Diskusia o spoločnej objednávke: objednávka {order}",
        "hu": "Vitarendezés egy összevont rendelésről: {order}. számú rendelés",
    },
    Kind.FORWARDED: {
        "pl": "Magazyn przekazał Ci Dyskusję: Kettle",
        "en": "The Warehouse forwarded a Discussion to you: Kettle",
        "cs": "Sklad vám předal Diskusi: Kettle",
        "sk": "Sklad vám odovzdal Diskusiu: Kettle",
        "hu": "A Raktár vitarendezést továbbított Önnek: Kettle",
    },
    Kind.RATING_REMOVAL: {
        "pl": "Twoja ocena sprzedającego seller dotyczy naszej usługi",
        "en": "Your rating of seller is about our service",
        "cs": "Vaše hodnocení prodejce seller se týká naší služby",
        "sk": "Vaše hodnotenie predajcu seller sa týka našej služby",
        "hu": "Az értékelése (seller) a szolgáltatásunkról szól",
    },
    Kind.PURCHASE_MADE: {
        "pl": "Twój zakup: Kubek w groszki 0,4 l",
        "en": "Your purchase: Kubek w groszki 0,4 l",
        "cs": "Váš nákup: Kubek w groszki 0,4 l",
        "sk": "Váš nákup: Kubek w groszki 0,4 l",
        "hu": "Az Ön vásárlása: Kubek w groszki 0,4 l",
    },
    Kind.DOCUMENT_ADDED: {
        "pl": "Dokument do Twojego zamówienia: Kettle",
        "en": "A document for your order: Kettle",
        "cs": "Doklad k vaší objednávce: Kettle",
        "sk": "Doklad k vašej objednávke: Kettle",
        "hu": "Bizonylat a rendeléséhez: Kettle",
    },
}
"""N-01, N-02, N-03, N-06, N-07 and N-09 as their readers see them in the list of letters."""


def an_opening() -> None:
    opened()


def a_hidden_opening() -> None:
    """Only the Warehouse's part is told, here one order of the two."""
    ours = stage.combined()[0]
    opened(line_id=ours, reason="NO_PRODUCT_RECEIVED")
    Letter.objects.exclude(to__username="seller").delete()


def a_forward() -> None:
    case = opened(line_id=stage.line(fulfilled=True), reason="NO_PRODUCT_RECEIVED")
    with clock.at(rating.NOW + timedelta(minutes=1)):
        done(case, c.ForwardToSeller(by=stage.warehouse(), note=stage.text("Who packed it?")), OPENED + DAY)


def a_rating_of_the_service() -> None:
    rating.rated(rating.order(fulfilled=True), comment="Klawiatura przyszła w podartym kartonie, bez folii.")


def a_document() -> None:
    document_added(OrderLine.objects.get(pk=stage.line()).order)


TELLING: Mapping[Kind, Callable[[], None]] = {
    Kind.DISCUSSION_OPENED: an_opening,
    Kind.HIDDEN_OPENED: a_hidden_opening,
    Kind.FORWARDED: a_forward,
    Kind.RATING_REMOVAL: a_rating_of_the_service,
    Kind.PURCHASE_MADE: bought,
    Kind.DOCUMENT_ADDED: a_document,
}


def arrived(kind: Kind, language: str, post_office: MailServer) -> EmailMessage:
    """The letter of this kind, after what it tells of; its reader reads this language."""
    with clock.at(rating.NOW if kind is not Kind.PURCHASE_MADE else SOON):
        TELLING[kind]()
        User.objects.update(language=language)
        run_pending()
    number = Letter.objects.get(kind=kind).pk.hex
    (letter,) = [one for one in post_office.arrived() if number in one["Message-ID"]]
    return letter


def says(html: str, line: str) -> bool:
    """A line of the text, as words of the HTML; a fact's name and value stand in two cells there, a link's name alone."""
    name, _colon, value = f"{line} ".partition(": ")
    return line in html or (name in html and value.strip() in html)


@rule("S1-50", "S1-57", "S1-53", "S1-36", "S1-29", "S4-09")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SUBJECTS)
def test_each_letter_of_the_list_arrives_in_each_language(kind: Kind, language: str, post_office: MailServer):
    letter = arrived(kind, language, post_office)
    row = Letter.objects.get(kind=kind)
    assert letter["Subject"].strip() == SUBJECTS[kind][language].format(order=row.about)
    assert letter["To"] == row.to.email
    assert letter["Content-Language"] == language
    assert letter["Message-ID"].startswith(f"<{row.pk.hex}@")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "multipart/alternative"
    parts = [(one.get_content_type(), one.get_content_charset()) for one in letter.iter_parts()]
    assert parts == [("text/plain", "utf-8"), ("text/html", "utf-8")]
    html = part(letter, "html")
    assert f'<html lang="{language}">' in html
    lines = [line for line in part(letter, "plain").splitlines() if line != "-- "]
    assert len(lines) > 4
    assert [line for line in lines if not says(unescape(html), line)] == []


@pytest.mark.parametrize("kind", [kind for kind in SUBJECTS if LETTERS[kind].duty])
def test_a_duty_brings_no_click_to_be_rid_of_it(kind: Kind, post_office: MailServer):
    letter = arrived(kind, "pl", post_office)
    assert (letter["List-Unsubscribe"], letter["List-Unsubscribe-Post"]) == (None, None)


@rule("S1-36")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_about_a_rating_is_switched_off_by_the_click_that_it_brings(language: str, post_office: MailServer):
    letter = arrived(Kind.RATING_REMOVAL, language, post_office)
    buyer = User.objects.get(username="buyer")
    where = letter["List-Unsubscribe"].strip()
    assert where == f"<{choices.address_of_off(buyer, Kind.RATING_REMOVAL)}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    click = where.strip("<>").partition("8000")[2]
    assert Client(enforce_csrf_checks=True).post(click, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert choices.switched_off(buyer) == {Kind.RATING_REMOVAL}
    with clock.at(rating.NOW + timedelta(days=1)):
        a_rating_of_the_service()
        run_pending()
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["SENT", "SWITCHED_OFF"]
    assert len(post_office.arrived()) == 1


@rule("S1-53", "S1-66")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forward_stands_under_the_opening_in_the_mail_program(language: str, post_office: MailServer):
    forward = arrived(Kind.FORWARDED, language, post_office)
    opening = next(one for one in post_office.arrived() if one["Message-ID"] != forward["Message-ID"])
    assert forward["In-Reply-To"] == forward["References"] == opening["Message-ID"]
    assert (opening["In-Reply-To"], opening["References"]) == (None, None)


@pytest.mark.parametrize("kind", [Kind.HIDDEN_OPENED, Kind.RATING_REMOVAL, Kind.PURCHASE_MADE])
def test_what_comes_once_about_a_thing_stands_alone(kind: Kind, post_office: MailServer):
    letter = arrived(kind, "pl", post_office)
    assert (letter["In-Reply-To"], letter["References"]) == (None, None)
