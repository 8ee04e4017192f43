"""The letter that tells a buyer of a sales document (N-09): once, when it may be seen, and only to whoever wants it."""

from email.message import EmailMessage

import pytest
from django.test import Client
from pytest_django import Settings

from tests.centre import stage
from tests.centre.mailing.delivering import document_added, fates
from tests.centre.mailing.test_arriving import part
from tests.centre.mailing.test_purchases import SOON, bought
from tests.centre.stage import DAY, OPENED
from tests.fakes.mail.starting import MailServer
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.mailing import choices
from zgoda.centre.mailing.models import Letter
from zgoda.centre.orders import documents
from zgoda.centre.store.models import Order, OrderLine, SalesDocument
from zgoda.domain.actors import Actor, Role
from zgoda.domain.notifications import Kind
from zgoda.engine import clock
from zgoda.engine.jobs import run_pending

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage"), rule("S4-09")]


@pytest.fixture
def order() -> Order:
    return OrderLine.objects.get(pk=stage.line(fulfilled=True)).order


def told(post_office: MailServer) -> EmailMessage:
    run_pending()
    (letter,) = post_office.arrived()
    return letter


def test_the_buyer_reads_who_added_what_and_where_it_is(order: Order, post_office: MailServer):
    document_added(order)
    letter = told(post_office)
    assert letter["To"] == "buyer@example.com"
    for kind in ("plain", "html"):
        words = part(letter, kind)
        for known in ("seller added a sales document", "Kettle", "FV 1/2026", "FV 1.pdf", str(order.pk)):
            assert known in words, (kind, known)
        assert f"/purchases?q={order.pk}" in words
    assert [one.get_content_type() for one in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_what_the_warehouse_added_is_told_as_its(order: Order, post_office: MailServer):
    document_added(order, stage.warehouse())
    assert "The Warehouse added a sales document to your order from seller" in part(told(post_office), "plain")


def test_of_a_link_the_letter_tells_but_does_not_bring_it(order: Order, post_office: MailServer):
    documents.add_link(order.pk, stage.seller(), "https://docs.example/secret", now=OPENED)
    letter = told(post_office)
    assert "It is kept outside of the marketplace" in part(letter, "plain")
    assert "docs.example" not in letter.as_string()


def test_it_comes_after_the_check_and_once(order: Order, post_office: MailServer, settings: Settings):
    settings.SCAN_COMMAND = ["true"]
    document = document_added(order)
    assert not Letter.objects.exists()
    told(post_office)
    documents.verify_file.call(str(document.file_id))
    told(post_office)


def test_what_is_gone_when_the_letter_would_leave_is_not_told(order: Order, post_office: MailServer):
    document_added(order)
    SalesDocument.objects.update(state="REJECTED")
    run_pending()
    assert post_office.arrived() == []
    assert fates() == [("NOT_NEEDED", "")]


def test_one_click_switches_it_off_and_the_document_is_there_all_the_same(order: Order, post_office: MailServer):
    document_added(order)
    letter = told(post_office)
    buyer = User.objects.get(username="buyer")
    where = letter["List-Unsubscribe"].strip()
    assert where == f"<{choices.address_of_off(buyer, Kind.DOCUMENT_ADDED)}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    click = where.strip("<>").partition("8000")[2]
    assert Client(enforce_csrf_checks=True).post(click, {"List-Unsubscribe": "One-Click"}).status_code == 204
    document_added(order)
    told(post_office)
    assert sorted(state for state, _why in fates()) == ["SENT", "SWITCHED_OFF"]


def test_it_stands_under_the_letter_of_the_purchase(post_office: MailServer):
    with clock.at(SOON):
        bought()
        run_pending()
        (purchase,) = post_office.arrived()
        order = Order.objects.get()
    with clock.at(SOON + DAY):
        document_added(order, Actor(Role.SELLER, order.seller_id))
        run_pending()
    (document,) = [one for one in post_office.arrived() if one["Message-ID"] != purchase["Message-ID"]]
    assert document["In-Reply-To"] == document["References"] == purchase["Message-ID"]
