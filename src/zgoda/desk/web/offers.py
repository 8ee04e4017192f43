"""Solutions and money in the desk's words: what the buyer expects, what was offered, what was agreed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.store.models import Kind, Outgoing, SendState
from zgoda.desk.web.once import once_a_page
from zgoda.domain.money import EXPONENTS, Money
from zgoda.look.words.solutions import share_name, solution_name
from zgoda.look.words.times import money
from zgoda.wire.money import minor_of

SHARES = ("1/2", "1/3", "1/4", "2/3", "3/4")


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
    def refundable(self) -> Money:
        left = self.paid.minor - self.refunded.minor - self.asked.minor
        return Money(max(0, left), self.paid.currency)


@once_a_page
def order_money(page: CasePage) -> OrderMoney | None:
    """None where the server does not say what was paid."""
    said = page.case.own.get("money")
    stated = [_amount(said.get(name)) for name in ("paid", "refunded", "asked")] if isinstance(said, dict) else [None]
    paid, refunded, asked = stated if None not in stated else (_paid(page), None, None)
    if paid is None:
        return None
    on_its_way = _sent(page.pending, paid.currency)
    if refunded is None or asked is None:
        return OrderMoney(paid, _sent(page.done, paid.currency), on_its_way, is_stated=False)
    return OrderMoney(paid, refunded, asked + on_its_way, is_stated=True)


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


def payload_words(payload: Mapping[str, object]) -> str:
    """A solution and its part, or an amount alone; empty where there is neither."""
    name = solution_name(str(payload["solution"])) if payload.get("solution") else ""
    part = _part(payload)
    return f"{name}: {part}" if name and part else name or part


def wire_words(solution: object) -> str:
    """The same of a solution as a server with additions states it."""
    if not isinstance(solution, dict) or not solution.get("name"):
        return ""
    amount = solution.get("amount")
    given: dict[str, object] = {"solution": solution["name"], "share": solution.get("share") or ""}
    minor = minor_of(str(amount.get("amount"))) if isinstance(amount, dict) else None
    if isinstance(amount, dict) and minor is not None:
        given |= {"minor": minor, "currency": str(amount.get("currency"))}
    return payload_words(given)


def share_choices() -> list[tuple[str, str]]:
    return [("", _("an amount, below")), *((share, _share(share)) for share in SHARES)]


def _part(payload: Mapping[str, object]) -> str:
    if payload.get("minor"):
        return money(Money(int(str(payload["minor"])), str(payload["currency"])))
    return _share(str(payload["share"])) if payload.get("share") else ""


def _share(share: str) -> str:
    try:
        exact = Fraction(share)
    except (ValueError, ZeroDivisionError):
        return share
    return share_name((exact.numerator, exact.denominator))
