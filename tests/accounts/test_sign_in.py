"""Signing in at both halves: no hints to strangers, a new session, back to where one was going."""

import re
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from tests.accounts.conftest import PASSWORD
from tests.marks import rule
from zgoda.accounts.models import Role, User
from zgoda.accounts.sample_people import by_role
from zgoda.look.places import MARKET_COOKIE

HALVES = ["centre", "desk"]
GROUP = re.compile(r'role="group" aria-labelledby="[^"]+"><h3[^>]*>([^<]+)</h3>')


def window(half: str = "centre") -> Client:
    return Client(**{"zgoda.half": half})


def signing_in(client: Client, login: str, password: str, **more: str) -> HttpResponse:
    return client.post("/sign-in", {"login": login, "password": password, **more})


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("half", HALVES)
def test_the_right_password_signs_in(buyer: User, half: str) -> None:
    client = window(half)
    assert client.get("/sign-in").content.decode().count('href="/password"') == 1
    response = signing_in(client, "kupujacy", PASSWORD, next="/queue?page=2")
    assert response.status_code == 302
    assert response["Location"] == "/queue?page=2"
    assert who(client) == str(buyer.pk)


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_next_leads_only_to_our_own_pages(buyer: User, wanted: str) -> None:
    assert signing_in(window(), "Kupujacy", PASSWORD, next=wanted)["Location"] == "/"


def test_the_session_is_a_new_one(buyer: User) -> None:
    client = window()
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    signing_in(client, "Kupujacy", PASSWORD)
    assert client.session.session_key != before


def test_signing_out_needs_a_form_and_empties_the_session(buyer: User) -> None:
    client = window()
    client.force_login(buyer)
    assert client.get("/sign-out").status_code == 200
    assert who(client) is not None
    assert client.post("/sign-out", {"next": "/auth/apps"})["Location"] == "/auth/apps"
    assert who(client) is None


def test_a_stranger_does_not_learn_which_logins_exist(buyer: User) -> None:
    known, unknown = (
        re.sub(r'(value|content)="[^"]*"', "", signing_in(window(), login, "zle-haslo-9").content.decode())
        for login in ("Kupujacy", "nikt")
    )
    assert known == unknown


def test_a_forgotten_password_says_the_same_of_any_address(buyer: User) -> None:
    answers = [window().post("/password", {"email": email}) for email in ("kupujacy@example.com", "nikt@example.com")]
    assert [(each.status_code, each["Location"]) for each in answers] == [(302, "/password/sent")] * 2
    assert len([message for message in mail.outbox if "/password/" in message.body]) >= 1


def test_failures_are_braked_even_for_the_right_password(buyer: User) -> None:
    for _ in range(5):
        signing_in(window(), "Kupujacy", "zle-haslo-9")
    client = window()
    assert signing_in(client, "Kupujacy", PASSWORD).status_code == 200
    assert who(client) is None


def test_nobody_signs_up_where_the_operator_did_not_open_it() -> None:
    before = User.objects.count()
    body = {"username": "nowy", "email": "n@example.com", "password1": PASSWORD, "password2": PASSWORD}
    assert window().post("/sign-up", body).status_code == 200
    assert User.objects.count() == before


@pytest.mark.parametrize(("half", "role"), [("centre", Role.BUYER), ("desk", Role.NONE)])
def test_whoever_signs_up_at_the_centre_is_a_buyer(settings: Any, half: str, role: Role) -> None:
    settings.SIGNUP_OPEN = True
    body = {"username": "nowy", "email": "n@example.com", "password1": PASSWORD, "password2": PASSWORD}
    assert window(half).post("/sign-up", body).status_code == 302
    assert User.objects.get(username="nowy").role == role


@pytest.fixture
def sample(settings: Any) -> dict[str, User]:
    settings.SANDBOX = True
    people = {"ola": Role.BUYER, "sklep": Role.SELLER, "agent": Role.NONE}
    return {name: User.objects.create(username=name, role=role, sample=True) for name, role in people.items()}


@pytest.mark.parametrize(("half", "shown"), [("centre", ["ola", "sklep"]), ("desk", ["agent"])])
def test_a_sandbox_offers_its_people(sample: dict[str, User], half: str, shown: list[str]) -> None:
    page = window(half).get("/sign-in?next=/somewhere").content.decode()
    assert [name for name in sample if f'value="{name}"' in page] == shown
    assert 'value="/somewhere"' in page


def test_sample_people_stand_by_role_with_what_each_sees(settings: Any) -> None:
    settings.SANDBOX = True
    roles = [role for role in reversed(Role) if role is not Role.NONE]
    for number, role in enumerate(roles):
        User.objects.create(username=f"{role}-{9 - number}", role=role, sample=True)
    User.objects.create(username="BUYER-0", role=Role.BUYER, sample=True)
    page = window().get("/sign-in").content.decode()
    assert GROUP.findall(page) == [
        "Buyers",
        "Sellers",
        "The Warehouse",
        "Consultants",
        "Moderators",
        "The hotline",
        "Administrators",
        "Oversight",
    ]
    buyers, sellers = page.index(">Buyers<"), page.index(">Sellers<")
    assert buyers < page.index("They report a problem") < page.index('value="BUYER-0"') < page.index('value="BUYER-2"')
    assert page.index('value="BUYER-2"') < sellers < page.index('value="SELLER-3"')


def test_every_role_has_a_group() -> None:
    people = [User(username=role, role=role) for role in Role]
    assert {one.username for group in by_role(people) for one in group.people} == {str(role) for role in Role}


def test_one_click_signs_a_sample_person_in(sample: dict[str, User]) -> None:
    client = window()
    response = client.post("/sandbox/sign-in", {"login": "sklep", "next": "/auth/apps"})
    assert response["Location"] == "/auth/apps"
    assert who(client) == str(sample["sklep"].pk)
    client.post("/sandbox/sign-in", {"login": "ola", "next": "//evil.example"})
    assert who(client) == str(sample["ola"].pk)


def test_one_click_is_only_for_sample_people_in_a_sandbox(settings: Any, sample: dict[str, User], buyer: User) -> None:
    client = window()
    assert client.post("/sandbox/sign-in", {"login": buyer.username}).status_code == 404
    assert client.post("/sandbox/sign-in", {"login": "agent"}).status_code == 404
    assert client.get("/sandbox/sign-in").status_code == 405
    settings.SANDBOX = False
    assert client.post("/sandbox/sign-in", {"login": "ola"}).status_code == 404
    assert who(client) is None


@rule("S0-61")
def test_the_account_s_language_and_market_come_along(settings: Any, buyer: User) -> None:
    User.objects.filter(pk=buyer.pk).update(language="cs", market="cz")
    client = window()
    signing_in(client, "Kupujacy", PASSWORD)
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "cs"
    assert client.cookies[MARKET_COOKIE].value == "cz"


def test_a_language_chosen_before_signing_in_stays(settings: Any, sample: dict[str, User]) -> None:
    User.objects.update(language="hu", market="hu")
    client = window()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post("/sandbox/sign-in", {"login": "ola"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert client.cookies[MARKET_COOKIE].value == "hu"


def test_an_account_without_a_language_leaves_it_to_the_browser(settings: Any, buyer: User) -> None:
    client = window()
    signing_in(client, "Kupujacy", PASSWORD)
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_what_one_account_brought_gives_way_to_the_next_person(settings: Any, sample: dict[str, User]) -> None:
    User.objects.filter(username="ola").update(language="hu", market="hu")
    User.objects.filter(username="sklep").update(language="pl", market="pl")
    client = window()
    for login, code in (("ola", "hu"), ("sklep", "pl"), ("ola", "hu")):
        client.post("/sandbox/sign-in", {"login": login})
        assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == code
        assert client.cookies[MARKET_COOKIE].value == code


def test_a_choice_after_signing_in_stays_for_the_next_person(settings: Any, sample: dict[str, User]) -> None:
    User.objects.update(language="hu")
    client = window()
    client.post("/sandbox/sign-in", {"login": "ola"})
    client.post("/language", {"language": "hu"})
    User.objects.update(language="cs")
    client.post("/sandbox/sign-in", {"login": "sklep"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "hu"


def test_after_an_account_with_a_language_one_without_reads_the_browser_s(
    settings: Any, sample: dict[str, User]
) -> None:
    User.objects.filter(username="ola").update(language="hu")
    client = window()
    client.post("/sandbox/sign-in", {"login": "ola"})
    client.post("/sandbox/sign-in", {"login": "sklep"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == ""
