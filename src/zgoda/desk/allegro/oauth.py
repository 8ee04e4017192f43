"""Consent and tokens: the authorization code with PKCE, the device flow, and what a token answer holds.

No row is touched here. Sign-in addresses live on the auth root and get no vendor ``Accept``.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx2
import msgspec
from authlib.common.security import generate_token
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from zgoda.desk.allegro import failures, reach
from zgoda.desk.allegro.client import http
from zgoda.desk.allegro.roots import Roots
from zgoda.desk.store.secret import Secret
from zgoda.wire.scopes import Scope

SCOPES = (
    Scope.DISPUTES,
    Scope.MESSAGING,
    Scope.ORDERS_READ,
    Scope.ORDERS_WRITE,
    Scope.PROFILE_READ,
    Scope.RATINGS,
)
"""What the first floor asks for. Scopes are fixed at consent; asking for more later means consent again."""

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
LONGEST_LIFE = int(timedelta(days=366).total_seconds())
"""Seconds believed of any lifetime an answer names."""

REFRESH_LIFETIME = timedelta(days=90)
"""A refresh token lives three months from each rotation; the answer does not say so."""


@dataclass(frozen=True, slots=True)
class App:
    """The registered application that asks."""

    roots: Roots
    client_id: str
    client_secret: Secret
    redirect_uri: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """An authorization under way. ``state`` and ``verifier`` stay in the person's session until the return."""

    url: str
    state: str
    verifier: str


@dataclass(frozen=True, slots=True)
class TokenPair:
    """Both tokens of one answer, and until when they live by our clock."""

    access: Secret
    refresh: Secret
    access_expires_at: datetime
    refresh_expires_at: datetime
    scopes: str


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """The device flow under way: the person types ``user_code`` at ``address``; poll each ``interval`` seconds."""

    device_code: Secret
    user_code: str
    address: str
    address_with_code: str
    interval: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """The person has not decided; ask again after ``interval`` seconds."""

    interval: int


def begin(app: App, scopes: tuple[str, ...] = SCOPES, *, force: bool = False) -> Consent:
    """Where to send the person. ``force`` asks for consent again even where it was given."""
    verifier = generate_token(64)
    with OAuth2Client(app.client_id, redirect_uri=app.redirect_uri, scope=" ".join(scopes)) as session:
        extra = {"prompt": "confirm"} if force else {}
        url, state = session.create_authorization_url(
            app.roots.authorize,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
            **extra,
        )
    return Consent(url, state, verifier)


def exchange(app: App, code: str, verifier: str, now: datetime) -> TokenPair:
    """The code, which lives about ten seconds, for tokens. Raises ``Refusal`` when it is spent or late."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": app.redirect_uri,
        "code_verifier": verifier,
    }
    return _pair(_post(app, app.roots.token, form), now)


def refresh(app: App, refresh_token: Secret, now: datetime) -> TokenPair:
    """A new pair for a refresh token, which dies by it. An uncertain failure may have spent the token."""
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token.reveal()}
    if app.redirect_uri:
        form["redirect_uri"] = app.redirect_uri
    return _pair(_post(app, app.roots.token, form), now)


def start_device(app: App, now: datetime, scopes: tuple[str, ...] = SCOPES) -> DeviceCode:
    """A code for a person to type on another screen: for a desk that no browser can return to."""
    answer = _post(app, app.roots.device, {"client_id": app.client_id, "scope": " ".join(scopes)})
    address = _web(_text(answer, "verification_uri"))
    return DeviceCode(
        device_code=Secret(_text(answer, "device_code")),
        user_code=_text(answer, "user_code"),
        address=address,
        address_with_code=_web(_text(answer, "verification_uri_complete")) or address,
        interval=_seconds(answer, "interval", 5),
        expires_at=now + timedelta(seconds=_seconds(answer, "expires_in", 3600)),
    )


def poll_device(app: App, device_code: Secret, interval: int, now: datetime) -> TokenPair | StillWaiting:
    """Tokens once the person agreed. Raises ``Refusal`` with ``access_denied`` or ``expired_token``."""
    form = {"grant_type": DEVICE_GRANT, "device_code": device_code.reveal()}
    try:
        return _pair(_post(app, app.roots.token, form), now)
    except failures.Refusal as refusal:
        if "authorization_pending" in refusal.told.codes:
            return StillWaiting(interval)
        if "slow_down" in refusal.told.codes:
            return StillWaiting(interval + 5)
        raise


def _post(app: App, url: str, form: dict[str, str]) -> dict[str, object]:
    """A form with HTTP Basic; answers and errors in the OAuth form."""
    what = f"POST {httpx2.URL(url).path}"
    basic = httpx2.BasicAuth(app.client_id, app.client_secret.reveal())
    try:
        request = http().build_request("POST", url, data=form, headers={"Accept": "application/json"})
        response = reach.read_all(http(), request, what, auth=basic)
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
        raise failures.NotReached(what, told=failures.Told(for_developers=type(error).__name__)) from None
    except httpx2.HTTPError as error:
        raise failures.NoAnswer(what, told=failures.Told(for_developers=type(error).__name__)) from None
    trace = failures.readable_trace(response.headers.get("trace-id", ""))
    if not response.is_success:
        status, retry = response.status_code, response.headers.get("retry-after")
        problem = failures.failure(what, status, response.content, trace, retry)
        if isinstance(problem, failures.ConsentNeeded):
            raise failures.Refusal(what, status, problem.told, trace)
        raise problem
    try:
        return msgspec.json.decode(response.content, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise failures.ServerFault(what, response.status_code, trace_id=trace) from None


def _pair(answer: dict[str, object], now: datetime) -> TokenPair:
    access, refresh_token = _text(answer, "access_token"), _text(answer, "refresh_token")
    if not access or not refresh_token:
        raise failures.ServerFault("token answer", 200, failures.Told(for_developers="a token is missing"))
    return TokenPair(
        access=Secret(access),
        refresh=Secret(refresh_token),
        access_expires_at=now + timedelta(seconds=_seconds(answer, "expires_in", 3600)),
        refresh_expires_at=now + REFRESH_LIFETIME,
        scopes=_text(answer, "scope"),
    )


def _text(answer: dict[str, object], key: str) -> str:
    value = answer.get(key)
    return value if isinstance(value, str) else ""


def _web(address: str) -> str:
    """An address that may stand behind a link."""
    return address if address.startswith(("https://", "http://")) else ""


def _seconds(answer: dict[str, object], key: str, default: int) -> int:
    value = answer.get(key)
    return min(value, LONGEST_LIFE) if isinstance(value, int) and value > 0 else default
