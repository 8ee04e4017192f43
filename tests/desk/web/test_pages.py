"""The desk's pages: who sees what, what the rules tell a seller there, and what each form does."""

import html
import re

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.desk.allegro.client import Client as Reader
from zgoda.desk.cases import sync
from zgoda.desk.store.models import Connection, DeskCase, Kind, Member, MemberRole, Outgoing, SendState, Shop
from zgoda.domain.expectation import Solution

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def words(desk: Client, path: str) -> str:
    """What a reader sees: the page's text with white space collapsed."""
    page = desk.get(path)
    assert page.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def send(desk: Client, case: DeskCase, **fields: str) -> int:
    given = {"form_token": "form-1", "chat_seen": case.last_message_remote_id, **fields}
    return desk.post(f"/cases/{case.pk}/send", given).status_code


@rule("S0-02")
def test_tab_lists_every_discussion(desk: Client, case: DeskCase) -> None:
    shown = words(desk, "/")
    assert "Discussions with Buyers" in shown
    assert case.buyer_login in shown


@rule("S0-08", "S0-12", "S0-13", "S0-56")
def test_unanswered_case_tells_the_duty(desk: Client, case: DeskCase) -> None:
    shown = words(desk, f"/cases/{case.pk}")
    assert "Answer as soon as possible." in shown
    assert "The Terms & Conditions oblige you to answer within 24 hours." in shown
    assert "Ask the buyer for details: asking counts as an answer." in shown
    assert "Answering faster than within 24 hours raises the chance of a positive rating by 30%." in shown


@rule("S0-37", "S0-38", "S0-39", "S0-40", "S0-41")
def test_not_received_names_the_four_things(desk: Client, case: DeskCase) -> None:
    DeskCase.objects.filter(pk=case.pk).update(reason="NO_PRODUCT_RECEIVED")
    shown = words(desk, f"/cases/{case.pk}")
    assert "Within 24 hours, do one of four things" in shown
    for one in ("give the tracking number", "hand the package over", "have the package delivered", "Allegro Finance"):
        assert one in shown


@rule("S0-16")
def test_confirming_is_the_buyers(desk: Client, case: DeskCase) -> None:
    shown = words(desk, f"/cases/{case.pk}?do=confirm")
    assert "you may ask at any moment. Only the buyer can mark the Discussion as resolved; you cannot." in shown
    assert send(desk, case, do="confirm", text="Is it solved?") == 302
    assert Outgoing.objects.get().kind == Kind.END_REQUEST


@rule("S0-25", "S0-26", "S0-27", "S0-28")
def test_each_reply_of_the_buyer_can_be_reported_in_two_categories(
    desk: Client, case: DeskCase, connection: Connection
) -> None:
    Connection.objects.update(capabilities={"features": ["violation-reports"]})
    assert "Report a violation" in words(desk, f"/cases/{case.pk}")
    page = desk.get(f"/cases/{case.pk}?do=report&message={case.last_message_remote_id}").content.decode()
    assert re.findall(r'name="category" value="(\w+)"', page) == ["THREAT", "PORNOGRAPHY"]
    assert send(desk, case, do="report", category="RUDE", message="m") == 422
    assert send(desk, case, do="report", category="THREAT", message="m") == 302
    assert Outgoing.objects.get().payload == {"message_id": "m", "category": "THREAT"}


@rule("S0-50", "S0-51", "S0-52")
def test_offer_says_what_follows(desk: Client, case: DeskCase, connection: Connection) -> None:
    DeskCase.objects.filter(pk=case.pk).update(reason="NOT_AS_DESCRIBED")
    Connection.objects.update(capabilities={"features": ["offers"]})
    shown = words(desk, f"/cases/{case.pk}?do=offer")
    assert "offer your own solution. If the buyer agrees, you may resolve the case that way." in shown
    assert "With a partial refund you may expect the buyer to return the product." in shown
    wrong = send(desk, case, do="offer", solution=Solution.PARTIAL_REFUND, amount="")
    assert (wrong, Outgoing.objects.count()) == (422, 0)
    assert send(desk, case, do="offer", solution=Solution.PARTIAL_REFUND, amount="30,00", currency="PLN") == 302
    assert Outgoing.objects.get().payload["minor"] == 3000


@rule("S0-53", "S0-54", "S0-55")
def test_service_record_counts_and_says_what_it_affects(desk: Client, case: DeskCase) -> None:
    shown = words(desk, "/record")
    assert "The number of Discussions and the way they are resolved affect the quality of your service." in shown
    assert "Both can also affect how buyers perceive you." in shown
    assert "Discussions opened 1" in shown


def test_reply_is_queued_once_however_often_the_form_is_sent(desk: Client, case: DeskCase) -> None:
    assert [send(desk, case, do="reply", text="We are looking.") for _ in range(2)] == [302, 302]
    row = Outgoing.objects.get()
    assert (row.text, row.kind, row.state) == ("We are looking.", Kind.REGULAR, SendState.QUEUED)
    assert "We are looking." in words(desk, f"/cases/{case.pk}")


def test_empty_reply_comes_back_with_the_reason(desk: Client, case: DeskCase) -> None:
    answer = desk.post(f"/cases/{case.pk}/send", {"do": "reply", "text": " ", "form_token": "f"})
    assert answer.status_code == 422
    assert b"Write something or attach a file." in answer.content


def test_held_message_shows_what_came_and_can_be_sent_anyway(desk: Client, case: DeskCase) -> None:
    send(desk, case, do="reply", text="Our answer")
    Outgoing.objects.update(state=SendState.HELD, last_error="It has just arrived!")
    shown = words(desk, f"/cases/{case.pk}")
    assert "What came meanwhile It has just arrived!" in shown
    row = Outgoing.objects.get()
    Outgoing.objects.update(chat_seen_at_compose="an earlier one")
    page = desk.get(f"/cases/{case.pk}").content.decode()
    form = page[page.index(f"/outgoing/{row.pk}") :]
    seen = re.search(r'name="chat_seen" value="([^"]+)"', form[: form.index("</form>")])
    assert seen is not None
    assert desk.post(f"/cases/{case.pk}/outgoing/{row.pk}", {"what": "give up"}).status_code == 404
    desk.post(f"/cases/{case.pk}/outgoing/{row.pk}", {"what": "anyway", "chat_seen": seen[1]})
    row.refresh_from_db()
    assert (row.state, row.chat_seen_at_compose) == (SendState.QUEUED, case.last_message_remote_id)


def test_step_the_server_lacks_is_guided_and_noted(desk: Client, case: DeskCase) -> None:
    assert "It is done" in words(desk, f"/cases/{case.pk}?do=report")
    desk.post(f"/cases/{case.pk}/by-hand", {"kind": "REPORT", "form_token": "hand"})
    assert Outgoing.objects.get().payload == {"by_hand": True}
    assert "done by hand at the marketplace" in words(desk, f"/cases/{case.pk}")


def test_other_shops_case_does_not_exist(desk: Client, case: DeskCase, agent: User) -> None:
    DeskCase.objects.filter(pk=case.pk).update(shop=Shop.objects.create(name="Other"))
    for path in (f"/cases/{case.pk}", f"/cases/{case.pk}/live"):
        assert desk.get(path).status_code == 404
    assert desk.post(f"/cases/{case.pk}/send", {"do": "reply"}).status_code == 404


def test_read_only_member_sees_but_cannot_act(desk: Client, case: DeskCase) -> None:
    Member.objects.update(role=MemberRole.READONLY)
    assert "Your role in this shop is read-only." in words(desk, f"/cases/{case.pk}")
    assert send(desk, case, do="reply", text="No") == 404
    assert desk.post(f"/connections/{case.connection_id}/do", {"what": "disarm"}).status_code == 404


def test_anonymous_goes_to_the_sign_in(case: DeskCase) -> None:
    answer = Client().get(f"/cases/{case.pk}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/sign-in?next=/cases/{case.pk}")


def test_nothing_new_costs_no_page(desk: Client, case: DeskCase, clock: DeskClock) -> None:
    page = desk.get(f"/cases/{case.pk}").content.decode()
    for poll in re.findall(r'hx-get="([^"]+)" hx-trigger="every', page):
        assert desk.get(html.unescape(poll)).status_code == 204
    clock.forward(hours=30)
    moved = re.search(r'hx-get="(/list[^"]+)"', page)
    assert moved is not None
    assert desk.get(html.unescape(moved[1])).status_code == 200


def test_pages_cost_a_constant_number_of_queries(desk: Client, case: DeskCase) -> None:
    found = []
    for path in ("/", f"/cases/{case.pk}"):
        desk.get(path)
        with CaptureQueriesContext(database) as queries:
            desk.get(path)
        found.append(len(queries))
    assert found[0] <= 8
    assert found[1] <= 11


def test_buyers_words_are_text(desk: Client, case: DeskCase) -> None:
    case.messages.update(text="<script>alert(1)</script>")
    page = desk.get(f"/cases/{case.pk}").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def is_unread(desk: Client, page: str = "/") -> bool:
    """Whether the list marks its only case as new to the reader."""
    return '<span class="dot">' in desk.get(page).content.decode()


def test_case_is_new_until_its_reader_has_looked_and_again_after_a_message(
    desk: Client, case: DeskCase, server: FakeAllegro, client: Reader, clock: DeskClock
) -> None:
    assert is_unread(desk)
    desk.get(f"/cases/{case.pk}")
    assert is_unread(desk), "reading a page changes nothing; that it is open is told by its own beat"
    desk.post(f"/cases/{case.pk}/here", headers={"HX-Request": "true"})
    assert not is_unread(desk)
    clock.forward(minutes=1)
    server.write(case.remote_id, "BUYER", "Hello?", "anna_k")
    sync.run(Connection.objects.get(), client, "hot")
    assert is_unread(desk)
    back = desk.post(f"/cases/{case.pk}/here")
    assert back["location"] == f"/cases/{case.pk}", "the button of a page without scripts"
    assert not is_unread(desk)


def test_what_one_colleague_has_seen_is_still_new_to_another(desk: Client, case: DeskCase) -> None:
    desk.post(f"/cases/{case.pk}/here")
    other = User.objects.create_user("jan", password="x")
    Member.objects.create(user=other, shop=case.shop)
    colleague = Client(headers={"accept-language": "en"})
    colleague.force_login(other)
    assert (is_unread(desk), is_unread(colleague)) == (False, True)


def test_our_own_answer_is_no_news(
    desk: Client, case: DeskCase, server: FakeAllegro, client: Reader, clock: DeskClock
) -> None:
    clock.forward(minutes=1)
    server.write(case.remote_id, "SELLER", "It left on Monday", "shop")
    sync.run(Connection.objects.get(), client, "hot")
    assert not is_unread(desk)


def test_person_without_a_shop_is_told_how_to_get_one(agent: User, client: Reader) -> None:
    stranger = Client(headers={"accept-language": "en"})
    stranger.force_login(agent)
    shown = stranger.get("/").content.decode()
    assert "zgoda people add ola --shop" in shown


def test_person_of_two_shops_goes_from_one_to_the_other(desk: Client, case: DeskCase, agent: User) -> None:
    other = Shop.objects.create(name="Druga")
    Member.objects.create(user=agent, shop=other)
    assert "Druga" in desk.get("/connections").content.decode()
    desk.post("/shop", {"shop": other.pk})
    assert desk.get(f"/cases/{case.pk}").status_code == 404
