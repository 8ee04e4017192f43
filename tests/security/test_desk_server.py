"""A hostile address typed at the desk, and a hostile server behind it: neither gets into the network or the tokens."""

import gzip
import logging
import pickle
from contextlib import suppress
from datetime import timedelta

import httpcore2
import httpx2
import pytest
from django.core import serializers

from tests.fakes.allegro import FakeAllegro
from tests.security.visitors import Visitors
from tests.security.world import ADDRESS, MARK, NOW, World
from zgoda.desk.allegro import client as client_module
from zgoda.desk.allegro import endpoints, failures, oauth, opening, reach
from zgoda.desk.allegro import files as remote_files
from zgoda.desk.allegro.reach import is_public, may_be_typed
from zgoda.desk.allegro.roots import is_trusted, single_host
from zgoda.desk.cases import connecting
from zgoda.desk.store.models import Connection, ConnectionState
from zgoda.desk.store.secret import Secret

INSIDE = [
    "http://allegro.example.com",
    "https://127.0.0.1",
    "https://127.1",
    "https://2130706433",
    "https://0.0.0.0",
    "https://10.0.0.7:8443",
    "https://192.168.1.1",
    "https://172.16.0.1",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1",
    "https://[::1]",
    "https://[fd00::1]",
    "https://[fe80::1]",
    "https://[::ffff:127.0.0.1]",
    "https://[64:ff9b::7f00:1]",
    "https://[2002:7f00:1::]",
    "https://localhost",
    "https://database",
    "https://printer.local",
    "https://metadata.google.internal",
    "https://user:password@example.com",
    "ftp://example.com",
    "file:///etc/passwd",
    "https://",
    "https://[",
    "https://example.com:99999",
    "https://example.com;script-src *",
    "https://example.com\r\nX: y",
    "https://exa mple.com",
    "",
]


@pytest.mark.parametrize("address", INSIDE)
def test_outside_a_sandbox_only_public_servers_by_tls_are_connected(
    settings, world: World, knocking: Visitors, address: str
):
    settings.SANDBOX = False
    assert not may_be_typed(address)
    form = {"server": "other", "address": address, "client_id": "c", "client_secret": "s"}
    before = Connection.objects.count()
    answer = knocking.ask("owner", "desk", "POST", "/connections/new", form)
    assert answer.status_code == 422
    assert Connection.objects.count() == before


def test_a_public_server_and_the_operators_own_centre_may_be_connected(settings):
    settings.SANDBOX = False
    assert may_be_typed("https://marketplace.example.com")
    assert may_be_typed("https://marketplace.example.com:8443/ignored")
    settings.CENTRE_URL = "http://10.0.0.7:8000"
    assert may_be_typed("http://10.0.0.7:8000")
    assert not may_be_typed("http://10.0.0.7:8001")


def test_the_page_lets_its_form_lead_to_the_servers_consent(world: World, knocking: Visitors):
    answer = knocking.ask("owner", "desk", "GET", f"/connections/{world.connection.pk}")
    policy = {part.split()[0]: part.split()[1:] for part in answer["Content-Security-Policy"].split(";")}
    assert ADDRESS in policy["form-action"]


def test_a_name_that_leads_inside_is_found_out_when_connecting(settings, monkeypatch):
    settings.SANDBOX = False
    settings.CENTRE_URL = settings.UPLOAD_URL = "https://centre.example.com"
    found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("127.0.0.1", 443))]
    monkeypatch.setattr(reach.socket, "getaddrinfo", lambda *_args, **_named: found)
    with pytest.raises(httpcore2.ConnectError, match="inside"):
        reach._Door().connect_tcp("rebinding.example.com", 443)
    with reach.client() as http, pytest.raises(httpx2.ConnectError, match="inside"):
        http.get("https://rebinding.example.com/me")


def test_a_server_that_moves_the_desk_elsewhere_is_not_followed(world: World, monkeypatch):
    asked = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.host)
        return httpx2.Response(302, headers={"Location": "http://169.254.169.254/"})

    client = _client(world, monkeypatch, answer)
    with pytest.raises(failures.CallFailed):
        endpoints.me(client)
    assert set(asked) == {"api.fake.test"}


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/x",
        "http://api.fake.test/x",
        "https://api.fake.test@evil.example/x",
        "https://api.fake.test.evil.example/x",
        "https://api.fake.test:444/x",
        "https://api.fake.test\\@evil.example/x",
        "//evil.example/x",
        "javascript:alert(1)",
        "https://[",
        ".evil.example/x",
        "@evil.example/x",
    ],
)
def test_a_token_never_goes_to_another_host(world: World, monkeypatch, address: str):
    asked = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(str(request.url))
        return httpx2.Response(201, json={"id": "a-1"}, headers={"Location": address})

    assert not is_trusted(address, single_host(ADDRESS))
    client = _client(world, monkeypatch, answer)
    with suppress(failures.CallFailed):
        client.read_bytes(address)
    with suppress(failures.CallFailed):
        remote_files.upload(client, remote_files.Upload("a.png", b"x", "image/png"))
    assert all(url.startswith(f"{ADDRESS}/") for url in asked), asked


def test_an_answer_without_end_is_cut_off(world: World, monkeypatch):
    packed = gzip.compress(bytes(reach.LARGEST_ANSWER + 1))
    assert len(packed) < 100_000
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    client = _client(world, monkeypatch, lambda _request: httpx2.Response(200, headers=headers, content=packed))
    with pytest.raises(failures.ServerFault, match="16 MB"):
        client.read("/me")


@pytest.mark.parametrize("body", [b"[" * 100_000, b"\xff\xfe", b"<html><script>alert(1)</script>", b"", b"null", b"7"])
def test_nonsense_from_a_server_is_a_failure_not_a_crash(world: World, monkeypatch, body: bytes):
    for status in (200, 400, 500):
        client = _client(world, monkeypatch, lambda _request, code=status: httpx2.Response(code, content=body))
        with pytest.raises(failures.CallFailed):
            endpoints.me(client)


def test_the_tokens_of_another_account_are_never_kept(world: World, no_network: FakeAllegro, monkeypatch):
    row = world.connection
    _client(world, monkeypatch, lambda _request: httpx2.Response(200, json={"id": "999", "login": "stranger"}))
    ends = NOW + timedelta(days=9000)
    pair = oauth.TokenPair(Secret("strange"), Secret("strange too"), ends, ends, "")
    with pytest.raises(connecting.WrongAccount):
        connecting.consented(row, pair)
    kept = Connection.objects.get(pk=row.pk)
    assert kept.access_token == row.access_token
    assert kept.user_id == "501"
    assert kept.state == ConnectionState.CONNECTED


def test_a_consent_returns_only_to_the_browser_that_began_it(world: World, knocking: Visitors):
    begun = knocking.ask("owner", "desk", "POST", f"/connections/{world.connection.pk}/consent")
    assert begun["Location"].startswith(f"{ADDRESS}/auth/oauth/authorize?")
    for state in ("", "guessed", "zażółć"):
        knocking.ask("owner", "desk", "POST", f"/connections/{world.connection.pk}/consent")
        answer = knocking.ask("owner", "desk", "GET", f"/connections/return?code=stolen&state={state}")
        assert answer["Location"] == "/connections"
    assert Connection.objects.get(pk=world.connection.pk).token_generation == world.connection.token_generation


def test_an_address_behind_a_link_is_one_of_the_web(world: World, monkeypatch):
    said = {
        "device_code": "d",
        "user_code": "u",
        "verification_uri": "javascript:alert(1)",
        "verification_uri_complete": "data:text/html,x",
        "interval": 5,
        "expires_in": 60,
    }
    _client(world, monkeypatch, lambda _request: httpx2.Response(200, json=said))
    started = connecting.start_device(world.connection)
    assert (started.address, started.address_with_code) == ("", "")


def test_secrets_are_in_no_log_no_repr_and_no_dump(world: World, monkeypatch, caplog: pytest.LogCaptureFixture):
    secret = f"{MARK}-access"
    row = Connection.objects.get(pk=world.connection.pk)
    with caplog.at_level(logging.DEBUG):
        client = _client(world, monkeypatch, lambda _request: httpx2.Response(500, content=b"broken"))
        with pytest.raises(failures.CallFailed) as failed:
            client.write("/sale/issues/1/message", {"text": "x"})
    shown = (repr(row), str(row.access_token), f"{row.access_token}", repr(vars(row)), str(failed.value))
    shown += (repr(failed.value), caplog.text, serializers.serialize("json", [row]))
    assert all(secret not in text for text in shown)
    with pytest.raises(TypeError):
        pickle.dumps(row.access_token)


def test_what_is_public_is_the_internets():
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")
    assert not is_public("224.0.0.1")
    assert not is_public("fe80::1%eth0")


def _client(world: World, monkeypatch, answer) -> client_module.Client:
    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    for module in (client_module, oauth):
        monkeypatch.setattr(module, "http", lambda: http)
    return opening.client_for(Connection.objects.get(pk=world.connection.pk))
