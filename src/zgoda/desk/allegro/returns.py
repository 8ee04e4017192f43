"""Customer returns: read in pages, and rejected."""

from collections.abc import Iterator
from datetime import datetime

from zgoda.desk.allegro.client import Answer, Client
from zgoda.desk.allegro.failures import ServerFault, Told
from zgoda.wire import limits
from zgoda.wire.times import to_wire
from zgoda.wire.tolerant import PageSeen, Unreadable
from zgoda.wire.tolerant_returns import ReturnSeen, read_return, read_returns

MOST_PAGES = 50


def returns(client: Client, since: datetime) -> Iterator[tuple[PageSeen[ReturnSeen], object]]:
    """What was announced since then, page by page with the raw answers, until a short page or a repetition."""
    known: set[str] = set()
    for number in range(MOST_PAGES):
        offset = number * limits.RETURNS_MAX
        params: dict[str, str | int | list[str]] = {
            "createdAt.gte": to_wire(since),
            "limit": limits.RETURNS_MAX,
            "offset": offset,
        }
        answer = client.read("/order/customer-returns", params)
        page = read_returns(answer.document)
        if page.problem:
            raise _unreadable("GET /order/customer-returns", answer)
        fresh = {seen.id for seen in page.records} - known
        known |= fresh
        yield page, answer.document
        if page.size < limits.RETURNS_MAX or not fresh:
            return


def one_return(client: Client, remote_id: str) -> tuple[ReturnSeen, object]:
    """One return as it stands, with the raw record."""
    answer = client.read(f"/order/customer-returns/{remote_id}")
    seen = read_return(answer.document)
    if isinstance(seen, Unreadable):
        raise _unreadable("GET /order/customer-returns/{id}", answer)
    return seen, answer.document


def reject(client: Client, remote_id: str, code: str, reason: str) -> None:
    """Refuse the refund of a return, or say what was done instead. Never repeated here."""
    rejection = {"code": code, "reason": reason} if reason else {"code": code}
    client.write(f"/order/customer-returns/{remote_id}/rejection", {"rejection": rejection})


def _unreadable(what: str, answer: Answer) -> ServerFault:
    return ServerFault(what, answer.status, Told(for_developers="not the shape expected"), answer.trace_id)
