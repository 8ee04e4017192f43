"""`zgoda people`: an operator's first accounts."""

import io
import json

import pytest

from zgoda.accounts.models import Role, User
from zgoda.cli.run import run
from zgoda.desk.store.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def typed(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough secret\n"))


def test_a_person_is_added_with_a_role_and_a_typed_password(capsys):
    assert run(["people", "add", "anna", "--role", "CONSULTANT", "--email", "anna@example.com"]) == 0
    anna = User.objects.get(username="anna")
    assert (anna.role, anna.email) == (Role.CONSULTANT, "anna@example.com")
    assert anna.check_password("a long enough secret")


def test_without_a_typed_password_one_is_made_and_shown_once(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(["people", "add", "anna", "--role", "ADMIN"]) == 0
    shown = capsys.readouterr().out.splitlines()[0].removeprefix("password: ")
    assert User.objects.get(username="anna").check_password(shown)


def test_a_second_add_changes_the_role_and_keeps_the_password():
    run(["people", "add", "anna", "--role", "CONSULTANT"])
    before = User.objects.get().password
    assert run(["people", "add", "anna", "--role", "MODERATOR"]) == 0
    assert (User.objects.get().role, User.objects.get().password) == (Role.MODERATOR, before)


def test_a_member_joins_a_shop():
    assert run(["people", "add", "ola", "--shop", "Ceramika", "--shop-role", "OWNER"]) == 0
    member = Member.objects.get()
    assert (member.user.username, member.shop.name, member.role) == ("ola", "Ceramika", "OWNER")


@pytest.mark.parametrize("wrong", [["--role", "KING"], ["--shop", "S", "--shop-role", "KING"]])
def test_an_unknown_role_is_refused_and_nothing_is_kept(wrong, capsys):
    assert run(["people", "add", "anna", *wrong]) == 2
    assert "there is no" in capsys.readouterr().err
    assert not User.objects.exists()


def test_a_new_password_and_a_closed_account(monkeypatch):
    run(["people", "add", "anna"])
    monkeypatch.setattr("sys.stdin", io.StringIO("another long secret\n"))
    assert run(["people", "password", "anna"]) == 0
    assert User.objects.get().check_password("another long secret")
    assert run(["people", "close", "anna"]) == 0
    assert not User.objects.get().is_active
    assert run(["people", "close", "nobody"]) == 2


def test_the_list_names_staff_and_members(capsys):
    run(["people", "add", "anna", "--role", "CONSULTANT"])
    capsys.readouterr()
    assert run(["people", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"login": "anna", "role": "CONSULTANT", "shop": None, "active": True}
    ]


def test_who_lost_the_second_factor_comes_in_again_with_the_password(capsys):
    from allauth.mfa.models import Authenticator
    from django.test import Client

    run(["people", "add", "anna", "--role", "ADMIN"])
    anna = User.objects.get()
    Authenticator.objects.create(user=anna, type="webauthn", data={"name": "Lost"})
    form = {"login": "anna", "password": "a long enough secret"}
    assert Client().post("/sign-in", form)["Location"] == "/sign-in/code"
    assert run(["people", "end-factors", "anna"]) == 0
    assert Client().post("/sign-in", form)["Location"] == "/"
    assert run(["people", "end-factors", "nobody"]) == 2
