"""Connecting an account: the wizard, the return with state and PKCE, the switches."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.fakes.allegro.server import API
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def test_wizard_makes_a_connection_that_cannot_send(desk: Client, case: DeskCase) -> None:
    form = {"server": "other", "address": "https://centre.test/x", "client_id": "id", "client_secret": "hush"}
    assert desk.post("/connections/new", form).status_code == 302
    row = Connection.objects.get(client_id="id")
    assert (row.api_url, row.state, row.writers_armed) == ("https://centre.test", ConnectionState.NEEDS_CONSENT, False)
    assert b"hush" not in desk.get(f"/connections/{row.pk}").content


def test_wizard_says_what_is_missing(desk: Client, case: DeskCase) -> None:
    answer = desk.post("/connections/new", {"server": "allegro", "client_id": "id"})
    assert answer.status_code == 422
    assert b"Copy the client secret too" in answer.content


def test_return_without_our_state_is_refused(desk: Client, case: DeskCase) -> None:
    asked = desk.post(f"/connections/{case.connection_id}/consent")
    query = parse_qs(urlsplit(asked.headers["location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    desk.get("/connections/return?state=stranger&code=c")
    again = desk.get(f"/connections/return?state={query['state'][0]}&code=c")
    assert again.headers["location"] == "/connections"


@pytest.mark.parametrize(
    ("what", "state", "armed"),
    [("pause", "PAUSED", True), ("disarm", "CONNECTED", False), ("disconnect", "NEEDS_CONSENT", False)],
)
def test_switches(desk: Client, case: DeskCase, what: str, state: str, armed: bool) -> None:
    desk.post(f"/connections/{case.connection_id}/do", {"what": what})
    row = Connection.objects.get(pk=case.connection_id)
    assert (row.state, row.writers_armed, row.api_url) == (state, armed, API)
    assert bool(row.access_token) == (what != "disconnect")


def test_stranger_cannot_see_the_connection(desk: Client, case: DeskCase) -> None:
    assert desk.get("/connections/999999").status_code == 404
