"""One connection's HTTP: headers, patience, token, trace id, the server's clock. Knows addresses, not meanings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit

import httpx2
import msgspec
import stamina

from zgoda import __version__
from zgoda.desk.allegro import failures, reach
from zgoda.desk.allegro.pace import PATIENCE, Lane, Pacing
from zgoda.desk.allegro.roots import Roots, is_trusted
from zgoda.desk.store.secret import Secret
from zgoda.wire.media import BETA_V1
from zgoda.wire.times import from_wire

Params = Mapping[str, str | int | list[str]]

USER_AGENT = f"Zgoda/{__version__} (+https://github.com/zgoda-project/zgoda)"
READ_ATTEMPTS = 3


class Tokens(Protocol):
    """Where the client gets its bearer token, and a new one when the server refuses it."""

    def current(self) -> Secret:
        """A token believed to be alive."""

    def renewed(self, refused: Secret) -> Secret:
        """A token other than the refused one; raises ``ConsentNeeded``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A 2xx answer. ``document`` is None where the body is empty or not JSON."""

    status: int
    document: object
    body: bytes
    location: str
    trace_id: str
    content_type: str


@lru_cache
def http() -> httpx2.Client:
    """The process's connection pool. Tests put a client with another transport in its place."""
    return reach.client()


class Client:
    """Calls on behalf of one connection. ``offset_ms`` is the server's clock minus ours, after the first answer."""

    def __init__(
        self,
        roots: Roots,
        tokens: Tokens,
        pace: Pacing,
        *,
        language: str = "pl-PL",
        user_agent: str = USER_AGENT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        lane: Lane = Lane.HOT,
    ) -> None:
        self.roots = roots
        self.lane = lane
        self.requests = 0
        self.offset_ms: int | None = None
        self._tokens = tokens
        self._pace = pace
        self._turn: Secret | None = None
        self._language = language
        self._user_agent = user_agent or USER_AGENT
        self._now = now

    def read(self, path: str, params: Params | None = None, accept: str = BETA_V1) -> Answer:
        """GET, tried again on a fault: reading twice harms nobody."""
        for attempt in stamina.retry_context(on=self._patience, attempts=READ_ATTEMPTS, timeout=60.0, wait_max=8.0):
            with attempt:
                return self._call("GET", path, params=params, headers={"Accept": accept})
        raise AssertionError("a retry context ends by returning or raising")

    def read_bytes(self, url: str) -> Answer:
        """A binary at a full address, without a vendor ``Accept`` (that answers 406)."""
        for attempt in stamina.retry_context(on=self._patience, attempts=READ_ATTEMPTS, timeout=60.0, wait_max=8.0):
            with attempt:
                return self._call("GET", url, headers={"Accept": "*/*"})
        raise AssertionError("a retry context ends by returning or raising")

    def write(self, path: str, body: object, media: str = BETA_V1, *, is_message: bool = False) -> Answer:
        """POST, never repeated here: whoever wrote must first look whether it took effect. After ``prepare`` it waits
        for nothing; where its token is refused, that is renewed and the write is ``NotReached``."""
        if self._turn is None:
            self.prepare(is_message=is_message)
        token, self._turn = self._turn, None
        headers = {"Accept": media, "Content-Type": media}
        return self._call("POST", path, headers=headers, content=msgspec.json.encode(body), prepared=token)

    def prepare(self, *, is_message: bool) -> None:
        """All that the next write would wait for, taken ahead of it: a living token and a turn. Raises ``TooMany``."""
        token = _token(self._tokens.current)
        self._pace.wait(self.lane)
        if is_message:
            self._pace.wait_for_message()
        self._turn = token

    def put(self, path: str, body: object, media: str = BETA_V1) -> Answer:
        """PUT: what it sets is set, however often."""
        headers = {"Accept": media, "Content-Type": media}
        return self._call("PUT", path, headers=headers, content=msgspec.json.encode(body))

    def put_bytes(self, url: str, content: bytes, content_type: str, accept: str = BETA_V1) -> Answer:
        """Upload to the one-time address the server named."""
        headers = {"Accept": accept, "Content-Type": content_type}
        return self._call("PUT", url, headers=headers, content=content)

    def _call(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str],
        params: Params | None = None,
        content: bytes | None = None,
        prepared: Secret | None = None,
    ) -> Answer:
        url = path if path.startswith("http") else f"{self.roots.api}{path}"
        if not is_trusted(url, self.roots):
            outside = failures.Told(for_developers="address outside the connection's hosts")
            raise failures.Refusal(f"{method} elsewhere", 0, outside)
        what = f"{method} {urlsplit(url).path}"
        try:
            request = http().build_request(method, url, headers=headers, params=params, content=content)
        except httpx2.InvalidURL:
            raise failures.Refusal(what, 0, failures.Told(for_developers="not an address")) from None
        token = prepared or _token(self._tokens.current)
        response = self._send(request, what, token, has_turn=prepared is not None)
        if response.status_code == 401:
            renewed = _token(lambda: self._tokens.renewed(token))
            if prepared is not None:
                raise failures.NotReached(what, 401, failures.Told(for_developers="the token was renewed"))
            response = self._send(request, what, renewed)
        return self._read_answer(what, response, wants_json=headers["Accept"] != "*/*")

    def _send(self, request: httpx2.Request, what: str, token: Secret, *, has_turn: bool = False) -> httpx2.Response:
        if not has_turn:
            self._pace.wait(self.lane)
        self.requests += 1
        request.headers["Authorization"] = f"Bearer {token.reveal()}"
        request.headers["User-Agent"] = self._user_agent
        request.headers["Accept-Language"] = self._language
        try:
            response = reach.read_all(http(), request, what)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise failures.NotReached(what, told=_reason(error)) from None
        except httpx2.HTTPError as error:
            raise failures.NoAnswer(what, told=_reason(error)) from None
        self._learn_clock(response)
        return response

    def _patience(self, error: Exception) -> bool | float:
        """Which failures of a read are tried again, and after how long where the server said. A page does not wait."""
        if isinstance(error, failures.TooMany) and self.lane is Lane.SCREEN:
            return False
        if isinstance(error, failures.TooMany) and error.after is not None:
            return error.after if error.after <= PATIENCE else False
        return isinstance(error, failures.CallFailed) and error.retryable

    def _learn_clock(self, response: httpx2.Response) -> None:
        """The centre states its (perhaps turned) clock to the millisecond, Allegro only ``Date``. A page of HTML is a
        gateway's: its clock need not be the platform's."""
        if response.headers.get("content-type", "").startswith("text/html"):
            return
        stated = response.headers.get("zgoda-time")
        moment = from_wire(stated) if stated else _http_date(response.headers.get("date"))
        if moment is None:
            return
        offset = int((moment - self._now()).total_seconds() * 1000)
        self.offset_ms = offset if stated or abs(offset) > 2000 else 0

    def _read_answer(self, what: str, response: httpx2.Response, *, wants_json: bool) -> Answer:
        trace = failures.readable_trace(response.headers.get("trace-id", ""))
        if not response.is_success:
            problem = failures.failure(
                what, response.status_code, response.content, trace, response.headers.get("retry-after")
            )
            if isinstance(problem, failures.TooMany):
                self._pace.back_off(problem.after if problem.after is not None else 1.0)
            raise problem
        return Answer(
            response.status_code,
            _decode(what, response, trace) if wants_json else None,
            response.content,
            response.headers.get("location", ""),
            trace,
            response.headers.get("content-type", ""),
        )


def _token(ask: Callable[[], Secret]) -> Secret:
    """Trouble with the token means that the request itself never left, or was turned away at the door."""
    try:
        return ask()
    except failures.CallFailed as problem:
        if problem.uncertain:
            raise failures.NotReached(problem.what, problem.status, problem.told, problem.trace_id) from problem
        raise


def _decode(what: str, response: httpx2.Response, trace: str) -> object:
    if not response.content:
        return None
    try:
        document: object = msgspec.json.decode(response.content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        told = failures.read_told(response.content)
        raise failures.ServerFault(what, response.status_code, told, trace) from None
    return document


def _reason(error: Exception) -> failures.Told:
    """The kind of a transport error; its text may hold an address with parameters, so it is left out."""
    return failures.Told(for_developers=type(error).__name__)


def _http_date(text: str | None) -> datetime | None:
    """In UTC, also where the header leaves the zone open."""
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
