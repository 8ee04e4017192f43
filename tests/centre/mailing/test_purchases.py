"""The buyer's letter after a purchase: whom to call with which question (N-07)."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import BytesIO

import pytest

from tests.centre.hotline.calling import HOTLINE, SELLERS, set_line
from tests.centre.mailing.test_arriving import part
from tests.centre.orders.forms import form, jsonl, uid
from tests.fakes.mail.starting import MailServer
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.hotline import contacts
from zgoda.centre.mailing.models import Letter
from zgoda.centre.orders.import_forms import import_stream
from zgoda.domain.hotline import SELLERS_WEEK
from zgoda.domain.notifications import Kind
from zgoda.engine.jobs import run_pending

pytestmark = pytest.mark.django_db

BOUGHT = datetime(2025, 9, 26, 13, tzinfo=UTC)
SOON = BOUGHT + timedelta(hours=1)


def bought(*, provider: str = "ALLEGRO", at: datetime = SOON, **changes: object) -> None:
    fulfillment = {"status": "NEW", "shipmentSummary": {"lineItemsSent": "NONE"}, "provider": {"id": provider}}
    list(import_stream(BytesIO(jsonl(form(fulfillment=fulfillment, **changes))), at=at))


def told(post_office: MailServer, language: str = "en") -> EmailMessage:
    set_line()
    shop = User.objects.get(username="Ceramika-Bory")
    contacts.set_contact(shop.pk, phone=SELLERS, email="sklep@bory.example", week=SELLERS_WEEK, now=SOON)
    User.objects.filter(username="marek_z_gdyni").update(language=language)
    run_pending()
    (letter,) = post_office.arrived()
    return letter


@rule("S1-29")
@pytest.mark.parametrize("language", ["pl", "cs", "sk", "hu", "en"])
def test_a_fulfilled_purchase_is_told_with_the_hotlines_number_and_the_sellers_contact(
    post_office: MailServer, language: str
):
    bought()
    letter = told(post_office, language)
    assert letter["To"] == "abc+1@allegromail.invalid"
    assert "Kubek w groszki 0,4 l" in letter["Subject"]
    for kind in ("plain", "html"):
        words = part(letter, kind)
        for known in (HOTLINE, "8:00–21:00", SELLERS, "sklep@bory.example", "Ceramika-Bory", uid("o1")):
            assert known in words, (kind, known)


@rule("S1-29")
def test_what_the_seller_sends_itself_has_its_contact_alone(post_office: MailServer):
    bought(provider="SELLER")
    words = part(told(post_office), "plain")
    assert SELLERS in words
    assert HOTLINE not in words
    assert "hotline" not in words.lower()


def test_an_order_is_told_once_however_often_it_is_read(post_office: MailServer):
    bought()
    bought()
    bought(updatedAt="2025-09-26T13:30:00Z", revision="8")
    assert Letter.objects.get().kind == Kind.PURCHASE_MADE


@pytest.mark.parametrize(
    ("at", "changes"), [(BOUGHT + timedelta(days=2), {}), (SOON, {"status": "CANCELLED"})], ids=["old", "cancelled"]
)
def test_what_is_no_news_is_not_told(post_office: MailServer, at: datetime, changes: dict[str, object]):
    bought(at=at, **changes)
    assert not Letter.objects.exists()
