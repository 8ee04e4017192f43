"""One's open sessions, and signing out everywhere else."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.accounts.conftest import PASSWORD
from zgoda.accounts.models import Role, User

PAGE = "/account/sessions"


def browser(name: str, half: str = "centre") -> Client:
    client = Client(headers={"User-Agent": name}, **{"zgoda.half": half})
    assert client.post("/sign-in", {"login": "Kupujacy", "password": PASSWORD}).status_code == 302
    return client


def is_signed_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


@pytest.mark.parametrize("half", ["centre", "desk"])
def test_each_sign_in_of_either_half_is_listed_with_its_browser(buyer: User, half: str) -> None:
    browser("Old phone", half)
    page = browser("<b>New laptop").get(PAGE).content.decode()
    assert "Old phone" in page
    assert "&lt;b&gt;New laptop" in page
    assert "127.0.0.1" in page


def test_one_button_ends_all_the_others(buyer: User) -> None:
    phone, laptop = browser("Phone"), browser("Laptop")
    assert laptop.post(PAGE).status_code == 302
    assert not is_signed_in(phone)
    assert is_signed_in(laptop)
    assert "Phone" not in laptop.get(PAGE).content.decode()


def test_another_persons_sessions_are_neither_shown_nor_ended(buyer: User) -> None:
    mine = browser("Mine")
    User.objects.create_user("Inny", "inny@example.com", PASSWORD, role=Role.BUYER)
    stranger = Client(headers={"User-Agent": "Theirs"})
    stranger.post("/sign-in", {"login": "Inny", "password": PASSWORD})
    assert "Mine" not in stranger.get(PAGE).content.decode()
    stranger.post(PAGE)
    assert is_signed_in(mine)


def test_a_session_that_ended_is_not_listed(buyer: User) -> None:
    phone, laptop = browser("Phone"), browser("Laptop")
    phone.post("/sign-out")
    assert "Phone" not in laptop.get(PAGE).content.decode()
    assert Session.objects.count() >= 1


def test_a_sign_in_with_one_click_is_listed_too(buyer: User, settings) -> None:
    settings.SANDBOX = True
    User.objects.update(sample=True)
    client = Client(headers={"User-Agent": "Clicked"})
    client.post("/sandbox/sign-in", {"login": "Kupujacy"})
    assert "Clicked" in client.get(PAGE).content.decode()


def test_the_page_is_kept_by_no_cache(buyer: User) -> None:
    assert "no-store" in browser("Phone").get(PAGE)["Cache-Control"]
