"""Requests through the whole middleware stack of a half, by hand-made WSGI environments of a signed-in reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler

from zgoda.accounts.models import User
from zgoda.accounts.sessions import SessionStore

_CSRF = "b" * 32
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """``text`` is the whole body."""

    status: int
    headers: Mapping[str, str]
    text: str


class Asker:
    """One reader's browser, or one seller's program with a bearer token."""

    def __init__(self, half: str, *, user: str = "", bearer: str = "") -> None:
        self.application = WSGIHandler()
        self.half = half
        self.more = {"HTTP_AUTHORIZATION": f"Bearer {bearer}"} if bearer else {"HTTP_COOKIE": _cookies(user)}

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        body = urlencode({**fields, "csrfmiddlewaretoken": _CSRF}).encode()
        return self._ask("POST", path, body, {"CONTENT_TYPE": _FORM})

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        path, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "bench.test",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "bench.test",
            "HTTP_ACCEPT": "text/html",
            "HTTP_ACCEPT_LANGUAGE": "pl,en;q=0.7",
            "HTTP_USER_AGENT": "bench/1 (+https://bench.test)",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "zgoda.half": self.half,
            **self.more,
            **headers,
        }
        seen: list[Any] = []
        response = self.application(environ, lambda status, pairs, _=None: seen.extend((status, pairs)))
        try:
            text = b"".join(response).decode()
        finally:
            response.close()
        return Answer(int(seen[0].split()[0]), dict(seen[1]), text)


def _cookies(username: str) -> str:
    """A session as a sign-in leaves it, and the cookie that a form's token is compared with."""
    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    names = ((settings.SESSION_COOKIE_NAME, session.session_key), (settings.CSRF_COOKIE_NAME, _CSRF))
    return "; ".join(f"{name}={value}" for name, value in names)
