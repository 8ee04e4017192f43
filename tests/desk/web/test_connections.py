"""Connecting an account: the wizard, the return with state and PKCE, the switches."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro, How
from tests.fakes.allegro.server import API, AUTH, UPLOAD
from zgoda.accounts.models import User
from zgoda.desk.allegro import oauth, tokens
from zgoda.desk.allegro.client import Client as Reader
from zgoda.desk.allegro.roots import Roots
from zgoda.desk.cases import connecting, sync
from zgoda.desk.people.models import AuditEntry
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase
from zgoda.desk.store.secret import Secret
from zgoda.domain.writers import Mode, every

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def test_wizard_makes_a_connection_that_cannot_send(desk: Client, case: DeskCase) -> None:
    form = {"server": "other", "address": "https://centre.test/x", "client_id": "id", "client_secret": "hush"}
    assert desk.post("/connections/new", form).status_code == 302
    row = Connection.objects.get(client_id="id")
    assert (row.api_url, row.state, row.is_sending) == ("https://centre.test", ConnectionState.NEEDS_CONSENT, False)
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
    assert (row.state, row.is_sending, row.api_url) == (state, armed, API)
    assert bool(row.access_token) == (what != "disconnect")


def test_stranger_cannot_see_the_connection(desk: Client, case: DeskCase) -> None:
    assert desk.get("/connections/999999").status_code == 404


def draft(case: DeskCase) -> Connection:
    """A second connection of the shop, begun and not yet agreed to."""
    return connecting.draft(
        case.shop, name="again", roots=Roots(API, AUTH, UPLOAD), client_id="desk", client_secret="hush"
    )


def test_device_page_waits_by_link_and_by_itself(desk: Client, case: DeskCase, server: FakeAllegro) -> None:
    page = f"/connections/{case.connection_id}/device"
    desk.post(page)
    shown = desk.get(page).content.decode()
    assert "ABCD-EFGH" in shown
    assert f'hx-get="{page}?look=1" hx-trigger="every 5s"' in shown
    assert "Nobody has agreed with this code yet" in desk.get(f"{page}?look=1").content.decode()
    assert desk.get(f"{page}?look=1", headers={"hx-request": "true"}).status_code == 204
    server.devices["device-1"] = True
    done = desk.get(f"{page}?look=1", headers={"hx-request": "true"})
    assert done.headers["HX-Redirect"] == f"/connections/{case.connection_id}"
    assert "Connected again" in desk.get(done.headers["HX-Redirect"]).content.decode()


def test_account_connected_twice_renews_its_connection(desk: Client, case: DeskCase, server: FakeAllegro) -> None:
    second, known = draft(case), case.connection_id
    desk.post(f"/connections/{second.pk}/device")
    server.devices["device-1"] = True
    answer = desk.get(f"/connections/{second.pk}/device?look=1", follow=True)
    assert "This account was connected already" in answer.content.decode()
    assert list(Connection.objects.values_list("pk", flat=True)) == [known]
    row = Connection.objects.get()
    assert (row.client_id, row.token_generation, row.is_sending) == ("desk", 1, True)


def test_lapsed_consent_is_told_on_list_and_case_with_the_way_back(desk: Client, case: DeskCase) -> None:
    Connection.objects.update(state=ConnectionState.NEEDS_CONSENT)
    for page in ("/", f"/cases/{case.pk}"):
        shown = desk.get(page).content.decode()
        assert "The consent for shop has ended" in shown
        assert f'action="/connections/{case.connection_id}/consent"' in shown


def test_trouble_is_told_in_words_with_the_number_for_support(
    desk: Client, case: DeskCase, server: FakeAllegro, client: Reader
) -> None:
    server.go_wrong("GET", "^/sale/issues$", How.ERROR_500_BEFORE, times=100)
    sync.run(Connection.objects.get(), client, "hot")
    shown = desk.get(f"/connections/{case.connection_id}").content.decode()
    assert "The server had a fault of its own" in shown
    assert "Number for support: c284d24f578b3e62" in shown
    assert "GET /sale/issues" not in shown


def test_disconnected_account_keeps_cases_and_no_late_token(desk: Client, case: DeskCase) -> None:
    before = Connection.objects.get()
    desk.post(f"/connections/{before.pk}/do", {"what": "disconnect"})
    late = oauth.TokenPair(Secret("late"), Secret("late"), case.read_at, case.read_at, "")
    assert not tokens.store(before.pk, late, generation=before.token_generation)
    row = Connection.objects.get()
    assert (row.state, row.refresh_token.reveal()) == (ConnectionState.NEEDS_CONSENT, "")
    assert DeskCase.objects.exists()


def test_banner_tells_the_servers_turned_time(desk: Client, case: DeskCase, clock: DeskClock, settings: object) -> None:
    settings.SANDBOX = True
    Connection.objects.update(clock_offset_ms=timedelta(days=3) / timedelta(milliseconds=1))
    turned = clock.now + timedelta(days=3)
    banner = desk.get("/").content.decode().split('class="banner"')[1].split("</section>")[0]
    assert turned.strftime("%Y-%m-%dT%H:%M") in banner or f"{turned:%d}".lstrip("0") in banner


@pytest.mark.parametrize(("what", "armed"), [("arm", True), ("disarm", False)])
def test_turning_sending_on_or_off_asks_for_the_password_and_then_does_it(
    desk: Client, agent: User, case: DeskCase, what: str, armed: bool
) -> None:
    Connection.objects.update(writers={} if armed else every(Mode.ARMED))
    desk.logout()
    desk.force_login(agent)
    path = f"/connections/{case.connection_id}/do"
    asked = desk.post(path, {"what": what})
    assert asked.headers["location"].startswith("/account/confirm?next=")
    assert Connection.objects.get().is_sending is not armed
    desk.post(asked.headers["location"], {"password": "wrong", "next": path})
    assert Connection.objects.get().is_sending is not armed
    desk.post(asked.headers["location"], {"password": "x", "next": path})
    assert Connection.objects.get().is_sending is armed
    told = AuditEntry.objects.get()
    assert (told.what, told.actor, told.about) == (f"SENDING_{'ON' if armed else 'OFF'}", "ola", "Allegro")


def test_pausing_asks_for_nothing_so_that_everything_can_be_stopped_at_once(
    desk: Client, agent: User, case: DeskCase
) -> None:
    desk.logout()
    desk.force_login(agent)
    desk.post(f"/connections/{case.connection_id}/do", {"what": "pause"})
    assert Connection.objects.get().state == "PAUSED"
    assert AuditEntry.objects.get().what == "CONNECTION_CHANGED"
