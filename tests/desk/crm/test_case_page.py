"""The case page and the list as agents meet them: the ticket beside the thread, comments, the reply box, the marks."""

import html
import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.desk.conftest import DeskClock
from tests.desk.crm.conftest import settings_with
from tests.desk.crm.test_set_up import seen, words
from tests.fakes.allegro import FakeAllegro
from tests.files.pictures import picture
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.desk.allegro.client import Client as Reader
from zgoda.desk.allegro.roots import ALLEGRO_SANDBOX, PRODUCTION, listing_link
from zgoda.desk.cases import outbox, sync
from zgoda.desk.crm import integrations
from zgoda.desk.crm.models import Comment, Customer, CustomField, Integration, Ticket
from zgoda.desk.store.models import Connection, DeskCase, Kind, Member, MemberRole, Outgoing
from zgoda.desk.web import acting, case_view, frame, pages

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


@pytest.fixture(autouse=True)
def _page_time(clock: DeskClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in (acting, case_view, pages):
        monkeypatch.setattr(module, "real_now", clock)
    frame.forget()
    yield
    frame.forget()


@pytest.fixture
def case(integration: Integration, server: FakeAllegro, connection: Connection, client: Reader) -> DeskCase:
    """A ticket of somebody who is in no record, at the marketplace's own address."""
    issue = server.open_issue(login="anna_k", offer={"id": "900", "quantity": 1})
    order = server.issues[issue]["checkoutForm"]["id"]
    server.orders[order] = {
        "id": order,
        "buyer": {"login": "anna_k", "firstName": "Anna", "email": "8awgqyk6a5+cub31c122@allegromail.pl"},
        "lineItems": [
            {"id": "1", "offer": {"id": "900", "name": "Bell"}, "quantity": 1},
            {"id": "2", "offer": {"id": "901", "name": "Saddle"}, "quantity": 1},
        ],
    }
    connection.refresh_from_db()
    sync.run(connection, client, "hot")
    return DeskCase.objects.get()


@pytest.fixture
def desk(agent: User, case: DeskCase) -> Client:
    Member.objects.create(user=agent, shop=case.shop, role=MemberRole.OWNER)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(agent)
    return browser


def of_marketplace() -> None:
    Connection.objects.update(api_url=PRODUCTION.api, auth_url=PRODUCTION.auth, upload_url=PRODUCTION.upload)


def article(page: str, text: str) -> str:
    """The message of the thread that says so."""
    return next(one for one in re.findall(r"<article.*?</article>", page, re.DOTALL) if text in one)


def send(desk: Client, case: DeskCase, **fields: object) -> Outgoing:
    given = {"do": "reply", "form_token": "f-1", "chat_seen": case.last_message_remote_id, **fields}
    assert desk.post(f"/cases/{case.pk}/send", given).status_code == 302
    return Outgoing.objects.get(form_token=fields.get("form_token", "f-1"))


@rule("S3-01", "S3-03", "S3-08", "S3-33", "S3-34", "S3-35")
def test_ticket_shows_reason_status_and_products_with_their_links(desk: Client, case: DeskCase) -> None:
    of_marketplace()
    page = desk.get(f"/cases/{case.pk}").content.decode()
    ticket = page[page.index('<section class="ticket">') :]
    ticket = ticket[: ticket.index("</section>")]
    links = dict(re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', ticket))
    panel = f"https://salescenter.allegro.com/discussions-with-buyers/{case.remote_id}?sellerId=501"
    assert links[panel] == "I have not received the product"
    assert links["https://allegro.pl/oferta/900"] == "Bell"
    assert "Saddle" not in ticket
    shown = seen(ticket.encode())
    assert "Status Discussion · Pending Source Allegro Ticket's status Open Queue Marketplace" in shown
    assert "Where is my parcel?" in page


@rule("S3-35")
def test_listing_stands_at_the_market_of_the_case() -> None:
    assert listing_link(PRODUCTION, "9/0", "cz") == "https://allegro.cz/nabidka/9%2F0"
    assert listing_link(ALLEGRO_SANDBOX, "900", "pl") == "https://allegro.pl.allegrosandbox.pl/oferta/900"
    assert listing_link(PRODUCTION, "", "pl") == ""


@rule("S3-28", "S3-29")
def test_bare_login_is_marked_in_list_thread_and_ticket_and_a_record_is_not(
    desk: Client, case: DeskCase, field: CustomField
) -> None:
    assert "not in the CRM · Allegro" in words(desk, "/")
    page = desk.get(f"/cases/{case.pk}").content.decode()
    assert "not in the CRM" in article(page, "Where is my parcel?")
    assert page.count("not in the CRM") == 3  # heading, message, ticket
    Ticket.objects.update(customer=Customer.objects.create(shop=case.shop, name="Anna", created_at=case.read_at))
    page = desk.get(f"/cases/{case.pk}").content.decode()
    assert "not in the CRM" not in page
    assert ">Anna</a>" in page


@rule("S3-06", "S3-30", "S3-42")
def test_buyer_is_added_from_the_case_which_itself_stays_unlinked(
    desk: Client, case: DeskCase, field: CustomField
) -> None:
    assert "Add to the CRM" in words(desk, f"/cases/{case.pk}")
    address = f"/cases/{case.pk}/customer"
    page = desk.get(address).content.decode()
    assert 'value="anna_k"' in page
    assert "tickets are linked when they are made, and not later" in page
    given = {"name": "Anna", f"field_{field.pk}": "anna_k", "email": "8awgqyk6a5+cub31c122@allegromail.pl"}
    desk.post(address, given)
    anna = Customer.objects.get()
    assert [one.address for one in anna.emails.all()] == [
        "8awgqyk6a5@allegromail.pl",
        "8awgqyk6a5+cub31c122@allegromail.pl",
    ]
    assert Ticket.objects.get().customer is None
    for shown in (words(desk, f"/customers/{anna.pk}"), words(desk, "/customers?q=ANNA_K")):
        assert "8awgqyk6a5+cub31c122@allegromail.pl" in shown
    again = desk.post(address, given)
    assert again.status_code == 422
    assert "This login already stands in the record “Anna”" in seen(again.content)


@rule("S3-26", "S3-27")
def test_list_is_filtered_by_source_queue_and_category(
    desk: Client, case: DeskCase, integration: Integration, clock: DeskClock
) -> None:
    DeskCase.objects.create(
        shop=case.shop,
        connection=case.connection,
        remote_id="without-ticket",
        buyer_login="zenon",
        opened_at=clock.now,
        first_seen_at=clock.now,
        read_at=clock.now,
    )
    integration.refresh_from_db()
    assert '<option value="ALLEGRO">Allegro</option>' in desk.get("/filters").content.decode()
    for query in ("source=ALLEGRO", f"queue={integration.queue_id}", f"category={integration.category_id}"):
        shown = words(desk, f"/?{query}")
        assert ("anna_k" in shown, "zenon" in shown) == (True, False)
        assert "zenon" not in words(desk, f"/?{query}&q=zenon")
    assert "anna_k" not in words(desk, "/?queue=999999")
    assert "zenon" in words(desk, "/")
    link = f"/cases/{case.pk}?queue={integration.queue_id}"
    assert link in desk.get(f"/?queue={integration.queue_id}").content.decode()


@rule("S3-36", "S3-40")
def test_comment_stays_inside_and_is_possible_after_the_end(
    desk: Client, case: DeskCase, server: FakeAllegro, connection: Connection, client: Reader
) -> None:
    shown = desk.get(f"/cases/{case.pk}").content.decode()
    assert "do=reply#compose" in shown
    assert "do=comment#compose" in shown
    server.close(case.remote_id)
    sync.run(connection, client, "sweep")
    assert "Comments can still be added; nothing goes to the buyer." in words(desk, f"/cases/{case.pk}")
    refused = desk.post(f"/cases/{case.pk}/send", {"do": "reply", "text": "Late", "form_token": "f"})
    assert (refused.status_code, Outgoing.objects.count()) == (422, 0)
    for _ in range(2):
        answer = desk.post(f"/cases/{case.pk}/comment", {"text": "Call the carrier.", "form_token": "c-1"})
        assert answer.status_code == 302
    page = desk.get(f"/cases/{case.pk}").content.decode()
    assert 'class="msg note"' in article(page, "Call the carrier.")
    assert (Comment.objects.count(), Outgoing.objects.count()) == (1, 0)
    assert server.texts(case.remote_id) == []
    empty = desk.post(f"/cases/{case.pk}/comment", {"text": " ", "form_token": "c-2"})
    assert empty.status_code == 422
    Member.objects.update(role=MemberRole.READONLY)
    assert desk.post(f"/cases/{case.pk}/comment", {"text": "x", "form_token": "c-3"}).status_code == 404


@rule("S3-37")
def test_message_leaves_as_text_with_the_footer_as_text(
    desk: Client, case: DeskCase, integration: Integration, field: CustomField
) -> None:
    assert integrations.save(integration, settings_with(field, footer="<p><b>Ola</b><br>Rowery Ola</p>")) == []
    assert send(desk, case, text="<p>It is <i>on its way</i>.</p>").text == "It is on its way.\n\nOla\nRowery Ola"


@rule("S3-38")
def test_one_attachment_goes_with_a_message(desk: Client, case: DeskCase) -> None:
    page = desk.get(f"/cases/{case.pk}").content.decode()
    assert len(re.findall(r'<input[^>]+type="file"', page)) == 1
    assert "multiple" not in page
    files = [SimpleUploadedFile(f"{number}.png", picture("PNG")) for number in range(2)]
    assert len(send(desk, case, text="See here", file=files[0]).files) == 1


@rule("S3-22", "S3-39")
def test_checkbox_asks_to_confirm_with_the_default_closure_message(desk: Client, case: DeskCase) -> None:
    page = desk.get(f"/cases/{case.pk}").content.decode()
    assert re.search(r'type="checkbox" name="confirm"', page)
    asked = send(desk, case, text="The bell is on its way.", confirm="1")
    assert (asked.kind, asked.text) == (
        Kind.END_REQUEST,
        "The bell is on its way.\n\nPlease confirm that it is solved.",
    )
    again = desk.post(f"/cases/{case.pk}/send", {"do": "reply", "form_token": "f-2", "confirm": "1"})
    assert again.status_code == 422
    assert "The buyer has already been asked to confirm." in seen(again.content)


@rule("S3-31", "S3-32")
def test_messages_from_elsewhere_appear_and_are_told_apart(
    desk: Client, case: DeskCase, server: FakeAllegro, connection: Connection, client: Reader, clock: DeskClock
) -> None:
    sent = send(desk, case, text="Written at the desk")
    outbox.deliver(sent.pk)
    for number, (role, text) in enumerate(
        (("SELLER", "Written at Allegro"), ("ADMIN", "We look"), ("SYSTEM", "A note"))
    ):
        clock.forward(minutes=number + 1)
        server.write(case.remote_id, role, text, "shop" if role == "SELLER" else None)
    sync.run(connection, client, "hot")
    page = desk.get(f"/cases/{case.pk}").content.decode()
    assert "written at the marketplace" in article(page, "Written at Allegro")
    assert "written at the marketplace" not in article(page, "Written at the desk")
    voices = [
        re.search(r'class="msg (\w+)', article(page, text))[1]  # type: ignore[index]
        for text in ("Where is my parcel?", "Written at Allegro", "We look", "A note")
    ]
    assert voices == ["buyer", "us", "consultant", "platform"]


@rule("S3-07")
def test_automatic_answer_is_told_from_agents_words(
    desk: Client,
    case: DeskCase,
    integration: Integration,
    field: CustomField,
    server: FakeAllegro,
    client: Reader,
    clock: DeskClock,
) -> None:
    given = settings_with(field, answers_automatically=True, automatic_answer="We look at it.")
    assert integrations.save(integration, given) == []
    clock.forward(minutes=1)
    issue = server.open_issue(login="marek")
    sync.run(Connection.objects.get(), client, "hot")
    fresh = DeskCase.objects.get(remote_id=issue)
    assert "automatic answer" in article(desk.get(f"/cases/{fresh.pk}").content.decode(), "We look at it.")
    outbox.deliver(Outgoing.objects.get().pk)
    assert server.texts(issue) == ["We look at it."]


def test_words_of_a_record_are_text(desk: Client, case: DeskCase, field: CustomField) -> None:
    desk.post("/customers/new", {"name": "<script>alert(1)</script>", f"field_{field.pk}": "x", "email": ""})
    page = html.unescape(desk.get("/customers").content.decode().replace("&lt;", "["))
    assert "<script>alert" not in page


def test_other_shops_customers_do_not_exist(desk: Client, case: DeskCase, field: CustomField) -> None:
    other = Customer.objects.create(shop=type(case.shop).objects.create(name="Other"), created_at=case.read_at)
    assert desk.get(f"/customers/{other.pk}").status_code == 404
    assert "Nobody found" in words(desk, "/customers?q=anna")
