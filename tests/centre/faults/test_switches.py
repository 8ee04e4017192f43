"""The three switches: the administrator's page, the program's own address, the command."""

import json

import pytest
from django.test import Client
from pytest_django import Settings

from tests.centre.api.conftest import ZGODA, Program
from zgoda.accounts.models import Role, User
from zgoda.centre.faults import plans
from zgoda.centre.faults.catalogue import ORDINARY, Fault
from zgoda.cli.run import run


@pytest.fixture
def admin(db: None) -> Client:
    user = User.objects.create_user("admin", role=Role.ADMIN)
    browser = Client()
    browser.force_login(user)
    return browser


def test_administrator_switches_on_one_fault_and_every_page_says_so(admin: Client, seller: User) -> None:
    assert "faults are switched on" not in admin.get("/administration").content.decode()
    form = {"login": seller.username, "does": "rates", "seed": "9", Fault.LATE: "25"}
    assert admin.post("/administration/faults", form).status_code == 302
    standing = plans.standing(seller)
    assert (standing.on, standing.seed, standing.rates) == (True, 9, {"late": 25})
    page = admin.get("/administration").content.decode()
    assert f"faults are switched on for {seller.username}" in page
    assert 'value="25"' in admin.get("/administration/faults").content.decode()
    admin.post("/administration/faults", {"login": seller.username, "does": "off"})
    assert plans.accounts_on() == []


def test_administrator_switches_everything_on_at_once(admin: Client, seller: User) -> None:
    admin.post("/administration/faults", {"login": seller.username, "does": "ordinary", "seed": "1"})
    assert plans.standing(seller).rates == {fault.value: rate for fault, rate in ORDINARY.items() if rate}


@pytest.mark.parametrize(
    "form", [{"seed": "x"}, {"seed": "1", "late": "101"}, {"seed": "1", "late": "-1"}, {"seed": ""}]
)
def test_bad_numbers_are_told_and_change_nothing(admin: Client, seller: User, form: dict) -> None:
    answer = admin.post("/administration/faults", {"login": seller.username, "does": "rates", **form})
    assert answer.status_code == 422
    assert plans.accounts_on() == []


def test_page_is_not_there_outside_of_a_sandbox(admin: Client, settings: Settings) -> None:
    settings.SANDBOX = False
    assert admin.get("/administration/faults").status_code == 404


def test_program_switches_its_own_account(program: Program, seller: User) -> None:
    wanted = {"on": True, "seed": 5, "rates": {"counter-zero": 100}}
    answer = program.ask("PUT", "/zgoda/v1/faults", ZGODA, wanted, ZGODA)
    assert answer.status_code == 200, answer.content
    told = json.loads(program.get("/zgoda/v1/faults", ZGODA).content)
    assert (told["on"], told["seed"], told["rates"]) == (True, 5, {"counter-zero": 100})
    assert set(told["known"]) == set(Fault)


def test_program_can_always_switch_off(program: Program, seller: User) -> None:
    plans.switch(seller, on=True, seed=1, rates=dict.fromkeys(Fault, 100), by="x")
    assert program.ask("PUT", "/zgoda/v1/faults", ZGODA, {"on": False}, ZGODA).status_code == 200
    assert plans.accounts_on() == []


@pytest.mark.parametrize("wanted", [{"on": True, "rates": {"gremlins": 1}}, {"on": True, "rates": {"late": 101}}])
def test_program_is_told_what_is_no_fault(program: Program, wanted: dict) -> None:
    assert program.ask("PUT", "/zgoda/v1/faults", ZGODA, wanted, ZGODA).status_code == 422
    assert plans.accounts_on() == []


def test_command_switches_on_and_off(seller: User, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["faults", seller.username, "--on", "--seed", "4", "--all", "10", "--rate", "late=30", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["on"], told["seed"], told["rates"]["late"], told["rates"]["busy"]) == (True, 4, 30, 10)
    assert run(["faults"]) == 0
    assert capsys.readouterr().out.strip() == seller.username
    assert run(["faults", seller.username, "--off"]) == 0
    assert "faults are off" in capsys.readouterr().out


def test_command_refuses_what_it_does_not_know(seller: User, settings: Settings) -> None:
    assert run(["faults", "nobody", "--on"]) == 2
    assert run(["faults", seller.username, "--on", "--rate", "gremlins=3"]) == 2
    assert run(["faults", seller.username, "--on", "--all", "101"]) == 2
    settings.SANDBOX = False
    assert run(["faults", seller.username, "--on"]) == 2
