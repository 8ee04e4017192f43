"""Choosing letters: by the signed link without signing in, by one click in the mail program, on the account's page."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.mailing.delivering import fates
from tests.centre.stage import DAY, OPENED, buyer, done, opened
from tests.centre.web.buyer.conftest import signed_in
from tests.centre.web.buyer.reading import page, words
from zgoda.accounts.models import User
from zgoda.centre.mailing import choices
from zgoda.centre.mailing.models import SwitchedOff
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.notifications import Kind
from zgoda.engine.jobs import run_pending

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
HTTP = "http://127.0.0.1:8000"


@pytest.fixture
def seller() -> User:
    return stage.account("seller", Role.SELLER)


@pytest.fixture
def stranger() -> Client:
    """A browser without a session, with the checks of forms as outside of tests."""
    return Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)


def link(user: User) -> str:
    return choices.address_of_choices(user).removeprefix(HTTP)


def one_click(user: User, kind: Kind) -> str:
    return choices.address_of_off(user, kind).removeprefix(HTTP)


def off(user: User) -> set[str]:
    return set(choices.switched_off(user))


def test_looking_changes_nothing(seller: User, stranger: Client):
    for path in (link(seller), one_click(seller, Kind.RESOLVED)):
        assert stranger.get(path, follow=True).status_code == 200
    assert off(seller) == set()


def test_the_page_says_what_cannot_be_switched_off_and_hides_most_of_the_address(seller: User, stranger: Client):
    shown = words(stranger.get(link(seller)).content.decode())
    assert "s…@example.com" in shown
    assert "seller@example.com" not in shown
    assert "Letters that cannot be switched off" in shown
    assert "A Discussion was forwarded to the seller You get this letter because" in shown
    assert "S1-53" not in shown, "the numbers of our rules are for administrators"


def test_one_click_of_a_mail_program_switches_off(seller: User, stranger: Client):
    path = one_click(seller, Kind.RESOLVED)
    answer = stranger.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 204
    assert off(seller) == {Kind.RESOLVED}
    assert stranger.post(path).status_code == 204
    assert SwitchedOff.objects.count() == 1


def test_a_duty_is_switched_off_by_nothing(seller: User, stranger: Client):
    stranger.post(one_click(seller, Kind.DISCUSSION_OPENED))
    choices.choose(seller, frozenset())
    assert off(seller) == {Kind.RESOLVED, Kind.UNRESOLVED, Kind.CLAIM_RETURN_DECISION}


def test_the_form_needs_the_page_it_came_with(seller: User, stranger: Client):
    path = link(seller)
    assert stranger.post(path, {"kind": []}).status_code == 403
    token = TOKEN.findall(stranger.get(path).content.decode())[-1]
    assert stranger.post(path, {"kind": ["RESOLVED"], "csrfmiddlewaretoken": token}).status_code == 302
    assert off(seller) == {Kind.UNRESOLVED, Kind.CLAIM_RETURN_DECISION}


@pytest.mark.parametrize("spoil", [lambda one: one + "A", lambda one: "/9" + one[1:], lambda one: one[:-3]])
def test_a_link_that_was_not_given_opens_nothing(seller: User, stranger: Client, spoil):
    path = "/letters/" + spoil("/" + link(seller).rsplit("/", 1)[1])[1:]
    assert path != link(seller)
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}/off/resolved").status_code == 404


def test_the_link_ends_with_the_address_it_was_sent_to(seller: User, stranger: Client):
    path = link(seller)
    User.objects.filter(pk=seller.pk).update(email="another@example.com")
    assert stranger.get(path).status_code == 404


def test_an_unknown_kind_is_not_found(seller: User, stranger: Client):
    assert stranger.post(one_click(seller, Kind.RESOLVED).replace("resolved", "nothing")).status_code == 404


def test_what_was_switched_off_is_not_sent_and_said_to_be(seller: User):
    choices.switch_off(seller, Kind.RESOLVED)
    case = opened()
    done(case, c.MarkResolved(by=buyer()), OPENED + DAY)
    done(case, c.Reopen(by=buyer(), message_id=uuid4()), OPENED + 2 * DAY)
    run_pending()
    assert sorted(fates()) == [("SENT", ""), ("SENT", ""), ("SWITCHED_OFF", "")]


def test_the_account_sees_what_it_gets_why_and_what_was_sent():
    opened()
    run_pending()
    browser = signed_in("seller", Role.SELLER)
    shown = words(page(browser, "/account/letters"))
    assert "A buyer opened a Discussion: Kettle" in shown
    assert "because a buyer opened a Discussion about your sale." in shown
    assert "N-01" not in shown, "the numbers of our rules are for administrators"
    assert browser.post("/account/letters", {"kind": ["UNRESOLVED"]}).status_code == 302
    assert off(User.objects.get(username="seller")) == {Kind.RESOLVED, Kind.CLAIM_RETURN_DECISION}


def test_nobody_sees_the_letters_of_others():
    opened()
    run_pending()
    assert "Kettle" not in page(signed_in("another", Role.SELLER), "/account/letters")
    assert "Kettle" not in page(signed_in("buyer", Role.BUYER), "/account/letters")


def test_the_way_there_is_among_the_accounts_settings():
    assert 'href="/account/letters"' in page(signed_in("buyer", Role.BUYER), "/account/sessions")
