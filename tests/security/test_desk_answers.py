"""What a server answers the desk is anybody's: it neither stops a worker nor reaches the database as it came."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx2
import pytest

from tests.fakes.pace import Unhurried
from zgoda.desk.allegro import failures, oauth, reach
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.allegro.reach import is_public
from zgoda.desk.allegro.roots import single_host
from zgoda.desk.allegro.tokens import Fixed
from zgoda.desk.store.secret import Secret

ADDRESS = "https://api.fake.test"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("errors", [7, True, 1.5, "x", {"code": "x"}, [7, None, "x"]])
def test_an_envelope_of_any_shape_is_a_failure_not_a_crash(errors: object) -> None:
    body = httpx2.Response(422, json={"errors": errors}).content
    assert isinstance(failures.failure("POST /x", 422, body, "", None), failures.Refusal)


def test_what_a_server_says_is_kept_short_and_storable() -> None:
    said = {"errors": [{"code": "C" * 9000, "message": "\x00" + "m" * 9000, "userMessage": "\x00u" * 9000}]}
    told = failures.read_told(httpx2.Response(422, json=said).content)
    for text in (*told.codes, told.for_people, told.for_developers):
        assert len(text) <= failures.LONGEST_WORDS
        assert "\x00" not in text
    assert "\x00" not in failures.read_told(b"\x00<html>").for_developers


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("3", 3.0), ("inf", 3600.0), ("1e300", 3600.0), ("-inf", 0.0), ("nan", None), ("soon", None), ("", None)],
)
def test_no_server_blocks_a_connection_for_good(header: str, seconds: float | None) -> None:
    problem = failures.failure("GET /x", 429, b"", "", header)
    assert isinstance(problem, failures.TooMany)
    assert problem.after == seconds


@pytest.mark.parametrize(("lane", "asked"), [(Lane.SCREEN, 1), (Lane.HOT, 3)])
def test_a_page_does_not_wait_on_a_server_that_wants_a_pause(
    monkeypatch: pytest.MonkeyPatch, lane: Lane, asked: int
) -> None:
    seen: list[str] = []

    def busy(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.url.path)
        return httpx2.Response(429, headers={"Retry-After": "0"})

    client = _client(monkeypatch, busy)
    client.lane = lane
    with pytest.raises(failures.TooMany):
        client.read("/me")
    assert len(seen) == asked


def test_a_trace_id_fits_its_column(monkeypatch: pytest.MonkeyPatch) -> None:
    client = _client(monkeypatch, lambda _request: httpx2.Response(404, headers={"trace-id": "t" * 9000}))
    with pytest.raises(failures.NotFound) as failed:
        client.read("/me")
    assert len(failed.value.trace_id) == failures.LONGEST_TRACE


def test_a_date_without_a_zone_is_read_as_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    headers = {"Date": "Mon, 02 Mar 2026 13:00:00 -0000"}
    client = _client(monkeypatch, lambda _request: httpx2.Response(200, json={}, headers=headers))
    client.read("/me")
    assert client.offset_ms == 3_600_000


@pytest.mark.parametrize("rest", ["\x07", "a" * 70_000, "\n"])
def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, rest: str) -> None:
    client = _client(monkeypatch, lambda _request: httpx2.Response(200))
    with pytest.raises(failures.Refusal):
        client.read_bytes(f"{ADDRESS}/{rest}")


def test_tokens_of_an_absurd_lifetime_are_kept_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"access_token": "a", "refresh_token": "r", "expires_in": 10**15}
    _client(monkeypatch, lambda _request: httpx2.Response(200, json=answer))
    pair = oauth.refresh(oauth.App(single_host(ADDRESS), "c", Secret("s")), Secret("r"), NOW)
    assert pair.refresh == Secret("r")


def test_an_answer_that_drips_is_cut_off() -> None:
    clock = iter(range(0, 10_000, 20))
    dripping = httpx2.Client(transport=httpx2.MockTransport(lambda _request: httpx2.Response(200, stream=_Drip())))
    request = dripping.build_request("GET", f"{ADDRESS}/me")
    with pytest.raises(failures.ServerFault, match="90 seconds"):
        reach.read_all(dripping, request, "GET /me", clock=lambda: float(next(clock)))


@pytest.mark.parametrize("address", ["fec0::1", "64:ff9b:1::a00:1", "::7f00:1", "4000::1", "5f00::1"])
def test_what_the_library_calls_global_may_still_lead_inside(address: str) -> None:
    assert not is_public(address)


def test_a_public_address_behind_a_translator_is_public() -> None:
    assert is_public("64:ff9b::5db8:d822")


class _Drip(httpx2.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        for _ in range(1000):
            yield b"x"


def _client(monkeypatch: pytest.MonkeyPatch, answer) -> Client:
    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    for module in ("client", "oauth"):
        monkeypatch.setattr(f"zgoda.desk.allegro.{module}.http", lambda: http)
    return Client(single_host(ADDRESS), Fixed(Secret("t")), Unhurried(), now=lambda: NOW)
