"""``ask.py CASES TIMES``: django-helpdesk's answers through its whole middleware stack, in the process; JSON to stdout.

Milliseconds of CPU of the process, so Python and SQLite together, as `bench.measure` counts them for the desk.
"""

# ruff: noqa: E402 -- Django is set up before its models are imported

import base64
import html
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from urllib.parse import urlencode

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from helpdesk.models import FollowUp, Ticket

ROWS = 40
"""As many as the desk's list shows."""

WORDS = ("paczka", "uszkodzon", "zwrot", "kurier", "przesy", "zdj")
"""Beginnings, since this search knows no inflection: each is in the texts."""

_CSRF = "b" * 32
_FORM = "application/x-www-form-urlencoded"


class Asker:
    """A signed-in agent's browser."""

    def __init__(self) -> None:
        self.application = WSGIHandler()
        user, session = get_user_model().objects.get(username="agent"), SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={_CSRF}"

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, b"")

    def post(self, path: str, fields: Mapping[str, str]) -> tuple[int, str]:
        return self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": _CSRF}).encode())

    def _ask(self, method: str, path: str, body: bytes) -> tuple[int, str]:
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "bench.test",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "bench.test",
            "HTTP_COOKIE": self.cookie,
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": _FORM if body else "",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
        }
        seen = []
        response = self.application(environ, lambda status, _pairs, _=None: seen.append(status))
        try:
            text = b"".join(response).decode()
        finally:
            response.close()
        return int(seen[0].split()[0]), text


def listing(search: str = "") -> str:
    """The address that fills the list: open tickets by due date, or all that hold the words."""
    asked = {
        "filtering": {} if search else {"status__in": [1, 2]},
        "filtering_null": {},
        "sorting": "due_date",
        "sortreverse": False,
        "search_string": search,
    }
    packed = base64.b64encode(json.dumps(asked).encode()).decode()
    return f"/datatables_ticket_list/{packed}?draw=1&start=0&length={ROWS}&order[0][column]=6&order[0][dir]=asc"


class Questions:
    """Each prepares one asking, which checks what it gets."""

    def __init__(self, cases: int) -> None:
        self.asker, self.rng, self.cases = Asker(), random.Random(), cases
        self.open_ids = list(Ticket.objects.filter(status=1).values_list("pk", flat=True))

    def first_page(self) -> Callable[[], None]:
        """The page, and the request that fills it."""

        def ask() -> None:
            status, _text = self.asker.get("/tickets/?status=1&sort=due_date")
            assert status == 200
            assert len(self._rows(listing())) == ROWS

        return ask

    def case(self) -> Callable[[], None]:
        number = self.rng.choice(self.open_ids)
        last = FollowUp.objects.filter(ticket_id=number).order_by("date").last()

        def ask() -> None:
            status, text = self.asker.get(f"/tickets/{number}/")
            assert status == 200
            assert last is None or last.comment[:60] in html.unescape(text)

        return ask

    def reply(self) -> Callable[[], None]:
        ticket = Ticket.objects.get(pk=self.rng.choice(self.open_ids))
        fields = {
            "comment": f"Dzień dobry, paczka wyjdzie jutro rano. {self.rng.random()}",
            "public": "1",
            "new_status": "1",
            "title": ticket.title,
            "owner": "-1",
            "priority": "3",
            "queue": str(ticket.queue_id),
        }

        def ask() -> None:
            status, text = self.asker.post(f"/tickets/{ticket.pk}/update/", fields)
            assert status == 302, text[:500]

        return ask

    def order(self) -> Callable[[], None]:
        ticket = Ticket.objects.get(pk=self.rng.randint(1, self.cases))
        number = ticket.title.rsplit(" ", 1)[1]
        return lambda: self._finds([ticket.pk], number)

    def words(self) -> Callable[[], None]:
        word = self.rng.choice(WORDS)

        def ask() -> None:
            assert len(self._rows(listing(word))) == ROWS

        return ask

    def _finds(self, expected: list[int], number: str) -> None:
        assert [row["id"] for row in self._rows(listing(number))] == expected

    def _rows(self, path: str) -> list[dict]:
        status, text = self.asker.get(path)
        assert status == 200, text[:500]
        return json.loads(text)["data"]


def main() -> None:
    cases, times = int(sys.argv[1]), int(sys.argv[2])
    found, asked = {}, Questions(cases)
    kinds = {
        "first page": asked.first_page,
        "open case": asked.case,
        "reply": asked.reply,
        "order number": asked.order,
        "words": asked.words,
    }
    for name, prepare in kinds.items():
        for _ in range(3):
            prepare()()
        samples = []
        for _ in range(times):
            ask = prepare()
            began = time.process_time_ns()
            ask()
            samples.append((time.process_time_ns() - began) / 1e6)
            print(f"  django-helpdesk: {name}: {samples[-1]:.0f} ms", file=sys.stderr, flush=True)
        found[name] = statistics.median(samples)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
