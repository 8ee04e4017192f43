"""One answer for many cases: what it may refund, and when a second person has to look at it first.

The public record names no limit for such work; it is the operator's (DESIGN §7: a refund is approved within limits,
by four eyes). P-23 and S0-41 hold for each single refund, whatever was approved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from zgoda.domain.actors import Actor, Role
from zgoda.domain.decide.refunds import left_of_line
from zgoda.domain.limits import TEXT_LENGTH
from zgoda.domain.money import Money

APPROVERS = (Role.WAREHOUSE, Role.ADMIN)
"""Who approves, never their own (S1-07, P-46)."""


class Refund(StrEnum):
    """What goes back beside the words: nothing, the price of the case's own line, or all that is left of its order."""

    NONE = "NONE"
    LINE = "LINE"
    ORDER = "ORDER"


class Verdict(StrEnum):
    """What became of an incident that waited: another person's yes or no, or the second thoughts of who prepared it."""

    APPROVED = "APPROVED"
    TURNED_DOWN = "TURNED_DOWN"
    TAKEN_BACK = "TAKEN_BACK"


class IncidentWhy(StrEnum):
    """Why an incident is not approved, turned down or taken back."""

    NOT_ALLOWED = "NOT_ALLOWED"
    OWN_INCIDENT = "OWN_INCIDENT"
    NOT_YOUR_INCIDENT = "NOT_YOUR_INCIDENT"
    DECIDED_ALREADY = "DECIDED_ALREADY"
    REASON_MISSING = "REASON_MISSING"
    REASON_TOO_LONG = "REASON_TOO_LONG"


@dataclass(frozen=True, slots=True)
class Affected:
    """A case of an incident, as far as money goes: ``price`` is that of its line, quantity × unit price (G-10)."""

    order_id: UUID
    line_id: UUID
    price: Money


def plan(
    refund: Refund, cases: Sequence[Affected], left: Mapping[UUID, Money], asked_back: Mapping[UUID, Money]
) -> list[Money]:
    """P-23, S0-41: what each case gets, in their order. ``left`` is what is left of each order, ``asked_back`` what was
    asked for of each line; an order or a line that two cases are about is counted once."""
    of_orders, of_lines, planned = dict(left), dict(asked_back), list[Money]()
    for one in cases:
        nothing = Money(0, one.price.currency)
        order_left = of_orders.get(one.order_id, nothing)
        amount = {
            Refund.NONE: nothing,
            Refund.LINE: left_of_line(one.price, of_lines.get(one.line_id, nothing), order_left),
            Refund.ORDER: order_left,
        }[refund]
        of_orders[one.order_id] = order_left - amount
        of_lines[one.line_id] = of_lines.get(one.line_id, nothing) + amount
        planned.append(amount)
    return planned


def needs_approval(planned: Sequence[Money], begun: Sequence[Money], limits: Mapping[str, Money]) -> bool:
    """Whether another person has to look first: in one currency the refunds of this incident, together with what the
    same person's incidents refund unapproved since a day (``begun``), are above the operator's limit. A currency
    without a limit always waits; who refunds nothing never does."""
    totals = {one.currency: one for one in summed(planned) if one.minor}
    before = {one.currency: one for one in summed(begun)}
    return any(
        code not in limits or total + before.get(code, Money(0, code)) > limits[code] for code, total in totals.items()
    )


def summed(amounts: Sequence[Money]) -> list[Money]:
    """One sum for each currency, by its code."""
    totals: dict[str, Money] = {}
    for one in amounts:
        totals[one.currency] = totals.get(one.currency, Money(0, one.currency)) + one
    return [totals[code] for code in sorted(totals)]


def may_decide(verdict: Verdict, began_by: int, by: Actor, *, waits: bool, reason: str = "") -> IncidentWhy | None:
    """Nobody approves or turns down their own, and nobody else takes it back; each once, a refusal with its reason."""
    if by.role not in APPROVERS:
        return IncidentWhy.NOT_ALLOWED
    own = by.id == began_by
    if verdict is Verdict.TAKEN_BACK and not own:
        return IncidentWhy.NOT_YOUR_INCIDENT
    if verdict is not Verdict.TAKEN_BACK and own:
        return IncidentWhy.OWN_INCIDENT
    if not waits:
        return IncidentWhy.DECIDED_ALREADY
    if verdict is Verdict.TURNED_DOWN and not reason.strip():
        return IncidentWhy.REASON_MISSING
    return IncidentWhy.REASON_TOO_LONG if len(reason) > TEXT_LENGTH else None
