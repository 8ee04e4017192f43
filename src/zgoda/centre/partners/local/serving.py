"""The frame of a local service: WSGI on the loopback, one plain page, a thread that sends what is due."""

import argparse
import html
import threading
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from zgoda.centre.partners.local.callbacks import Centre

Answer = tuple[str, str, bytes]
"""Status line, content type, body."""

_LARGEST = 64 * 1024
_ASK_TIME_EVERY = 5
"""Ticks between two looks at the centre's clock, which somebody may have moved."""

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #8886}"
    "form{display:inline}button{font:inherit}"
)


class LocalService:
    """A WSGI application. Below `/`: the page and its buttons, for the person at this machine; elsewhere: the
    centre's signed requests."""

    title = ""

    def __init__(self, centre: "Centre") -> None:
        self.centre = centre

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        status, kind, body = self._answer(environ)
        headers = [("Content-Type", kind), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY")]
        if status.startswith("303"):
            headers.append(("Location", "/"))
        start_response(status, headers)
        return [body]

    def asked(self, method: str, path: str, body: bytes) -> Answer:
        """A genuine request of the centre."""
        raise NotImplementedError

    def pressed(self, fields: Mapping[str, str]) -> None:
        """A button of the page."""
        raise NotImplementedError

    def page(self) -> str:
        """The page's inside."""
        raise NotImplementedError

    def proceed(self) -> None:
        """What happens by itself in the automatic mode; called every second."""
        raise NotImplementedError

    @property
    def automatic(self) -> bool:
        return self.centre.setting("automatic") != "off"

    def _answer(self, environ: "WSGIEnvironment") -> Answer:
        method, path = str(environ["REQUEST_METHOD"]), str(environ.get("PATH_INFO", "/"))
        size = str(environ.get("CONTENT_LENGTH") or "0")
        if not size.isdecimal() or int(size) > _LARGEST:
            return "413 Content Too Large", "text/plain", b""
        body = environ["wsgi.input"].read(int(size))
        if path == "/" and method == "GET":
            return "200 OK", "text/html; charset=utf-8", self._page().encode()
        if path == "/" and method == "POST":
            return self._press(environ, body)
        headers = {key[5:].replace("_", "-").title(): str(val) for key, val in environ.items() if key[:5] == "HTTP_"}
        if not self.centre.is_genuine(method, path, body, headers):
            return "401 Unauthorized", "text/plain", b""
        return self.asked(method, path, body)

    def _press(self, environ: "WSGIEnvironment", body: bytes) -> Answer:
        """Only the page itself may press its buttons, not another site in the same browser."""
        origin = str(environ.get("HTTP_ORIGIN", ""))
        if origin and urlsplit(origin).netloc != environ.get("HTTP_HOST"):
            return "403 Forbidden", "text/plain", b""
        fields = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        if "automatic" in fields:
            self.centre.set_setting("automatic", "on" if fields["automatic"] == "on" else "off")
        else:
            self.pressed(fields)
        self.centre.send_due()
        return "303 See Other", "text/plain", b""

    def _page(self) -> str:
        other = "off" if self.automatic else "on"
        return (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{self.title}</title>'
            f"<style>{_STYLE}</style><h1>{self.title}</h1>"
            f"<p>A stand-in for an outside partner, for a sandbox only. "
            f"Centre's time: {self.centre.now():%Y-%m-%d %H:%M} UTC. "
            f"Automatic mode is {'on' if self.automatic else 'off'}. "
            f"{button('Turn it ' + other, automatic=other)}</p>{self.page()}</html>"
        )


def button(label: str, **fields: str) -> str:
    """A form with one button."""
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">' for name, value in fields.items()
    )
    return f'<form method="post" action="/">{hidden}<button>{html.escape(label)}</button></form>'


def table(heads: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    """Cells are HTML already."""
    head = "".join(f"<th>{html.escape(text)}</th>" for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    return f"<table><tr>{head}</tr>{body}</table>"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base
        """Nothing: the page shows what happened."""


def serve(name: str, path: str, secret: str, make: "Callable[[Centre], LocalService]") -> None:
    """Run until stopped. ``path`` is where the centre takes this partner's events, ``secret`` the key's setting."""
    from django.conf import settings  # the only use of settings; needs no database

    from zgoda.centre.partners.local.callbacks import Centre

    parser = argparse.ArgumentParser(prog=name)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--file", type=Path, default=Path(settings.DATA_DIR) / f"{name}.sqlite3")
    args = parser.parse_args()
    args.file.parent.mkdir(parents=True, exist_ok=True)
    service = make(Centre(args.file, settings.CENTRE_URL, path, getattr(settings, secret)))
    stop = threading.Event()
    threading.Thread(target=_tick, args=(service, stop), daemon=True).start()
    with make_server(args.host, args.port, service, server_class=_Server, handler_class=_Quiet) as server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            stop.set()


def _tick(service: LocalService, stop: threading.Event) -> None:
    for tick in count():
        if stop.wait(1.0):
            return
        if tick % _ASK_TIME_EVERY == 0:
            service.centre.ask_time()
        if service.automatic:
            service.proceed()
        service.centre.send_due()
