"""The centre's tables: each history repeated under other ids, with order, line, messages, journal and timers.

Reads and writes find the same rows as in a marketplace that grew; only the journal's hashes are invented, so
`zgoda verify` would refuse this database.
"""

import random
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from uuid import UUID

from bench import histories
from bench.forms import form
from bench.histories import History
from bench.people import Cast
from bench.rows import Bulk, Row, new_id, stored
from zgoda.centre.store import cases
from zgoda.centre.store.models import Case, CaseMessage, Order, OrderLine
from zgoda.domain.timers import running
from zgoda.engine.journal import JournalEntry
from zgoda.engine.timers import Timer

Texts = tuple[list[str], list[str]]


class _Mould:
    """A history as rows in which only the names remain to be filled in."""

    def __init__(self, history: History, now: datetime) -> None:
        case = history.case
        self.case = stored(Case(id=case.id, **cases.columns(case), updated_at=now, seq=len(history.recorded), head=""))
        self.messages = [_message(number, event, at) for number, (event, at) in enumerate(history.messages, 1)]
        facts = cases.facts(history.recorded, case.rule_set)
        self.entries = [
            stored(
                JournalEntry(
                    stream=case.id, seq=seq, type=fact.type, version=fact.version, payload=fact.payload,
                    actor=fact.actor, at=fact.at, recorded_at=fact.at, rule_set=fact.rule_set, prev_hash="", hash="",
                )
            )
            for seq, fact in enumerate(facts, 1)
        ]  # fmt: skip
        self.timers = [
            stored(Timer(stream=case.id, kind=kind.value, due_at=at, try_at=at, set_at=case.opened_at))
            for kind, at in running(case).items()
        ]
        self.order, self.line = _order(history)


class CentreRows:
    """Writes one case at a time into all tables of the centre."""

    def __init__(self, played: Sequence[History], cast: Cast, texts: Texts, now: datetime, rng: random.Random) -> None:
        self.moulds = {id(history): _Mould(history, now) for history in played}
        self.cast, self.texts, self.rng = cast, texts, rng
        self.stack = ExitStack()
        models = (Order, OrderLine, Case, CaseMessage, JournalEntry, Timer)
        self.bulk = {model: self.stack.enter_context(Bulk(model)) for model in models}

    def add(self, number: int, history: History, case_id: UUID, order_id: UUID) -> None:
        """The case numbered ``number``: its buyer follows from the number, half of all belong to the first seller."""
        buyer_id, login = self.cast.buyers[number % len(self.cast.buyers)]
        seller_id = self.cast.sellers[0 if number % 2 else self.rng.randrange(len(self.cast.sellers))]
        line_id, mould = new_id(self.rng), self.moulds[id(history)]
        names = {
            str(histories.CASE): str(case_id),
            str(histories.ORDER): str(order_id),
            str(histories.LINE): str(line_id),
            str(histories.BUYER_ID): str(buyer_id),
            str(histories.SELLER_ID): str(seller_id),
            str(histories.WAREHOUSE_ID): str(self.cast.warehouse),
        }
        parties = {"buyer_id": buyer_id, "seller_id": seller_id}
        form_text = form(str(order_id), login)
        ids = {"id": order_id.hex, "purchase_id": new_id(self.rng).hex, "form": form_text}
        self.bulk[Order].add({**mould.order, **parties, **ids})
        self.bulk[OrderLine].add({**mould.line, "id": line_id.hex, "order_id": order_id.hex})
        state = _renamed(str(mould.case["state"]), names)
        links = {"id": case_id.hex, "order_id": order_id.hex, "line_id": line_id.hex, "head": self._noise()}
        self.bulk[Case].add({**mould.case, **parties, **links, "state": state})
        self._thread(mould, case_id, parties)
        self._rest(mould, case_id, names)

    def close(self) -> None:
        self.stack.close()

    def _thread(self, mould: _Mould, case_id: UUID, parties: Row) -> None:
        for message in mould.messages:
            role = message["author_role"]
            texts = self.texts[0] if role == "BUYER" else self.texts[1]
            people = {"BUYER": parties["buyer_id"], "SELLER": parties["seller_id"], "WAREHOUSE": self.cast.warehouse}
            author = people.get(str(role))
            text = self.rng.choice(texts) if message["text_id"] else None
            row_id = new_id(self.rng).hex
            self.bulk[CaseMessage].add(
                {**message, "id": row_id, "case_id": case_id.hex, "author_id": author, "text": text}
            )

    def _rest(self, mould: _Mould, case_id: UUID, names: dict[str, str]) -> None:
        for entry in mould.entries:
            words = {"payload": _renamed(str(entry["payload"]), names), "actor": _renamed(str(entry["actor"]), names)}
            chain = {"prev_hash": self._noise(), "hash": self._noise()}
            self.bulk[JournalEntry].add({**entry, **words, **chain, "stream": case_id.hex})
        for timer in mould.timers:
            self.bulk[Timer].add({**timer, "stream": case_id.hex})

    def _noise(self) -> str:
        return f"{self.rng.getrandbits(256):064x}"


def _renamed(text: str, names: dict[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(old, new)
    return text


def _message(number: int, event: object, at: datetime) -> dict[str, object]:
    return stored(
        CaseMessage(
            id=event.message_id,
            case_id=histories.CASE,
            number=number,
            author_role=event.author.value,
            kind=event.kind.value,
            template=event.template.value if event.template else "",
            params=dict(event.params),
            text_id=event.text.id if event.text else None,
            created_at=at,
        )
    )


def _order(history: History) -> tuple[dict[str, object], dict[str, object]]:
    bought = history.case.purchase
    at = bought.purchased_at
    order = Order(
        id=histories.ORDER,
        market="pl",
        marketplace="allegro-pl",
        seller_id=0,
        buyer_id=0,
        purchase_id=histories.ORDER,
        bought_at=at,
        updated_at=at + timedelta(days=1),
        status="READY_FOR_PROCESSING",
        fulfillment_status="SENT",
        provider=bought.provider.value,
        currency="PLN",
        total_minor=bought.line_price.minor,
        paid_minor=bought.line_price.minor,
        form={},
    )
    line = OrderLine(
        id=histories.LINE,
        order_id=histories.ORDER,
        offer_id="90170984",
        offer_name="Kubek ceramiczny „Bory”, zielony, 350 ml",
        quantity=bought.quantity,
        price_minor=bought.unit_price.minor,
        bought_at=at,
    )
    return stored(order), stored(line)
