"""Ratings: read in pages, answered, and asked to be removed.

public.v1 is spoken, beta.v1 where a server takes the older shape no more.
"""

from collections.abc import Iterator
from datetime import datetime

from zgoda.desk.allegro.client import Answer, Client, Params
from zgoda.desk.allegro.failures import CallFailed, Refusal, ServerFault, Told
from zgoda.wire import limits
from zgoda.wire.media import BETA_V1, PUBLIC_V1
from zgoda.wire.times import to_wire
from zgoda.wire.tolerant import PageSeen, Unreadable
from zgoda.wire.tolerant_ratings import RatingSeen, read_rating, read_ratings

ADDRESS = "/sale/user-ratings"
_NOT_ACCEPTABLE = 406


def pages(
    client: Client, since: datetime, until: datetime | None, most: int
) -> Iterator[tuple[PageSeen[RatingSeen], object]]:
    """Those changed within the two instants, the latest first, with the raw answers: at most so many pages, until a
    short one or one that only repeats known ids."""
    known: set[str] = set()
    for number in range(most):
        params: dict[str, str | int | list[str]] = {
            "lastChangedAt.gte": to_wire(since),
            "limit": limits.RATINGS_MAX,
            "offset": number * limits.RATINGS_MAX,
        }
        if until is not None:
            params["lastChangedAt.lte"] = to_wire(until)
        answer = _read(client, ADDRESS, params)
        page = read_ratings(answer.document)
        if page.problem:
            raise _unreadable("GET /sale/user-ratings", answer)
        fresh = {seen.id for seen in page.records} - known
        known |= fresh
        yield page, answer.document
        if page.size < limits.RATINGS_MAX or not fresh:
            return


def one(client: Client, remote_id: str) -> tuple[RatingSeen, object]:
    """One rating as it stands, with the raw record."""
    answer = _read(client, f"{ADDRESS}/{remote_id}")
    seen = read_rating(answer.document)
    if isinstance(seen, Unreadable):
        raise _unreadable("GET /sale/user-ratings/{id}", answer)
    return seen, answer.document


def answer(client: Client, remote_id: str, text: str) -> None:
    """The public answer; the same again changes nothing."""
    client.put(f"{ADDRESS}/{remote_id}/answer", {"message": text}, PUBLIC_V1)


def ask_removal(client: Client, remote_id: str, text: str) -> None:
    """One request for each rating; the marketplace writes to the buyer."""
    client.put(f"{ADDRESS}/{remote_id}/removal", {"request": {"message": text}}, PUBLIC_V1)


def _read(client: Client, path: str, params: Params | None = None) -> Answer:
    try:
        return client.read(path, params, PUBLIC_V1)
    except Refusal as refused:
        if refused.status != _NOT_ACCEPTABLE:
            raise
    return client.read(path, params, BETA_V1)


def _unreadable(what: str, answer: Answer) -> CallFailed:
    return ServerFault(what, answer.status, Told(for_developers="not the shape expected"), answer.trace_id)
