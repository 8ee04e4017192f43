"""Finding people by their login, whatever its case, at the cost of an index."""

import pytest
from django.db import connection

from tests.centre import stage
from zgoda.accounts.logins import by_address, by_login, by_logins
from zgoda.accounts.models import User
from zgoda.domain.actors import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("login", ["Anna_K", "anna_k", "ANNA_K"])
def test_a_login_is_found_whatever_its_case(login: str) -> None:
    anna = stage.account("Anna_k", Role.BUYER)
    stage.account("AnnaXk", Role.BUYER)
    stage.account("Anna_k2", Role.BUYER)
    assert list(by_login(login)) == [anna]


def test_several_logins_are_found_at_once_and_none_finds_nobody() -> None:
    both = {stage.account(login, Role.BUYER) for login in ("anna", "bert")}
    stage.account("cleo", Role.BUYER)
    assert set(by_logins(["ANNA", "Bert", "nobody"])) == both
    assert not by_logins([])
    assert not by_login("%")


def test_a_login_is_found_by_an_index() -> None:
    people = [User(username=f"user-{number}", email=f"user-{number}@example.com") for number in range(500)]
    User.objects.bulk_create(people)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE accounts_user")
            cursor.execute("SET LOCAL enable_seqscan = off")
        else:
            cursor.execute("ANALYZE")
    assert "accounts_login" in by_login("User-77").explain()
    assert "accounts_login" in by_logins(["User-77", "user-78"]).explain()
    assert "accounts_address" in by_address("User-77@example.com").explain()
