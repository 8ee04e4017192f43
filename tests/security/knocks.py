"""One knock at an address that changes nothing for the next visitor, and how its answer looks."""

from django.http import HttpResponse

from tests.security.nothing_kept import nothing_kept
from tests.security.routes import Route
from tests.security.verdicts import Row, Told
from tests.security.visitors import Visitors


def ask(knocking: Visitors, route: Route, row: Row, method: str, who: str, values: dict[str, object]) -> HttpResponse:
    """The body is read inside, for a file may be gone afterwards."""
    path = row.path or route.path(values)
    address = f"{path}?{row.query}" if row.query else path
    with nothing_kept():
        answer = knocking.ask(who, row.half, method, address, row.body(knocking.world), row.kind)
        read(answer)
    return answer


def how(answer: HttpResponse) -> Told:
    location = answer.get("Location", "")
    if answer.status_code == 302 and location.startswith("/sign-in?"):
        return Told.SIGN_IN
    return {401: Told.NO_TOKEN, 403: Told.DENIED, 404: Told.NOT_FOUND}.get(answer.status_code, Told.IN)


def read(answer: HttpResponse) -> str:
    if answer.streaming and not hasattr(answer, "read_once"):
        answer.read_once = b"".join(answer.streaming_content)
    return (answer.read_once if answer.streaming else answer.content).decode("utf-8", "replace")
