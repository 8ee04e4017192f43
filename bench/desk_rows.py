"""The desk's tables as a sync from our centre would have left them: cases with chats, orders with parcels."""

import random
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from bench import histories
from bench.centre_rows import Texts
from bench.forms import form
from bench.histories import SELLER, History
from bench.people import Cast
from bench.rows import Bulk, new_id, stored
from zgoda.centre.api.own_shapes import details_of
from zgoda.desk.cases import fold
from zgoda.desk.store.models import DeskCase, DeskMessage, DeskOrder, DeskShipment
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.permissions import permitted
from zgoda.wire import own
from zgoda.wire.money import amount_of
from zgoda.wire.times import to_wire

_ROLES = {Role.BUYER: "BUYER", Role.SELLER: "SELLER", Role.SYSTEM: "SYSTEM"}
_STATUS = {
    Status.PENDING: "DISPUTE_ONGOING",
    Status.UNRESOLVED: "DISPUTE_UNRESOLVED",
    Status.RESOLVED: "DISPUTE_CLOSED",
}
_ISSUE, _LOGIN = str(histories.CASE), "@login@"


class _Mould:
    """A history as the desk would hold it; where it stands in the list is the desk's own reckoning."""

    def __init__(self, history: History, cast: Cast, now: datetime) -> None:
        case, connection = history.case, cast.connections[0]
        said = [(_ROLES.get(event.author, "ADMIN"), at) for event, at in history.messages]
        spoken = [one for one in said if one[0] != "SYSTEM"] or said
        row = DeskCase(
            shop_id=connection.shop_id,
            connection=connection,
            type="DISPUTE",
            status=_STATUS[case.status],
            reason=case.reason_code,
            subject="Nie otrzymałem produktu",
            opened_at=case.opened_at,
            answer_due=case.deadlines.answer_due,
            answered_at=next((at for role, at in said if role == "SELLER"), None),
            messages_count_seen=len(said),
            message_rows=len(said),
            chat_active=case.is_open,
            last_message_at=spoken[-1][1],
            last_message_role=spoken[-1][0],
            fingerprint=f"{to_wire(case.opened_at)}|{case.status}|{len(said)}",
            remote=_issue(case, len(said)),
            own=msgspec.to_builtins(_details(history, now)),
            first_seen_at=case.opened_at,
            read_at=now,
        )
        row.chat_fingerprint = row.fingerprint
        fold.refresh(row, now)
        self.case = stored(row)
        self.messages = [
            stored(DeskMessage(case_id=0, author_role=role, created_at=at, first_seen_at=at)) for role, at in said
        ]
        self.order = stored(
            DeskOrder(
                connection_id=0, form={}, status="READY_FOR_PROCESSING", market="pl", read_at=now,
                bought_at=case.purchase.purchased_at, paid_minor=case.purchase.line_price.minor, paid_currency="PLN",
            )
        )  # fmt: skip
        self.parcel = stored(
            DeskShipment(
                order_id=0, carrier_id="INPOST", carrier_name="InPost", created_at=case.purchase.purchased_at,
                status="IN_TRANSIT", status_at=case.purchase.purchased_at + timedelta(days=1),
            )
        )  # fmt: skip


class DeskRows:
    """Writes one case at a time into all tables of the desk; its keys are the numbers of the cases."""

    def __init__(self, played: Sequence[History], cast: Cast, texts: Texts, now: datetime, rng: random.Random) -> None:
        self.moulds = {id(history): _Mould(history, cast, now) for history in played}
        self.cast, self.texts, self.rng = cast, texts, rng
        self.stack = ExitStack()
        models = (DeskCase, DeskMessage, DeskOrder, DeskShipment)
        self.bulk = {model: self.stack.enter_context(Bulk(model)) for model in models}

    def add(self, number: int, history: History, case_id: UUID, order_id: UUID) -> None:
        """All cases stand in one shop, nine tenths of them under its first connection."""
        mould = self.moulds[id(history)]
        buyer_id, login = self.cast.buyers[number % len(self.cast.buyers)]
        connection_id = self.cast.connections[0 if number % 10 else 1].pk
        last_id, snippet = self._chat(mould, number, login)
        self.bulk[DeskCase].add(
            {
                **mould.case,
                "id": number,
                "connection_id": connection_id,
                "remote_id": str(case_id),
                "buyer_id": str(buyer_id),
                "buyer_login": login,
                "buyer_key": login.casefold(),
                "order_id": str(order_id),
                "last_message_remote_id": last_id,
                "snippet": snippet,
                "remote": str(mould.case["remote"]).replace(_ISSUE, str(case_id)).replace(_LOGIN, login),
                "own": str(mould.case["own"]).replace(_ISSUE, str(case_id)),
            }
        )
        order = {"id": number, "connection_id": connection_id, "remote_id": str(order_id)}
        self.bulk[DeskOrder].add({**mould.order, **order, "form": form(str(order_id), login)})
        self.bulk[DeskShipment].add(
            {**mould.parcel, "order_id": number, "remote_id": f"p{number}", "waybill": f"6{number:023d}"}
        )

    def close(self) -> None:
        self.stack.close()

    def _chat(self, mould: _Mould, number: int, login: str) -> tuple[str, str]:
        """The id of the last message, and the beginning of the last one that a person wrote."""
        last_id, snippet = "", ""
        for message in mould.messages:
            last_id, role = str(new_id(self.rng)), message["author_role"]
            text = self.rng.choice(self.texts[1] if role == "SELLER" else self.texts[0])
            snippet = snippet if role == "SYSTEM" else text[:160]
            named = {"BUYER": login, "SELLER": "Ceramika-Bory"}.get(str(role), "")
            self.bulk[DeskMessage].add(
                {**message, "case_id": number, "remote_id": last_id, "author_login": named, "text": text}
            )
        return last_id, snippet


def _details(history: History, now: datetime) -> own.CaseDetails:
    """What our centre adds: paid wholly, nothing given back."""
    price = history.case.purchase.line_price
    paid, none = amount_of(price.minor, price.currency), amount_of(0, price.currency)
    allowed = permitted(history.case, SELLER, now, history.law)
    return details_of(history.case, history.law, allowed, now, own.OrderMoney(paid, none, none))


def _issue(case: Discussion, count: int) -> dict[str, object]:
    """The issue as the protocol's list gives it."""
    opened = to_wire(case.opened_at)
    return {
        "id": _ISSUE,
        "type": "DISPUTE",
        "referenceNumber": None,
        "decisionDueDate": None,
        "openedDate": opened,
        "subject": "Nie otrzymałem produktu",
        "buyer": {"id": "44054668", "login": _LOGIN},
        "checkoutForm": {"id": str(histories.ORDER), "createdAt": opened},
        "currentState": {
            "status": _STATUS[case.status],
            "statusDueDate": to_wire(case.deadlines.answer_due),
            "returnRequired": None,
            "chatActive": case.is_open,
        },
        "chat": {
            "lastMessage": {"status": "NEW", "createdAt": opened},
            "messagesCount": count,
            "initialMessage": {
                "id": _ISSUE,
                "text": "Dyskusja została otwarta.",
                "attachments": [],
                "author": {"login": _LOGIN, "role": "BUYER"},
                "createdAt": opened,
            },
        },
        "expectations": None,
        "description": None,
        "offer": None,
        "product": None,
        "reason": None,
        "right": None,
        "attachments": [],
    }
