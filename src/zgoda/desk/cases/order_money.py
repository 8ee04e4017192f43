"""What an order's buyer paid, what came back, and what may still be given back."""

from collections.abc import Iterable
from dataclasses import dataclass

from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.store.models import Kind, Outgoing, SendState
from zgoda.domain.money import EXPONENTS, Money
from zgoda.wire.money import minor_of


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """What an order's buyer paid, what came back, what is asked for on top, and what is left.

    ``is_stated``: the server says so; otherwise only what this desk sent is known.
    """

    paid: Money
    refunded: Money
    asked: Money
    is_stated: bool

    @property
    def asked_back(self) -> Money:
        """What came back or is to come back."""
        return self.refunded + self.asked

    @property
    def refundable(self) -> Money:
        return Money(max(0, self.paid.minor - self.asked_back.minor), self.paid.currency)


def money_of(page: CasePage) -> OrderMoney | None:
    """None where the server does not say what was paid."""
    said = page.case.own.get("money")
    stated = [_amount(said.get(name)) for name in ("paid", "refunded", "asked")] if isinstance(said, dict) else [None]
    paid, refunded, asked = stated if None not in stated else (_paid(page), None, None)
    if paid is None:
        return None
    on_its_way = _sent(page.pending, paid.currency)
    if refunded is None or asked is None:
        return OrderMoney(paid, _sent(page.done, paid.currency), on_its_way, is_stated=False)
    unread = [row for row in page.done if row.seen_at and row.seen_at > page.case.read_at]
    return OrderMoney(paid, refunded, asked + on_its_way + _sent(unread, paid.currency), is_stated=True)


def _paid(page: CasePage) -> Money | None:
    known = page.order.paid if page.order else None
    return Money(*known) if known else None


def _sent(rows: Iterable[Outgoing], currency: str) -> Money:
    """Refunds that this desk sent or will send."""
    gone = {SendState.FAILED, SendState.CANCELLED}
    sent = [row.payload for row in rows if row.kind == Kind.REFUND and row.state not in gone]
    return Money(sum(int(entry["minor"]) for entry in sent if entry.get("currency") == currency), currency)


def _amount(said: object) -> Money | None:
    if not isinstance(said, dict):
        return None
    minor, currency = minor_of(str(said.get("amount"))), str(said.get("currency"))
    return Money(minor, currency) if minor is not None and currency in EXPONENTS else None
