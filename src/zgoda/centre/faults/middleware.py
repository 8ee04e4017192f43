"""The one place where faults enter: around the API and the token address, for accounts of a sandbox that ask for it."""

import uuid
from collections.abc import Callable, Mapping

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from zgoda.centre.api.framework import TRACE_HEADER
from zgoda.centre.faults import answers, gateway, plans
from zgoda.centre.faults.catalogue import FAILED, LOST, Fault
from zgoda.centre.faults.dice import Dice
from zgoda.centre.oauth import signing
from zgoda.centre.oauth.models import AccessToken, RefreshToken, digest

TOKEN_ADDRESS = "oauth_token"  # noqa: S105 -- the name of a route
UNTOUCHED = ("own_faults",)
"""Where a program switches faults off must stay reachable."""

_CHAT_CAP = 20
_WRITES = ("POST", "PUT")


class FaultsMiddleware:
    """Decides before the view what will go wrong, lets the view do its work, and spoils what comes out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        turn: _Turn | None = getattr(request, "zgoda_faults", None)
        return response if turn is None else turn.after(request, response)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_parts: object
    ) -> HttpResponseBase | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        known = hasattr(view, "endpoints") or name == TOKEN_ADDRESS
        if not settings.SANDBOX or not known or name in UNTOUCHED or request.method not in ("GET", *_WRITES):
            return None
        account_id, jti = _whose(request, is_token_address=name == TOKEN_ADDRESS)
        dice = (
            plans.dice_for(account_id, f"{request.method} {(name or '').removeprefix('api_')}") if account_id else None
        )
        if account_id is None or dice is None:
            return None
        turn = _Turn(account_id, jti, dice)
        request.zgoda_faults = turn  # type: ignore[attr-defined]
        return turn.before(request)


class _Turn:
    """One request of an account whose answers are spoilt."""

    def __init__(self, account_id: int, jti: uuid.UUID | None, dice: Dice) -> None:
        self._account_id, self._jti, self._dice = account_id, jti, dice
        self._offset = 0
        self._is_answered = False

    def before(self, request: HttpRequest) -> HttpResponseBase | None:
        """An answer where the platform never gets to work; else the request may be bent."""
        answer = self._instead()
        self._is_answered = answer is not None
        if answer is None:
            self._bend(request)
        return answer

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer as the client gets it; what struck is written down."""
        answer = response if self._is_answered else self._spoilt(request, response)
        plans.keep_strikes(self._account_id, self._dice)
        return answer

    def _instead(self) -> HttpResponseBase | None:
        dice = self._dice
        if self._jti is None and dice.hits(Fault.REFRESH_REFUSED):
            dice.note(Fault.REFRESH_REFUSED)
            return gateway.refresh_refused()
        if self._jti is not None and dice.hits(Fault.TOKEN_REFUSED):
            dice.note(Fault.TOKEN_REFUSED)
            return gateway.token_refused()
        failure = dice.first(FAILED)
        if failure is not None:
            dice.note(failure)
            return gateway.failed(failure, dice)
        if self._jti is not None and dice.hits(Fault.TOKEN_EXPIRED):
            dice.note(Fault.TOKEN_EXPIRED)
            AccessToken.objects.filter(pk=self._jti).update(expires_at=timezone.now())
        return None

    def _spoilt(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        dice = self._dice
        if response.status_code >= 300:
            return response
        lost = dice.first(LOST) if request.method in _WRITES else None
        if lost is not None:
            dice.note(lost)
            return gateway.failed(lost, dice)
        document = _document(response)
        if request.method != "GET" or document is None:
            return response
        if answers.breaks(document, dice, self._offset):
            dice.note(Fault.BROKEN_LIST)
            return gateway.spoilt_list(dice)
        body = msgspec.json.encode(answers.spoil(document, dice))
        spoilt = HttpResponse(body, status=response.status_code, headers=dict(response.items()))
        spoilt.headers["content-length"] = str(len(body))
        return spoilt

    def _bend(self, request: HttpRequest) -> None:
        """Paging that the platform ignores or caps, by changing what it is asked."""
        dice, asked = self._dice, request.GET.copy()
        if request.method != "GET" or dice.operation not in answers.LISTS:
            return
        if dice.hits(Fault.PAGING_IGNORED) and ("limit" in asked or "offset" in asked):
            dice.note(Fault.PAGING_IGNORED)
            asked.pop("limit", None)
            asked.pop("offset", None)
        if dice.operation in answers.CHATS and dice.hits(Fault.CHAT_CAPPED) and _number(asked.get("limit")) > _CHAT_CAP:
            dice.note(Fault.CHAT_CAPPED)
            asked["limit"] = str(_CHAT_CAP)
        self._offset = _number(asked.get("offset"))
        request.GET = asked  # type: ignore[assignment]


def _whose(request: HttpRequest, *, is_token_address: bool) -> tuple[int | None, uuid.UUID | None]:
    """The account, and the access token's id where one was shown. Whether it is good is the API's to say."""
    if is_token_address:
        shown = request.POST.get("refresh_token", "")
        return RefreshToken.objects.filter(digest=digest(shown)).values_list("user_id", flat=True).first(), None
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    claims: Mapping[str, object] = (
        (signing.read(token.strip(), timezone.now()) or {}) if kind.lower() == "bearer" else {}
    )
    user = str(claims.get("user_name", ""))
    return (int(user), uuid.UUID(str(claims["jti"]))) if user.isdecimal() else (None, None)


def _document(response: HttpResponseBase) -> answers.Record | None:
    """The decoded JSON of an answer; None for files and empty answers."""
    is_json = response.headers.get("content-type", "").endswith("json") and TRACE_HEADER in response.headers
    if not is_json or not isinstance(response, HttpResponse) or not response.content:
        return None
    document = msgspec.json.decode(response.content)
    return document if isinstance(document, dict) else None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
