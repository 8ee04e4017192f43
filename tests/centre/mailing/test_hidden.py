"""What a hidden case's sellers are sent: every byte that arrived is searched for what they must not learn (S1-57)."""

import re
from email import message_from_bytes, policy
from uuid import UUID, uuid4

import pytest

from tests.centre import stage
from tests.centre.mailing.test_arriving import part
from tests.centre.stage import DAY, OPENED, done, opened
from tests.centre.web.buyer.conftest import signed_in
from tests.centre.web.buyer.reading import page
from tests.fakes.mail.starting import MailServer
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.handle import handle
from zgoda.centre.mailing.models import Letter
from zgoda.centre.store.models import CaseMessage, OrderLine
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.refusals import Refused
from zgoda.engine.jobs import run_pending

pytestmark = pytest.mark.django_db

SELLERS = ("ceramika", "tatra-gear")
LANGUAGES = ("pl", "en", "cs", "sk", "hu")
BUYER = {"username": "zofia_kwiatek", "email": "zofia.k@poczta.example", "first_name": "Zofia", "last_name": "Kwiatek"}
ASKED = "Grzechotnik nieodebrany, paczkomat zablokowany."
ANSWERED = "Kurier Bogumił odnalazł zgubioną przesyłkę w Koluszkach."
THANKED = "Serdecznie pozdrawiam i czekam niecierpliwie."
COMMENTED = "Wewnętrznie: palety przemieszane wczoraj."
SAID = (ASKED, ANSWERED, THANKED, COMMENTED)


def told() -> Discussion:
    """A case of two sellers' combined order, through everything that other cases are mailed of."""
    ours, _theirs = stage.combined(SELLERS)
    User.objects.filter(username="buyer").update(**BUYER)
    by, staff = stage.actor(BUYER["username"], Role.BUYER), stage.warehouse()
    case = opened(line_id=ours, reason="NO_PRODUCT_RECEIVED", by=by)
    done(case, stage.written(by, ASKED), OPENED + DAY)
    done(case, c.AddComment(by=staff, text=stage.text(COMMENTED)), OPENED + DAY)
    done(case, stage.written(staff, ANSWERED), OPENED + 2 * DAY)
    done(case, stage.written(by, THANKED), OPENED + 3 * DAY)
    refused = handle(case.id, c.ForwardToSeller(by=staff, note=stage.text(COMMENTED)), now=OPENED + 3 * DAY)
    assert isinstance(refused, Refused)
    done(case, c.MarkUnresolved(by=by), OPENED + 15 * DAY)
    done(case, c.MarkResolved(by=by), OPENED + 16 * DAY)
    done(case, c.Reopen(by=by, message_id=uuid4()), OPENED + 17 * DAY)
    return case


def hidden_things(case: Discussion, reader: str) -> set[str]:
    """Whatever tells of the case: its ids, everything said by word, the buyer, the Warehouse's person, and the other
    seller's part of the purchase."""
    ids: list[UUID] = [case.id, *CaseMessage.objects.filter(case_id=case.id).values_list("pk", flat=True)]
    ids += OrderLine.objects.values_list("order__purchase_id", flat=True)
    ids += OrderLine.objects.exclude(order__seller__username=reader).values_list("order_id", flat=True)
    named = {*BUYER.values(), "warehouse@", *SELLERS} - {reader}
    said = {word for one in SAID for word in re.findall(r"\w{4,}", one)}
    products = OrderLine.objects.values_list("offer_name", flat=True)
    return {one.casefold() for one in (*map(str, ids), *(one.hex for one in ids), *named, *said, *products)}


def every_word_of(raw: bytes) -> str:
    """The letter as it came over the wire, and its headers and parts as a mail program shows them."""
    letter = message_from_bytes(raw, policy=policy.default)
    parts = [one.get_content() for one in letter.walk() if not one.is_multipart()]
    headers = [f"{name}: {value}" for one in letter.walk() for name, value in one.items()]
    return "\n".join([raw.decode("latin-1"), *headers, *parts]).casefold()


@rule("S1-57", "C-44")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_byte_that_a_seller_gets_tells_of_the_hidden_case(language: str, post_office: MailServer):
    case = told()
    User.objects.update(language=language)
    run_pending()
    letters = dict(zip((str(one["To"]) for one in post_office.arrived()), post_office.raw(), strict=True))
    assert sorted(letters) == [f"{one}@example.com" for one in SELLERS]
    for address, raw in letters.items():
        reader = address.removesuffix("@example.com")
        words = every_word_of(raw)
        assert [one for one in hidden_things(case, reader) if one in words] == []


@rule("S1-57", "C-44")
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_seller_gets_its_orders_number_once_and_nothing_that_leads_anywhere(
    language: str, post_office: MailServer
):
    told()
    User.objects.update(language=language)
    run_pending()
    letters = {str(letter["To"]): letter for letter in post_office.arrived()}
    for line in OrderLine.objects.select_related("order__seller"):
        letter = letters.pop(line.order.seller.email)
        assert letter["Content-Language"] == language
        assert (letter["References"], letter["In-Reply-To"], letter["List-Unsubscribe"]) == (None, None, None)
        for words in (part(letter, "plain"), part(letter, "html")):
            assert str(line.order_id) in words
            assert "http" not in words
            assert "<a " not in words
    assert letters == {}


@rule("S1-57")
def test_the_letters_of_two_hidden_cases_do_not_stand_together(post_office: MailServer):
    """Else the second would say that something about the order goes on."""
    ours, theirs = stage.combined(SELLERS)
    ended = opened(line_id=ours, reason="NO_PRODUCT_RECEIVED")
    done(ended, c.MarkResolved(by=stage.buyer()), OPENED + DAY)
    opened(line_id=theirs, reason="NO_PRODUCT_RECEIVED", now=OPENED + 2 * DAY)
    run_pending()
    letters = post_office.arrived()
    assert len(letters) == 4
    assert {(one["References"], one["In-Reply-To"]) for one in letters} == {(None, None)}


def test_the_search_finds_what_a_case_that_is_not_hidden_tells(post_office: MailServer):
    """Else it would find nothing in any letter."""
    case = opened()
    run_pending()
    (raw,) = post_office.raw()
    found = {one for one in hidden_things(case, "other") if one in every_word_of(raw)}
    assert {str(case.id), str(case.purchase.order_id), "kettle"} <= found


@rule("S1-57")
def test_no_page_shows_the_words_of_a_hidden_cases_letter_or_its_case(post_office: MailServer):
    case = told()
    run_pending()
    admin, seller = signed_in("admin", Role.ADMIN), signed_in(SELLERS[0], Role.SELLER)
    pages = [page(admin, "/administration/letters"), page(seller, "/account/letters")]
    pages += [page(admin, f"/administration/letters/{letter.pk}") for letter in Letter.objects.all()]
    assert "Its words are not shown" in pages[2]
    for shown in pages:
        assert str(case.id) not in shown
        assert str(case.purchase.order_id) not in shown
