"""Who answers a case of a fulfilled order, seller or Warehouse: stated by the server, else told from what is here.

It stands on the case's row, so that neither the list nor the outbox asks further; the history is made for the page.
"""

from collections.abc import Iterable, Mapping

from zgoda.desk.allegro import own
from zgoda.desk.cases.claims import CLAIM
from zgoda.desk.messages.sources import ISSUE
from zgoda.desk.store.models import Answerer, DeskCase, DeskMessage, DeskOrder, Kind, Outgoing, SendState
from zgoda.domain import answering
from zgoda.domain.actors import Role
from zgoda.domain.answering import Cause, Turn
from zgoda.engine.clock import real_now
from zgoda.wire.times import from_wire
from zgoda.wire.tolerant import Unreadable
from zgoda.wire.tolerant_orders import read_form

Turns = tuple[Turn, ...]
_PARTIES = {"SELLER": Role.SELLER, "FULFILLMENT": Role.WAREHOUSE}
_ANSWERERS = {Role.SELLER: Answerer.SELLER, Role.WAREHOUSE: Answerer.WAREHOUSE}


def is_warehouses(case: DeskCase) -> bool:
    """S1-55: the Warehouse answers; from here one only reads."""
    return case.answerer == Answerer.WAREHOUSE


def settle(case: DeskCase) -> bool:
    """Put it on the row, under the case's lock; whether anything changed. The caller saves.

    ``handed_back_at`` is when the desk learned that the Warehouse handed the case over, for those who are told of it.
    """
    turns = _turns(case)
    last = turns[-1] if turns else None
    before = (case.answerer, case.answers_since)
    case.answerer = _ANSWERERS[last.party] if last else None
    case.answers_since = last.since if last else None
    if before == (case.answerer, case.answers_since):
        return False
    came_back = last and last.party is Role.SELLER and last.cause == Cause.FORWARDED
    is_news = came_back and last is not None and last.since >= case.first_seen_at
    case.handed_back_at = real_now() if is_news else None
    return True


def is_to_ask(case: DeskCase, revision: int | None) -> bool:
    """Whether a sweep asks the server who answers though nothing moved: a forward is no message, so without the
    server's revision no list tells of one; and what was read before servers said it does not say it."""
    if case.ended or not _is_told(case) or own.FORWARDING not in own.features(case.connection.capabilities):
        return False
    return _stated(case) is None or (case.answerer is not None and revision is None)


def turns_of(case: DeskCase, provider: str | None, said: Iterable[DeskMessage], done: Iterable[Outgoing]) -> Turns:
    """The history for a page that has read all of this already; empty where the order is the seller's own."""
    stated = _stated(case)
    if stated is not None:
        return stated
    if not _is_told(case) or not answering.is_fulfilled(provider):
        return ()
    wrote = [_wrote(one) for one in said if one.author_role in _PARTIES]
    return answering.told(case.reason, case.opened_at, [*wrote, *(_noted(case, one) for one in done if _is_noted(one))])


def _turns(case: DeskCase) -> Turns:
    """The same from the rows: three queries at most, none where the server says it."""
    stated = _stated(case)
    if stated is not None:
        return stated
    if not _is_told(case) or not case.order_id:
        return ()
    form = DeskOrder.objects.filter(connection_id=case.connection_id, remote_id=case.order_id).only("form").first()
    seen = read_form(form.form) if form else None
    if seen is None or isinstance(seen, Unreadable) or not answering.is_fulfilled(seen.provider):
        return ()
    said = DeskMessage.objects.filter(case=case, author_role__in=list(_PARTIES), created_at__gte=case.opened_at)
    done = Outgoing.objects.filter(case=case, kind=Kind.TO_WAREHOUSE, state=SendState.SEEN)
    return turns_of(case, seen.provider, said, done)


def _is_told(case: DeskCase) -> bool:
    return case.family == ISSUE and case.type != CLAIM


def _stated(case: DeskCase) -> Turns | None:
    """The server's own history; None where it says nothing of it."""
    listed = case.own.get("responsibilities")
    if not isinstance(listed, list):
        return None
    if not case.own.get("fulfilled"):
        return ()
    return tuple(turn for entry in listed if isinstance(entry, dict) and (turn := _entry(entry)) is not None)


def _entry(entry: Mapping[str, object]) -> Turn | None:
    since, party = from_wire(str(entry.get("since") or "")), str(entry.get("party"))
    if since is None or party not in {Role.SELLER, Role.WAREHOUSE}:
        return None
    return Turn(Role(party), since, str(entry.get("cause") or ""), str(entry.get("note") or ""))


def _wrote(one: DeskMessage) -> Turn:
    return Turn(_PARTIES[one.author_role], one.created_at, Cause.WROTE)


def _is_noted(row: Outgoing) -> bool:
    return row.kind == Kind.TO_WAREHOUSE and bool(row.payload.get("by_hand"))


def _noted(case: DeskCase, row: Outgoing) -> Turn:
    """What somebody did, or saw, at the marketplace itself; by the server's time as the messages are."""
    party = Role.SELLER if row.payload.get("to") == Role.SELLER else Role.WAREHOUSE
    return Turn(party, case.connection.server_now(row.seen_at or row.created_at), Cause.FORWARDED)
