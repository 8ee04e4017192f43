"""Refreshing: three modes of rotation, three months from each, never more than was granted."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.centre.oauth.conftest import SCOPE, Program, bearer, pair
from zgoda.accounts.models import User
from zgoda.centre.oauth.models import Application


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as coordinates:
        yield coordinates


def test_grace_lets_the_old_pair_work_for_a_minute(
    settings: Any, window: Client, program: Program, clock: time_machine.Traveller
) -> None:
    settings.OAUTH_ROTATION = "grace"
    old = pair(window, program)
    new = program.refresh(old["refresh_token"]).json()
    clock.shift(timedelta(seconds=59))
    assert bearer(old["access_token"]) is not None
    again = program.refresh(old["refresh_token"])
    assert again.status_code == 200
    assert len({old["refresh_token"], new["refresh_token"], again.json()["refresh_token"]}) == 3
    clock.shift(timedelta(seconds=2))
    late = program.refresh(old["refresh_token"])
    assert late.status_code == 400
    assert late.json()["error"] == "invalid_grant"
    assert late.json()["error_description"].startswith("Invalid refresh token: ")
    assert bearer(old["access_token"]) is None
    assert bearer(new["access_token"]) is not None
    assert program.refresh(new["refresh_token"]).status_code == 200


def test_strict_ends_the_family_at_the_second_use(settings: Any, window: Client, program: Program) -> None:
    settings.OAUTH_ROTATION = "strict"
    old = pair(window, program)
    new = program.refresh(old["refresh_token"]).json()
    assert bearer(old["access_token"]) is None
    assert bearer(new["access_token"]) is not None
    assert program.refresh(old["refresh_token"]).json()["error"] == "invalid_grant"
    assert bearer(new["access_token"]) is None
    assert program.refresh(new["refresh_token"]).json()["error"] == "invalid_grant"


def test_strict_leaves_other_authorisations_alone(settings: Any, window: Client, program: Program) -> None:
    settings.OAUTH_ROTATION = "strict"
    other, old = pair(window, program), pair(window, program)
    program.refresh(old["refresh_token"])
    program.refresh(old["refresh_token"])
    assert bearer(other["access_token"]) is not None


def test_without_rotation_the_old_pair_stays(
    settings: Any, window: Client, program: Program, clock: time_machine.Traveller
) -> None:
    settings.OAUTH_ROTATION = "none"
    old = pair(window, program)
    program.refresh(old["refresh_token"])
    clock.shift(timedelta(hours=11))
    assert bearer(old["access_token"]) is not None
    assert program.refresh(old["refresh_token"]).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("mode", "statuses"), [("grace", [200, 200]), ("strict", [200, 400])])
def test_two_refreshes_at_once(settings: Any, window: Client, program: Program, mode: str, statuses: list[int]) -> None:
    settings.OAUTH_ROTATION = mode
    old = pair(window, program)

    def refresh(_: int) -> HttpResponse:
        try:
            return program.refresh(old["refresh_token"])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(refresh, range(2)))
    assert sorted(response.status_code for response in answers) == statuses
    alive = [bearer(each.json()["access_token"]) for each in answers if each.status_code == 200]
    assert [who is not None for who in alive] == ([True, True] if mode == "grace" else [False])


def test_three_months_from_each_rotation(window: Client, program: Program, clock: time_machine.Traveller) -> None:
    token = pair(window, program)["refresh_token"]
    for _ in range(3):
        clock.shift(timedelta(days=89))
        token = program.refresh(token).json()["refresh_token"]
    clock.shift(timedelta(days=90))
    late = program.refresh(token).json()
    assert late["error"] == "invalid_token"
    assert late["error_description"].startswith("Invalid refresh token (expired)")


def test_an_access_token_lives_twelve_hours(window: Client, program: Program, clock: time_machine.Traveller) -> None:
    token = pair(window, program)["access_token"]
    clock.shift(timedelta(seconds=43_197))
    assert bearer(token) is not None
    clock.shift(timedelta(seconds=3))
    assert bearer(token) is None


def test_scopes_never_widen(window: Client, program: Program) -> None:
    token = pair(window, program)["refresh_token"]
    wider = program.refresh(token, scope=SCOPE + " allegro:api:orders:read")
    assert wider.json()["error"] == "invalid_scope"
    Application.objects.update(scopes=SCOPE + " allegro:api:orders:read allegro:api:messaging")
    assert set(program.refresh(token).json()["scope"].split()) == set(SCOPE.split())


def test_scopes_may_narrow(window: Client, program: Program) -> None:
    body = program.refresh(pair(window, program)["refresh_token"], scope="allegro:api:disputes").json()
    who = bearer(body["access_token"])
    assert who is not None
    assert who.scopes == {"allegro:api:disputes"}


def test_a_token_nobody_gave_is_named_only_by_its_start(program: Program) -> None:
    body = program.refresh("made-up-token-of-somebody").json()
    assert body == {"error": "invalid_grant", "error_description": "Invalid refresh token: made-up-..."}


def test_a_closed_account_cannot_refresh(window: Client, program: Program, seller: User) -> None:
    body = pair(window, program)
    User.objects.filter(pk=seller.pk).update(is_active=False)
    assert program.refresh(body["refresh_token"]).status_code == 400
    assert bearer(body["access_token"]) is None
