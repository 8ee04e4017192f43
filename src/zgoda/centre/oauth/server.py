"""The authorization server put together: Authlib's engine, our rows, Django's requests."""

import uuid
from datetime import timedelta
from typing import Any

from authlib.common.encoding import json_dumps
from authlib.integrations.django_oauth2.requests import DjangoOAuth2Payload
from authlib.oauth2 import AuthorizationServer as Engine
from authlib.oauth2 import OAuth2Error, OAuth2Request
from authlib.oauth2.rfc8628 import DeviceAuthorizationEndpoint
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from zgoda.accounts.models import User
from zgoda.centre.oauth import grants, scopes, tokens
from zgoda.centre.oauth.models import Application, DeviceCode, digest

DEVICE_PATH = "/skojarz-aplikacje"


class Request(OAuth2Request):  # type: ignore[misc]
    """Parameters come from the body or the query string: clients of both habits exist (§3.2)."""

    def __init__(self, request: HttpRequest) -> None:
        # The engine only looks whether the address says https. Where TLS ends is the deployment's affair,
        # and a marketplace on the developer's own machine has none.
        super().__init__(request.method, "https://centre/", headers=request.headers)
        self.payload = DjangoOAuth2Payload(request)

    @property
    def args(self) -> Any:
        return self.payload.data

    @property
    def form(self) -> Any:
        return self.payload.data


class Server(Engine):  # type: ignore[misc]
    def query_client(self, client_id: str) -> Application | None:
        known = Application.objects.filter(client_id=client_id, disabled_at=None)
        return known.first() if "\x00" not in client_id else None

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        origin = request.refresh_token or request.authorization_code or request.credential
        tokens.store(token, request.client, request.user, origin.family if origin else uuid.uuid4())

    def create_oauth2_request(self, request: HttpRequest) -> Request:
        return Request(request)

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> HttpResponse:
        content = json_dumps(body) if isinstance(body, dict) else body
        return HttpResponse(content, status=status, headers=dict(headers))

    def token_response(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.create_token_response(request)
        return response

    def device_response(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.create_endpoint_response(DeviceEndpoint.ENDPOINT_NAME, request)
        return response

    def decided(self, grant: Any, user: User | None) -> HttpResponse:
        """Back to the program: with a code for the user, or with the refusal where there is none."""
        response: HttpResponse = self.create_authorization_response(grant.request, grant=grant, grant_user=user)
        return response

    def refused(self, error: OAuth2Error) -> HttpResponse:
        response: HttpResponse = self.handle_error_response(None, error)
        return response

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nobody listens: what happened is in the rows."""


class DeviceEndpoint(DeviceAuthorizationEndpoint):  # type: ignore[misc]
    """Where a program without a browser begins (§3.2). Confidential programs only."""

    CLIENT_AUTH_METHODS = ["client_secret_basic"]
    EXPIRES_IN = 3600

    def get_verification_uri(self) -> str:
        return settings.CENTRE_URL + DEVICE_PATH

    def create_endpoint_response(self, request: Any) -> tuple[int, Any, Any]:
        status, body, headers = super().create_endpoint_response(request)
        body["verification_uri_complete"] = f"{self.get_verification_uri()}?code={body['user_code']}"
        return status, body, headers

    def authenticate_client(self, request: Any) -> None:
        super().authenticate_client(request)
        grants.allowed_scope(request.client, request.payload.scope)

    def save_device_credential(self, client_id: str, scope: str | None, data: dict[str, Any]) -> None:
        now = timezone.now()
        application = Application.objects.get(client_id=client_id)
        DeviceCode.objects.create(
            digest=digest(data["device_code"]),
            user_code=data["user_code"].replace("-", ""),
            application=application,
            scope=grants.allowed_scope(application, scope),
            interval=self.INTERVAL,
            issued_at=now,
            expires_at=now + timedelta(seconds=self.EXPIRES_IN),
        )


def _compose(
    *, client: Application, user: User | None, scope: str | None, include_refresh_token: bool, **_rest: object
) -> dict[str, Any]:
    granted = scopes.join(scopes.split(scope or client.scopes))
    return tokens.compose(client, user, granted, include_refresh_token)


def _assemble() -> Server:
    built = Server(scopes_supported=list(scopes.NAMES))
    built.register_token_generator("default", _compose)
    built.register_grant(grants.CodeGrant, [grants.S256Challenge(required=True)])
    built.register_grant(grants.RefreshGrant)
    built.register_grant(grants.ApplicationGrant)
    built.register_grant(grants.DeviceGrant)
    built.register_endpoint(DeviceEndpoint)
    return built


server = _assemble()
